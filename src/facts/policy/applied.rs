//! The policy that receivers act on for a domain, and which tag of which record says so.

use super::Policy;
use std::sync::Arc;

use super::suffix::registrable;
use super::walk::{Found, Held};
use crate::dns::{Absence, Outcome};
use crate::facts::Domain;
use crate::record::dmarc::{self, DmarcTag};
use crate::record::tag_list::Tag;

/// What follows from lookups, of which some may have failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<T> {
    /// A lookup failed or is still open.
    Unknown,
    /// There is none, and that is certain.
    Nothing,
    /// This.
    Is(T),
}

/// Whose record applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The domain's own.
    Own,
    /// The Organizational Domain's.
    Organizational,
    /// A registry's, for the names below it that have none.
    Registry,
}

/// Whether a domain exists, as `np` asks (RFC 9989, section 3.2.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existence {
    /// Nobody knows, or not yet.
    Unknown,
    /// It does.
    Exists,
    /// It does not, and receivers see that (NXDOMAIN).
    NoSuchName,
    /// It does not, but its DNS host answers as if it did (RFC 9824), so that `np` is not used.
    Hidden,
}

/// The record that applies to a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The record.
    pub record: Arc<Found>,
    /// Whose it is.
    pub source: Source,
    /// The tag that is for this domain: `p`, `sp` or `np`. None where it is not known which.
    pub tag: Option<DmarcTag>,
    /// What it asks for, before `t` softens that.
    pub asked: Known<dmarc::Policy>,
}

impl Applied {
    /// What receivers of today act on, `t=y` included.
    pub fn effective(&self) -> Known<dmarc::Policy> {
        match &self.asked {
            Known::Is(policy) if self.record.dmarc.testing => Known::Is(policy.softened()),
            asked => asked.clone(),
        }
    }
}

/// What receivers that follow RFC 7489 find; they skip `np`, `t` and `psd`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Old {
    /// The record.
    pub record: Arc<Found>,
    /// `p` in the domain's own record, `sp` (or `p` in its place) in the registered domain's.
    pub tag: DmarcTag,
    /// What it asks for; none where receivers act on nothing.
    pub asked: Option<dmarc::Policy>,
}

impl Policy {
    /// The record that applies, and whose it is (RFC 9989, section 4.10.1).
    pub fn found(&self) -> Known<(Arc<Found>, Source)> {
        match self.own() {
            None | Some(Held::Unknown) => return Known::Unknown,
            Some(Held::One(found)) => return Known::Is((found, Source::Own)),
            Some(Held::Nothing | Held::Several(_)) => {}
        }
        let Some(organization) = self.organizational_domain() else { return Known::Unknown };
        let mut registry = None;
        for held in self.steps() {
            let Some(Held::One(found)) = held else { continue };
            if found.domain == organization.domain {
                return Known::Is((found, Source::Organizational));
            }
            if found.is_registry() == Some(true) {
                registry = Some(found);
            }
        }
        registry.map_or(Known::Nothing, |found| Known::Is((found, Source::Registry)))
    }

    /// The record that applies, with the tag in it that does.
    pub fn applied(&self, existence: Existence) -> Known<Applied> {
        let (record, source) = match self.found() {
            Known::Unknown => return Known::Unknown,
            Known::Nothing => return Known::Nothing,
            Known::Is(found) => found,
        };
        let (tag, asked) = match (source, existence) {
            (Source::Own, _) => {
                (Some(DmarcTag::Policy), record.asked(DmarcTag::Policy).map_or(Known::Nothing, Known::Is))
            }
            (_, Existence::Exists | Existence::Hidden) => record.says(DmarcTag::SubdomainPolicy),
            (_, Existence::NoSuchName) => record.says(DmarcTag::NonexistentPolicy),
            (_, Existence::Unknown) => {
                let (here, gone) =
                    (record.says(DmarcTag::SubdomainPolicy), record.says(DmarcTag::NonexistentPolicy));
                let asked = if here.1 == gone.1 { here.1 } else { Known::Unknown };
                (here.0.filter(|tag| Some(*tag) == gone.0), asked)
            }
        };
        Known::Is(Applied { record, source, tag, asked })
    }

