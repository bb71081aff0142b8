//! Two semicolons in a row: an empty place in the list.

use crate::facts::Facts;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-empty-tag",
    severity: Severity::Advice,
    title: "A semicolon too many",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "One semicolon stands between two tags. Most receivers skip a second one, but the standard has no place for it, \
          and a strict one may stop there.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1;; p=reject; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, _, dmarc) in facts.dmarc().filter(|(_, _, dmarc)| dmarc.reading() == Reading::Used) {
        let Some(first) = dmarc.list.empty.first() else { continue };
        let message =
            "Between two semicolons of this record stands no tag. A strict receiver may stop there.";
        let edits = dmarc.list.empty.iter().map(|span| Edit::delete(*span)).collect();
        let fix = Fix::edit("Take the extra semicolon away", edits, Confidence::Safe);
        out.push(Finding::new(&RULE, record, *first, message).fixed_by(fix));
    }
}
