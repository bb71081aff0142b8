//! What mailbox providers ask of senders, and how the domain stands to it.

use leptos::prelude::*;

use super::prose::prose;
use super::{heading, live, maybe, verdict_class};
use crate::report::domain::requirements::{Provider, Requirements, Row, SENDS_NOTHING};
use crate::ui::asking::asking;
use crate::ui::element::{El, el};
use crate::ui::words::domain as words;

/// The part of a domain's page.
pub fn requirements() -> El {
    let content = live(|| asking().requirements.with(|asked| maybe(asked.as_ref().map(shown))));
    el("section")
        .class("requirements")
        .attr("aria-labelledby", "requirements")
        .child(heading(2, "").attr("id", "requirements").text(words::REQUIREMENTS_TITLE))
        .child(el("p").class("section-says").text(words::requirements_lead()))
        .child(content)
}

fn shown(asked: &Requirements) -> Vec<AnyView> {
    if asked.sends_nothing {
        return vec![el("p").text(SENDS_NOTHING).into_any()];
    }
    vec![
        el("ul").class("asked-rows").children(asked.rows.iter().map(row)).into_any(),
        heading(3, "right-title").text(words::REQUIREMENTS_BY).into_any(),
        el("dl").class("askers").children(asked.providers.iter().map(provider)).into_any(),
    ]
}

fn row(row: &Row) -> El {
    el("li").child(el("p").class(verdict_class(row.met.verdict())).text(row.met.words())).child(
        el("div")
            .child(el("p").class("asked-what").children(prose(row.asks)))
            .child(el("p").children(prose(&row.says)))
            .child(el("p").class("asked-by").text(row.by.clone())),
    )
}

fn provider(provider: &Provider) -> El {
    let source =
        el("a").attr("href", provider.source.url).attr("rel", "noopener").text(provider.source.title);
    let says = el("dd")
        .child(el("p").children(prose(&provider.says)))
        .child(el("p").class("asked-by").children(prose(provider.since)).text(" ").child(source).text("."));
    el("div").child(el("dt").text(provider.name)).child(says)
}
