//! The questions of each choice.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::bench::bench;
use super::draft::Draft;
use super::fields::{Answer, entry, question, tick};
use super::slim;
use crate::browser::{field, focus};
use crate::build::road::{self, STAGES, Stage};
use crate::build::spf::services;
use crate::build::transport::Mode;
use crate::providers::Provider;
use crate::record::dmarc::Policy;
use crate::record::spf::Qualifier;
use crate::text::near::nearest;
use crate::text::prose::{code, plain};
use crate::ui::components::prose::prose;
use crate::ui::components::{button, heading, live, maybe};
use crate::ui::desk::desk;
use crate::ui::element::{El, el};
use crate::ui::route::Choice;
use crate::ui::watched::Watched;
use crate::ui::words::build as words;

/// The questions.
pub fn form(choice: Choice) -> Vec<AnyView> {
    match choice {
        Choice::Dmarc => dmarc(),
        Choice::Spf => spf(),
        Choice::Merge => vec![
            entry(
                "textarea",
                "build-records",
                "The SPF records, one below the other",
                "As you have them: bare values, or lines of a zone file.",
                |draft| draft.records.clone(),
                |draft, value| draft.records = value,
            )
            .into_any(),
        ],
        Choice::Lookups => vec![slim::steps()],
        Choice::Parked => Vec::new(),
        Choice::Encryption => encryption(),
    }
}

static POLICIES: [Answer<Policy>; 3] = [
    Answer {
        value: Policy::None,
        label: "Nothing yet: tell me who sends",
        hint: "`p=none`. The place to start.",
    },
    Answer {
        value: Policy::Quarantine,
        label: "Put it into the spam folder",
        hint: "`p=quarantine`. Mistakes can still be found there.",
    },
    Answer { value: Policy::Reject, label: "Refuse it", hint: "`p=reject`. The most that DMARC can do." },
];

static BELOW: [Answer<Option<Policy>>; 4] = [
    Answer { value: None, label: "The same", hint: "" },
    Answer {
        value: Some(Policy::None),
        label: "Nothing yet",
        hint: "`sp=none`. Forgers can then use any subdomain.",
    },
    Answer { value: Some(Policy::Quarantine), label: "Put it into the spam folder", hint: "`sp=quarantine`" },
    Answer { value: Some(Policy::Reject), label: "Refuse it", hint: "`sp=reject`" },
];

static CARE: [Answer<bool>; 2] = [
    Answer { value: false, label: "Do it", hint: "" },
    Answer {
        value: true,
        label: "As a test first",
        hint: "`t=y`. Newer receivers act one step softer, and report as usual. Older ones skip it.",
    },
];

fn dmarc() -> Vec<AnyView> {
    let base = entry(
        "textarea",
        "build-dmarc-base",
        "Your DMARC record of today",
        words::BASE_HINT,
        |draft| draft.dmarc_base.clone(),
        |draft, value| draft.take_dmarc(&value),
    );
    vec![
        question(
            "build-policy",
            "What should happen to mail that fails the check?",
            &POLICIES,
            |draft| draft.dmarc.policy,
            |draft, value| draft.dmarc.policy = value,
        )
        .into_any(),
        entry(
            "input",
            "build-reports",
            "Where should daily reports go?",
            "One mail address, or several. They are files for a reading service more than for people.",
            |draft| draft.dmarc.reports.clone(),
            |draft, value| draft.dmarc.reports = value,
        )
        .into_any(),
        question(
            "build-below",
            "And mail from subdomains?",
            &BELOW,
            |draft| draft.dmarc.subdomains,
            |draft, value| draft.dmarc.subdomains = value,
        )
        .child(tick(
            "build-np",
            "Refuse mail from subdomains that do not exist",
            "`np=reject`. Nobody can send from there by right. Older receivers skip it.",
            |draft| draft.dmarc.nonexistent == Some(Policy::Reject),
            |draft, is| draft.dmarc.nonexistent = is.then_some(Policy::Reject),
        ))
        .into_any(),
        question(
            "build-care",
            "How careful do you want to be?",
            &CARE,
            |draft| draft.dmarc.testing,
            |draft, value| draft.dmarc.testing = value,
        )
        .child(tick(
            "build-strict",
            "Only exact names count",
            "`adkim=s` and `aspf=s`. Few domains need this, and it breaks services that send from subdomains.",
            |draft| draft.dmarc.strict,
            |draft, is| draft.dmarc.strict = is,
        ))
        .into_any(),
        started("build-dmarc-today", |draft| !draft.dmarc_base.is_empty(), base),
    ]
}

/// The record of today, behind a line that opens by itself where there is one.
fn started(id: &'static str, is_there: fn(&Draft) -> bool, base: El) -> AnyView {
    el("details")
        .class("build-today")
        .attr("id", id)
        .attr_while("open", "", move || {
            bench().put.track();
            bench().draft.peek(is_there)
        })
        .child(el("summary").text("Start from the record of today"))
        .child(base)
        .into_any()
}

