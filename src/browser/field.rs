//! Fields of one line, and printing.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

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

/// Puts a text into a field.
pub fn put(element: &Element, text: &str) {
    if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
        field.set_value(text);
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
