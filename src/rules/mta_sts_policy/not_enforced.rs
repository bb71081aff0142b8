//! The policy is a test, or switched off.

use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mta_sts_policy::{Key, Mode};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-policy-not-enforced",
    severity: Severity::Warning,
    title: "The policy protects nothing yet",
    kind: Kind::MtaStsPolicy,
    reference: rfc!(8461, "5"),
    why: "With `testing`, senders report where encryption would have failed, and deliver all the same. With `none` they act as if there were no policy. Only `enforce` keeps mail from being read on its way.",
    bad: "version: STSv1\nmode: testing\nmx: mail.example.com\nmax_age: 604800",
    good: "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, _, policy) in facts.mta_sts_policies().filter(|(.., policy)| policy.is_usable) {
        let Some(line) = policy.line(Key::Mode) else { continue };
        let (severity, message) = match policy.mode {
            Some(Mode::Testing) => (
                Severity::Warning,
                "This policy is a test. Senders deliver mail even where somebody on the way takes the encryption out.",
            ),
            Some(Mode::None) => {
                (Severity::Advice, "This policy is switched off, so senders act as if there were none.")
            }
            Some(Mode::Enforce) | None => continue,
        };
        let mut finding = Finding::new(&RULE, record, line.value, message).weighing(severity);
        if severity == Severity::Warning {
            let edit = Edit::replace(line.value, "enforce");
            let title =
                "Enforce it, once the reports show no failures; change the `id` of the record with it";
            finding = finding.fixed_by(Fix::edit(title, vec![edit], Confidence::Review));
        }
        out.push(finding);
    }
}
