//! Pasted records of a domain that has nothing to do with mail: which of the three that say so are there.

use super::is_parked;
use crate::facts::Facts;
use crate::record::dmarc::Policy;
use crate::record::{Reading, Record};
use crate::rules::names;
use crate::rules::spf::is_closed;

/// Records of one domain, at least two of which say that it has nothing to do with mail.
#[derive(Default)]
pub struct Set<'f> {
    /// The domain.
    pub domain: &'f str,
    /// The records that say so, and its DMARC records.
    pub records: Vec<usize>,
    /// The null MX is there.
    pub takes_none: bool,
    /// An SPF record that lets nobody send is there.
    pub sends_none: bool,
    /// A DMARC record that asks for refusal is there.
    pub is_refused: bool,
    /// Some DMARC record that receivers act on is there.
    pub has_policy: bool,
    /// It takes mail, or lets others send.
    has_mail: bool,
}

/// The records of domains that have nothing to do with mail, pasted or looked up, their DMARC records among them; in order.
pub fn of_silent(facts: &Facts) -> Vec<usize> {
    match &facts.domain {
        Some(domain) if is_parked(domain, facts) => facts.dmarc().map(|(i, ..)| i).collect(),
        Some(_) => Vec::new(),
        None => {
            let mut records: Vec<usize> = sets(facts).into_iter().flat_map(|set| set.records).collect();
            records.sort_unstable();
            records
        }
    }
}

/// The sets of a paste, by their domains. Of a domain that was looked up, other rules speak.
pub fn sets(facts: &Facts) -> Vec<Set<'_>> {
    if facts.domain.is_some() {
        return Vec::new();
    }
    let says_so = names(facts, |item| match &item.record {
        Record::Mx(mx) => mx.is_null(),
        Record::Spf(spf) => is_closed(spf),
        _ => false,
    });
    let mut sets: Vec<Set<'_>> = says_so.iter().map(|domain| Set { domain, ..Set::default() }).collect();
    for (i, item) in facts.items.iter().enumerate() {
        let name = item.name.as_deref().unwrap_or("");
        // As a DNS panel shows it, or whole.
        let domain = match &item.record {
            Record::Dmarc(_) if name == "_dmarc" => "@",
            Record::Dmarc(_) => name.strip_prefix("_dmarc.").unwrap_or(""),
            _ => name,
        };
        let Some(set) = says_so.binary_search(&domain).ok().and_then(|at| sets.get_mut(at)) else { continue };
        let is_ours = match &item.record {
            Record::Mx(mx) if mx.is_null() => {
                set.takes_none = true;
                true
            }
            Record::Spf(spf) if is_closed(spf) => {
                set.sends_none = true;
                true
            }
            Record::Dmarc(dmarc) if dmarc.reading() == Reading::Used => {
                set.is_refused |= dmarc.effective_policy() == Some(Policy::Reject) && !dmarc.testing;
                set.has_policy = true;
                true
            }
            Record::Mx(_) | Record::Spf(_) => {
                set.has_mail = true;
                false
            }
            _ => false,
        };
        if is_ours {
            set.records.push(i);
        }
    }
    sets.retain(|set| {
        let says = usize::from(set.takes_none) + usize::from(set.sends_none) + usize::from(set.is_refused);
        !set.domain.is_empty() && !set.has_mail && says >= 2
    });
    sets
}
