//! Quotation marks or backslashes inside the value: a zone file needs them around it, receivers read them.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::written::{Group, report_odd};
use crate::rules::{Check, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-quotes-inside",
    severity: Severity::Error,
    title: "Quotation marks or backslashes inside the record",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.5"),
    why: "A file on a name server has quotation marks around each text. Many DNS hosts add them by themselves, so \
          marks that are typed into the form end up inside the record, and receivers read them as part of it.",
    bad: r#"example.com. IN TXT "\"v=spf1 include:_spf.google.com ~all\"""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.spf() {
        report_odd(&RULE, Group::Quoting, record, item, out);
    }
}
