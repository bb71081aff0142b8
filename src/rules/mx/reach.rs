//! Whether mail can get to the servers that MX records name, as far as DNS tells.

use std::net::IpAddr;

use crate::dns::{Data, Lookup, Name, Outcome};
use crate::facts::mail::{Host, is_public};
use crate::facts::{Domain, Facts, Item};
use crate::record::Mx;
use crate::record::mx::HostProblem;

/// What DNS says about the addresses of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Not asked yet, or could not be asked.
    Unknown,
    /// Nothing has this name.
    NoSuchName,
    /// The name is there, and has no address.
    NoAddress,
    /// It has addresses.
    Addresses(Vec<IpAddr>),
}

impl Reach {
    /// By the answers for both families: an address that is found counts, whatever became of the other question.
    pub fn of(a: Option<&Lookup>, aaaa: Option<&Lookup>) -> Self {
        let both = [a, aaaa];
        let found = both.iter().flatten().flat_map(|lookup| lookup.found());
        let addresses: Vec<IpAddr> = found
            .filter_map(|data| match data {
                Data::A(ip) => Some(IpAddr::V4(*ip)),
                Data::Aaaa(ip) => Some(IpAddr::V6(*ip)),
                _ => None,
            })
            .collect();
        let absent = |lookup: &&Option<&Lookup>| {
            lookup.is_some_and(|lookup| matches!(lookup.answer.outcome, Outcome::Absent { .. }))
        };
        if !addresses.is_empty() {
            Self::Addresses(addresses)
        } else if !both.iter().all(|lookup| absent(&lookup)) {
            Self::Unknown
        } else if both.iter().flatten().any(|lookup| lookup.answer.no_such_name()) {
            Self::NoSuchName
        } else {
            Self::NoAddress
        }
    }

    /// The addresses, where there are any.
    pub fn addresses(&self) -> &[IpAddr] {
        match self {
            Self::Addresses(addresses) => addresses,
            Self::Unknown | Self::NoSuchName | Self::NoAddress => &[],
        }
    }

    /// Mail from anywhere can get there.
    pub fn is_public(&self) -> bool {
        self.addresses().iter().any(|ip| is_public(*ip))
    }

    /// It is certain that no mail from elsewhere gets there.
    pub fn is_dead(&self) -> bool {
        *self != Self::Unknown && !self.is_public()
    }
}

/// What DNS says about a mail server.
pub fn of_host(host: &Host) -> Reach {
    Reach::of(host.a.as_ref(), host.aaaa.as_ref())
}

/// What DNS says about the domain's own addresses.
pub fn of_domain(domain: &Domain) -> Reach {
    Reach::of(domain.mail.a.as_ref(), domain.mail.aaaa.as_ref())
}

/// The server that a record names; none for records that were not looked up, and for names that are none.
pub fn host<'d>(domain: &'d Domain, item: &Item, mx: &Mx) -> Option<&'d Host> {
    let named = matches!(mx.problem, None | Some(HostProblem::Underscore)) && !mx.is_root;
    if !named || item.name.as_deref() != Some(domain.name.as_str()) {
        return None;
    }
    let name = mx.host_name(&item.value).parse::<Name>().ok()?;
    domain.mail.hosts.iter().find(|host| host.name == name)
}

/// Each server of the domain once, with the first record that names it.
pub fn hosts<'f>(domain: &'f Domain, facts: &'f Facts) -> Vec<(usize, &'f Item, &'f Mx, &'f Host)> {
    let mut out: Vec<(usize, &Item, &Mx, &Host)> = Vec::new();
    for (record, item, mx) in facts.mx() {
        let Some(host) = host(domain, item, mx) else { continue };
        if !out.iter().any(|(.., known)| known.name == host.name) {
            out.push((record, item, mx, host));
        }
    }
    out
}

/// Another server of the domain than this one can be reached, or may be.
pub fn has_other(domain: &Domain, host: &Host) -> bool {
    domain.mail.hosts.iter().any(|other| other.name != host.name && !of_host(other).is_dead())
}

/// The name that the server's name leads to, where it is an alias.
pub fn alias(host: &Host) -> Option<&Name> {
    let both = [&host.a, &host.aaaa];
    both.into_iter().flatten().find_map(|lookup| lookup.answer.aliases.last())
}
