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

/// The mechanisms among `terms` that decide on nothing, each by its place, in their order.
pub fn shadowed<'t>(text: &str, terms: impl Iterator<Item = (usize, &'t Term)>) -> Vec<(usize, Shadow)> {
    let mut earlier = Earlier::default();
    let mechanisms = terms.filter(|(_, term)| term.is_mechanism());
    mechanisms.filter_map(|(at, term)| Some((at, earlier.decides(text, term)?))).collect()
}

/// The mechanisms of a record, as far as it was read: the first that matches decides.
///
/// The few of a usual record are looked through. From then on they are found by their text, and a network by each prefix
/// length that another one has, so a long record takes no longer for each part than a short one.
#[derive(Debug, Default)]
struct Earlier<'t> {
    few: Vec<Seen<'t>>,
    many: Option<Many<'t>>,
}

/// Mechanisms that are looked through at most.
const FEW: usize = 32;

#[derive(Clone, Copy, Debug)]
struct Seen<'t> {
    word: Word<'t>,
    network: Option<IpNet>,
    effect: Qualifier,
}

#[derive(Debug, Default)]
struct Many<'t> {
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
    fn decides(&mut self, text: &'t str, term: &Term) -> Option<Shadow> {
        let start = term.qualifier.map_or(term.span.start, |(_, sign)| sign.end);
        let seen =
            Seen { word: Word(&text[start..term.span.end]), network: term.network(), effect: term.effect() };
        if let Some(many) = &mut self.many {
            let shadow = many.shadow(&seen);
            many.take(seen);
            return shadow;
        }
        let shadow = self.shadow(&seen);
        if !matches!(shadow, Some(Shadow::Same(_))) {
            self.few.push(seen);
        }
        if self.few.len() > FEW {
            let mut many = Many::default();
            self.few.drain(..).for_each(|seen| many.take(seen));
            self.many = Some(many);
        }
        shadow
    }

    fn shadow(&self, seen: &Seen<'_>) -> Option<Shadow> {
        if let Some(same) = self.few.iter().find(|earlier| earlier.word == seen.word) {
            return Some(Shadow::Same(same.effect));
        }
        let network = seen.network?;
        // Of several that hold it, the widest, and of those of one width the first.
        let holds = |earlier: &&Seen<'_>| earlier.network.is_some_and(|wide| wide.contains(&network));
        let wider = self.few.iter().filter(holds).min_by_key(|wide| wide.network.map(|net| net.prefix_len()));
        wider.map(|wide| Shadow::Wider(wide.effect))
    }
}

impl<'t> Many<'t> {
    fn take(&mut self, seen: Seen<'t>) {
        self.words.entry(seen.word).or_insert(seen.effect);
        if let Some(network) = seen.network {
            self.networks.entry(network).or_insert(seen.effect);
            self.lengths.insert(network.prefix_len());
        }
    }

    fn shadow(&self, seen: &Seen<'_>) -> Option<Shadow> {
        if let Some(effect) = self.words.get(&seen.word) {
            return Some(Shadow::Same(*effect));
        }
        let network = seen.network?;
        let wider = |length| IpNet::new(network.addr(), length).map(|net| net.trunc()).ok();
        let effect = self
            .lengths
            .range(..=network.prefix_len())
            .find_map(|length| self.networks.get(&wider(*length)?).copied());
        effect.map(Shadow::Wider)
    }
}

impl Term {
    /// The network of `ip4` or `ip6`, its host bits cleared; none of any other term, and where it can't be read.
    pub fn network(&self) -> Option<IpNet> {
        let (ip, prefix) = match self.kind {
            TermKind::Ip4(Some(ip)) => (IpAddr::V4(ip), self.prefix4.map_or(32, |prefix| prefix.length)),
            TermKind::Ip6(Some(ip)) => (IpAddr::V6(ip), self.prefix6.map_or(128, |prefix| prefix.length)),
            _ => return None,
        };
        IpNet::new(ip, prefix).map(|net| net.trunc()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Spf;

    #[test]
    fn long_records_are_judged_as_short_ones() {
        let (same, wide) = (Shadow::Same(Qualifier::Pass), Shadow::Wider(Qualifier::Fail));
        let parts = "-ip4:192.0.0.0/16 ip4:192.0.2.0/24 ip4:192.0.2.1 MX +mx ip6:2001:db8::/32 ip6:2001:db8::/32 ip4:192.0.2.1/16";
        let expected = [(1, wide), (2, wide), (4, same), (6, same), (7, wide)];
        assert_eq!(Spf::parse(&format!("v=spf1 {parts}")).shadowed, expected);
        let others: Vec<String> = (0..=FEW).map(|i| format!("a:host{i}.example.net")).collect();
        let long = Spf::parse(&format!("v=spf1 {} {parts}", others.join(" "))).shadowed;
        assert_eq!(long, expected.map(|(at, shadow)| (at + others.len(), shadow)));
    }
}
