//! What to change at the DNS host, most useful first.

use leptos::prelude::*;

use super::build_way::build_way;
use super::finding::why;
use super::prose::{names, prose};
use super::{copy_button, live, verdict_class};
use crate::report::domain::{Change, Step};
use crate::text::prose::plain;
use crate::ui::asking::asking;
use crate::ui::element::{El, el};
use crate::ui::inquiry::Stage;

/// The list, or that there is nothing.
pub fn changes() -> AnyView {
    let asking = asking();
    live(|| {
        asking.changes.with(|changes| {
            let is_over = asking.stage.with(|stage| !matches!(stage, Stage::Asking | Stage::Stopped));
            match (changes.is_empty(), is_over) {
                (true, true) => {
                    el("p").text("Waxseal found nothing to change in what it could ask.").into_any()
                }
                (true, false) => el("p").text("Nothing is known yet.").into_any(),
                (false, _) => el("ol").class("changes").children(changes.iter().map(change)).into_any(),
            }
        })
    })
}

fn change(change: &Change) -> El {
    let title = plain(&change.title);
    let field = |label: &'static str, value: &Option<String>, said: &'static str| {
        value.clone().map(|value| {
            let copied = value.clone();
            let copy = copy_button("", "Copy", said, move || copied.clone())
                .attr("aria-label", [label, ": copy ", &value].concat());
            let value = el("dd").child(el("code").children(names(&value))).child(copy);
            el("div").child(el("dt").text(label)).child(value)
        })
    };
    let kind = change
        .rtype
        .map(|rtype| el("div").child(el("dt").text("Type")).child(el("dd").child(el("code").text(rtype))));
    let has_fields = change.rtype.is_some() || change.value.is_some();
    let whole = change.name.clone().filter(|_| change.host.is_some()).map(|name| {
        let says = el("p").class("fix-place").text("Some DNS hosts ask for the whole name: ");
        says.child(el("code").text(name)).text(".")
    });
    let host = change.host.clone().or_else(|| change.name.clone());
    let fields = || {
        let list = el("dl")
            .class("fields")
            .maybe(kind)
            .maybe(field("Name", &host, "Copied the name."))
            .maybe(field("Value", &change.value, "Copied the value."));
        el("div")
            .class("fix")
            .child(el("p").class("fix-title").text(if change.value.is_none() {
                "The record"
            } else if change.rtype.is_none() && change.name.is_none() {
                // A file is in no DNS.
                "Put into the file on the web server"
            } else {
                change.step.map_or("Enter at your DNS host", Step::words)
            }))
            .child(list)
            .maybe(whole)
    };
    el("li")
        .child(el("p").class(verdict_class(change.verdict)).text(change.verdict.words()))
        .child(el("h3").class("finding-says").attr("aria-label", title).children(prose(&change.title)))
        .maybe(has_fields.then(fields))
        .child(el("p").class("finding-more").child(why(change.rule)).maybe(build_way(change.rule)))
}
