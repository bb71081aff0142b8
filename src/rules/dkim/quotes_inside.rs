//! Quotation marks or backslashes inside the value: a zone file needs them around it, receivers read them.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::written::{Group, report_odd};
use crate::rules::{Check, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-quotes-inside",
    severity: Severity::Error,
    title: "Quotation marks or backslashes inside the record",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "A file on a name server has quotation marks around each text, and a backslash before some signs. Many DNS \
          hosts add them by themselves, so those that are typed into the form end up inside the key.",
    bad: concat!(
        r#"s1._domainkey.example.com. IN TXT "\"v=DKIM1; k=ed25519; p="#,
        super::ed25519!(),
        r#"\"""#
    ),
    good: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.dkim() {
        report_odd(&RULE, Group::Quoting, record, item, out);
    }
}
