//! The DNS tree walk (RFC 9989, section 4.10): the names on the way up, and what they say on where it ends.

use std::sync::Arc;

use crate::dns::{Lookup, Name, Outcome};
use crate::record::Dmarc;
use crate::record::dmarc::DmarcTag;

/// Above a name with as many labels, the walk goes on at the last seven (RFC 9989, section 4.10).
const DEEP: usize = 8;

/// A DMARC record with its domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The domain that it is of: the name at which it stands, without `_dmarc`.
    pub domain: Name,
    /// The text that DNS holds.
    pub value: String,
    /// Its tree.
    pub dmarc: Dmarc,
}

impl Found {
    /// What `psd` says; none for `u`, which is as good as no tag at all.
    pub(super) fn is_registry(&self) -> Option<bool> {
        match self.dmarc.value(&self.value, DmarcTag::PublicSuffix)? {
            word if word.eq_ignore_ascii_case("y") => Some(true),
            word if word.eq_ignore_ascii_case("n") => Some(false),
            _ => None,
        }
    }
}

/// What a receiver finds at one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Nobody knows.
    Unknown,
    /// No DMARC record.
    Nothing,
    /// So many records, which is as good as none.
    Several(usize),
    /// The one that counts; shared, since every rule asks for it.
    One(Arc<Found>),
}

impl Held {
    /// Reads what came back for `_dmarc` and a domain.
    pub fn of(lookup: &Lookup) -> Self {
        if matches!(lookup.answer.outcome, Outcome::Unknown(_)) {
            return Self::Unknown;
        }
        let Some(domain) = lookup.question.name.parent() else { return Self::Nothing };
        let mut records = lookup.found().filter_map(|data| recognised(&data.text()?));
        let Some((value, dmarc)) = records.next() else { return Self::Nothing };
        match records.count() {
            0 => Self::One(Arc::new(Found { domain, value, dmarc })),
            more => Self::Several(more + 1),
        }
    }
}

/// A text that starts as a DMARC record must; receivers skip every other.
pub(in crate::facts) fn recognised(text: &str) -> Option<(String, Dmarc)> {
    // Texts of all kinds stand where a wildcard answers: most need no second look.
    if !text.starts_with(['v', 'V']) {
        return None;
    }
    let dmarc = Dmarc::parse(text);
    dmarc.recognised.then(|| (text.to_owned(), dmarc))
}

/// The names of the walk, the longest first: eight at most.
pub fn names(start: &Name) -> Vec<Name> {
    let mut out = Vec::new();
    let mut next = Some(start.clone()).filter(|name| !name.is_root());
    while let Some(name) = next {
        let depth = name.depth();
        // RFC 9989 §4.10: a long name goes on at its last seven labels, every other loses one.
        let dropped = if depth >= DEEP { depth + 1 - DEEP } else { 1 };
        next = std::iter::successors(Some(name.clone()), Name::parent)
            .nth(dropped)
            .filter(|above| !above.is_root());
        out.push(name);
    }
    out
}

/// The Organizational Domain: names with the same one belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organizational {
    /// The domain.
    pub domain: Name,
    /// Why it is that one.
    pub why: Why,
}

/// What makes a domain the organisational one (RFC 9989, section 4.10.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its record says `psd=n`.
    SaysSo,
    /// The name above it says `psd=y`: it is a registry.
    BelowRegistry,
    /// No record stands at a name with fewer labels.
    HighestRecord,
    /// No name on the way up has a record, so the walk's start is it.
    NoRecord,
}

/// Picks the Organizational Domain of `start`; none where a name on the way is not known.
pub(super) fn organizational(
    start: &Name,
    steps: impl Iterator<Item = Option<Held>>,
) -> Option<Organizational> {
    let mut highest = None;
    for held in steps {
        let found = match held? {
            Held::Unknown => return None,
            Held::Nothing | Held::Several(_) => continue,
            Held::One(found) => found,
        };
        match found.is_registry() {
            Some(false) => return Some(Organizational { domain: found.domain.clone(), why: Why::SaysSo }),
            Some(true) if found.domain != *start => {
                let mut way = std::iter::successors(Some(start.clone()), Name::parent);
                let domain = way.find(|name| name.parent().as_ref() == Some(&found.domain))?;
                return Some(Organizational { domain, why: Why::BelowRegistry });
            }
            // A registry's own walk ends where it starts.
            Some(true) => {
                return Some(Organizational { domain: found.domain.clone(), why: Why::HighestRecord });
            }
            None => highest = Some(found.domain.clone()),
        }
    }
    Some(match highest {
        Some(domain) => Organizational { domain, why: Why::HighestRecord },
        None => Organizational { domain: start.clone(), why: Why::NoRecord },
    })
}
