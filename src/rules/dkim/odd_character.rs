//! Curly quotes, long dashes, hidden characters: they look right, and receivers don't read them so.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::written::{Group, report_odd};
use crate::rules::{Check, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-odd-character",
    severity: Severity::Error,
    title: "A character that only looks right",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.2"),
    why: "Text that is copied from a mail, a web page or a document can carry curly quotes or hidden characters. \
          Receivers read each sign as it is, and a key with one of these in it can't be used.",
    bad: concat!(
        "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=\u{200b}",
        super::ed25519!(),
        "\""
    ),
    good: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.dkim() {
        report_odd(&RULE, Group::LookAlike, record, item, out);
    }
}
