//! What was asked: every question with what came back.

use super::{live, maybe};
use crate::browser::time::{Now, ahead};
use crate::dns::{Clock, Lookup, resolver};
use crate::text::clock::time_of_day;
use crate::ui::asking::asking;
use crate::ui::element::{El, el};
use crate::ui::watched::Watched;
use crate::ui::words;

/// The longest data that the table shows whole, in characters.
const SHOWN: usize = 160;

/// So many records of one answer are shown.
const RECORDS: usize = 6;

/// A line that opens; the table is built when it is opened.
pub fn asked() -> El {
    let opened = Watched::new(false);
    let is_open = opened.clone();
    let content = live(move || {
        maybe(is_open.get().then(|| {
            asking().written.track();
            table(&asking().lookups())
        }))
    });
    el("details")
        .class("asked")
        .on("toggle", move |_| opened.set(true))
        .child(el("summary").text("What was asked, and what came back"))
        .child(content)
}

fn table(lookups: &[Lookup]) -> El {
    let heads = ["Name", "Type", "What came back", "Asked", "Took", "May be repeated until"];
    let heads = heads.map(|head| el("th").attr("scope", "col").text(head));
    let table = el("table")
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(lookups.iter().map(row)));
    el("div")
        .class("table")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", "What was asked, and what came back")
        .child(table)
}

fn row(lookup: &Lookup) -> El {
    let cell = || el("td");
    let data = lookup
        .found()
        .take(RECORDS)
        .map(|data| el("li").child(el("code").text(words::shortened(&data.to_string(), SHOWN))));
    let signed = if lookup.answer.authenticated { ", signed" } else { "" };
    el("tr")
        .child(el("th").attr("scope", "row").child(el("code").text(lookup.question.name.to_string())))
        .child(cell().text(lookup.question.rtype.to_string()))
        .child(cell().text(words::domain::outcome(lookup)).text(signed).child(el("ul").children(data)))
        .child(cell().text(resolver::name(&lookup.resolver).to_owned()))
        .child(cell().text([&lookup.took.to_string(), " ms"].concat()))
        .child(cell().text(until(lookup)))
}

/// Until when the answer may be repeated, on the reader's clock; the page's own zone has no clock, and says for how long.
fn until(lookup: &Lookup) -> String {
    match (lookup.until(), lookup.answer.ttl()) {
        (Some(_), Some(ttl)) if lookup.at == 0 => [&ttl.to_string(), " s"].concat(),
        (Some(until), _) => time_of_day(until, Now.now(), ahead(until)),
        (None, _) => String::new(),
    }
}
