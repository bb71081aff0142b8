//! The box that takes whatever a person pastes.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlTextAreaElement, KeyboardEvent};

use super::{button, live, maybe};
use crate::browser::field::is_undo;
use crate::browser::{clipboard, find, focus, frame};
use crate::ui::build::edits::edits;
use crate::ui::desk::{Desk, desk};
use crate::ui::element::{El, el};
use crate::ui::parts::JUDGING;
use crate::ui::state::{HELD_OVER, Input};

/// The text area, in the static page and in this one.
pub const BOX: &str = "#text";

/// The box with its label.
pub fn paste_box() -> El {
    let desk = desk();
    let area = el("textarea")
        .attr("id", "text")
        .attr("rows", "3")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("aria-describedby", "promise")
        .attr("placeholder", "For example: v=spf1 include:_spf.google.com ~all")
        .attr_while("readonly", "", || desk.held.with(Option::is_some))
        .tend(|area| {
            desk.put.track();
            if let Some(area) = area.dyn_ref::<HtmlTextAreaElement>() {
                desk.input.peek(|input| area.set_value(input.shown()));
            }
        })
        // What judges comes while the reader goes for the text.
        .on("focus", |_| desk.prepare())
        .on("input", |_| typed(desk))
        .on("keydown", |event| {
            // What the page put into the box, the browser can't take back.
            if event.dyn_ref::<KeyboardEvent>().is_some_and(is_undo) && edits().undo() {
                event.prevent_default();
            }
        })
        .on("paste", |event| bring(desk, &event))
        .on("drop", |event| bring(desk, &event));
    let clear = || {
        desk.clear();
        focus::on_first(BOX);
    };
    let empty = live(move || maybe(desk.has_text.get().then(|| button("clear", "Clear", clear))));
    el("div")
        .class("sheet box")
        .child(
            el("label")
                .attr("for", "text")
                .text("Paste one record, or the whole table from your vendor's article"),
        )
        .child(area)
        .child(empty)
}

/// What is said about a text too long for the box.
pub fn held() -> AnyView {
    let desk = desk();
    live(|| {
        maybe(desk.held.get().map(|says| {
            let buttons = el("p")
                .class("buttons")
                .child(button("", "Read the next part", || next_part(desk)))
                .child(button("", "Copy the whole text", || {
                    desk.copy(desk.input.peek(|input| input.whole().to_owned()), "Copied the whole text.");
                }));
            el("div").class("held").child(el("p").text(says)).child(buttons)
        }))
    })
}

fn area() -> Option<HtmlTextAreaElement> {
    find(BOX)?.dyn_into().ok()
}

/// Several keys may come before a frame; the text is read once for all of them.
fn typed(desk: &'static Desk) {
    static WAITING: AtomicBool = AtomicBool::new(false);
    if WAITING.swap(true, Ordering::Relaxed) {
        return;
    }
    frame::next(|| {
        WAITING.store(false, Ordering::Relaxed);
        if let Some(area) = area() {
            desk.typed(area.value());
        }
    });
}

fn next_part(desk: &'static Desk) {
    let next = desk.input.peek(|input| match input {
        Input::Held(held) => Some(held.next()),
        Input::Box(_) => None,
    });
    if let Some(next) = next {
        desk.put(Input::Held(next));
    }
}

/// A paste or a drop that would make the text too long for the box goes beside it.
fn bring(desk: &'static Desk, event: &Event) {
    let Some(brought) = clipboard::brought(event) else { return };
    show_result(desk);
    let here = desk.input.peek(|input| input.whole().len());
    if brought.len() + here <= HELD_OVER {
        return;
    }
    event.prevent_default();
    let Some(area) = area() else { return };
    let whole = desk.input.peek(|input| match input {
        Input::Held(_) => brought.clone(),
        Input::Box(text) => {
            let at =
                |at: Result<Option<u32>, _>| at.ok().flatten().map_or(text.len(), |at| byte_of(text, at));
            let (start, end) = (at(area.selection_start()), at(area.selection_end()));
            [&text[..start], &brought, &text[end.max(start)..]].concat()
        }
    });
    desk.put(Input::new(whole));
}

/// Whoever pastes wants to know; whoever types looks at what they type. On a narrow page the result stands below the
/// box, and below the other one.
fn show_result(desk: &'static Desk) {
    desk.prepare();
    // The text is in the box at the next frame, and judged; what came of it is there at the one after that.
    frame::next(|| JUDGING.want(|_| frame::next(|| frame::next(|| focus::show_first(".result .verdict")))));
}

/// The byte at which a UTF-16 unit of `text` starts.
fn byte_of(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    for (at, c) in text.char_indices() {
        if left == 0 {
            return at;
        }
        left = left.saturating_sub(c.len_utf16());
    }
    text.len()
}