/// The road from watching to refusing.
pub fn road() -> AnyView {
    let stages = live(|| {
        let draft = bench().draft.get();
        let text = draft.dmarc.write(&draft.dmarc_base);
        let here = road::stage_of(&text);
        let today =
            Some(&draft.dmarc_base).filter(|base| !base.is_empty()).and_then(|base| road::stage_of(base));
        let rows =
            STAGES.iter().enumerate().map(|(at, one)| stage(at, one, here == Some(at), today == Some(at)));
        el("ol").class("road").children(rows).into_any()
    });
    el("section")
        .child(
            heading(2, "").attr("id", "road").attr("tabindex", "-1").text("The road to refusing forged mail"),
        )
        .child(el("p").text(words::ROAD_LEAD))
        .child(stages)
        .child(el("p").class("fix-place").children(prose(words::ROAD_NOTE)))
        .into_any()
}

fn stage(at: usize, stage: &'static Stage, is_here: bool, is_today: bool) -> El {
    let go = move || {
        bench().put(|draft| {
            let text = road::at(&draft.dmarc.write(&draft.dmarc_base), stage);
            draft.dmarc = crate::build::dmarc::Wishes::of(&text);
        });
        focus::on_first("#road");
        desk().say(&["The record is at this stage now: ", stage.title, "."].concat());
    };
    let mark = match (is_here, is_today) {
        (true, true) => Some("Today, and in this record"),
        (true, false) => Some("In this record"),
        (false, true) => Some("Today"),
        (false, false) => None,
    };
    let before = stage.before.iter().map(|says| el("li").children(prose(says)));
    let label = ["Take this stage: ", stage.title].concat();
    let go = (!is_here).then(|| button("", "Take this stage", go).attr("aria-label", label));
    let row = el("li")
        .attr("id", ["stage-", &at.to_string()].concat())
        .child(heading(3, "").text(stage.title))
        .maybe(mark.map(|mark| el("p").class("road-here").text(mark)))
        .child(el("p").children(prose(stage.means)))
        .child(el("p").class("fix-place").text("Before this stage:"))
        .child(el("ul").class("road-before").children(before))
        .maybe(go);
    if is_here { row.attr("aria-current", "step") } else { row }
}

static ENDINGS: [Answer<Qualifier>; 2] = [
    Answer {
        value: Qualifier::SoftFail,
        label: "Mark mail from all others as doubtful",
        hint: "`~all`. Most receivers let it through to the next check.",
    },
    Answer {
        value: Qualifier::Fail,
        label: "Tell receivers to refuse mail from all others",
        hint: "`-all`. Some do so before they look at DKIM, which hits mail that was passed on.",
    },
];

fn spf() -> Vec<AnyView> {
    let base = entry(
        "textarea",
        "build-spf-base",
        "Your SPF record of today",
        words::BASE_HINT,
        |draft| draft.spf_base.clone(),
        |draft, value| draft.take_spf(&value),
    );
    let own = el("fieldset")
        .class("question")
        .child(el("legend").text("Which servers of your own send?"))
        .child(tick(
            "build-mx",
            "The servers that take our mail",
            "`mx`. Your mail service has its own entry above, and does not need this.",
            |draft| draft.senders.mail_servers,
            |draft, is| draft.senders.mail_servers = is,
        ))
        .child(tick(
            "build-a",
            "The server of our website",
            "`a`. Where a form or a shop sends mail.",
            |draft| draft.senders.website,
            |draft, is| draft.senders.website = is,
        ));
    vec![
        chosen_services(),
        own.into_any(),
        entry(
            "textarea",
            "build-networks",
            "Other addresses and networks",
            "One a line, such as `192.0.2.10`, `198.51.100.0/24` or `mail.example.com`.",
            |draft| draft.senders.more.clone(),
            |draft, value| draft.senders.more = value,
        )
        .into_any(),
        question(
            "build-ending",
            "And all other servers?",
            &ENDINGS,
            |draft| draft.senders.ending,
            |draft, value| draft.senders.ending = value,
        )
        .child(el("p").class("promise").text(words::ENDING_HINT))
        .into_any(),
        started("build-spf-today", |draft| !draft.spf_base.is_empty(), base),
    ]
}