    /// What receivers that follow RFC 7489 (section 6.6.3) find: the domain's own record, else that of the registered
    /// domain above it.
    pub fn old_way(&self) -> Known<Old> {
        match self.own() {
            None | Some(Held::Unknown) => return Known::Unknown,
            Some(Held::One(found)) => {
                let asked = found.asked(DmarcTag::Policy);
                return Known::Is(Old { record: found, tag: DmarcTag::Policy, asked });
            }
            // Unlike today, two records end the search.
            Some(Held::Several(_)) => return Known::Nothing,
            Some(Held::Nothing) => {}
        }
        let Some(start) = &self.start else { return Known::Unknown };
        let Some(above) = registrable(start) else { return Known::Unknown };
        if above == *start {
            return Known::Nothing;
        }
        match self.held(&above) {
            None | Some(Held::Unknown) => Known::Unknown,
            Some(Held::Nothing | Held::Several(_)) => Known::Nothing,
            Some(Held::One(found)) => {
                let tag = found.tag_for(DmarcTag::SubdomainPolicy);
                let asked = found.asked(tag);
                Known::Is(Old { record: found, tag, asked })
            }
        }
    }
}

impl Found {
    /// The tag that stands for another where that is not written: `np` falls back to `sp`, and `sp` to `p`.
    fn tag_for(&self, wanted: DmarcTag) -> DmarcTag {
        let chain: &[DmarcTag] = match wanted {
            DmarcTag::NonexistentPolicy => &[DmarcTag::NonexistentPolicy, DmarcTag::SubdomainPolicy],
            DmarcTag::SubdomainPolicy => &[DmarcTag::SubdomainPolicy],
            _ => &[],
        };
        let written = chain.iter().find(|tag| self.dmarc.tag(**tag).is_some());
        written.copied().unwrap_or(DmarcTag::Policy)
    }

    /// The tag as written; none where it does not stand there, or where receivers act on no tag of this record as it
    /// is written.
    pub fn written(&self, tag: DmarcTag) -> Option<&Tag> {
        self.dmarc.tag(tag).filter(|_| self.dmarc.policy.is_some() && !self.dmarc.bad_subpolicy)
    }

    /// The policy that the tag asks for. A record with one that can't be read counts as `p=none`, or as nothing
    /// ([`dmarc::Dmarc::effective_policy`]).
    pub fn asked(&self, tag: DmarcTag) -> Option<dmarc::Policy> {
        let whole = self.dmarc.effective_policy()?;
        // Beside a `p` that can't be read, no other tag counts either.
        if self.dmarc.policy.is_none() || self.dmarc.bad_subpolicy {
            return Some(whole);
        }
        dmarc::Policy::read(self.dmarc.value(&self.value, tag)?)
    }

    fn says(&self, wanted: DmarcTag) -> (Option<DmarcTag>, Known<dmarc::Policy>) {
        let tag = self.tag_for(wanted);
        (Some(tag), self.asked(tag).map_or(Known::Nothing, Known::Is))
    }
}

impl Domain {
    /// Whoever asks for its mail is told that there is no such name: it does not exist, or is an alias of one that does
    /// not.
    pub fn leads_nowhere(&self) -> bool {
        self.mail.mx.as_ref().is_some_and(|mx| mx.answer.no_such_name())
            || matches!(self.existence(), Existence::NoSuchName | Existence::Hidden)
    }

    /// Whether it exists, as receivers test for `np`: by what was asked at its own name.
    pub fn existence(&self) -> Existence {
        let at_name = [&self.mail.mx, &self.senders.txt, &self.mail.a, &self.mail.aaaa];
        let mut answered = false;
        let mut hidden = false;
        for lookup in at_name.into_iter().flatten() {
            let answer = &lookup.answer;
            match &answer.outcome {
                Outcome::Unknown(_) => continue,
                // RFC 6604 §3: behind an alias, it is the alias's target that does not exist.
                Outcome::Absent { what: Absence::NoSuchName, .. } if answer.aliases.is_empty() => {
                    return Existence::NoSuchName;
                }
                Outcome::Absent { .. } | Outcome::Found(_) => answered = true,
            }
            hidden |= answer.nxname && answer.aliases.is_empty();
        }
        match (answered, hidden) {
            (_, true) => Existence::Hidden,
            (true, false) => Existence::Exists,
            (false, false) => Existence::Unknown,
        }
    }

    /// The DMARC record that applies, with the tag in it that does.
    pub fn applied(&self) -> Known<Applied> {
        self.policy.applied(self.existence())
    }

    /// The policy that receivers of today act on, `t=y` included.
    pub fn effective_policy(&self) -> Known<dmarc::Policy> {
        match self.applied() {
            Known::Unknown => Known::Unknown,
            Known::Nothing => Known::Nothing,
            Known::Is(applied) => applied.effective(),
        }
    }
}
