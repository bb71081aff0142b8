//! `options.signal`: the caller wants the rest no more.

use std::pin::pin;

use futures_util::future::{Either, select};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use waxseal::browser::doh::field;

use crate::type_error;

// What the caller gave may be anything, so each call may fail.
#[wasm_bindgen]
extern "C" {
    type AbortSignal;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn add(this: &AbortSignal, event: &str, listener: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    fn remove(this: &AbortSignal, event: &str, listener: &Function) -> Result<(), JsValue>;
}

/// Hears of an abort until it is dropped, since a signal may outlive many calls. Its promise is settled then: what
/// awaits a promise in wasm is freed no sooner.
struct Listener<'s>(&'s AbortSignal, Function);

impl Drop for Listener<'_> {
    fn drop(&mut self) {
        // Where it can't be taken off, it does nothing either.
        let _ = self.0.remove("abort", &self.1);
        let _ = self.1.call0(&JsValue::UNDEFINED);
    }
}

/// Does the work unless the signal stops it.
///
/// # Errors
/// It was stopped: the signal's reason. Or the signal is none: a `TypeError`.
pub async fn unless<T>(signal: &JsValue, work: impl Future<Output = T>) -> Result<T, JsValue> {
    if signal.is_undefined() || signal.is_null() {
        return Ok(work.await);
    }
    if field(signal, "aborted").is_truthy() {
        return Err(field(signal, "reason"));
    }
    let listens: &AbortSignal = signal.unchecked_ref();
    let mut listener = None;
    let stopped = JsFuture::from(Promise::new(&mut |done, _| {
        if listens.add("abort", &done).is_ok() {
            listener = Some(Listener(listens, done));
        }
    }));
    if listener.is_none() {
        return Err(type_error("The signal is no AbortSignal."));
    }
    match select(pin!(work), stopped).await {
        Either::Left((done, _)) => Ok(done),
        Either::Right(_) => Err(field(signal, "reason")),
    }
}
