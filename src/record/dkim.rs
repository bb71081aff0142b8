//! DKIM key records as written (RFC 6376, section 3.6.1; RFC 8301; RFC 8463).

mod key;
mod selector;

pub use key::{Form, Key};
pub(crate) use key::{bytes_behind, decode};
pub use selector::Selector;

use super::Reading;
use super::tag_list::{Tag, TagList};
use crate::text::Span;

/// The tags of a key record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DkimTag {
    /// `v`: the version.
    Version,
    /// `h`: the hashes that may be used.
    Hashes,
    /// `k`: the type of key.
    KeyType,
    /// `n`: notes for people.
    Notes,
    /// `p`: the key.
    PublicKey,
    /// `s`: what the key may be used for.
    Services,
    /// `t`: flags.
    Flags,
    /// `g`: who may use it; gone since RFC 6376.
    Granularity,
    /// One that verifiers skip.
    Unknown,
}

impl DkimTag {
    /// Names are case-sensitive (RFC 6376, section 3.2).
    pub fn from_name(name: &str) -> Self {
        match name {
            "v" => Self::Version,
            "h" => Self::Hashes,
            "k" => Self::KeyType,
            "n" => Self::Notes,
            "p" => Self::PublicKey,
            "s" => Self::Services,
            "t" => Self::Flags,
            "g" => Self::Granularity,
            _ => Self::Unknown,
        }
    }
}

/// The type of key that a record declares with `k=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// `rsa`, or nothing said.
    Rsa,
    /// `ed25519`
    Ed25519,
    /// Another, which verifiers can't use.
    Unknown,
}

/// A DKIM key record as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dkim {
    /// All tags, with what each is, in order.
    pub tags: Vec<(DkimTag, Tag)>,
    /// The list itself.
    pub list: TagList,
    /// `v` is right, or not there: it must stand first and be exactly `DKIM1`.
    pub version_ok: bool,
    /// What `k` declares.
    pub key_type: KeyType,
    /// What `p` holds.
    pub key: Key,
    /// A tag stands twice, which makes the whole list unreadable (RFC 6376, section 3.2).
    pub repeated: bool,
    /// A part is no `name=value`.
    pub bad_tag: bool,
    /// `h` leaves `sha256` out.
    pub no_usable_hash: bool,
    /// `s` leaves mail out.
    pub not_for_email: bool,
    /// `t` holds `y`.
    pub testing: bool,
}

impl Dkim {
    /// Reads any text as a key record.
    pub fn parse(text: &str) -> Self {
        let list = TagList::parse(text);
        let tags: Vec<(DkimTag, Tag)> =
            list.tags.iter().map(|tag| (DkimTag::from_name(tag.name.text(text)), tag.clone())).collect();
        let value = |wanted: DkimTag| find(&tags, wanted).map(|tag| tag.value.text(text));
        let version_ok = match value(DkimTag::Version) {
            None => true,
            Some(version) => version == "DKIM1" && tags[0].0 == DkimTag::Version,
        };
        let key_type = match value(DkimTag::KeyType) {
            None => KeyType::Rsa,
            // Verifiers differ on whether capitals matter here: the grammar's words are read without regard to
            // case, the values of tags with it (section 3.2).
            Some(name) if name.eq_ignore_ascii_case("rsa") => KeyType::Rsa,
            Some(name) if name.eq_ignore_ascii_case("ed25519") => KeyType::Ed25519,
            Some(_) => KeyType::Unknown,
        };
        let items =
            |tag: DkimTag| value(tag).map(|v| v.split(':').map(|item| item.trim()).collect::<Vec<_>>());
        // The same holds for these words.
        let has = |items: &[&str], word: &str| items.iter().any(|item| item.eq_ignore_ascii_case(word));
        let no_usable_hash = items(DkimTag::Hashes).is_some_and(|hashes| !has(&hashes, "sha256"));
        let not_for_email =
            items(DkimTag::Services).is_some_and(|services| !has(&services, "*") && !has(&services, "email"));
        let testing = items(DkimTag::Flags).is_some_and(|flags| flags.contains(&"y"));
        let key = value(DkimTag::PublicKey).map_or(Key::Missing, |p| Key::read(p, key_type));
        Self {
            version_ok,
            key_type,
            key,
            repeated: !list.repeated(text).is_empty(),
            bad_tag: list.tags.iter().any(|tag| tag.equals.is_none() || !tag.well_named),
            no_usable_hash,
            not_for_email,
            testing,
            tags,
            list,
        }
    }

    /// The value of a list has this word in capitals alone, which not all verifiers know by them.
    pub fn is_in_capitals(&self, text: &str, wanted: DkimTag, word: &str) -> bool {
        let Some(tag) = self.tag(wanted) else { return false };
        let items = || tag.value.text(text).split(':').map(str::trim);
        items().any(|item| item.eq_ignore_ascii_case(word))
            && !items().any(|item| item == word || item == "*")
    }

    /// The first tag of that kind.
    pub fn tag(&self, wanted: DkimTag) -> Option<&Tag> {
        find(&self.tags, wanted)
    }

    /// Where the key stands; the whole record where there is none.
    pub fn key_span(&self, text: &str) -> Span {
        self.tag(DkimTag::PublicKey).map_or(Span::new(0, text.len()), |tag| tag.value)
    }

    /// What verifiers make of it.
    pub fn reading(&self) -> Reading {
        if !self.version_ok {
            return Reading::Ignored;
        }
        if self.repeated || self.bad_tag {
            return Reading::Broken;
        }
        if matches!(self.key, Key::Revoked) {
            return Reading::Used;
        }
        let unusable = self.key_type == KeyType::Unknown
            || self.no_usable_hash
            || self.not_for_email
            || !self.key.is_usable();
        if unusable { Reading::Broken } else { Reading::Used }
    }
}

fn find(tags: &[(DkimTag, Tag)], wanted: DkimTag) -> Option<&Tag> {
    tags.iter().find(|(tag, _)| *tag == wanted).map(|(_, tag)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RSA_1024: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";

    #[test]
    fn what_verifiers_read() {
        for (text, expected) in [
            ("p=", Reading::Used),
            ("v=DKIM1; k=rsa; p=", Reading::Used),
            (&format!("v=DKIM1; k=rsa; t=s:y; s=email; p={RSA_1024}"), Reading::Used),
            (&format!("v=DKIM1; h=sha1:sha256; p={RSA_1024};"), Reading::Used),
            (&format!("v=DKIM1; k=RSA; h=SHA256; s=Email; p={RSA_1024};"), Reading::Used),
            (&format!("k=rsa; p={RSA_1024}; v=DKIM1"), Reading::Ignored),
            (&format!("v=dkim1; p={RSA_1024}"), Reading::Ignored),
            (&format!("v=DKIM1; h=sha1; p={RSA_1024}"), Reading::Broken),
            (&format!("v=DKIM1; s=tlsrpt; p={RSA_1024}"), Reading::Broken),
            (&format!("v=DKIM1; k=dsa; p={RSA_1024}"), Reading::Broken),
            (&format!("v=DKIM1; k=ed25519; p={RSA_1024}"), Reading::Broken),
            (&format!("v=DKIM1; p={}", &RSA_1024[..200]), Reading::Broken),
            ("v=DKIM1; p=A; p=B", Reading::Broken),
            ("v=DKIM1; k=rsa", Reading::Broken),
            ("s1.domainkey.u123.wl.sendgrid.net", Reading::Broken),
        ] {
            assert_eq!(Dkim::parse(text).reading(), expected, "{text}");
        }
    }
}
