//! DKIM key records in words.

use super::tile::Tiler;
use super::{Part, Role, Segment, domain_words, tag_list};
use crate::record::dkim::{DkimTag, Form, Key, KeyType};
use crate::record::tag_list::Tag;
use crate::record::{Dkim, Reading};
use crate::text::list;
use crate::text::prose::code;

/// Each tag and what it does.
pub fn parts(dkim: &Dkim, text: &str) -> Vec<Part> {
    let mut tiler = Tiler::new(text, tag_list::gap);
    for (kind, tag) in &dkim.tags {
        if tag.equals.is_none() {
            tiler.push(tag.span, Role::Unknown, tag_list::no_equals(tag, text), Vec::new());
            continue;
        }
        let (role, says, name, value) = explain(dkim, *kind, tag, text);
        tiler.push(tag.span, role, says, tag_list::segments(tag, text, name.to_owned(), value));
    }
    tiler.finish()
}

fn explain(dkim: &Dkim, kind: DkimTag, tag: &Tag, text: &str) -> (Role, String, &'static str, Vec<Segment>) {
    let value = tag.value.text(text);
    let (role, says, name) = match kind {
        DkimTag::Version => (
            Role::Version,
            if dkim.version_ok {
                "This text is a DKIM key record.".to_owned()
            } else {
                "Receivers use a key record only if it starts with exactly `v=DKIM1`.".to_owned()
            },
            "The version of the record.",
        ),
        DkimTag::Hashes => (Role::Value, hashes(value), "Which hashes a signature may use."),
        DkimTag::KeyType => (
            Role::Value,
            match dkim.key_type {
                KeyType::Rsa => "The key is an RSA key, the type that every receiver knows.".to_owned(),
                KeyType::Ed25519 => "The key is an Ed25519 key, a short and modern type.".to_owned(),
                KeyType::Unknown => format!("Receivers know no type of key called {}.", code(value)),
            },
            "The type of the key.",
        ),
        DkimTag::Notes => {
            (Role::Value, "A note for people; receivers skip it.".to_owned(), "A note for people.")
        }
        DkimTag::PublicKey => (Role::Key, key_sentence(&dkim.key), "The public key itself."),
        DkimTag::Services => (Role::Value, services(dkim, value), "What the key may be used for."),
        DkimTag::Flags => (Role::Value, flags(value), "Switches for the key."),
        DkimTag::Granularity => (
            Role::Unknown,
            "An old tag that receivers of today skip.".to_owned(),
            "Once limited who may use the key; gone since 2011.",
        ),
        DkimTag::Unknown => (
            Role::Unknown,
            format!("Receivers don't know the tag {} and skip it.", code(tag.name.text(text))),
            "A tag that receivers don't know.",
        ),
    };
    let segments = tag_list::whole(tag, role, says.clone());
    (role, says, name, segments)
}

/// What the key is.
fn key_sentence(key: &Key) -> String {
    match key {
        Key::Missing | Key::NotAKey => "Receivers find no key in this text.".to_owned(),
        Key::Revoked => {
            "The key is empty: it was withdrawn, and receivers trust no signature made with it.".to_owned()
        }
        Key::NotBase64 => {
            "Receivers can't read this key: it holds characters that no key can hold.".to_owned()
        }
        Key::Truncated { announced, present } => format!(
            "Receivers can't load this key: it says that it is {announced} bytes long, and {present} are here."
        ),
        Key::Rsa { bits, form: Form::Pkcs1, .. } => {
            format!("An RSA key of {bits} bits, without the wrapper that most receivers expect.")
        }
        Key::Rsa { bits, mislabelled: true, .. } => {
            format!("An RSA key of {bits} bits, though the record says that it is of another type.")
        }
        Key::Rsa { bits, .. } => {
            format!("An RSA key of {bits} bits. Receivers check the domain's signatures with it.")
        }
        Key::Ed25519 { form: Form::Wrapped, .. } => {
            "An Ed25519 key in a wrapper, where receivers expect its 32 bytes alone.".to_owned()
        }
        Key::Ed25519 { mislabelled: true, .. } => {
            "An Ed25519 key, though the record does not say so: receivers take it for RSA.".to_owned()
        }
        Key::Ed25519 { .. } => "An Ed25519 key. Receivers check the domain's signatures with it.".to_owned(),
    }
}

