//! Marks a part of a record and its sentence together.
//!
//! Both carry the same `data-part`. Classes are set by hand, so that a moving pointer costs the same in a
//! record of two hundred parts as in one of two.

use web_sys::{Element, Event};

/// What a part and its sentence stand in.
const ROOT: &str = "[data-marks]";

/// Marks the part that the event happened in, together with its sentence.
pub fn from_event(event: &Event) {
    let (Some(root), Some(part)) = (super::closest(event, ROOT), super::closest(event, "[data-part]")) else {
        return;
    };
    if part.class_list().contains("on") {
        return;
    }
    clear(&root);
    for twin in twins(&root, &part) {
        let _ = twin.class_list().add_1("on");
    }
}

/// Takes every mark away, unless the keyboard holds one.
pub fn leave(event: &Event) {
    if let Some(root) = super::closest(event, ROOT)
        && let Ok(None) = root.query_selector("[data-part]:focus-within, [data-part]:focus")
    {
        clear(&root);
    }
}

/// Brings the sentence of the part that was chosen into view.
pub fn show_sentence(event: &Event) {
    let (Some(root), Some(part)) = (super::closest(event, ROOT), super::closest(event, "[data-part]")) else {
        return;
    };
    from_event(event);
    if let Some(sentence) = twins(&root, &part).into_iter().find(|twin| twin.tag_name() == "LI") {
        super::focus::show(&sentence);
    }
}

fn clear(root: &Element) {
    for old in all(root, "[data-part].on") {
        let _ = old.class_list().remove_1("on");
    }
}

fn twins(root: &Element, part: &Element) -> Vec<Element> {
    let key = part.get_attribute("data-part").unwrap_or_default();
    all(root, &["[data-part=\"", &key, "\"]"].concat())
}

fn all(root: &Element, selector: &str) -> Vec<Element> {
    use wasm_bindgen::JsCast;
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
}
