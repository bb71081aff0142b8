//! Domains that have nothing to do with mail: whether one is such a domain.

use crate::facts::domain::is_absent;
use crate::facts::policy::Existence;
use crate::facts::{Domain, Facts};
use crate::record::dkim::Key;
use crate::record::spf::{Qualifier, Spf, TermKind};
use crate::record::{Dmarc, Reading};

use super::reach::{Reach, of_domain};

/// The SPF record that receivers find at the domain's own name.
pub fn spf<'f>(domain: &Domain, facts: &'f Facts) -> Option<&'f Spf> {
    let own = |name: &Option<String>| name.as_deref() == Some(domain.name.as_str());
    facts.spf().find(|(_, item, spf)| own(&item.name) && spf.recognised).map(|(_, _, spf)| spf)
}

/// Whether the domain's SPF record lets somebody send; none where there is no such record, or it leaves that open.
pub fn sends(domain: &Domain, facts: &Facts) -> Option<bool> {
    let spf = spf(domain, facts).filter(|spf| spf.reading() == Reading::Used)?;
    let lets_send = spf.reachable().any(|term| match term.kind {
        TermKind::Redirect(_) => true,
        _ => term.is_mechanism() && term.effect() == Qualifier::Pass,
    });
    let refuses = spf.reachable().any(|term| {
        matches!(term.kind, TermKind::All) && matches!(term.effect(), Qualifier::Fail | Qualifier::SoftFail)
    });
    if lets_send { Some(true) } else { refuses.then_some(false) }
}

/// It is certain that there is no SPF record.
pub fn has_no_spf(domain: &Domain, facts: &Facts) -> bool {
    let asked = domain
        .senders
        .txt
        .as_ref()
        .is_some_and(|txt| is_absent(&domain.senders.txt) || txt.found().next().is_some());
    asked && spf(domain, facts).is_none()
}

/// The DMARC record that stands at the domain or above it, the nearest one.
pub fn dmarc<'f>(facts: &'f Facts, domain: &Domain) -> Option<&'f Dmarc> {
    domain.policy.walk.iter().find_map(|lookup| {
        let name = lookup.question.name.as_str();
        facts
            .dmarc()
            .find(|(_, item, dmarc)| item.name.as_deref() == Some(name) && dmarc.recognised)
            .map(|(_, _, dmarc)| dmarc)
    })
}

/// It is certain that no DMARC record stands at the domain or above it.
pub fn has_no_dmarc(domain: &Domain, facts: &Facts) -> bool {
    let walk = &domain.policy.walk;
    let unknown =
        |lookup: &crate::dns::Lookup| matches!(lookup.answer.outcome, crate::dns::Outcome::Unknown(_));
    domain.policy.is_walked && !walk.is_empty() && !walk.iter().any(unknown) && dmarc(facts, domain).is_none()
}

/// It is certain that the domain has to do with mail: it takes some, may take some at its own address, lets others
/// send or has a key in use. With what is not known yet, it may still turn out to be parked.
pub fn has_mail(domain: &Domain, facts: &Facts) -> bool {
    let takes =
        facts.mx().any(|(_, item, mx)| !mx.is_null() && item.name.as_deref() == Some(domain.name.as_str()));
    let may_take = is_absent(&domain.mail.mx)
        && has_no_spf(domain, facts)
        && matches!(of_domain(domain), Reach::Addresses(_));
    takes || may_take || sends(domain, facts) == Some(true) || signs(facts)
}

/// A key is in use. A revoked one is one more way to say that nobody sends.
fn signs(facts: &Facts) -> bool {
    facts.dkim().any(|(.., dkim)| !matches!(dkim.key, Key::Revoked | Key::Missing))
}

/// The domain takes no mail and sends none: it has no mail server or says so, and no address or an SPF record that
/// lets nobody send, and no key.
pub fn is_parked(domain: &Domain, facts: &Facts) -> bool {
    let null = !facts.mx().any(|(_, _, mx)| !mx.is_null()) && facts.mx().next().is_some();
    let takes_none = is_absent(&domain.mail.mx) || null;
    let no_address = matches!(of_domain(domain), Reach::NoSuchName | Reach::NoAddress);
    let silent = match sends(domain, facts) {
        Some(sends) => !sends,
        None => (no_address || null) && has_no_spf(domain, facts),
    };
    let exists = domain.existence() == Existence::Exists && !domain.leads_nowhere();
    exists && takes_none && silent && !signs(facts)
}