fn hashes(value: &str) -> String {
    let names: Vec<String> = value.split(':').map(|name| code(name.trim())).collect();
    format!("Signatures may use {} and nothing else.", list(&names))
}

fn services(dkim: &Dkim, value: &str) -> String {
    if dkim.not_for_email {
        format!("The key is for {} and not for mail, so receivers don't use it for mail.", code(value))
    } else if value.split(':').any(|service| service.trim() == "*") {
        "The key may be used for anything, mail included.".to_owned()
    } else {
        "The key is for mail.".to_owned()
    }
}

fn flags(value: &str) -> String {
    let sentences: Vec<String> = value
        .split(':')
        .map(|flag| match flag.trim() {
            "y" => "`y`: the domain is only testing DKIM, so receivers treat signed mail as if it were not signed.".to_owned(),
            "s" => "`s`: the signing address must belong to this very domain, not to a subdomain.".to_owned(),
            other => format!("Receivers skip {}.", code(other)),
        })
        .collect();
    sentences.join(" ")
}

/// The key, and whether receivers can use it.
pub fn summary(dkim: &Dkim, text: &str, name: Option<&str>) -> String {
    let whose = whose(name);
    match dkim.reading() {
        Reading::Ignored => {
            format!(
                "Receivers don't use this key{whose}, because the record does not start with exactly `v=DKIM1`."
            )
        }
        Reading::Used => match &dkim.key {
            Key::Revoked => {
                format!("This key{whose} was withdrawn: receivers trust no signature made with it.")
            }
            key => {
                let testing = if dkim.testing {
                    " The record says that it is a test, so they don't rely on it yet."
                } else {
                    ""
                };
                format!("Receivers can check signed mail with this key{whose}: {}.{testing}", key_words(key))
            }
        },
        Reading::Broken => format!("Receivers can't use this key{whose}{}", broken_reason(dkim, text)),
    }
}

fn whose(name: Option<&str>) -> String {
    match name.and_then(|name| name.split_once("._domainkey")) {
        Some((selector, domain)) if !domain.trim_matches('.').is_empty() => {
            format!(" of {} (selector {})", domain_words(Some(domain.trim_matches('.'))), code(selector))
        }
        Some((selector, _)) => format!(" (selector {})", code(selector)),
        None => String::new(),
    }
}

fn key_words(key: &Key) -> String {
    match key {
        Key::Rsa { bits, .. } => format!("RSA, {bits} bits"),
        Key::Ed25519 { .. } => "Ed25519".to_owned(),
        Key::Missing | Key::Revoked | Key::NotBase64 | Key::Truncated { .. } | Key::NotAKey => {
            "no key".to_owned()
        }
    }
}

fn broken_reason(dkim: &Dkim, text: &str) -> String {
    if dkim.repeated {
        return ", because one of its tags stands there twice.".to_owned();
    }
    if dkim.bad_tag {
        return ", because one of its parts is no `name=value`.".to_owned();
    }
    if dkim.key_type == KeyType::Unknown {
        let kind = dkim.tag(DkimTag::KeyType).map_or("", |tag| tag.value.text(text));
        return format!(", because they know no type of key called {}.", code(kind));
    }
    match &dkim.key {
        Key::Missing => ", because the record holds no key.".to_owned(),
        Key::NotBase64 => ", because it holds characters that no key can hold.".to_owned(),
        Key::Truncated { .. } => ", because its end is cut off.".to_owned(),
        Key::NotAKey => ", because the text in `p=` is no key.".to_owned(),
        Key::Rsa { bits, .. } if *bits < 1024 => format!(": with {bits} bits it is too short to be safe."),
        Key::Rsa { mislabelled: true, .. } | Key::Ed25519 { mislabelled: true, .. } => {
            ", because `k=` names another type than the key has.".to_owned()
        }
        Key::Ed25519 { form: Form::Wrapped, .. } => {
            ", because it has a wrapper that they don't expect.".to_owned()
        }
        Key::Rsa { .. } | Key::Ed25519 { .. } | Key::Revoked => {
            if dkim.no_usable_hash {
                ", because it allows no hash that they accept.".to_owned()
            } else {
                ", because it is not for mail.".to_owned()
            }
        }
    }
}
