//! Pasted records of a domain that has nothing to do with mail: which of the three that say so are there.

use super::is_parked;
use crate::facts::Facts;
use crate::record::Reading;
use crate::record::dmarc::Policy;
use crate::rules::spf::is_closed;

/// Records of one domain, at least two of which say that it has nothing to do with mail.
pub struct Set<'f> {
    /// The domain.
    pub domain: &'f str,
    /// The records that say so.
    pub records: Vec<usize>,
    /// The null MX is there.
    pub takes_none: bool,
    /// An SPF record that lets nobody send is there.
    pub sends_none: bool,
    /// A DMARC record that asks for refusal is there.
    pub is_refused: bool,
    /// Some DMARC record that receivers act on is there.
    pub has_policy: bool,
}

/// The DMARC record at `index` is one of a domain that has nothing to do with mail, pasted or looked up.
pub fn is_of_silent(facts: &Facts, index: usize) -> bool {
    match &facts.domain {
        Some(domain) => is_parked(domain, facts),
        None => sets(facts).iter().any(|set| set.records.contains(&index)),
    }
}

/// The sets of a paste, in the order of their SPF and MX records. Of a domain that was looked up, other rules speak.
pub fn sets(facts: &Facts) -> Vec<Set<'_>> {
    if facts.domain.is_some() {
        return Vec::new();
    }
    let null = facts.mx().filter(|(.., mx)| mx.is_null()).map(|(i, item, _)| (i, item));
    let closed = facts.spf().filter(|(.., spf)| is_closed(spf)).map(|(i, item, _)| (i, item));
    let mut out: Vec<Set<'_>> = Vec::new();
    for (i, item) in null.chain(closed) {
        let Some(domain) = item.name.as_deref() else { continue };
        match out.iter_mut().find(|set| set.domain == domain) {
            Some(set) => set.records.push(i),
            None => out.push(Set {
                domain,
                records: vec![i],
                takes_none: false,
                sends_none: false,
                is_refused: false,
                has_policy: false,
            }),
        }
    }
    for set in &mut out {
        let here = |name: &Option<String>| name.as_deref() == Some(set.domain);
        set.takes_none = facts.mx().any(|(_, item, mx)| here(&item.name) && mx.is_null())
            && facts.mx().all(|(_, item, mx)| !here(&item.name) || mx.is_null());
        set.sends_none = facts.spf().any(|(_, item, spf)| here(&item.name) && is_closed(spf))
            && facts.spf().all(|(_, item, spf)| !here(&item.name) || is_closed(spf));
        // As a DNS panel shows it, or whole.
        let place = if set.domain == "@" { "_dmarc".to_owned() } else { format!("_dmarc.{}", set.domain) };
        for (i, _, dmarc) in facts.dmarc().filter(|(_, item, _)| item.name.as_deref() == Some(place.as_str()))
        {
            if dmarc.reading() == Reading::Used {
                set.records.push(i);
                set.is_refused |= dmarc.effective_policy() == Some(Policy::Reject) && !dmarc.testing;
                set.has_policy = true;
            }
        }
    }
    let takes_or_sends = |set: &Set<'_>| {
        let here = |name: &Option<String>| name.as_deref() == Some(set.domain);
        facts.mx().any(|(_, item, mx)| here(&item.name) && !mx.is_null())
            || facts.spf().any(|(_, item, spf)| here(&item.name) && !is_closed(spf))
    };
    out.retain(|set| {
        let says = usize::from(set.takes_none) + usize::from(set.sends_none) + usize::from(set.is_refused);
        says >= 2 && !takes_or_sends(set)
    });
    out
}
