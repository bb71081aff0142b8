//! `ip4:192.168.…`: addresses that receivers on the internet never see.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::huge_network::is_huge;
use super::with_gap;
use crate::facts::Facts;
use crate::record::spf::{Qualifier, Term, TermKind};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-private-network",
    severity: Severity::Warning,
    title: "A private address",
    kind: Kind::Spf,
    reference: rfc!(1918, "3"),
    why: "Some addresses, such as 192.168.1.1, exist only inside an office or a home. Mail that leaves the building \
          carries the public address of the connection, so a private one in the record never fits.",
    bad: r#"example.com. IN TXT "v=spf1 ip4:192.168.1.10 ~all""#,
    good: r#"example.com. IN TXT "v=spf1 ip4:198.51.100.10 ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let text = item.value.as_str();
        for term in spf.reachable().filter(|term| term.effect() == Qualifier::Pass) {
            let message = match within(term) {
                Some(what) => format!(
                    "{} is {what}. Receivers never see mail come from there, so this part allows nobody.",
                    code(term.span.text(text))
                ),
                // A network that is too large has a rule of its own, and so has one of all addresses.
                None if is_huge(term) || term.everyone().is_some() => continue,
                None => {
                    let Some(what) = starts_within(term) else { continue };
                    format!(
                        "{} holds {what}, and addresses of others beside it. Those may then send in the name of this domain.",
                        code(term.span.text(text))
                    )
                }
            };
            let fix = Fix::edit(
                "Take it out, or put the public address in its place",
                vec![Edit::delete(with_gap(text, term.span))],
                Confidence::Review,
            );
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

/// What all addresses of a network are, where no mail on the internet comes from any of them.
pub fn within(term: &Term) -> Option<&'static str> {
    let net = term.network()?;
    let (first, last) = (kind(net.network())?, kind(net.broadcast())?);
    let holds = |block: &str| block.parse::<IpNet>().is_ok_and(|block| block.contains(&net));
    (first == last && BLOCKS.iter().any(|block| holds(block))).then_some(first)
}

/// What the address is that the network is written with.
fn starts_within(term: &Term) -> Option<&'static str> {
    match term.kind {
        TermKind::Ip4(Some(ip)) => four(ip),
        TermKind::Ip6(Some(ip)) => six(ip),
        _ => None,
    }
}

fn kind(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => four(ip),
        IpAddr::V6(ip) => six(ip),
    }
}

/// The ranges that [`four`] and [`six`] know.
const BLOCKS: [&str; 13] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "0.0.0.0/8",
    "224.0.0.0/3",
    "::ffff:0:0/96",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
];

fn four(ip: Ipv4Addr) -> Option<&'static str> {
    let [a, b, ..] = ip.octets();
    if ip.is_private() || (a == 100 && (64..128).contains(&b)) {
        Some("an address inside a private network")
    } else if ip.is_loopback() {
        Some("an address by which a computer calls itself")
    } else if ip.is_link_local() {
        Some("an address of a single local network")
    } else if a == 0 || a >= 224 {
        Some("an address that no server has")
    } else {
        None
    }
}

fn six(ip: Ipv6Addr) -> Option<&'static str> {
    let first = ip.segments()[0];
    if ip.to_ipv4_mapped().is_some() {
        Some("an IPv4 address in the form of IPv6, which receivers compare as IPv4")
    } else if ip.is_loopback() {
        Some("an address by which a computer calls itself")
    } else if first & 0xfe00 == 0xfc00 {
        Some("an address inside a private network")
    } else if first & 0xffc0 == 0xfe80 {
        Some("an address of a single local network")
    } else if first & 0xff00 == 0xff00 {
        Some("an address that no server has")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn public_addresses_are_left_alone() {
        for (ip, expected) in [
            ("10.0.0.1", true),
            ("172.31.0.1", true),
            ("172.32.0.1", false),
            ("100.64.0.1", true),
            ("100.128.0.1", false),
            ("127.0.0.1", true),
            ("169.254.1.1", true),
            ("203.0.113.5", false),
            ("8.8.8.8", false),
        ] {
            assert_eq!(four(ip.parse().unwrap()).is_some(), expected, "{ip}");
        }
        for (ip, expected) in [
            ("fd00::1", true),
            ("fe80::1", true),
            ("::1", true),
            ("::ffff:192.0.2.1", true),
            ("2a00::1", false),
        ] {
            assert_eq!(six(ip.parse().unwrap()).is_some(), expected, "{ip}");
        }
    }

    #[test]
    fn a_private_network_belongs_to_nobody_who_sends() {
        let says = |text: &str| -> Vec<(&str, String)> {
            let report = explain_records(text, &Hints::default());
            let found = report.records[0].findings.iter();
            let wrong = found.filter(|found| found.severity <= Severity::Warning);
            wrong.map(|found| (found.rule.id, found.message.clone())).collect()
        };
        for network in [
            "ip4:10.0.0.0/8",
            "ip4:192.168.1.1",
            "ip6:fc00::/7",
            "ip4:127.0.0.0/8",
            "ip4:224.0.0.0/3",
            "ip6:ff00::/8",
        ] {
            let found = says(&format!("v=spf1 mx {network} -all"));
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].0, "spf-private-network");
            assert!(found[0].1.ends_with("so this part allows nobody."), "{}", found[0].1);
        }
        // Most of these are public.
        for network in ["ip4:172.16.0.0/8", "ip4:10.0.0.0/7", "ip6:fc00::/6"] {
            let found = says(&format!("v=spf1 mx {network} -all"));
            assert_eq!(
                found.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
                ["spf-huge-network"],
                "{network}"
            );
        }
        assert_eq!(says("v=spf1 mx ip4:10.0.0.0/0 -all")[0].0, "spf-allows-everyone");
        assert_eq!(says("v=spf1 mx ip4:10.0.0.0/0 -all").len(), 1);
        let found = says("v=spf1 mx ip4:192.168.1.1/12 -all");
        assert_eq!(
            found[0].1,
            "`ip4:192.168.1.1/12` holds an address inside a private network, and addresses of others beside it. Those may then \
             send in the name of this domain."
        );
    }
}
