//! Stands in for the crate of this name in the page's build.
//!
//! Leptos brings server functions even where there is no server, and they bring `wasm-streams`. Of most crates that
//! nobody calls, nothing is left in the page; but this one exports classes to JavaScript, and what is exported is kept:
//! 15 KB of code, and a quarter of the glue. Here is what server functions name of it, and no class. The page calls
//! none of it: it sends nothing to anyone.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use wasm_bindgen::{JsCast, JsValue};

/// A stream that never has anything.
pub struct ReadableStream;

impl ReadableStream {
    /// Takes a stream of the browser's.
    pub fn from_raw(_: web_sys::ReadableStream) -> Self {
        Self
    }

    /// Takes a stream of Rust's.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        Self
    }

    /// A stream of the browser's: none.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        JsValue::UNDEFINED.unchecked_into()
    }

    /// A stream of Rust's, which is at its end.
    pub fn into_stream(self) -> Nothing {
        Nothing
    }
}

/// The end of a stream.
pub struct Nothing;

impl Stream for Nothing {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}
