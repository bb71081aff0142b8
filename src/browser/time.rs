//! The time and the wait, in a page, a worker or Node.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::dns::{Clock, Timer};

// The global functions and not those of a window, since a worker and Node have none. Node's timers are objects.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(work: &Function, milliseconds: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug)]
pub struct Now;

impl Clock for Now {
    fn now(&self) -> u64 {
        js_sys::Date::now() as u64
    }
}

/// How many minutes the reader's clock is ahead of UTC at a time in milliseconds since the start of 1970.
pub fn ahead(at: u64) -> i32 {
    let date = js_sys::Date::new(&JsValue::from_f64(at as f64));
    // ECMA-262: the other way round, and no number for a time that is none.
    -(date.get_timezone_offset() as i32)
}

/// A moment on the reader's own clock: day of the month, month from 1, year, hour, minute.
pub fn local(milliseconds: u64) -> [u32; 5] {
    let date = js_sys::Date::new(&JsValue::from_f64(milliseconds as f64));
    [date.get_date(), date.get_month() + 1, date.get_full_year(), date.get_hours(), date.get_minutes()]
}

/// Waits as long as it is told to.
#[derive(Clone, Copy, Debug)]
pub struct Wait;

/// A timer that is called off when it is dropped. Its promise is kept all the same: what awaits a promise in wasm is
/// freed when that is settled, and not before.
struct Set {
    timer: JsValue,
    done: Function,
}

impl Drop for Set {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
        // It never throws.
        let _ = self.done.call0(&JsValue::UNDEFINED);
    }
}

impl Timer for Wait {
    async fn sleep(&self, milliseconds: u32) {
        let mut set = None;
        let end = Promise::new(&mut |done, _| {
            set = Some(Set { timer: set_timeout(&done, milliseconds), done });
        });
        // It is never refused.
        let _ = JsFuture::from(end).await;
        drop(set);
    }
}
