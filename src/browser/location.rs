//! The address of the page.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::{document, window};

/// Everything after the `#`.
pub fn fragment() -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split_once('#').map(|(_, fragment)| fragment.to_owned()).unwrap_or_default()
}

/// Goes to a fragment, as a link would.
pub fn go(fragment: &str) {
    if let Some(window) = window() {
        // It fails on a page that is being closed.
        let _ = window.location().set_hash(fragment);
    }
}

/// The whole address of a fragment (with its `#`) of this page.
pub fn link(fragment: &str) -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let base = href.split('#').next().unwrap_or_default();
    [base, fragment].concat()
}

/// Tells of every change of the fragment, for as long as the page lives.
pub fn on_change(tell: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(tell);
    if let Some(window) = window() {
        let _ = window.add_event_listener_with_callback("hashchange", listener.as_ref().unchecked_ref());
    }
    listener.forget();
}

/// Sets the title of the window.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}
