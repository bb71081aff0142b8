//! Curly quotes, hidden characters, quotation marks: what copying leaves in a TLS-RPT record.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::written::{Group, report_odd};
use crate::rules::{Check, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "tls-rpt-odd-character",
    severity: Severity::Error,
    title: "A character that does not belong there",
    kind: Kind::TlsRpt,
    reference: rfc!(8460, "3"),
    why: "Text that is copied from a mail or a web page can carry curly quotes or hidden characters, and some forms add quotation marks. Senders read each sign as it is, so one of these can spoil the record.",
    bad: "_smtp._tls.example.com. IN TXT \"v=TLSRPTv1;\u{a0}rua=mailto:tls@example.com\u{200b}\"",
    good: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.tls_rpt() {
        for group in [Group::LookAlike, Group::Quoting] {
            report_odd(&RULE, group, record, item, out);
        }
    }
}
