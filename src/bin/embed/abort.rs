//! `options.signal`: the caller wants the rest no more.

use std::pin::pin;

use futures_util::future::{Either, select};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    type AbortSignal;
    #[wasm_bindgen(method, getter)]
    fn aborted(this: &AbortSignal) -> bool;
    #[wasm_bindgen(method, getter)]
    fn reason(this: &AbortSignal) -> JsValue;
    #[wasm_bindgen(method, js_name = addEventListener)]
    fn add(this: &AbortSignal, event: &str, listener: &Function);
    #[wasm_bindgen(method, js_name = removeEventListener)]
    fn remove(this: &AbortSignal, event: &str, listener: &Function);
}

/// Hears of an abort until it is dropped, since a signal may outlive many calls.
struct Listener<'s>(&'s AbortSignal, Function);

impl Drop for Listener<'_> {
    fn drop(&mut self) {
        self.0.remove("abort", &self.1);
    }
}

/// Does the work unless the signal stops it.
///
/// # Errors
/// It was stopped: the signal's reason.
pub async fn unless<T>(signal: &JsValue, work: impl Future<Output = T>) -> Result<T, JsValue> {
    if signal.is_undefined() || signal.is_null() {
        return Ok(work.await);
    }
    let signal: &AbortSignal = signal.unchecked_ref();
    if signal.aborted() {
        return Err(signal.reason());
    }
    let mut listener = None;
    let stopped = JsFuture::from(Promise::new(&mut |done, _| {
        signal.add("abort", &done);
        listener = Some(Listener(signal, done));
    }));
    match select(pin!(work), stopped).await {
        Either::Left((done, _)) => Ok(done),
        Either::Right(_) => Err(signal.reason()),
    }
}
