//! Names with letters outside ASCII, as DNS has them (IDNA: RFC 5891), by the browser's own reader of addresses.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type URL;
    #[wasm_bindgen(constructor, catch)]
    fn new(url: &str) -> Result<URL, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn hostname(this: &URL) -> String;
}

/// The name in ASCII, as `xn--bcher-kva.example`; none where it holds what no name may.
pub fn to_ascii(name: &str) -> Option<String> {
    // What is syntax in an address would be read as such, and some of it dropped in silence.
    let is_part = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if name.len() > 1024 || !name.chars().all(is_part) {
        return None;
    }
    let host = URL::new(&["http://", name].concat()).ok()?.hostname();
    (!host.is_empty() && host.is_ascii()).then_some(host)
}
