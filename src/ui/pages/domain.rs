//! The page of a domain: three answers, the way of a message, each record, and what to change.

use leptos::prelude::*;

use super::front::samples;
use super::title;
use crate::browser::{field, focus, idna};
use crate::record::Kind;
use crate::report::Verdict;
use crate::report::sections::KINDS;
use crate::ui::asking::{Records, asking, section_id};
use crate::ui::components::answers::answers;
use crate::ui::components::asked::asked;
use crate::ui::components::changes::changes;
use crate::ui::components::contrast::contrast;
use crate::ui::components::domain_box::{domain_box, selectors};
use crate::ui::components::encryption::{encryption, policy_box};
use crate::ui::components::finding::finding;
use crate::ui::components::prose::{names, prose};
use crate::ui::components::requirements::requirements;
use crate::ui::components::resolver::{resolvers, who_sees_a_check};
use crate::ui::components::sheet::of_kind;
use crate::ui::components::spf_tree::spf_tree;
use crate::ui::components::way::way;
use crate::ui::components::{button, copy_button, fold, heading, list, live, maybe};
use crate::ui::desk::desk;
use crate::ui::element::{El, el, text};
use crate::ui::inquiry::{Stage, Subject};
use crate::ui::route::{DomainLink, Explain, Route, SpfLink};
use crate::ui::words::domain as words;
use crate::ui::words::learn::lesson;

/// The page that a link opens.
pub fn page(link: &DomainLink) -> Vec<AnyView> {
    match Subject::of(link, &idna::to_ascii) {
        Ok((subject, _)) => about(&subject, link.kind),
        Err(_) => blank(link),
    }
}

/// No domain yet, or none that can be asked about.
fn blank(link: &DomainLink) -> Vec<AnyView> {
    let why = live(|| {
        maybe(asking().stage.with(|stage| match stage {
            Stage::NoName(why) => {
                Some(el("p").class("ask-problem").attr("id", "no-name").children(prose(why)))
            }
            _ => None,
        }))
    });
    vec![
        title().text(words::ASK_TITLE).into_any(),
        el("p").class("lead").text(words::ASK_LEAD).into_any(),
        why,
        el("div").class("ask-alone").children(ask("Domain", link.domain.clone())).into_any(),
        samples().into_any(),
    ]
}

fn ask(label: &'static str, value: String) -> [El; 3] {
    [
        domain_box("again", label, value, "who-sees-again"),
        who_sees_a_check("who-sees-again"),
        resolvers("resolver-again"),
    ]
}

fn about(subject: &Subject, wanted: Option<Kind>) -> Vec<AnyView> {
    let name = subject.shown.clone();
    let asking = asking();
    let notes = live(|| {
        let note = |note: &String| el("p").class("hinted").children(prose(note));
        asking.notes.with(|notes| notes.iter().map(note).collect::<Vec<_>>()).into_any()
    });
    let example = subject.is_example.then(|| el("p").class("hinted example-mark").text(words::EXAMPLE));
    let mut page = vec![
        title().text("The mail of ").child(el("span").class("domain").children(names(&name))).into_any(),
        maybe(example),
        notes,
        progress(),
        repeated(),
        silence(subject.name.as_str()),
        answers().into_any(),
        to_changes(),
        el("div")
            .class("ask-again")
            .children(ask("Check another domain", name.clone()))
            .maybe(subject.is_example.then(|| el("p").class("promise").children(prose(words::EXAMPLES))))
            .into_any(),
        heading(2, "").text("The way of one message").into_any(),
        way(name.clone()).into_any(),
    ];
    for (kind, records) in KINDS.into_iter().zip(&asking.sections) {
        if kind == Kind::MtaSts {
            page.push(encryption().into_any());
        }
        page.push(section(kind, records, subject, wanted == Some(kind)).into_any());
    }
    page.push(list(|| asking.rest.get(), |row| row.key, |row| finding(2, row)));
    page.push(heading(2, "").attr("id", "changes").attr("tabindex", "-1").text("What to change").into_any());
    page.push(changes());
    page.push(requirements().into_any());
    page.push(asked().into_any());
    if !subject.is_example {
        page.push(contrast(subject.name.clone()).into_any());
    }
    page.push(take_away());
    page
}

