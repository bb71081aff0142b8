//! Copies a text, and reads what is pasted or dropped.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClipboardEvent, DragEvent, Event, HtmlDocument, HtmlTextAreaElement};

use super::{document, window};

/// Copies a text; false where the browser does not let it.
pub async fn copy(text: &str) -> bool {
    if let Some(write) = write(text)
        && JsFuture::from(write).await.is_ok()
    {
        return true;
    }
    copy_by_selection(text).unwrap_or(false)
}

/// The clipboard is there on pages from https or from this machine only.
fn write(text: &str) -> Option<js_sys::Promise> {
    let navigator = window()?.navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard")).ok()?;
    (!clipboard.is_undefined()).then(|| navigator.clipboard().write_text(text))
}

/// The older way: a text area out of sight, selected, and the browser's own copy command.
fn copy_by_selection(text: &str) -> Option<bool> {
    let document = document()?;
    let before = document.active_element();
    let area: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    area.set_value(text);
    area.set_class_name("offstage");
    document.body()?.append_child(&area).ok()?;
    area.select();
    let copied = document.dyn_ref::<HtmlDocument>().and_then(|document| document.exec_command("copy").ok());
    area.remove();
    if let Some(element) = before.and_then(|element| element.dyn_into().ok()) {
        super::focus::on(&element);
    }
    copied
}

/// The text that a paste or a drop brings.
pub fn brought(event: &Event) -> Option<String> {
    let data = match event.dyn_ref::<ClipboardEvent>() {
        Some(paste) => paste.clipboard_data(),
        None => event.dyn_ref::<DragEvent>()?.data_transfer(),
    };
    data?.get_data("text/plain").ok().filter(|text| !text.is_empty())
}
