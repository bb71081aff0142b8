//! Below a result: are these records published?

use leptos::prelude::*;

use super::prose::prose;
use super::resolver::who_sees;
use super::{heading, live, maybe, verdict_class};
use crate::browser::{field, focus, idna};
use crate::dns::typed::Typed;
use crate::text::prose::plain;
use crate::ui::compared::{Row, can_be_compared, domain_of_all};
use crate::ui::comparing::comparing;
use crate::ui::desk::desk;
use crate::ui::element::{El, el};
use crate::ui::judging::{judged, records};
use crate::ui::parts::{LIVE, compare};
use crate::ui::watched::Watched;

const FIELD: &str = "published-domain";

/// The question with its field, and what came of it.
pub fn published_box() -> El {
    let problem: Watched<Option<String>> = Watched::default();
    let (typing, wrong, shown) = (problem.clone(), problem.clone(), problem.clone());
    let ask = move || match domain() {
        Ok(typed) => compare(typed),
        Err(why) => {
            desk().aloud.put(plain(&why));
            problem.put(Some(why));
            focus::on_first(&["#", FIELD].concat());
        }
    };
    let input = el("input")
        .attr("id", FIELD)
        .attr("type", "text")
        .attr("inputmode", "url")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("aria-describedby", "published-who")
        .attr("placeholder", "example.com")
        .attr_while("aria-invalid", "true", move || wrong.with(Option::is_some))
        .on("input", move |_| typing.set(None));
    let why = live(move || {
        maybe(shown.with(|why| why.as_ref().map(|why| el("p").class("ask-problem").children(prose(why)))))
    });
    let form = el("form")
        .class("ask published-ask")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            ask();
        })
        .child(el("label").attr("for", FIELD).text("The domain that these records are for"))
        .child(
            el("div")
                .class("ask-row")
                .child(input)
                .child(el("button").attr("type", "submit").text("Compare with DNS")),
        )
        .child(why)
        .child(who_sees("published-who"));
    el("section")
        .class("published")
        .attr("aria-labelledby", "published")
        .attr_while("hidden", "", || {
            judged().sheet.slots.with(|slots| {
                !slots.iter().any(|slot| slot.report.peek(|record| can_be_compared(record.kind)))
            })
        })
        .child(heading(2, "").attr("id", "published").text("Is it published?"))
        .child(form)
        .child(live(|| LIVE.show(|live| (live.compared)(), || LIVE.want(|_| ()))))
}

/// What stands in the field; where nothing does, the domain that the records name.
fn domain() -> Result<Typed, String> {
    let selector = ["#", FIELD].concat();
    if field::value(&selector).trim().is_empty()
        && let Some(name) = domain_of_all(&records())
    {
        field::fill(&selector, name.as_str());
    }
    Typed::read(&field::value(&selector), &idna::to_ascii)
}

/// What came of the comparison that is open.
pub fn compared() -> AnyView {
    if comparing().is_asking.get() {
        return el("p").class("progress").attr("data-asking", "").text("Asking …").into_any();
    }
    let rows = comparing().rows.get();
    maybe(
        (!rows.is_empty())
            .then(|| el("ul").class("published-rows").children(rows.iter().map(|one| row(one)))),
    )
}

fn row(row: &Row) -> El {
    el("li")
        .child(el("h3").children(prose(&row.title)))
        .child(el("p").class(verdict_class(row.verdict)).text(row.word))
        .child(el("p").children(prose(&row.says)))
}
