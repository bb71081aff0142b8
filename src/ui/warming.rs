//! Judges examples while the reader goes for a text: a browser makes code fast that it has run for a while, and the
//! first text may be a zone file.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};

use super::desk::desk;
use super::state::Input;
use crate::browser::frame::Timer;
use crate::paste::Hints;
use crate::report::explain_records;
use crate::rules;

/// So many rules have their examples judged at once: less than a key press takes.
const AT_ONCE: usize = 4;

/// Between two lots, in milliseconds: whatever the reader does comes first.
const PAUSE: i32 = 8;

/// Judges every rule's examples once for as long as the page is open, until there is a text.
pub fn warm() {
    static WAS_DONE: AtomicBool = AtomicBool::new(false);
    if !WAS_DONE.swap(true, Ordering::Relaxed) {
        next(0);
    }
}

fn next(from: usize) {
    Timer::after(PAUSE, move || {
        if !desk().input.peek(Input::is_blank) {
            return;
        }
        let mut lot = rules::all().skip(from).take(AT_ONCE).peekable();
        if lot.peek().is_none() {
            return;
        }
        for rule in lot {
            for text in [rule.bad, rule.good] {
                black_box(explain_records(text, &Hints::default()));
            }
        }
        next(from + AT_ONCE);
    });
}
