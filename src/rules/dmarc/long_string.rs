//! A quoted string of more than 255 characters: DNS can't hold it in one piece.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::written::report_long_string;
use crate::rules::{Check, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-long-string",
    severity: Severity::Warning,
    title: "A string longer than 255 characters",
    kind: Kind::Dmarc,
    reference: rfc!(1035, "3.3"),
    why: "DNS stores a text in strings of at most 255 characters, and receivers join them again. A longer string has to \
          be split; some DNS hosts do that by themselves, others cut the rest off.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc-reports-of-the-sales-office@example.com,mailto:dmarc-reports-of-the-head-office@example.com,mailto:dmarc-reports-of-the-support-team@example.com; ruf=mailto:dmarc-failures-of-the-head-office@example.com; fo=1; adkim=r; aspf=r""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.dmarc() {
        report_long_string(&RULE, record, item, out);
    }
}
