//! The JS API: an ES module with its own small wasm, without Leptos. `waxseal.d.ts` says what it offers.

mod abort;
mod answer;
mod resolver;
mod shapes;
mod spf;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use waxseal::paste::Hints;
use waxseal::record::Kind;
use waxseal::report::explain_records;

/// Reads whatever a person pasted: one record or many. Makes no request, and never throws on a string.
///
/// # Errors
/// `text` is no string, or `options.kind` is no kind: a `TypeError` says which.
#[wasm_bindgen(js_name = explainRecords, skip_typescript)]
pub fn explain_records_js(text: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    // Half of a surrogate pair, which a JS string may hold, becomes U+FFFD here.
    let text = text.as_string().ok_or_else(|| type_error("explainRecords takes a string."))?;
    let report = explain_records(&text, &hints(options)?);
    let shape = shapes::Report::new(&text, &report);
    shape.serialize(&Serializer::json_compatible()).map_err(Into::into)
}

fn hints(options: &JsValue) -> Result<Hints, JsValue> {
    let option = |name: &str| {
        if options.is_undefined() || options.is_null() {
            return None;
        }
        js_sys::Reflect::get(options, &JsValue::from_str(name)).ok()?.as_string()
    };
    let kind = match option("kind") {
        None => None,
        Some(id) => {
            let known = Kind::from_id(&id);
            Some(known.ok_or_else(|| type_error(&format!("explainRecords knows no kind {id:?}.")))?)
        }
    };
    Ok(Hints { name: option("name"), rtype: option("type"), kind })
}

fn type_error(message: &str) -> JsValue {
    js_sys::TypeError::new(message).into()
}

fn main() {}
