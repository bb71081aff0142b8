//! The edge: what only a browser has. Nothing here judges, and nothing here shows.
//!
//! Every function does nothing where the browser lacks what it needs; none of them panics.

pub mod chance;
pub mod clipboard;
pub mod doh;
pub mod field;
pub mod focus;
pub mod frame;
pub mod idna;
pub mod location;
pub mod mark;
pub mod start;
pub mod storage;
pub mod time;

pub use doh::dns_client;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, Window};

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// The first element that a selector finds, as an element that can have the focus.
pub fn find(selector: &str) -> Option<HtmlElement> {
    document()?.query_selector(selector).ok()??.dyn_into().ok()
}

/// The nearest element, from where an event happened upwards, that a selector fits.
pub fn closest(event: &web_sys::Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}
