//! The page of an SPF record that is evaluated: its tree, one sender, and the addresses that it lets send.

use leptos::prelude::*;

use super::{above, title};
use crate::browser::{field, idna, location};
use crate::dns::Name;
use crate::dns::typed::Typed;
use crate::report::spf::{Allowed, AllowedRow};
use crate::text::count;
use crate::ui::components::prose::prose;
use crate::ui::components::resolver::who_sees;
use crate::ui::components::spf_tree::spf_tree;
use crate::ui::components::spf_tried::{tried, try_form};
use crate::ui::components::{copy_button, heading, live, maybe};
use crate::ui::element::{El, el, text};
use crate::ui::route::{DomainLink, Route, SpfLink};
use crate::ui::teaching;
use crate::ui::trying::{Grown, trying};
use crate::ui::words::domain::{EXAMPLE, progress};
use crate::ui::words::spf as words;

/// The page that a link opens.
pub fn page(link: &SpfLink) -> Vec<AnyView> {
    match Typed::read(&link.domain, &idna::to_ascii) {
        Ok(typed) => about(&typed.name, typed.notes, link),
        Err(_) => blank(link),
    }
}

/// No domain yet, or none that can be asked about.
fn blank(link: &SpfLink) -> Vec<AnyView> {
    let why = live(|| {
        maybe(
            trying()
                .why
                .get()
                .map(|why| el("p").class("ask-problem").attr("id", "no-name").children(prose(&why))),
        )
    });
    let value = link.domain.clone();
    let rest = link.clone();
    let input = el("input")
        .attr("id", "spf-domain")
        .attr("type", "text")
        .attr("inputmode", "url")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("placeholder", "example.com")
        .attr("aria-describedby", "who-sees-spf")
        .tend(move |input| field::put(input, &value));
    let go = el("button").attr("type", "submit").class("main").text("Read its SPF record");
    let form = el("form")
        .class("sheet box ask")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            let domain = field::value("#spf-domain");
            location::go(&Route::Spf(SpfLink { domain, ..rest.clone() }).href());
        })
        .child(el("label").attr("for", "spf-domain").text("Domain"))
        .child(el("div").class("ask-row").child(input).child(go));
    vec![
        title().text(words::ASK_TITLE).into_any(),
        el("p").class("lead").text(words::ASK_LEAD).into_any(),
        why,
        el("div").class("ask-alone").child(form).child(who_sees("who-sees-spf")).into_any(),
    ]
}

fn about(name: &Name, notes: Vec<String>, link: &SpfLink) -> Vec<AnyView> {
    let shown = name.to_string();
    let mail = Route::Domain(DomainLink { domain: shown.clone(), ..DomainLink::default() });
    let up = el("p")
        .class("above")
        .child(el("a").attr("href", mail.href()).text(["All about the mail of ", &shown].concat()));
    let who = if teaching::is_example(name) {
        el("p").class("hinted example-mark").text(EXAMPLE)
    } else {
        who_sees("who-sees-tree")
    };
    let mut page = vec![
        up.into_any(),
        title().text("SPF of ").child(el("span").class("domain").text(shown)).into_any(),
        who.into_any(),
    ];
    page.extend(notes.iter().map(|note| el("p").class("hinted").children(prose(note)).into_any()));
    page.extend([
        asked(),
        live(|| maybe(trying().grown.get().map(|grown| record(&grown)))),
        heading(2, "").text("What the record leads to").into_any(),
        el("p").text(words::TREE_LEAD).into_any(),
        live(|| match trying().grown.get() {
            Some(grown) => spf_tree(&grown.tree).into_any(),
            None => el("p").class("progress").text("Asking.").into_any(),
        }),
        heading(2, "").attr("id", "try").text("Try a sender").into_any(),
        el("p").text(words::TRY_LEAD).into_any(),
        try_form(name.clone(), link).into_any(),
        tried().into_any(),
        heading(2, "").attr("id", "allow-list").text("Allow-list").into_any(),
        el("p").text(words::LIST_LEAD).into_any(),
        live(|| match trying().grown.get() {
            Some(grown) => list(&grown.allowed).into_any(),
            None => el("p").class("progress").text("Asking.").into_any(),
        }),
        above("#/learn/spf", "What is SPF?").into_any(),
    ]);
    page
}

/// How far it is; a screen reader hears the end alone.
fn asked() -> AnyView {
    let line = live(|| {
        let is_done = trying().grown.with(Option::is_some) && !trying().is_trying.get();
        text(progress(trying().progress.get(), is_done))
    });
    el("p").class("progress").child(line).into_any()
}

fn record(grown: &Grown) -> AnyView {
    maybe(grown.tree.record.clone().map(|record| {
        el("p").class("spf-record").child(el("code").text(crate::ui::words::shortened(&record, 2_000)))
    }))
}

fn list(allowed: &Allowed) -> El {
    let place = el("div").class("allowed").child(el("p").class("allowed-total").text(allowed.total.clone()));
    let sentences = |all: &[String]| {
        let item = |says: &String| el("li").children(prose(says));
        (!all.is_empty()).then(|| el("ul").class("not-listed").children(all.iter().map(item)))
    };
    let title = |all: &[String], title: &'static str| (!all.is_empty()).then(|| heading(3, "").text(title));
    let copies = (!allowed.is_empty()).then(|| {
        let (lines, csv) = (allowed.clone(), allowed.clone());
        el("p")
            .class("buttons")
            .child(copy_button("", "Copy as lines", "Copied the list.", move || lines.to_lines()))
            .child(copy_button("", "Copy as CSV", "Copied the list as CSV.", move || csv.to_csv()))
    });
    let all = (!allowed.rows.is_empty()).then(|| networks(&allowed.rows));
    let more = (allowed.more > 0).then(|| {
        let says = [&count(allowed.more, "network", "networks"), " more are in the copy."].concat();
        el("p").class("spf-note").text(says)
    });
    let note = (!allowed.is_empty()).then(|| el("p").class("spf-note").text(words::LIST_NOTE));
    place
        .maybe(copies)
        .maybe(all)
        .maybe(more)
        .maybe(title(&allowed.not_listed, "What this list can't hold"))
        .maybe(sentences(&allowed.not_listed))
        .maybe(title(&allowed.exceptions, "What is taken out of it"))
        .maybe(sentences(&allowed.exceptions))
        .maybe(note)
}

fn networks(rows: &[AllowedRow]) -> El {
    let row = |row: &AllowedRow| {
        el("li")
            .child(el("code").text(row.network.clone()))
            .text(" ")
            .child(el("span").class("net-holds").text(row.addresses.clone()))
            .text(" ")
            .child(el("span").class("net-from").text(["from ", &row.from].concat()))
    };
    el("ul").class("networks").attr("aria-label", "Networks").children(rows.iter().map(row))
}
