//! What the caller gave, whatever its shape: reading it may run code of theirs, and that may throw.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use waxseal::browser::doh::field;

/// It was left out.
pub fn is_missing(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

/// The entries of an array of so many at most; none where it is no such array.
pub fn list(value: &JsValue, most: u32) -> Option<Vec<JsValue>> {
    // One behind a proxy counts as an array, too, and its traps may throw.
    if !Array::is_array(value) {
        return None;
    }
    let length = field(value, "length").as_f64().filter(|length| *length <= f64::from(most))? as u32;
    (0..length).map(|i| Reflect::get_u32(value, i).ok()).collect()
}

/// The entries of an array of strings; none where it is anything else.
pub fn strings(value: &JsValue, most: u32) -> Option<Vec<String>> {
    list(value, most)?.iter().map(JsValue::as_string).collect()
}
