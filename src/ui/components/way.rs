//! A picture: the way of this domain's mail to an inbox, with what becomes of it at each check.

use leptos::prelude::*;

use super::prose::{names, prose};
use super::{live, verdict_class};
use crate::report::Verdict;
use crate::report::domain::Stop;
use crate::ui::asking::asking;
use crate::ui::element::{El, el, svg};
use crate::ui::words::domain::at_stop;

/// The stops that have a place before anything is known.
const STOPS: [&str; 4] = ["SPF", "DKIM", "DMARC", "Inbox"];

/// The picture for a domain.
pub fn way(name: String) -> El {
    let stops = live(move || {
        let name = name.clone();
        asking().journey.with(|journey| {
            let known = journey.iter().map(stop);
            let waiting = STOPS.iter().filter(|_| journey.is_empty()).map(|title| {
                let says = String::from("Not asked yet.");
                stop(&Stop { title, asks: "", verdict: Verdict::Unknown, says })
            });
            el("ol").class("way").child(start(name)).children(known).children(waiting).into_any()
        })
    });
    el("div").class("way-frame").child(stops)
}

/// Where the way starts.
fn start(name: String) -> El {
    let says = el("p")
        .class("stop-says")
        .text("It says that it is from ")
        .child(el("code").children(names(&name)))
        .text(".");
    let text = el("div").child(el("h3").text("A message leaves")).child(says);
    el("li").class("stop").child(sign("")).child(text)
}

fn stop(stop: &Stop) -> El {
    let mark = match stop.verdict {
        Verdict::Error => "stop at-error",
        Verdict::Warning => "stop at-warning",
        Verdict::Unknown => "stop at-unknown",
        Verdict::Advice | Verdict::Good => "stop at-good",
    };
    let text = el("div")
        .child(el("h3").text(stop.title))
        .maybe((!stop.asks.is_empty()).then(|| el("p").class("stop-asks").text(stop.asks)))
        .child(el("p").class(verdict_class(stop.verdict)).text(at_stop(stop.verdict)))
        .child(el("p").class("stop-says").children(prose(&stop.says)));
    el("li").class(mark).child(sign(stop.title)).child(text)
}

/// The sign of a stop, as in the lessons.
fn sign(title: &str) -> El {
    let path = match title {
        "SPF" => "M-7 -6h14M-7 0h14M-7 6h9",
        "DKIM" => "M-3 0a4 4 0 1 1 0-.1M-3 0H9M5 0v4M9 0v4",
        "DMARC" => "M-7 0l5 5 9-10",
        "Inbox" => "M-9 0h5l2 4h4l2-4h5v7H-9zM0 -9V-1M-3 -4l3 3 3-3",
        _ => "M-9 -6h18v13h-18zM-9 -6l9 8 9-8",
    };
    svg("svg")
        .class("stop-sign")
        .attr("viewBox", "-20 -20 40 40")
        .attr("width", "40")
        .attr("height", "40")
        .attr("aria-hidden", "true")
        .child(svg("circle").class("j-dot").attr("r", "18"))
        .child(svg("path").class("j-sign").attr("d", path))
}
