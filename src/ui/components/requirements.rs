//! What mailbox providers ask of senders, and how the domain stands to it.

use leptos::prelude::*;

use super::prose::prose;
use super::{fold, heading, live, maybe, verdict_class};
use crate::report::Verdict;
use crate::report::domain::requirements::{Provider, Requirements, Row, SENDS_NOTHING};
use crate::ui::asking::asking;
use crate::ui::element::{El, el, text};
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
    let (met, open): (Vec<&Row>, Vec<&Row>) =
        asked.rows.iter().partition(|row| row.met.verdict() == Verdict::Good);
    let rows = |rows: &[&Row]| el("ul").class("asked-rows").children(rows.iter().map(|one| row(one)));
    let all = asked.rows.len();
    let folded = (!met.is_empty()).then(|| fold(text(words::met(met.len(), all)), [rows(&met)]));
    let providers = el("dl").class("askers").children(asked.providers.iter().map(provider));
    vec![rows(&open).into_any(), maybe(folded), fold(text(words::REQUIREMENTS_BY), [providers]).into_any()]
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
