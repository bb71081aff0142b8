//! Which part of a record was decided on by one before it.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::net::IpAddr;

use ipnet::IpNet;
use rustc_hash::FxHashMap;

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
pub struct Earlier<'t> {
    words: FxHashMap<Word<'t>, Qualifier>,
    networks: FxHashMap<IpNet, Qualifier>,
    /// The prefix lengths of those networks.
    lengths: BTreeSet<u8>,
}

/// A mechanism without its sign; upper and lower case are the same.
#[derive(Clone, Copy, Debug)]
struct Word<'t>(&'t str);

impl PartialEq for Word<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(other.0)
    }
}

impl Eq for Word<'_> {}

impl Hash for Word<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for eight in self.0.as_bytes().chunks(8) {
            let mut bytes = [0; 8];
            bytes[..eight.len()].copy_from_slice(eight);
            state.write_u64(u64::from_le_bytes(bytes.map(|byte| byte.to_ascii_lowercase())));
        }
    }
}

impl<'t> Earlier<'t> {
    /// Takes a mechanism in; what stood before it and decides on all that it matches.
    pub fn decides(&mut self, text: &'t str, term: &Term) -> Option<Shadow> {
        let start = term.qualifier.map_or(term.span.start, |(_, sign)| sign.end);
        let word = Word(&text[start..term.span.end]);
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
