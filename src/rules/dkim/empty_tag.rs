//! Two semicolons in a row: the list has no place for an empty tag.

use crate::facts::Facts;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-empty-tag",
    severity: Severity::Warning,
    title: "A semicolon too many",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.2"),
    why: "One semicolon stands between two tags. Many receivers skip a second one, but the standard has no place for it, \
          and a strict one may discard the record with its key.",
    bad: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1;; k=ed25519; p=", super::ed25519!(), "\""),
    good: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, _, dkim) in facts.dkim().filter(|(_, _, dkim)| dkim.reading() == Reading::Used) {
        let Some(first) = dkim.list.empty.first() else { continue };
        let message = "Between two semicolons of this record stands no tag. A strict receiver may discard the key for it.";
        let edits = dkim.list.empty.iter().map(|span| Edit::delete(*span)).collect();
        let fix = Fix::edit("Take the extra semicolon away", edits, Confidence::Safe);
        out.push(Finding::new(&RULE, record, *first, message).fixed_by(fix));
    }
}