/// The services that were chosen, and a field that adds one by its name.
fn chosen_services() -> AnyView {
    let list = live(|| {
        let chosen = bench().draft.with(|draft| draft.senders.services.clone());
        let row = |service: &'static Provider| {
            let out = move || {
                bench().put(|draft| draft.senders.services.retain(|known| *known != service));
                focus::on_first("#build-service");
            };
            let label = ["Take out ", service.name].concat();
            el("li").text(service.name).text(" ").child(button("", "Take out", out).attr("aria-label", label))
        };
        maybe((!chosen.is_empty()).then(|| {
            el("ul").class("services").attr("aria-label", "Services").children(chosen.into_iter().map(row))
        }))
    });
    el("div")
        .class("build-services")
        .child(service_field("build-service".to_owned(), "Which services send for you?", |service| {
            bench().put(|draft| {
                if !draft.senders.services.contains(&service) {
                    draft.senders.services.push(service);
                }
            });
        }))
        .child(list)
        .into_any()
}

/// A field that takes the name of a service, with the known ones to choose from.
pub fn service_field(
    id: String,
    label: &'static str,
    add: impl Fn(&'static Provider) + Send + Clone + 'static,
) -> El {
    let problem: Watched<Option<String>> = Watched::default();
    let (typing, shown) = (problem.clone(), problem.clone());
    let selector = ["#", &id].concat();
    let press = move || match named(&field::value(&selector)) {
        Ok(service) => {
            field::fill(&selector, "");
            problem.set(None);
            add(service);
            desk().say(&["Added ", service.name, "."].concat());
            focus::on_first(&selector);
        }
        Err(why) => {
            desk().aloud.put(plain(&why));
            problem.set(Some(why));
            focus::on_first(&selector);
        }
    };
    let entered = press.clone();
    let list_id = [&id, "-list"].concat();
    let hint = [&id, "-hint"].concat();
    let options = services().map(|service| el("option").attr("value", service.name));
    let why = live(move || {
        maybe(shown.with(|why| why.as_ref().map(|why| el("p").class("ask-problem").children(prose(why)))))
    });
    let input = el("input")
        .attr("id", id.clone())
        .attr("list", list_id.clone())
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", hint.clone())
        .on("input", move |_| typing.set(None))
        .on("keydown", move |event| {
            if event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Enter") {
                event.prevent_default();
                entered();
            }
        });
    el("div")
        .class("ask-field")
        .child(el("label").attr("for", id).text(label))
        .child(el("div").class("ask-row").child(input).child(button("", "Add", press)))
        .child(el("datalist").attr("id", list_id).children(options))
        .child(why)
        .child(
            el("p")
                .class("promise")
                .attr("id", hint)
                .text("Type a name, such as Google Workspace, and press Enter."),
        )
}

/// The service that a reader names, by the start of its name where that is enough.
fn named(typed: &str) -> Result<&'static Provider, String> {
    let wanted = typed.trim().to_ascii_lowercase();
    if wanted.is_empty() {
        return Err("Type the name of a service here.".to_owned());
    }
    let name = |service: &&'static Provider| service.name.to_ascii_lowercase();
    if let Some(service) = services().find(|service| name(service) == wanted) {
        return Ok(service);
    }
    let part: Vec<&'static Provider> = services().filter(|service| name(service).contains(&wanted)).collect();
    match part.as_slice() {
        [one] => Ok(one),
        [] => {
            // The first word of a name is what it is called by.
            let first = |text: &str| text.split([' ', '.']).next().unwrap_or_default().to_owned();
            let names: Vec<String> = services().map(|service| first(&name(&service))).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let near = nearest(&first(&wanted), &names);
            let near = near.and_then(|near| services().find(|service| first(&name(service)) == near));
            let near = near.map(|service| [" The nearest known one is ", &code(service.name), "."].concat());
            Err([
                &code(typed.trim()),
                " is not in the table of services.",
                near.as_deref().unwrap_or_default(),
            ]
            .concat())
        }
        many => {
            let names: Vec<&str> = many.iter().take(4).map(|service| service.name).collect();
            Err(["There is more than one: ", &crate::text::list(&names), "."].concat())
        }
    }
}

static MODES: [Answer<Mode>; 2] = [
    Answer {
        value: Mode::Testing,
        label: "Deliver all the same, and report",
        hint: "`mode: testing`. Stay here until the reports are clean.",
    },
    Answer {
        value: Mode::Enforce,
        label: "Don't deliver",
        hint: "`mode: enforce`. Mail waits until encryption works.",
    },
];

fn encryption() -> Vec<AnyView> {
    vec![
        entry(
            "textarea",
            "build-servers",
            "Which servers take your mail?",
            "Your MX records, or the names of the servers, one a line.",
            |draft| draft.transport.servers.clone(),
            |draft, value| draft.transport.servers = value,
        )
        .into_any(),
        question(
            "build-mode",
            "What should senders do where encryption fails?",
            &MODES,
            |draft| draft.transport.mode,
            |draft, value| draft.transport.mode = value,
        )
        .into_any(),
        entry(
            "input",
            "build-tls-reports",
            "Where should reports on that go?",
            "A mail address.",
            |draft| draft.transport.reports.clone(),
            |draft, value| draft.transport.reports = value,
        )
        .into_any(),
    ]
}
