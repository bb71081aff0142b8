//! Sets of addresses as ranges, in order: what is passed, and what was refused before.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Subnets, Ipv6Subnets};

/// Addresses of one kind from one to another, both with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Range {
    /// They are IPv6 addresses.
    six: bool,
    first: u128,
    last: u128,
}

impl Range {
    /// The network that an address with a prefix length stands for; without one, the address alone.
    pub(super) fn network(ip: IpAddr, prefix: Option<u8>) -> Self {
        let (six, bits, most) = match ip {
            IpAddr::V4(ip) => (false, u128::from(ip.to_bits()), 32),
            IpAddr::V6(ip) => (true, ip.to_bits(), 128),
        };
        let free = most - prefix.map_or(most, |length| u32::from(length).min(most));
        // A shift by all 128 bits is none.
        let host = 1_u128.checked_shl(free).map_or(u128::MAX, |size| size - 1);
        Self { six, first: bits & !host, last: bits | host }
    }

    /// Every address of one kind.
    pub(super) fn everything(six: bool) -> Self {
        let ip = if six { Ipv6Addr::UNSPECIFIED.into() } else { Ipv4Addr::UNSPECIFIED.into() };
        Self::network(ip, Some(0))
    }

    /// IPv6 addresses that stand for IPv4 ones alone: no server sends from them.
    pub(super) fn is_mapped_only(self) -> bool {
        let mapped = Self::network(Ipv4Addr::UNSPECIFIED.to_ipv6_mapped().into(), Some(96));
        self.six && mapped.first <= self.first && self.last <= mapped.last
    }

    /// How many addresses it has; one fewer for all of IPv6, which are more than can be counted here.
    pub(super) fn addresses(self) -> u128 {
        (self.last - self.first).saturating_add(1)
    }

    /// The fewest networks that hold these addresses and no others.
    pub(super) fn networks(self) -> Box<dyn Iterator<Item = IpNet>> {
        if self.six {
            let subnets =
                Ipv6Subnets::new(Ipv6Addr::from_bits(self.first), Ipv6Addr::from_bits(self.last), 0);
            return Box::new(subnets.map(IpNet::V6));
        }
        let ip = |bits: u128| Ipv4Addr::from_bits(u32::try_from(bits).unwrap_or(u32::MAX));
        Box::new(Ipv4Subnets::new(ip(self.first), ip(self.last), 0).map(IpNet::V4))
    }

    fn overlap(self, other: Self) -> Option<Self> {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        (self.six == other.six && first <= last).then_some(Self { six: self.six, first, last })
    }
}

impl From<IpNet> for Range {
    fn from(net: IpNet) -> Self {
        Self::network(net.addr(), Some(net.prefix_len()))
    }
}

/// Addresses of both kinds: ranges in order, with a gap between any two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ranges(Vec<Range>);

impl Ranges {
    /// The ranges, IPv4 first.
    pub(super) fn iter(&self) -> impl Iterator<Item = Range> {
        self.0.iter().copied()
    }

    /// Adds addresses.
    pub(super) fn insert(&mut self, new: Range) {
        // Those before end so early that there is a gap; those after start so late.
        let before = |range: &Range| {
            (range.six, range.last) < (new.six, new.first)
                && (range.six != new.six || new.first - range.last > 1)
        };
        let start = self.0.partition_point(before);
        let touches =
            |range: &&Range| range.six == new.six && (range.first <= new.last || range.first - new.last == 1);
        let end = start + self.0[start..].iter().take_while(touches).count();
        let mut whole = new;
        if let (Some(first), Some(last)) = (self.0[start..end].first(), self.0[start..end].last()) {
            whole.first = whole.first.min(first.first);
            whole.last = whole.last.max(last.last);
        }
        self.0.splice(start..end, [whole]);
    }

    /// What of a range is in here.
    pub(super) fn inside(&self, range: Range) -> impl Iterator<Item = Range> {
        let start = self.0.partition_point(|other| (other.six, other.last) < (range.six, range.first));
        self.0[start..].iter().map_while(move |other| other.overlap(range))
    }

