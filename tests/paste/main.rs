//! Everything that people paste, and what comes out of it.

mod articles;
mod cells;
mod json;
mod panels;
mod tools;
mod values;
mod zones;

use waxseal::paste::{Hints, Pasted, unpack};

fn all(text: &str) -> Vec<Pasted> {
    unpack(text, &Hints::default())
}

/// Name, type and value of each record.
fn seen(text: &str) -> Vec<(String, String, String)> {
    all(text)
        .into_iter()
        .map(|p| (p.name.unwrap_or_default(), p.rtype.unwrap_or_default(), p.value))
        .collect()
}

#[track_caller]
fn check(text: &str, expected: &[(&str, &str, &str)]) {
    let expected: Vec<(String, String, String)> =
        expected.iter().map(|(n, t, v)| ((*n).to_owned(), (*t).to_owned(), (*v).to_owned())).collect();
    assert_eq!(seen(text), expected, "{text}");
}

const SPF: &str = "v=spf1 include:_spf.example.net ~all";
const DMARC: &str = "v=DMARC1; p=none; rua=mailto:d@example.com";

/// What was cleaned of the only record in a text.
#[track_caller]
fn notes(text: &str, expected: &[&str]) {
    let found = all(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    assert_eq!(found[0].cleaned, expected, "{text}");
}

const KEY: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";
const ONE_QUOTED: &str = "Left out the quotation marks: they are not part of the value.";
