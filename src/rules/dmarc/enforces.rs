//! The policy holds forged mail back.

use super::is_applied;
use super::wrong_name::places;
use crate::facts::Facts;
use crate::facts::policy::{Applied, Known};
use crate::record::Kind;
use crate::record::dmarc::{DmarcTag, Policy};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-enforces",
    severity: Severity::Good,
    title: "The policy holds forged mail back",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.10.1"),
    why: "With `quarantine` receivers put mail that fails the checks aside, mostly as spam, and with `reject` they may \
          refuse it. Either makes it hard to forge mail in the domain's name.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=none; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let places = places(facts);
    let found = facts.dmarc().filter(|(_, item, _)| places.hold(item));
    for (record, item, dmarc) in found.filter(|(_, _, dmarc)| !dmarc.testing) {
        // In DNS, another tag than `p` may be for the domain, or another record.
        let (kind, policy) = match is_applied(facts, record) {
            None => (Some(DmarcTag::Policy), dmarc.effective_policy()),
            Some(Some(Applied { tag, asked: Known::Is(policy), .. })) => (tag, Some(policy)),
            Some(_) => continue,
        };
        let effect = match policy {
            Some(Policy::Quarantine) => "put mail that fails the checks aside",
            Some(Policy::Reject) => "refuse mail that fails the checks",
            Some(Policy::None) | None => continue,
        };
        let Some(tag) = kind.and_then(|kind| dmarc.tag(kind)) else { continue };
        let message = format!("{} asks receivers to {effect}.", code(tag.span.text(&item.value)));
        out.push(Finding::new(&RULE, record, tag.span, message));
    }
}
