//! `ip4:192.168.…`: addresses that receivers on the internet never see.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::with_gap;
use crate::facts::Facts;
use crate::record::spf::{Qualifier, TermKind};
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
            // `0.0.0.0/0` and the like hold every address there is.
            let what = match term.kind {
                TermKind::Ip4(Some(ip)) if term.prefix4.is_none_or(|prefix| prefix.length >= 4) => four(ip),
                TermKind::Ip6(Some(ip)) if term.prefix6.is_none_or(|prefix| prefix.length >= 7) => six(ip),
                _ => None,
            };
            let Some(what) = what else { continue };
            let message = format!(
                "{} is {what}. Receivers never see mail come from there, so this part allows nobody.",
                code(term.span.text(text))
            );
            let fix = Fix::edit(
                "Take it out, or put the public address in its place",
                vec![Edit::delete(with_gap(text, term.span))],
                Confidence::Review,
            );
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

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
}
