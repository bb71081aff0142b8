//! Curly quotes, long dashes, hidden characters: they look right, and receivers don't read them so.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::written::{Group, report_odd};
use crate::rules::{Check, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-odd-character",
    severity: Severity::Error,
    title: "A character that only looks right",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "Text that is copied from a mail, a web page or a document can carry curly quotes or hidden characters. \
          Receivers read each sign as it is, so one of these can spoil the whole record.",
    bad: "_dmarc.example.com. IN TXT \"v=DMARC1;\u{a0}p=reject\u{200b}; rua=mailto:dmarc@example.com\"",
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.dmarc() {
        report_odd(&RULE, Group::LookAlike, record, item, out);
    }
}
