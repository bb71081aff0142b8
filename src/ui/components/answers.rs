//! The three answers at the top of a domain's page.

use leptos::prelude::*;

use super::prose::prose;
use super::{live, maybe, verdict_class};
use crate::report::domain::{Ask, Headline};
use crate::ui::asking::asking;
use crate::ui::element::{El, el};
use crate::ui::watched::Watched;

/// Each has its place from the start, so that nothing moves when it is filled.
pub fn answers() -> El {
    let asks = [Ask::Forge, Ask::Receive, Ask::Trust];
    let each = asking().headlines.iter().zip(asks).map(|(headline, ask)| answer(ask, headline));
    el("div").class("answers").children(each)
}

fn answer(ask: Ask, headline: &Watched<Option<Headline>>) -> El {
    let headline = headline.clone();
    let content = live(move || {
        maybe(headline.with(|headline| {
            headline.as_ref().map(|Headline { verdict, answer, reason, .. }| {
                let word = el("p").class(verdict_class(*verdict)).child(el("span").children(prose(answer)));
                vec![word.into_any(), el("p").class("answer-why").children(prose(reason)).into_any()]
            })
        }))
    });
    el("section").class("answer").child(el("h2").text(ask.words())).child(content)
}
