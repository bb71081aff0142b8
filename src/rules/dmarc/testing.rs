//! `t=y` beside a policy that protects: new receivers soften it, old ones don't.

use super::whole;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dmarc::{DmarcTag, Policy};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-testing",
    severity: Severity::Warning,
    title: "The policy is only being tested",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "With `t=y` receivers that follow the standard of 2026 act one step more gently than the policy says. Older \
          ones skip the tag and act on the policy in full, so for a while both things happen.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; t=y; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc().filter(|(_, _, dmarc)| dmarc.testing) {
        let text = item.value.as_str();
        let (Some(policy), Some(tag)) = (dmarc.strictest(text), dmarc.tag(DmarcTag::Testing)) else {
            continue;
        };
        if policy == Policy::None {
            continue;
        }
        let message = format!(
            "With {} receivers of today act on {} in place of {}. Older ones skip it, and act on the policy in full.",
            code(tag.span.text(text)),
            code(&format!("p={}", policy.softened().word())),
            code(&format!("p={}", policy.word()))
        );
        let fix = Fix::edit(
            "Take it out once the reports show that your own mail passes",
            vec![Edit::delete(whole(text, tag))],
            Confidence::Review,
        );
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
    }
}
