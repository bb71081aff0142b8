//! Two semicolons in a row: an empty place in the list.

use crate::facts::Facts;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::{Edit, Span};

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
        let fix = Fix::edit("Take the extra semicolon away", runs(&dmarc.list.empty), Confidence::Safe);
        out.push(Finding::new(&RULE, record, *first, message).fixed_by(fix));
    }
}

/// Semicolons that stand side by side go as one: a hostile text has tens of thousands.
fn runs(semicolons: &[Span]) -> Vec<Edit> {
    let runs = semicolons.chunk_by(|one, next| one.end == next.start);
    let ends = runs.filter_map(|run| Some((run.first()?.start, run.last()?.end)));
    ends.map(|(start, end)| Edit::delete(Span::new(start, end))).collect()
}