/// How far it is; a screen reader hears the end alone.
fn progress() -> AnyView {
    let asking = asking();
    let line = live(|| {
        let progress = asking.progress.get();
        let is_done = asking.stage.with(|stage| !matches!(stage, Stage::Asking));
        text(words::progress(progress, is_done))
    });
    let class_while_asking = || asking.stage.with(|stage| matches!(stage, Stage::Asking));
    el("p").class("progress").attr_while("data-asking", "", class_while_asking).child(line).into_any()
}

/// After asking again: until when an old answer may still come.
fn repeated() -> AnyView {
    live(|| {
        let until = asking().repeated.with(|until| until.as_deref().map(words::repeated));
        maybe(until.map(|says| el("p").class("repeated").text(says)))
    })
}

/// Where nothing answers, the paste box is the way on.
fn silence(name: &str) -> AnyView {
    let paste = Explain { name: Some(name.to_owned()), ..Explain::default() };
    let href = Route::Explain(paste).href();
    live(move || {
        let is_silent = asking().stage.with(|stage| matches!(stage, Stage::Silent));
        maybe(is_silent.then(|| {
            let way = el("a").attr("href", href.clone()).text("Paste its records instead");
            el("div")
                .class("silence")
                .child(el("h2").text("Nobody answers"))
                .child(el("p").text(words::SILENCE))
                .child(el("p").child(way))
        }))
    })
}

fn to_changes() -> AnyView {
    live(|| {
        let changes = asking().changes.with(Vec::len);
        let down = el("p").class("to-changes");
        maybe((changes > 0).then(|| {
            let label = words::to_changes(changes);
            let press = move |_| focus::go_to("#changes");
            down.child(el("button").attr("type", "button").class("quiet").text(label).on("click", press))
        }))
    })
}

/// The records of one kind; `is_open` where the link names it.
fn section(kind: Kind, records: &'static Records, subject: &Subject, is_open: bool) -> El {
    let says = live(|| {
        records.says.with(|says| {
            maybe((!says.is_empty()).then(|| el("p").class("section-says").children(prose(says))))
        })
    });
    let title = lesson(kind.id()).map_or(kind.title(), |lesson| lesson.title);
    let about = ["#/learn/", kind.id()].concat();
    let what = el("a")
        .class("why")
        .attr("href", about)
        .attr("aria-label", ["What is ", kind.title(), "?"].concat())
        .text("What is this?");
    let more = (kind == Kind::Dkim).then(|| selectors(subject.name.to_string(), &subject.selectors));
    el("section")
        .class("of-kind")
        .child(
            el("div")
                .class("of-kind-head")
                .child(heading(2, "").attr("id", section_id(kind)).attr("tabindex", "-1").text(title))
                .child(what),
        )
        .child(says)
        .children(of_kind(&records.sheet, 2, is_open))
        .maybe((kind == Kind::Spf).then(|| leads_to(&subject.name.to_string(), is_open)))
        .maybe((kind == Kind::MtaSts && !subject.is_example).then(policy_box))
        .maybe(more)
}

/// What the SPF record leads to, and the way to more of it.
fn leads_to(name: &str, is_open: bool) -> AnyView {
    let href = Route::Spf(SpfLink { domain: name.to_owned(), ..SpfLink::default() }).href();
    live(move || {
        let tree = asking().tree.get().filter(|tree| tree.record.is_some());
        maybe(tree.map(|tree| {
            let has_tree = !tree.root.children.is_empty();
            // Where receivers read it to its end, how they get there is for those who want to see it.
            let is_folded = !is_open && matches!(tree.verdict, Verdict::Good | Verdict::Advice);
            let picture = has_tree.then(|| match is_folded {
                true => fold(text(words::LEADS_TO), [spf_tree(&tree)]),
                false => {
                    el("div").child(heading(3, "right-title").text(words::LEADS_TO)).child(spf_tree(&tree))
                }
            });
            let way =
                el("a").attr("href", href.clone()).text("Try a sender, or list all addresses that may send");
            el("div").maybe(picture).child(el("p").class("spf-way").child(way))
        }))
    })
}

fn take_away() -> AnyView {
    let copy = copy_button("", "Copy report as text", "Copied the report.", || asking().plain());
    el("p")
        .class("buttons take-away")
        .child(button("", "Ask again", || {
            asking().again();
            desk().say("Asking again.");
        }))
        .child(copy)
        .child(button("", "Print", field::print))
        .into_any()
}
