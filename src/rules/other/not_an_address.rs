//! An A or AAAA record whose value is no address of its type.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::facts::Facts;
use crate::record::{Kind, Record};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "other-not-an-address",
    severity: Severity::Error,
    title: "An address record without an address",
    kind: Kind::Other,
    reference: rfc!(1035, "3.4.1"),
    why: "An A record gives the IPv4 address of a server, and an AAAA record its IPv6 address. A name or a web \
          address there is refused by the DNS host, or leads senders nowhere.",
    bad: "mail.example.com. IN A mx.example.net.",
    good: "mail.example.com. IN A 192.0.2.25",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item) in facts.items.iter().enumerate() {
        let Record::Other(_, other) = &item.record else { continue };
        let text = item.value.as_str();
        if !other.is_no_address(text) {
            continue;
        }
        let value = other.value.text(text);
        let rtype = other.rtype.as_deref().unwrap_or("A");
        let (article, wanted) = if rtype == "AAAA" { ("An AAAA", "IPv6") } else { ("An A", "IPv4") };
        let message = format!(
            "{article} record holds one {wanted} address, and {} is none. Senders find no server by it.",
            code(value)
        );
        let right = if value.parse::<Ipv6Addr>().is_ok() {
            Some("AAAA")
        } else if value.parse::<Ipv4Addr>().is_ok() {
            Some("A")
        } else if value.contains('.')
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        {
            value.bytes().any(|b| b.is_ascii_alphabetic()).then_some("CNAME")
        } else {
            None
        };
        let fix = match right {
            Some(right) => {
                let title = format!("Enter it as a record of type {right}");
                let mut fix = Fix::new(title, Some(value.to_owned()), Confidence::Review);
                fix.rtype = Some(right);
                fix
            }
            None => Fix::new(format!("Enter the {wanted} address of the server"), None, Confidence::Review),
        };
        let span = if other.value.is_empty() { Span::new(0, text.len()) } else { other.value };
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}
