//! Later: at the next frame, or after a while.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::window;

/// Runs `work` before the next frame is painted.
pub fn next(work: impl FnOnce() + 'static) {
    let work = later(Box::new(work));
    if let Some(window) = window() {
        // It fails on a page that is being closed, where there is no next frame.
        let _ = window.request_animation_frame(work.unchecked_ref());
    }
}

/// The page can be seen.
pub fn is_visible() -> bool {
    super::document().is_none_or(|document| !document.hidden())
}

/// All work is of one type, since each type costs code of its own on the way to JavaScript.
fn later(work: Box<dyn FnOnce()>) -> JsValue {
    Closure::once_into_js(work)
}

/// Something to be done later, unless it is called off.
#[derive(Clone, Copy, Debug)]
pub struct Timer(i32);

impl Timer {
    /// Runs `work` after some milliseconds.
    pub fn after(milliseconds: i32, work: impl FnOnce() + 'static) -> Option<Timer> {
        let work = later(Box::new(work));
        window()?
            .set_timeout_with_callback_and_timeout_and_arguments_0(work.unchecked_ref(), milliseconds)
            .ok()
            .map(Timer)
    }

    /// Calls it off.
    pub fn stop(self) {
        if let Some(window) = window() {
            window.clear_timeout_with_handle(self.0);
        }
    }
}
