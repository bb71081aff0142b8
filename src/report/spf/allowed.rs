//! The addresses that a record lets send, for people who let a sender's servers through their mail filter.

use super::LISTED;
use crate::providers::by_spf_domain;
use crate::spf::networks::{AllowList, Network, Source};
use crate::spf::tree::Tree;
use crate::text::{count, list};

/// How many networks are shown; all that were listed are copied.
const ROWS: usize = 200;

/// How many sentences on what is not in the list are shown.
const NOT_LISTED: usize = 40;

/// A list of networks, with what no list can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// How many there are, in a sentence or two.
    pub total: String,
    /// The first of them.
    pub rows: Vec<AllowedRow>,
    /// How many more networks the copy has.
    pub more: usize,
    /// What passes, or may pass, and is not in the list, in sentences.
    pub not_listed: Vec<String>,
    /// What is taken out of the list, in sentences.
    pub exceptions: Vec<String>,
    list: AllowList,
}

/// One network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedRow {
    /// As mail filters take it.
    pub network: String,
    /// How many addresses it holds, in words.
    pub addresses: String,
    /// Whose it is: a service where it is known, with the domain whose record names it. Text from strangers.
    pub from: String,
}

impl Allowed {
    /// The list for a tree.
    pub fn new(tree: &Tree) -> Self {
        let list = AllowList::new(tree);
        let rows: Vec<AllowedRow> =
            list.networks.iter().take(ROWS).map(|network| row(network, &list.sources)).collect();
        let more = list.networks.len() - rows.len();
        let mut not_listed: Vec<String> = Vec::new();
        for one in &list.not_listed {
            if not_listed.len() < NOT_LISTED && !not_listed.contains(&one.says) {
                not_listed.push(one.says.clone());
            }
        }
        let exceptions = list.exceptions.iter().take(NOT_LISTED).map(|one| one.says.clone()).collect();
        Self { total: total(&list), rows, more, not_listed, exceptions, list }
    }

    /// Nothing can be copied.
    pub fn is_empty(&self) -> bool {
        self.list.networks.is_empty()
    }

    /// One network in each line.
    pub fn to_lines(&self) -> String {
        self.list.to_lines()
    }

    /// Comma-separated values with a head (RFC 4180).
    pub fn to_csv(&self) -> String {
        self.list.to_csv()
    }
}

fn total(list: &AllowList) -> String {
    if list.is_everyone() {
        return "This record lets every server send, so there is no list to make.".to_owned();
    }
    if list.networks.is_empty() {
        return "There is no address that could be listed.".to_owned();
    }
    let networks = count(list.networks.len(), "network", "networks");
    let v4 = list.ipv4_addresses > 0;
    let v6 = list.ipv6_addresses > 0;
    let ipv4 = [&number(u128::from(list.ipv4_addresses)), " IPv4"].concat();
    let ipv6 = [&number(list.ipv6_addresses), " IPv6"].concat();
    let (holds, last) = match (v4, v6) {
        (true, true) => ([&ipv4, " and ", &ipv6].concat(), list.ipv6_addresses),
        (true, false) => (ipv4, u128::from(list.ipv4_addresses)),
        (false, _) => (ipv6, list.ipv6_addresses),
    };
    let addresses = if last == 1 { "address" } else { "addresses" };
    let hold = if list.networks.len() == 1 { "holds" } else { "hold" };
    [&networks, " ", hold, " ", &holds, " ", addresses, "."].concat()
}

fn row(network: &Network, sources: &[Source]) -> AllowedRow {
    let unit = if network.addresses == 1 { " address" } else { " addresses" };
    let addresses = number(network.addresses) + unit;
    let mut from: Vec<String> = Vec::new();
    for source in network.from.iter().filter_map(|at| sources.get(*at)).take(50) {
        let who = who(source);
        if !from.contains(&who) {
            from.push(who);
        }
    }
    let more = from.len().saturating_sub(LISTED);
    from.truncate(LISTED);
    if more > 0 {
        from.push(format!("{more} more"));
    }
    AllowedRow { network: network.shown(), addresses, from: list(&from) }
}

/// The service that leads there, and the domain that the domain's own record names.
fn who(source: &Source) -> String {
    let (first, rest) =
        source.path.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    let named = rest.first().map_or(first, String::as_str);
    match rest.iter().find_map(|domain| by_spf_domain(domain)) {
        Some(provider) => [provider.name, " (", named, ")"].concat(),
        None if rest.is_empty() => [named, " itself"].concat(),
        None => named.to_owned(),
    }
}

/// `1,024`; what is too long to be read as a power of two, which every IPv6 network is.
fn number(n: u128) -> String {
    const LONGEST: u128 = 10_000_000_000;
    if n < LONGEST {
        let digits = n.to_string();
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        return out;
    }
    let power = n.ilog2().to_string();
    let about = if n.is_power_of_two() { "2" } else { "more than 2" };
    let raised = power.chars().filter_map(|digit| digit.to_digit(10)).map(|digit| {
        ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'].get(digit as usize).copied().unwrap_or('?')
    });
    about.chars().chain(raised).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_can_be_read() {
        for (n, words) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (16_777_216, "16,777,216"),
            (1 << 80, "2⁸⁰"),
            ((1 << 80) + 1, "more than 2⁸⁰"),
            (u128::MAX, "more than 2¹²⁷"),
        ] {
            assert_eq!(number(n), words);
        }
    }
}
