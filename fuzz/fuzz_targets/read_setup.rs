//! Any text, read as a link to a checklist: what can be read reads back, and an error has its place in the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use waxseal::setup::{format, link, parse};

fuzz_target!(|text: &str| match parse(text) {
    Ok(setup) => {
        // Written out in full, a link may be longer than one that is read.
        let written = format(&setup);
        assert!(written.len() > link::LONGEST || parse(&written) == Ok(setup));
    }
    Err(error) => assert!(error.at <= text.encode_utf16().count()),
});
