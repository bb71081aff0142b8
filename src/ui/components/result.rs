//! What came of the text in the box.

use leptos::prelude::*;

use super::published::published_box;
use super::sheet::sheet_to_edit;
use super::{button, copy_button, live, maybe};
use crate::report::plain;
use crate::ui::desk::desk;
use crate::ui::element::{El, el};
use crate::ui::judging::{judged, report};
use crate::ui::route::{DomainLink, Route};
use crate::ui::words;

/// The result, with what can be taken away of it.
pub fn result() -> AnyView {
    let sheet_of = &judged().sheet;
    el("div")
        .class("result")
        .attr_while("hidden", "", || sheet_of.is_blank.get())
        .children(sheet_to_edit(sheet_of, 2))
        .child(look_up())
        .child(published_box())
        .child(take_away())
        .into_any()
}

/// The way on for who pasted a domain's name where its records belong.
fn look_up() -> AnyView {
    live(|| {
        maybe(judged().lone_domain.get().map(|domain| {
            let link = DomainLink { domain: domain.clone(), ..DomainLink::default() };
            let way = el("a").attr("href", Route::Domain(link).href()).text(words::look_up(&domain));
            el("p").class("look-up").child(way)
        }))
    })
}

fn take_away() -> El {
    let desk = desk();
    let copy_link = || match desk.link() {
        Some(link) => {
            desk.copy(link, "Copied the link. It holds your text: send it only to those who may read that.")
        }
        None => desk.say("This text is too long for a link. Copy the result as text instead."),
    };
    el("p")
        .class("buttons take-away")
        .attr_while("hidden", "", || !judged().is_there.get())
        .child(copy_button("", "Copy the whole result as text", "Copied the result.", || {
            plain::report(&report())
        }))
        .child(button("", "Copy link", copy_link))
}
