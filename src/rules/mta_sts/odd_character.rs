//! Curly quotes, hidden characters, quotation marks: what copying leaves in an MTA-STS record.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::written::{Group, report_odd};
use crate::rules::{Check, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-odd-character",
    severity: Severity::Error,
    title: "A character that does not belong there",
    kind: Kind::MtaSts,
    reference: rfc!(8461, "3.1"),
    why: "Text that is copied from a mail or a web page can carry curly quotes or hidden characters, and some forms add \
          quotation marks. Senders read each sign as it is, so one of these spoils the whole record.",
    bad: "_mta-sts.example.com. IN TXT \"v=STSv1;\u{a0}id=20260401\"",
    good: r#"_mta-sts.example.com. IN TXT "v=STSv1; id=20260401""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.mta_sts() {
        for group in [Group::LookAlike, Group::Quoting] {
            report_odd(&RULE, group, record, item, out);
        }
    }
}
