//! Where the keyboard is, and where the page is scrolled to.

use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{find, window};

/// Puts the focus on an element without scrolling to it.
pub fn on(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // It fails on an element that has left the page, which needs no focus.
    let _ = element.focus_with_options(&options);
}

/// Scrolls the first element that `selector` finds to the middle of the window; the focus stays where it is.
pub fn center(selector: &str) {
    if let Some(element) = find(selector) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls as little as needed for the first element that `selector` finds to be seen.
pub fn show_first(selector: &str) {
    if let Some(element) = find(selector) {
        show(&element);
    }
}

/// Puts the focus on the first element that `selector` finds.
pub fn on_first(selector: &str) {
    if let Some(element) = find(selector) {
        on(&element);
    }
}

/// Scrolls as little as needed for an element to be seen.
pub fn show(element: &web_sys::Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Puts the focus on the first element that `selector` finds, and scrolls it to the top of the window.
pub fn go_to(selector: &str) {
    if let Some(element) = find(selector) {
        on(&element);
        element.scroll_into_view();
    }
}

/// How far down the page is scrolled.
pub fn scroll() -> f64 {
    window().and_then(|window| window.scroll_y().ok()).unwrap_or(0.0)
}

/// Scrolls the page down to a place.
pub fn scroll_to(y: f64) {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, y);
    }
}

/// Arrow keys, Home and End move among the `[data-stop]` elements of the nearest `[data-rove]`, which is one
/// stop of the Tab key however many they are.
pub fn rove(event: &KeyboardEvent) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let (Some(stop), Some(group)) =
        (super::closest(event, "[data-stop]"), super::closest(event, "[data-rove]"))
    else {
        return;
    };
    let Ok(stops) = group.query_selector_all("[data-stop]") else { return };
    let here = (0..stops.length()).find(|i| stops.item(*i).as_ref() == Some(stop.as_ref())).unwrap_or(0);
    let last = stops.length().saturating_sub(1);
    let there = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => (here + 1).min(last),
        "ArrowLeft" | "ArrowUp" => here.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = stops.item(there).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        if let Some(stop) = stop.dyn_ref::<HtmlElement>() {
            stop.set_tab_index(-1);
        }
        next.set_tab_index(0);
        on(&next);
        show(&next);
    }
}

/// Gives each group of stops below `root` the one that Tab reaches, where it has none.
pub fn tend_stops(root: &web_sys::Element) {
    let Ok(groups) = root.query_selector_all("[data-rove]") else { return };
    for i in 0..groups.length() {
        let Some(group) = groups.item(i).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) else {
            continue;
        };
        if let Ok(None) = group.query_selector("[data-stop][tabindex=\"0\"]")
            && let Ok(Some(first)) = group.query_selector("[data-stop]")
        {
            let _ = first.set_attribute("tabindex", "0");
        }
    }
}
