//! Which part of a record was decided on by one before it.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use ipnet::IpNet;

use super::{Qualifier, Term, TermKind};

/// Why a mechanism decides on nothing, with what the earlier one does (RFC 7208, section 4.6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shadow {
    /// The same mechanism stands before it.
    Same(Qualifier),
    /// A network that holds all of it stands before it.
    Wider(Qualifier),
}

impl Shadow {
    /// What is done with the mail that both match.
    pub const fn effect(self) -> Qualifier {
        match self {
            Self::Same(effect) | Self::Wider(effect) => effect,
        }
    }
}

/// The mechanisms of a record, as far as it was read: the first that matches decides.
///
/// A network is looked for by each prefix length that another one has, so a long record takes no longer for each part
/// than a short one.
#[derive(Debug, Default)]
pub struct Earlier {
    words: HashMap<String, Qualifier>,
    networks: HashMap<IpNet, Qualifier>,
    /// The prefix lengths of those networks.
    lengths: BTreeSet<u8>,
}

impl Earlier {
    /// Takes a mechanism in; what stood before it and decides on all that it matches.
    pub fn decides(&mut self, text: &str, term: &Term) -> Option<Shadow> {
        let start = term.qualifier.map_or(term.span.start, |(_, sign)| sign.end);
        let word = text[start..term.span.end].to_ascii_lowercase();
        let wider = self.cover(term).map(Shadow::Wider);
        match self.words.get(&word) {
            Some(effect) => Some(Shadow::Same(*effect)),
            None => {
                self.words.insert(word, term.effect());
                wider
            }
        }
    }

    fn cover(&mut self, term: &Term) -> Option<Qualifier> {
        let (ip, prefix) = match term.kind {
            TermKind::Ip4(Some(ip)) => (IpAddr::V4(ip), term.prefix4.map_or(32, |prefix| prefix.length)),
            TermKind::Ip6(Some(ip)) => (IpAddr::V6(ip), term.prefix6.map_or(128, |prefix| prefix.length)),
            _ => return None,
        };
        let network = |length| IpNet::new(ip, length).map(|net| net.trunc());
        let wider = self
            .lengths
            .range(..=prefix)
            .find_map(|length| self.networks.get(&network(*length).ok()?).copied());
        if let Ok(network) = network(prefix) {
            self.networks.entry(network).or_insert(term.effect());
            self.lengths.insert(prefix);
        }
        wider
    }
}
