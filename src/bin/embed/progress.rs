//! `options.onProgress`: the report as far as it goes, at most once for each frame of a screen.

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::task::{Poll, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use waxseal::browser::time::Wait;
use waxseal::dns::Timer;
use waxseal::facts::Domain;

use crate::given::is_missing;
use crate::type_error;

/// Milliseconds between two reports: workers and Node have no frames, so this is a frame's time.
const FRAME: u32 = 16;

/// Whom to tell, and what is known by now.
pub struct Progress {
    function: Option<Function>,
    latest: RefCell<Option<Domain>>,
    waker: Cell<Option<Waker>>,
}

impl Progress {
    /// Nothing is known yet.
    ///
    /// # Errors
    /// What was given is no function.
    pub fn new(function: JsValue) -> Result<Self, JsValue> {
        let function = if is_missing(&function) {
            None
        } else {
            Some(function.dyn_into().map_err(|_| type_error("onProgress is a function."))?)
        };
        Ok(Self { function, latest: RefCell::default(), waker: Cell::default() })
    }

    /// This is known now.
    pub fn put(&self, domain: &Domain) {
        if self.function.is_none() {
            return;
        }
        *self.latest.borrow_mut() = Some(domain.clone());
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Tells of it for as long as it is awaited, so that nothing is told later.
    pub async fn tell(&self, report: impl Fn(Domain) -> Result<JsValue, JsValue>) {
        let Some(function) = &self.function else { return pending().await };
        loop {
            poll_fn(|context| {
                if self.latest.borrow().is_some() {
                    return Poll::Ready(());
                }
                self.waker.set(Some(context.waker().clone()));
                Poll::Pending
            })
            .await;
            Wait.sleep(FRAME).await;
            let latest = self.latest.take();
            let Some(Ok(report)) = latest.map(&report) else { continue };
            // What goes wrong over there is no business of the check, at once or later.
            if let Ok(given) = function.call1(&JsValue::UNDEFINED, &report)
                && let Ok(later) = given.dyn_into::<Promise>()
            {
                drop(JsFuture::from(later));
            }
        }
    }
}
