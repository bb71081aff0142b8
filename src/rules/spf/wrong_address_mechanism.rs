//! `a:192.0.2.1`, `ip4:mail.example.com`, `ip4:2001:db8::1`: a value of another kind than the mechanism takes.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Complaint, reads_well, unreadable};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::spf::TermKind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-wrong-address-mechanism",
    severity: Severity::Error,
    title: "An address where a name belongs, or the other way round",
    kind: Kind::Spf,
    reference: rfc!(7208, "5.6"),
    why: "After `a:` and `include:` belongs a name, after `ip4:` an address such as 192.0.2.1, and after `ip6:` one with colons \
          such as 2001:db8::1. With the other kind of value receivers give up on the whole record.",
    bad: r#"example.com. IN TXT "v=spf1 a:192.0.2.25 ~all""#,
    good: r#"example.com. IN TXT "v=spf1 ip4:192.0.2.25 ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for (_, term, _, _) in unreadable(text, &item.strings, spf, Complaint::WrongAddressMechanism) {
            let name = term.name.text(text);
            let value = term.value.map_or("", |value| value.text(text));
            let (is, takes) = kinds(value, &term.kind);
            let message = format!(
                "{} is {is}, and {} takes {takes}. Receivers count the whole record as an error.",
                code(value),
                code(name)
            );
            let rest = &text[term.name.end..term.span.end];
            let is_option = matches!(term.kind, TermKind::Redirect(_) | TermKind::Exp(_));
            let right = right_mechanism(value).filter(|(name, _)| reads_well(&[*name, rest].concat()));
            let fix = match right.filter(|_| !is_option) {
                Some((mechanism, sure)) => {
                    let confidence = if sure { Confidence::Safe } else { Confidence::Review };
                    let edit = Edit::replace(term.name, mechanism);
                    Fix::edit(format!("Write `{mechanism}:` before it"), vec![edit], confidence)
                }
                None => Fix::new(
                    "Write `a:` before a name, and `ip4:` before an address",
                    None,
                    Confidence::Review,
                ),
            };
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

fn kinds(value: &str, kind: &TermKind) -> (&'static str, &'static str) {
    let is = if bare_ip4(value).is_some() {
        "an IPv4 address"
    } else if value.parse::<Ipv6Addr>().is_ok() {
        "an IPv6 address"
    } else if value.bytes().any(|b| b.is_ascii_alphabetic()) {
        "a name"
    } else {
        "no name"
    };
    let takes = match kind {
        TermKind::Ip4(_) => "an IPv4 address",
        TermKind::Ip6(_) => "an IPv6 address",
        TermKind::All
        | TermKind::Include(_)
        | TermKind::A(_)
        | TermKind::Mx(_)
        | TermKind::Ptr(_)
        | TermKind::Exists(_)
        | TermKind::Redirect(_)
        | TermKind::Exp(_)
        | TermKind::UnknownModifier(_)
        | TermKind::Unrecognised => "a name",
    };
    (is, takes)
}

fn bare_ip4(value: &str) -> Option<Ipv4Addr> {
    value.strip_suffix('.').unwrap_or(value).parse().ok()
}

/// The mechanism that takes such a value, and whether it is the only one that does.
fn right_mechanism(value: &str) -> Option<(&'static str, bool)> {
    if bare_ip4(value).is_some() {
        Some(("ip4", true))
    } else if value.parse::<Ipv6Addr>().is_ok() {
        Some(("ip6", true))
    } else if value.contains('.') && value.bytes().any(|b| b.is_ascii_alphabetic()) {
        Some(("a", false))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_tells_its_mechanism() {
        assert_eq!(right_mechanism("192.0.2.1"), Some(("ip4", true)));
        assert_eq!(right_mechanism("2001:db8::1"), Some(("ip6", true)));
        assert_eq!(right_mechanism("mail.example.com"), Some(("a", false)));
        assert_eq!(right_mechanism("192.0.2.999"), None, "no mechanism takes it");
    }
}