    /// What of a range is not in here.
    pub(super) fn outside(&self, range: Range) -> Vec<Range> {
        let mut out = Vec::new();
        let mut rest = Some(range);
        for taken in self.inside(range) {
            let Some(whole) = rest else { break };
            if taken.first > whole.first {
                out.push(Range { last: taken.first - 1, ..whole });
            }
            rest = (taken.last < whole.last).then(|| Range { first: taken.last + 1, ..whole });
        }
        out.extend(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> Range {
        Range::from(text.parse::<IpNet>().unwrap())
    }

    fn shown(ranges: impl IntoIterator<Item = Range>) -> Vec<String> {
        ranges.into_iter().flat_map(Range::networks).map(|net| net.to_string()).collect()
    }

    #[test]
    fn ranges_that_meet_become_one() {
        let mut ranges = Ranges::default();
        for net in [
            "2001:db8::/33",
            "192.0.3.0/24",
            "10.0.0.0/8",
            "192.0.2.0/24",
            "2001:db8:8000::/33",
            "192.0.2.7/32",
        ] {
            ranges.insert(range(net));
        }
        assert_eq!(shown(ranges.iter()), ["10.0.0.0/8", "192.0.2.0/23", "2001:db8::/32"]);
        ranges.insert(range("0.0.0.0/0"));
        ranges.insert(range("::/0"));
        assert_eq!(shown(ranges.iter()), ["0.0.0.0/0", "::/0"]);
        assert_eq!(ranges.iter().map(Range::addresses).collect::<Vec<_>>(), [1 << 32, u128::MAX]);
    }

    #[test]
    fn the_ends_of_both_kinds_stay_apart() {
        let mut ranges = Ranges::default();
        for net in
            ["255.255.255.255/32", "::/128", "::1:0:0/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"]
        {
            ranges.insert(range(net));
        }
        assert_eq!(ranges.iter().count(), 4);
        assert_eq!(ranges.outside(range("::/0")).len(), 2);
    }

    #[test]
    fn what_is_inside_and_what_is_not() {
        let mut ranges = Ranges::default();
        for net in ["192.0.2.0/26", "192.0.2.128/26", "192.0.2.255/32", "::c000:200/120"] {
            ranges.insert(range(net));
        }
        let whole = range("192.0.2.0/24");
        assert_eq!(shown(ranges.inside(whole)), ["192.0.2.0/26", "192.0.2.128/26", "192.0.2.255/32"]);
        let left = shown(ranges.outside(whole));
        assert_eq!(left[..2], ["192.0.2.64/26", "192.0.2.192/27"]);
        assert_eq!(left.last().unwrap(), "192.0.2.254/32");
        assert_eq!(shown(ranges.outside(range("192.0.2.8/30"))), Vec::<String>::new());
        assert_eq!(shown(ranges.outside(range("198.51.100.0/24"))), ["198.51.100.0/24"]);
        assert!(range("::ffff:192.0.2.0/120").is_mapped_only() && !range("::/0").is_mapped_only());
    }

    /// Numbers that look random and are the same in each run (xorshift).
    #[test]
    fn sets_hold_what_a_list_of_addresses_holds() {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        for _ in 0..300 {
            let (mut ranges, mut bits) = (Ranges::default(), [false; 256]);
            for _ in 0..next(12) {
                let (ip, length) = (next(256) as u8, 24 + next(9) as u8);
                let net = Range::network(Ipv4Addr::new(192, 0, 2, ip).into(), Some(length));
                ranges.insert(net);
                let base = u128::from(Ipv4Addr::new(192, 0, 2, 0).to_bits());
                (net.first..=net.last).for_each(|at| bits[usize::try_from(at - base).unwrap()] = true);
            }
            let all = range("192.0.2.0/24");
            let count = |ranges: Vec<Range>| ranges.into_iter().map(Range::addresses).sum::<u128>();
            let held = bits.iter().filter(|bit| **bit).count() as u128;
            assert_eq!(count(ranges.inside(all).collect()), held);
            assert_eq!(count(ranges.outside(all)), 256 - held);
            assert!(ranges.0.windows(2).all(|pair| pair[1].first - pair[0].last > 1), "{ranges:?}");
        }
    }
}
