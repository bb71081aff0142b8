//! The page of a vendor's checklist: how each record stands, and what to enter where.

use std::sync::Arc;

use leptos::prelude::*;

use super::title;
use crate::browser::time::{Now, local};
use crate::browser::{field, location};
use crate::dns::Clock;
use crate::setup::{Setup, SetupReport, plain, words as setup_words};
use crate::ui::checking::{DOMAIN, checking, variable_id};
use crate::ui::checklist::{self, Broken};
use crate::ui::components::domain_box::domain_box;
use crate::ui::components::need::{alarm, need};
use crate::ui::components::prose::{names, prose};
use crate::ui::components::resolver::{who_sees, who_sees_a_check};
use crate::ui::components::{button, copy_button, heading, list, live, maybe};
use crate::ui::desk::desk;
use crate::ui::element::{El, el, text};
use crate::ui::words::setup as words;

/// The page that a link opens.
pub fn page(link: &str) -> Vec<AnyView> {
    match checklist::read(link) {
        Ok(setup) => checklist_of(setup),
        Err(broken) => broken_link(&broken),
    }
}

/// A link that can't be read still leads to a check.
fn broken_link(broken: &Broken) -> Vec<AnyView> {
    let place = if broken.there.is_empty() {
        el("mark").class("place at-end").child(el("span").class("offstage").text("the end of the link"))
    } else {
        el("mark").class("place").text(broken.there.clone())
    };
    let excerpt = el("p")
        .class("broken")
        .child(el("code").text(broken.before.clone()).child(place).text(broken.after.clone()));
    let at = el("p").text(format!("The place is at character {} of the link:", broken.at));
    vec![
        title().text(words::BROKEN).into_any(),
        el("p").class("lead").attr("id", "broken-says").children(prose(&broken.says)).into_any(),
        at.into_any(),
        excerpt.into_any(),
        el("p").text(words::BROKEN_WAY).into_any(),
        el("div")
            .class("ask-alone")
            .child(domain_box("instead", "Domain", String::new(), "who-sees-instead"))
            .child(who_sees_a_check("who-sees-instead"))
            .into_any(),
    ]
}

fn checklist_of(setup: Setup) -> Vec<AnyView> {
    let checking = checking();
    let heading_of = live(|| {
        checking.report.with(|report| match report {
            None => text(words::TITLE),
            Some(report) => el("span")
                .child(el("span").class("domain").children(names(&[report.domain.as_str(), ":"].concat())))
                .text([" ", &setup_words::done(report)].concat())
                .into_any(),
        })
    });
    let setup = Arc::new(setup);
    let expected = setup.clone();
    let body = live(move || match checking.is_known.get() {
        true => found(),
        false => expectations(&expected).into_any(),
    });
    vec![
        from_link(&setup).into_any(),
        title().child(heading_of).into_any(),
        next(),
        alarms(),
        form(&setup).into_any(),
        progress(),
        body,
    ]
}

/// Who asks.
fn from_link(setup: &Setup) -> El {
    let line = el("p").class("from-link").text(words::from_link(setup.vendor.as_deref()));
    match (&setup.help, setup.help_host()) {
        (Some(help), Some(host)) => line.text(" ").child(
            el("a")
                .attr("href", help.clone())
                .attr("rel", "noreferrer noopener")
                .attr("referrerpolicy", "no-referrer")
                .text(["Their article at ", host].concat()),
        ),
        _ => line,
    }
}

/// What the reader does next.
fn next() -> AnyView {
    let says = live(|| {
        checking().report.with(|report| match report {
            None => text(words::LEAD),
            Some(report) => text(setup_words::next(report)),
        })
    });
    el("p").class("lead next").child(says).into_any()
}

/// What may do harm right now, before anything else.
fn alarms() -> AnyView {
    live(|| {
        checking().report.with(|report| {
            let alarms = report.iter().flat_map(|report| &report.alarms);
            alarms.map(alarm).collect::<Vec<_>>().into_any()
        })
    })
}

fn input(id: String, value: String) -> El {
    el("input")
        .attr("id", id)
        .attr("type", "text")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .tend(move |input| field::put(input, &value))
}

