//! The JS API: an ES module with its own small wasm, without Leptos. `waxseal.d.ts` says what it offers.

mod abort;
mod answer;
mod domain;
mod given;
mod progress;
mod resolver;
mod setup;
mod shapes;
mod spf;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use waxseal::browser::idna::to_ascii;
use waxseal::dns::typed::Typed;
use waxseal::paste::Hints;
use waxseal::record::Kind;
use waxseal::report::explain_records;
use waxseal::text::prose::plain;

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

/// The domain in what was given, as a person would type it.
///
/// # Errors
/// A `TypeError` that says why none is in it.
fn typed(domain: &JsValue, asks: &str) -> Result<Typed, JsValue> {
    let text = domain.as_string();
    let text = text.ok_or_else(|| type_error(&[asks, " takes a string for the domain."].concat()))?;
    Typed::read(&text, &to_ascii).map_err(|says| type_error(&plain(&says)))
}

fn type_error(message: &str) -> JsValue {
    js_sys::TypeError::new(message).into()
}

fn main() {}
