//! What DNS says about one domain, as far as it has been asked.

use super::item::{alias, items, others};
use super::keys::{Tried, Wanted};
use super::{Item, keys, logo, mail, policy, proxied, reports, senders, strays, transport, zone};
use crate::dns::{Lookup, Name, RecordType};
use crate::record::Kind;

/// One domain. In every part `None` means "not asked yet", which is as little an absence as a lookup that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// Its name.
    pub name: Name,
    /// Where its zone starts, and who holds it.
    pub zone: zone::Zone,
    /// Where its mail goes.
    pub mail: mail::Mail,
    /// Who may send in its name: SPF.
    pub senders: senders::Senders,
    /// What receivers do with mail that fails: DMARC.
    pub policy: policy::Policy,
    /// Whether those who get its reports agree to that.
    pub reports: reports::Reports,
    /// Its DKIM keys, as far as anybody can find them.
    pub keys: keys::Keys,
    /// Its logo: BIMI.
    pub logo: logo::Logo,
    /// Names of keys that answer with addresses.
    pub proxied: proxied::Proxied,
    /// What protects mail on its way to it.
    pub transport: transport::Transport,
    /// Records at names where nobody looks for them.
    pub strays: strays::Strays,
    /// Everything was asked.
    pub is_complete: bool,
}

impl Domain {
    /// A domain about which nothing was asked.
    pub fn new(name: Name) -> Self {
        Self {
            name,
            zone: Default::default(),
            mail: Default::default(),
            senders: Default::default(),
            policy: Default::default(),
            reports: Default::default(),
            keys: Default::default(),
            logo: Default::default(),
            proxied: Default::default(),
            transport: Default::default(),
            strays: Default::default(),
            is_complete: false,
        }
    }

    /// The records that other mail servers find for the domain, in a fixed order: MX, SPF, DMARC, DKIM, MTA-STS with its
    /// policy, TLS-RPT, TLSA, BIMI, then the aliases that lead to them, and the other texts at the domain's name.
    pub fn items(&self) -> Vec<Item> {
        let lookups = [&self.mail.mx, &self.senders.txt].into_iter().flatten();
        let keys = self.keys.found().flat_map(Tried::items);
        let mail = lookups.flat_map(items).chain(self.policy.items()).chain(keys);
        let logo = self.logo.found().map(items).unwrap_or_default();
        let logo = logo.into_iter().filter(|item| item.kind() == Kind::Bimi);
        let others = self.senders.txt.iter().flat_map(others);
        let tlsa = self.mail.hosts.iter().flat_map(mail::Host::tlsa_items);
        let transport = self.transport.items().chain(tlsa);
        mail.chain(transport).chain(logo).chain(self.aliases()).chain(others).collect()
    }

    /// What was found at the names that mail looks at by a fixed name: the policy, the rules on encryption, the logo.
    pub fn named_places(&self) -> impl Iterator<Item = &Lookup> {
        let transport = [&self.transport.sts, &self.transport.tls_rpt].into_iter().flatten();
        let logo = [&self.logo.own, &self.logo.above].into_iter().flatten();
        self.policy.walk.first().into_iter().chain(transport).chain(logo)
    }

    /// The aliases met at names where mail looks for records, each once.
    fn aliases(&self) -> impl Iterator<Item = Item> {
        let own = self.mail.mx.as_ref().or(self.senders.txt.as_ref());
        let gone: Vec<&str> = self.keys.gone().map(|(tried, _)| tried.selector.as_str()).collect();
        let keys = self.keys.tried.iter().filter(move |tried| {
            gone.contains(&tried.selector.as_str()) || (tried.is_found() && !self.keys.is_wildcards(tried))
        });
        let keys = keys.filter_map(|tried| tried.lookup.as_ref());
        own.into_iter().chain(keys).chain(self.named_places()).filter_map(alias)
    }
}

/// What is asked of one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The domain.
    pub domain: Name,
    /// DKIM selectors that the reader gave, or that a pasted header names.
    pub selectors: Vec<Wanted>,
    /// A label that no zone holds, made anew for each check: whoever answers for it answers for everything.
    pub probe: String,
}

/// A question for the records of one type at a name below another; none where that is too long to be a name.
pub(super) fn below(name: &Name, labels: &str, rtype: RecordType) -> Option<crate::dns::Question> {
    name.child(labels).ok().map(|name| crate::dns::Question::new(name, rtype))
}

/// The lookup was made, and found nothing that is certain to be there.
pub fn is_absent(lookup: &Option<Lookup>) -> bool {
    lookup.as_ref().is_some_and(|lookup| matches!(lookup.answer.outcome, crate::dns::Outcome::Absent { .. }))
}
