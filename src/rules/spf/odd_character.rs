//! Curly quotes, long dashes, hidden characters: they look right, and receivers don't read them so.

use super::missing_value::gaps;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::written::{Group, odd_of, report_odd};
use crate::rules::{Check, Findings, Rule, Severity, rfc};
use crate::text::odd::is_plain;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-odd-character",
    severity: Severity::Error,
    title: "A character that only looks right",
    kind: Kind::Spf,
    reference: rfc!(7208, "12"),
    why: "Text that is copied from a mail, a web page or a document can carry curly quotes, long dashes or \
          hidden characters. Receivers read each sign as it is, so one of these can spoil the whole record.",
    bad: "example.com. IN TXT \"v=spf1 include:_spf.google.com \u{2013}all\"",
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com -all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf().filter(|(_, item, _)| !is_plain(&item.value)) {
        let mut odd = odd_of(&item.value, Group::LookAlike).peekable();
        // A tab between a term and its value is told as that.
        if odd.peek().is_some_and(|repair| repair.character == '\t') {
            let gaps = gaps(&item.value, spf);
            if odd.all(|repair| gaps.iter().any(|gap| gap.covers(repair.span))) {
                continue;
            }
        }
        report_odd(&RULE, Group::LookAlike, record, item, out);
    }
}
