//! Fields of one line, and printing.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, KeyboardEvent};

use super::{document, find, window};

/// What the field that `selector` finds holds.
pub fn value(selector: &str) -> String {
    field(selector).map(|field| field.value()).unwrap_or_default()
}

/// What the field holds, and whether it has the focus.
pub fn state(selector: &str) -> (String, bool) {
    let Some(field) = field(selector) else { return (String::new(), false) };
    let active = document().and_then(|document| document.active_element());
    (field.value(), active.as_ref() == Some(field.as_ref()))
}

/// What the field holds at which something happened: of one line, of many, or a choice.
pub fn entered(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
        return area.value();
    }
    match target.dyn_ref::<HtmlSelectElement>() {
        Some(choice) => choice.value(),
        None => target.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value).unwrap_or_default(),
    }
}

/// The box at which something happened is ticked.
pub fn is_ticked(event: &Event) -> bool {
    let target = event.target();
    target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok()).is_some_and(|field| field.checked())
}

/// Puts a text into a field: of one line, of many, or a choice.
pub fn put(element: &Element, text: &str) {
    if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
        field.set_value(text);
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    } else if let Some(choice) = element.dyn_ref::<HtmlSelectElement>() {
        choice.set_value(text);
    }
}

/// Puts a text into the field that `selector` finds.
pub fn fill(selector: &str, text: &str) {
    if let Some(field) = field(selector) {
        field.set_value(text);
    }
}

/// Marks a choice, or takes the mark away.
pub fn mark(element: &Element, is_marked: bool) {
    if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
        field.set_checked(is_marked);
    }
}

/// Ctrl+Z, or Command+Z.
pub fn is_undo(key: &KeyboardEvent) -> bool {
    (key.ctrl_key() || key.meta_key())
        && !key.shift_key()
        && !key.alt_key()
        && key.key().eq_ignore_ascii_case("z")
}

/// Opens the browser's own way to print the page.
pub fn print() {
    if let Some(window) = window() {
        // It fails where the browser can't print.
        let _ = window.print();
    }
}

fn field(selector: &str) -> Option<HtmlInputElement> {
    find(selector)?.dyn_into().ok()
}