fn form(setup: &Arc<Setup>) -> El {
    let typed = checking().typed(setup);
    let domain = setup.domain.clone().unwrap_or_else(|| typed.domain.clone());
    let problem = live(|| {
        checking().problem.with(|why| {
            maybe(
                why.as_ref()
                    .map(|why| el("p").class("ask-problem").attr("id", "setup-problem").children(prose(why))),
            )
        })
    });
    let row = |label: El, input: El| el("div").class("ask-field").child(label).child(input);
    let domain_row = row(
        el("label").attr("for", DOMAIN).text("Your domain"),
        input(DOMAIN.to_owned(), domain)
            .attr("inputmode", "url")
            .attr("placeholder", "example.com")
            .attr("aria-describedby", "setup-who-sees"),
    );
    let variables = setup.missing().into_iter().enumerate().map(|(at, name)| {
        let label = el("label")
            .attr("for", variable_id(at))
            .child(el("code").text(name.clone()))
            .text(words::variable(setup.vendor.as_deref()));
        row(label, input(variable_id(at), typed.value(&name).to_owned()))
    });
    let submitted = setup.clone();
    el("form")
        .class("sheet ask setup-form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            checking().submit(&submitted);
        })
        .child(domain_row)
        .children(variables)
        .child(el("button").attr("type", "submit").class("main").text("Check"))
        .child(problem)
        .child(who_sees("setup-who-sees"))
}

/// Who was asked and when, and what changed.
fn progress() -> AnyView {
    let line = live(|| {
        let is_asking = checking().asking.get();
        checking().report.with(|report| match report {
            _ if is_asking => text("Asking…"),
            None => text(""),
            Some(report) => {
                let at = checklist::when(local(report.asked_at), local(Now.now()));
                let more = if report.done() == report.total() { "" } else { words::LOOKS };
                text(format!("Asked {} at {at}. {more}", report.resolver))
            }
        })
    });
    let changed = live(|| {
        let changed = checking().changed.get();
        maybe((!changed.is_empty()).then(|| el("p").class("changed").text(["New: ", &changed].concat())))
    });
    el("div").child(el("p").class("progress").child(line)).child(changed).into_any()
}

/// What the link expects, before anything is asked.
fn expectations(setup: &Setup) -> El {
    let need = |need: &crate::setup::Need| {
        el("li").class("need").child(el("span").class("tick").attr("aria-hidden", "true").text("·")).child(
            el("div")
                .child(heading(2, "need-title").text(setup_words::title(&need.test, &need.name)))
                .child(el("p").class("seen").children(prose(&setup_words::asks(need)))),
        )
    };
    el("ol").class("needs").attr("aria-label", "Records").children(setup.needs.iter().map(need))
}

/// How each record stands, and what can be taken away.
fn found() -> AnyView {
    let rows = || {
        checking().report.with(|report| {
            let Some(report) = report else { return Vec::new() };
            (0..report.needs.len()).map(|at| (at, report.clone())).collect()
        })
    };
    let key = |(at, report): &(usize, Arc<SetupReport>)| checklist::row_key(*at, &report.needs[*at]);
    let needs = list(rows, key, |(at, report)| need(at, &report, kept(at)).into_any());
    let message = live(|| maybe(checking().report.with(|report| report.as_deref().map(tell))));
    vec![
        el("ol").class("needs").attr("aria-label", "Records").child(needs).into_any(),
        el("p")
            .class("buttons take-away")
            .child(button("", "Ask again now", || {
                checking().again();
                desk().say("Asking again.");
            }))
            .child(copy_button("", "Copy for support", "Copied the note for support.", || {
                checking().for_support()
            }))
            .into_any(),
        message,
    ]
    .into_any()
}

/// Until when the old answer may be given.
fn kept(at: usize) -> AnyView {
    live(move || {
        let now = Now.now();
        checking().report.with(|report| {
            let one = report.as_ref().and_then(|report| report.needs.get(at));
            let until = one.filter(|one| !one.status.is_met()).and_then(|one| one.kept_until);
            maybe(until.filter(|until| *until > now).map(|until| {
                let until = checklist::when(local(until), local(now));
                el("p").class("kept").text(format!("An old answer may be kept until {until}."))
            }))
        })
    })
}

/// "Tell whoever runs your DNS".
fn tell(report: &SetupReport) -> El {
    let message = plain::for_dns_host(report, &location::link(""));
    let copied = message.clone();
    let mail = checklist::mail(&["DNS records for ", report.domain.as_str()].concat(), &message);
    let mail = mail.map(|href| el("a").class("button").attr("href", href).text("Open in your mail program"));
    el("details")
        .class("tell")
        .child(el("summary").text("Tell whoever runs your DNS"))
        .child(el("p").text(words::TELL))
        .child(
            el("pre").class("message").attr("tabindex", "0").attr("aria-label", "The message").text(message),
        )
        .child(
            el("p")
                .class("buttons take-away")
                .child(copy_button("", "Copy the message", "Copied the message.", move || copied.clone()))
                .maybe(mail)
                .child(button("", "Print this page", field::print)),
        )
}
