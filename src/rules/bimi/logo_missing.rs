//! A BIMI record that names no logo.

use super::bimis;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "bimi-logo-missing",
    severity: Severity::Error,
    title: "No logo is named",
    kind: Kind::Bimi,
    reference: super::DRAFT,
    why: "The tag `l=` says where the logo is, and every BIMI record needs it. It may be empty, which says that the \
          domain wants no logo.",
    bad: "default._bimi.example.com. IN TXT \"v=BIMI1; a=https://example.com/logo.pem\"",
    good: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, bimi) in bimis(facts).filter(|(.., bimi)| bimi.recognised) {
        if bimi.tag(crate::record::bimi::BimiTag::Logo).is_some() {
            continue;
        }
        let message = format!(
            "Receivers look for the tag `l=` in this record, and find {} without it.",
            code(&item.value)
        );
        let title = "Add `l=` with the address of the logo";
        let trimmed = item.value.trim_end().trim_end_matches(';');
        let whole = format!("{trimmed}; l=https://example.com/logo.svg");
        let fix = Fix::new(title, Some(whole), Confidence::Example);
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message).fixed_by(fix));
    }
}
