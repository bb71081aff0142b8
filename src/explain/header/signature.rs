//! The tags of a signature: `DKIM-Signature` and the two ARC fields that are made like it.

use super::super::tile::Tiler;
use super::super::{Role, tag_list};
use super::step;
use crate::record::header::{Field, Header};
use crate::record::tag_list::{Tag, is_blank};
use crate::text::clock::date;
use crate::text::count;
use crate::text::prose::code;

/// One tag.
pub fn part(header: &Header, tag: &Tag, text: &str, tiler: &mut Tiler<'_>) {
    if tag.equals.is_none() {
        return tiler.push(tag.span, Role::Unknown, tag_list::no_equals(tag, text), Vec::new());
    }
    let value = tag.value.text(text);
    let (role, name, says) = sentences(header, text, tag.name.text(text), value);
    let segments = tag_list::segments(tag, text, name.to_owned(), tag_list::whole(tag, role, says.clone()));
    tiler.push(tag.span, role, says, segments);
}

/// The role of a tag, what it is for, and what its value says.
fn sentences(header: &Header, text: &str, name: &str, value: &str) -> (Role, &'static str, String) {
    let in_chain = header.field != Field::Signature;
    match name {
        "v" if !in_chain => (Role::Version, "The version of the signature.", version(value)),
        "a" => (Role::Value, "How the signature was made.", algorithm(value).to_owned()),
        "b" if value.is_empty() => (Role::Key, "The signature itself.", "There is no signature here.".to_owned()),
        "b" => (
            Role::Key,
            "The signature itself.",
            "The signature itself. Receivers check it with the key that the domain holds in DNS.".to_owned(),
        ),
        "bh" => (
            Role::Key,
            "A fingerprint of the text of the message.",
            "A fingerprint of the text of the message. It shows receivers whether the text was changed on the way."
                .to_owned(),
        ),
        "c" => (Role::Value, "How much may change on the way.", canonical(value)),
        "cv" => (Role::Value, "How the chain stood before this step.", chain(value)),
        "d" => (
            Role::Domain,
            "Who signed the message.",
            if in_chain {
                [&code(value), " passed the message on, and signed this step."].concat()
            } else {
                [&code(value), " signed the message, and so answers for it."].concat()
            },
        ),
        "h" => (Role::Value, "Which header lines are signed.", signed(value)),
        "i" if in_chain => {
            (Role::Value, "The number of the step.", ["This is step ", &code(value), " of the chain."].concat())
        }
        "i" => (
            Role::Domain,
            "For whom the message was signed.",
            ["The message was signed for ", &code(value), "."].concat(),
        ),
        "l" => (Role::Value, "How much of the text is signed.", body_length(value)),
        "q" => (Role::Value, "Where receivers find the key.", query(value)),
        "s" => (Role::Name, "The name of the key, called its selector.", selector(header, text, value)),
        "t" => (Role::Value, "When it was signed.", time("It was signed on ", value)),
        "x" => (Role::Value, "When the signature ends.", time("The signature counts until ", value)),
        "z" => (
            Role::Value,
            "Copies of header lines.",
            "Copies of header lines as they were before signing. They help to find what was changed.".to_owned(),
        ),
        _ => (
            Role::Unknown,
            "A tag that receivers don't know.",
            ["Receivers don't know the tag ", &code(name), " and skip it."].concat(),
        ),
    }
}

fn version(value: &str) -> String {
    if value == "1" {
        "This is a signature of version `1`, the only one there is.".to_owned()
    } else {
        ["Receivers know version `1` alone, and this says ", &code(value), "."].concat()
    }
}

fn algorithm(value: &str) -> &'static str {
    match value {
        "rsa-sha256" => "It was made with an RSA key and the hash SHA-256, which every receiver can check.",
        "ed25519-sha256" => {
            "It was made with an Ed25519 key. Some large receivers can't check that kind yet."
        }
        "rsa-sha1" => "It was made with the old hash SHA-1, which receivers may no longer accept.",
        _ => "Receivers don't know this way to sign, and can't check the signature.",
    }
}

