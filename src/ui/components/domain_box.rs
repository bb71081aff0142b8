//! The box that takes a domain.

use super::prose::prose;
use super::{button, live, maybe};
use crate::browser::{field, focus, idna, location};
use crate::dns::typed::Typed;
use crate::text::prose::plain;
use crate::ui::desk::{desk, lock};
use crate::ui::element::{El, el};
use crate::ui::parts::{LIVE, ask_again};
use crate::ui::route::{DomainLink, Route};
use crate::ui::watched::Watched;

/// The field of the front page, in the static page and in this one.
pub const FIELD: &str = "#domain";

/// The box with its label; `id` names the field, which holds `value`, and `said` the sentence that says who sees it.
pub fn domain_box(id: &'static str, label: &'static str, value: String, said: &'static str) -> El {
    let problem: Watched<Option<String>> = Watched::default();
    let (typing, wrong, shown) = (problem.clone(), problem.clone(), problem.clone());
    let input = el("input")
        .attr("id", id)
        .attr("type", "text")
        .attr("inputmode", "url")
        .attr("enterkeyhint", "go")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("aria-describedby", said)
        .attr("placeholder", "example.com")
        .attr_while("aria-invalid", "true", move || wrong.with(Option::is_some))
        .tend(move |input| field::put(input, &value))
        .on("focus", |_| LIVE.prepare())
        .on("input", move |_| typing.set(None));
    let go = el("button").attr("type", "submit").class("main").text("Check");
    let why = live(move || {
        maybe(shown.with(|why| why.as_ref().map(|why| el("p").class("ask-problem").children(prose(why)))))
    });
    el("form")
        .class("sheet box ask")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            let selector = ["#", id].concat();
            match Typed::read(&field::value(&selector), &idna::to_ascii) {
                Ok(typed) => go_to(typed, Vec::new()),
                Err(why) => {
                    desk().aloud.put(plain(&why));
                    problem.put(Some(why));
                    focus::on_first(&selector);
                }
            }
        })
        .child(el("label").attr("for", id).text(label))
        .child(el("div").class("ask-row").child(input).child(go))
        .child(why)
}

/// Opens the page of a domain, or asks again where it is open.
fn go_to(typed: Typed, selectors: Vec<String>) {
    let selectors = typed.selector.into_iter().chain(selectors).collect();
    let link = DomainLink { domain: typed.shown, selectors, kind: None };
    let href = Route::Domain(link).href();
    if Route::parse(&location::fragment()).href() == href {
        return ask_again();
    }
    *lock(&desk().understood) = Some((typed.name.to_string(), typed.notes));
    location::go(&href);
}

/// The field for DKIM selectors, which only the reader's mail service knows.
pub fn selectors(name: String, given: &[String]) -> El {
    const ID: &str = "selector";
    let value = given.join(" ");
    let input = el("input")
        .attr("id", ID)
        .attr("type", "text")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .tend(move |input| field::put(input, &value));
    let look = {
        let name = name.clone();
        move || {
            if let Ok(typed) = Typed::read(&name, &idna::to_ascii) {
                go_to(typed, crate::ui::inquiry::words(&field::value("#selector")));
            }
        }
    };
    let looked = look.clone();
    let form = el("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            looked();
        })
        .child(el("label").attr("for", ID).text("DKIM selector (optional: your mail service tells you)"))
        .child(el("div").class("ask-row").child(input).child(button("", "Look for its key", look)));
    let summary = el("summary").text("Do you know a DKIM selector?");
    let is_open = !given.is_empty();
    let details = el("details").class("selectors").child(summary).child(form);
    if is_open { details.attr("open", "") } else { details }
}
