//! `t=y` beside a policy that protects: new receivers soften it, old ones don't.

use super::whole;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dmarc::{DmarcTag, Policy};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, list};

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
        let Some(tag) = dmarc.tag(DmarcTag::Testing) else { continue };
        // Each policy falls by one step on its own.
        let falling: Vec<(DmarcTag, Policy)> =
            dmarc.asked().filter(|(_, policy)| *policy != Policy::None).collect();
        if falling.is_empty() {
            continue;
        }
        let written = |soften: fn(Policy) -> Policy| {
            let all = falling
                .iter()
                .map(|(tag, policy)| code(&format!("{}={}", policy_name(*tag), soften(*policy).word())));
            list(&all.collect::<Vec<_>>())
        };
        // Older receivers know no `np`.
        let new = falling.iter().filter(|(tag, _)| *tag == DmarcTag::NonexistentPolicy).count();
        let older = if new == falling.len() {
            "Older ones skip both tags."
        } else if new > 0 {
            "Older ones skip it and `np`, and act on the rest in full."
        } else if falling.len() == 1 {
            "Older ones skip it, and act on the policy in full."
        } else {
            "Older ones skip it, and act on the policies in full."
        };
        let message = format!(
            "With {} receivers of today act on {} in place of {}. {older}",
            code(tag.span.text(text)),
            written(Policy::softened),
            written(|policy| policy)
        );
        let fix = Fix::edit(
            "Take it out once the reports show that your own mail passes",
            vec![Edit::delete(whole(text, tag))],
            Confidence::Review,
        );
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
    }
}

/// How the tag of a policy is written.
fn policy_name(tag: DmarcTag) -> &'static str {
    match tag {
        DmarcTag::SubdomainPolicy => "sp",
        DmarcTag::NonexistentPolicy => "np",
        _ => "p",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn each_policy_falls_by_one_step() {
        for (tags, expected) in [
            (
                "p=reject; t=y",
                Some(
                    "act on `p=quarantine` in place of `p=reject`. Older ones skip it, and act on the policy in full.",
                ),
            ),
            (
                "p=quarantine; t=y; sp=reject",
                Some(
                    "act on `p=none` and `sp=quarantine` in place of `p=quarantine` and `sp=reject`. Older ones skip it, and act \
                     on the policies in full.",
                ),
            ),
            (
                "p=none; sp=reject; t=y",
                Some(
                    "act on `sp=quarantine` in place of `sp=reject`. Older ones skip it, and act on the policy in full.",
                ),
            ),
            (
                "p=none; np=reject; t=y",
                Some("act on `np=quarantine` in place of `np=reject`. Older ones skip both tags."),
            ),
            (
                "p=reject; sp=none; np=quarantine; t=y",
                Some(
                    "act on `p=quarantine` and `np=none` in place of `p=reject` and `np=quarantine`. Older ones skip it and \
                     `np`, and act on the rest in full.",
                ),
            ),
            ("p=none; t=y", None),
            // Receivers act on none of the policies where one of them can't be read.
            ("p=reject; sp=rejct; t=y", None),
        ] {
            let report = explain_records(&format!("v=DMARC1; {tags}; rua=mailto:a@x.y"), &Hints::default());
            let found = report.records[0].findings.iter().find(|found| found.rule == &RULE);
            let says = expected.map(|expected| format!("With `t=y` receivers of today {expected}"));
            assert_eq!(found.map(|found| found.message.clone()), says, "{tags}");
        }
    }
}
