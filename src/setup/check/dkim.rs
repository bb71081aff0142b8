//! `dkim`: a key that receivers can use, or one key and no other.

use super::found::{Judged, texts};
use super::repaired;
use crate::dns::Lookup;
use crate::record::dkim::{DkimTag, Key, KeyType};
use crate::record::{Dkim, Kind, Reading, classify};
use crate::setup::{Status, Wanted};
use crate::text::list;
use crate::text::prose::code;

/// How one text stands as the key that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the key, and receivers can use it.
    Right,
    /// It is the key but for the paste; how, as the rest of a sentence.
    Damaged(&'static str),
    /// Another key, or one that can't be used; why, as the rest of a sentence.
    Other(&'static str),
}

/// The base64 of a record's key, without blanks and padding.
pub fn bare_key(text: &str) -> String {
    let dkim = Dkim::parse(text);
    let key = dkim.tag(DkimTag::PublicKey).map_or("", |tag| tag.value.text(text));
    bare(key)
}

fn bare(key: &str) -> String {
    let compact: String = key.split_whitespace().collect();
    compact.trim_end_matches('=').to_owned()
}

/// Holds a text against the key that is asked for; none of that is any usable key.
pub fn standing(text: &str, expected: Option<&str>) -> Standing {
    if is_right(text, expected) {
        return Standing::Right;
    }
    let (dkim, key) = (Dkim::parse(text), bare_key(text));
    let wanted = expected.map(bare);
    if repaired(Kind::Dkim, text).is_some_and(|text| is_right(&text, expected)) {
        return Standing::Damaged("with characters in it that copying left behind");
    }
    let cut = match &wanted {
        Some(wanted) => key.len() >= 16 && key.len() < wanted.len() && wanted.starts_with(&key),
        None => matches!(dkim.key, Key::Truncated { .. }),
    };
    if cut {
        return Standing::Damaged("cut short");
    }
    let alone = match &wanted {
        Some(wanted) => bare(text) == *wanted,
        None => Key::read(text, KeyType::Rsa).is_usable(),
    };
    if alone {
        return Standing::Damaged("without the `p=` that belongs before it");
    }
    Standing::Other(match &dkim.key {
        Key::Missing => "which is no key",
        Key::Revoked => "an empty key, which says that the key was withdrawn",
        _ if wanted.as_ref().is_some_and(|wanted| *wanted == key) => {
            "the key in a record that receivers can't use"
        }
        _ if wanted.is_some() => "another key",
        _ => "a key that receivers can't use",
    })
}

fn is_right(text: &str, expected: Option<&str>) -> bool {
    let dkim = Dkim::parse(text);
    match expected {
        None => dkim.reading() == Reading::Used && dkim.key != Key::Revoked,
        // The key is the vendor's own affair: what counts is that receivers find it in this record.
        Some(expected) => {
            let record = dkim.version_ok && !dkim.repeated && !dkim.bad_tag;
            record && !dkim.no_usable_hash && !dkim.not_for_email && bare_key(text) == bare(expected)
        }
    }
}

/// Texts at the name that were meant as keys.
fn keys(wanted: &Wanted, lookup: &Lookup) -> Vec<String> {
    let name = wanted.name.as_str();
    let mut all = texts(lookup);
    all.retain(|text| classify(Some(name), Some("TXT"), text) == Kind::Dkim);
    all
}

/// How it stands by the answer for its own name.
pub fn judge(wanted: &Wanted, expected: Option<&str>, lookup: &Lookup) -> Judged {
    let name = code(wanted.name.as_str());
    let all = keys(wanted, lookup);
    let whole = |text: &&String| Dkim::parse(text).tag(DkimTag::PublicKey).is_some();
    let twins = all.iter().filter(whole).count();
    if twins > 1 {
        let says = format!("{name} holds {twins} keys, and receivers may take either or give up.");
        return Judged::new(Status::Conflict, says, lookup).seeing(&all);
    }
    let standings: Vec<(&String, Standing)> =
        all.iter().map(|text| (text, standing(text, expected))).collect();
    if let Some((text, _)) = standings.iter().find(|(_, standing)| *standing == Standing::Right) {
        let what =
            if expected.is_some() { "the key that is asked for" } else { "a key that receivers can use" };
        let mut judged = Judged::met(lookup, format!("{name} holds {what}.")).seeing(&[(*text).clone()]);
        let dkim = Dkim::parse(text);
        let value = dkim.tag(DkimTag::PublicKey).map_or("", |tag| tag.value.text(text));
        if value.contains(char::is_whitespace) {
            judged = judged.noting(
                "Blanks stand inside the key. Receivers leave them out, but some DNS tools complain about them.",
            );
        }
        if dkim.testing {
            judged = judged.noting(
                "The record says `t=y`: the key is still on trial, and receivers may not rely on it.",
            );
        }
        return judged;
    }
    for (text, standing) in &standings {
        if let Standing::Damaged(how) = standing {
            let says = format!("{name} holds the key, {how}.");
            return Judged::new(Status::Damaged, says, lookup).seeing(&[(*text).clone()]);
        }
    }
    let whys: Vec<String> = standings
        .iter()
        .filter_map(|(text, standing)| match standing {
            Standing::Other("which is no key") => Some(format!("{}, which is no key", code(text))),
            Standing::Other(why) => Some((*why).to_owned()),
            Standing::Right | Standing::Damaged(_) => None,
        })
        .take(3)
        .collect();
    if whys.is_empty() {
        return Judged::absent(lookup, "a DKIM key");
    }
    let asked = if expected.is_some() { " The link asks for one key and no other." } else { "" };
    Judged::new(Status::Different, format!("{name} holds {}.{asked}", list(&whys)), lookup).seeing(&all)
}
