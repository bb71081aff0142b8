//! A record that says that no logo is wanted.

use super::bimis;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "bimi-declined",
    severity: Severity::Good,
    title: "No logo is wanted",
    kind: Kind::Bimi,
    reference: super::DRAFT,
    why: "With `l=` left empty, a domain says that it wants no logo shown. Receivers then look no further.",
    bad: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"",
    good: "default._bimi.example.com. IN TXT \"v=BIMI1; l=; a=;\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in bimis(facts).filter(|(.., bimi)| bimi.recognised && bimi.declines) {
        let message = "This record says that no logo is wanted, and receivers show none.";
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message));
    }
}
