//! A quoted string of more than 255 characters: DNS can't hold it in one piece.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::written::report_long_string;
use crate::rules::{Check, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-long-string",
    severity: Severity::Warning,
    title: "A string longer than 255 characters",
    kind: Kind::Spf,
    reference: rfc!(7208, "3.3"),
    why: "DNS stores a text in strings of at most 255 characters, and receivers join them again. A longer string has to \
          be split; some DNS hosts do that by themselves, others cut the rest off.",
    bad: r#"example.com. IN TXT "v=spf1 ip4:192.0.2.1 ip4:192.0.2.3 ip4:192.0.2.5 ip4:192.0.2.7 ip4:192.0.2.9 ip4:192.0.2.11 ip4:192.0.2.13 ip4:192.0.2.15 ip4:192.0.2.17 ip4:192.0.2.19 ip4:192.0.2.21 ip4:192.0.2.23 ip4:192.0.2.25 ip4:192.0.2.27 ip4:192.0.2.29 ip4:192.0.2.31 ip4:192.0.2.33 ip4:192.0.2.35 ~all""#,
    good: r#"example.com. IN TXT "v=spf1 ip4:192.0.2.0/27 ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.spf() {
        report_long_string(&RULE, record, item, out);
    }
}
