//! What came of the text in the box.

use leptos::prelude::*;

use super::published::published_box;
use super::sheet::sheet_to_edit;
use super::{button, copy_button};
use crate::report::plain;
use crate::ui::desk::desk;
use crate::ui::element::{El, el};
use crate::ui::judging::{judged, report};

/// The result, with what can be taken away of it.
pub fn result() -> AnyView {
    let sheet_of = &judged().sheet;
    el("div")
        .class("result")
        .attr_while("hidden", "", || sheet_of.is_blank.get())
        .children(sheet_to_edit(sheet_of, 2))
        .child(published_box())
        .child(take_away())
        .into_any()
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
        .child(copy_button("", "Copy the whole result as text", "Copied the result.", || {
            plain::report(&report())
        }))
        .child(button("", "Copy link", copy_link))
}