/// `header/body`; one word is for the headers, and `simple` is for what is not said (RFC 6376, section 3.5).
fn canonical(value: &str) -> String {
    let (headers, body) = value.split_once('/').unwrap_or((value, "simple"));
    let says = match (headers.trim(), body.trim()) {
        ("relaxed", "relaxed") => "Blanks and line breaks may change on the way without harm.",
        ("simple", "simple") => "The signature breaks if even one blank changes on the way.",
        ("relaxed", "simple") => {
            "Blanks may change in the header lines without harm. In the text they break the signature."
        }
        ("simple", "relaxed") => {
            "Blanks may change in the text without harm. In the header lines they break the signature."
        }
        _ => "Receivers know `simple` and `relaxed` alone here.",
    };
    says.to_owned()
}

fn chain(value: &str) -> String {
    match value {
        "none" => "There was no chain before this step: it is the first.".to_owned(),
        "pass" => "The chain was whole up to here.".to_owned(),
        "fail" => "The chain was broken before this step, so receivers trust none of it.".to_owned(),
        _ => ["Receivers know `none`, `pass` and `fail` here, and not ", &code(value), "."].concat(),
    }
}

fn signed(value: &str) -> String {
    let names: Vec<&str> = value.split(':').map(str::trim).filter(|name| !name.is_empty()).collect();
    let from = names.iter().any(|name| name.eq_ignore_ascii_case("from"));
    let number = count(names.len(), "header line", "header lines");
    match from {
        true => ["The signature covers ", &number, ", the sender's address in `From` among them."].concat(),
        false => {
            ["The signature covers ", &number, ", but not `From`, which holds the sender's address."].concat()
        }
    }
}

fn body_length(value: &str) -> String {
    [
        "Only the first ",
        &code(value),
        " bytes of the text are signed. Others can add more below, and the signature still holds.",
    ]
    .concat()
}

fn query(value: &str) -> String {
    if value.split(':').any(|way| way.trim() == "dns/txt") {
        "Receivers find the key in DNS, as a text record.".to_owned()
    } else {
        ["Receivers know `dns/txt` alone as a way to the key, and not ", &code(value), "."].concat()
    }
}

fn selector(header: &Header, text: &str, value: &str) -> String {
    match header.leads(text).pop() {
        Some(lead) => {
            let selector = lead.selector.unwrap_or_default();
            let name = [&selector, "._domainkey.", &lead.domain].concat();
            ["The key is called ", &code(value), ". Receivers look for it at ", &code(&name), "."].concat()
        }
        None => ["The key is called ", &code(value), "."].concat(),
    }
}

fn time(start: &str, value: &str) -> String {
    let digits: String = value.chars().filter(|c| !is_blank(*c)).collect();
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    match digits.parse().ok().filter(|_| is_number).and_then(date) {
        Some(date) => [start, &date, "."].concat(),
        None => ["Receivers expect a time in seconds since 1970 here, and find ", &code(value), "."].concat(),
    }
}

/// Who signed, and with which key.
pub fn summary(header: &Header, text: &str) -> String {
    let step = step(header, text);
    let Some(lead) = header.leads(text).pop() else {
        let says = "It does not say which key it was made with, so no receiver can check it.";
        return if step.is_empty() {
            ["This is a signature. ", says].concat()
        } else {
            [&step, "this signs it. ", says].concat()
        };
    };
    let (domain, selector) = (code(&lead.domain), lead.selector.unwrap_or_default());
    let name = code(&[&selector, "._domainkey.", &lead.domain].concat());
    let looks = [" Receivers look for that key at ", &name, "."].concat();
    let signs = match header.field {
        Field::ArcSeal => " sealed the chain with the key ",
        Field::ArcSignature => " signed the message as it passed it on, with the key ",
        _ => " signed this message with the key ",
    };
    [&step, &domain, signs, &code(&selector), ".", &looks].concat()
}
