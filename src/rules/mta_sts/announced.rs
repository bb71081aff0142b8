//! Senders see that the domain has a policy on encryption.

use super::two_records::is_found;
use super::wrong_name::places;
use crate::facts::Facts;
use crate::record::{Kind, Reading, Record};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-announced",
    severity: Severity::Good,
    title: "Senders are told that there is a policy on encryption",
    kind: Kind::MtaSts,
    reference: rfc!(8461, "3.1"),
    why: "Senders that know MTA-STS look for this record before they deliver. When its `id` changes, they fetch the policy \
          file anew, so change the `id` whenever you change the file.",
    bad: r#"_mta-sts.example.com. IN TXT "v=STSv1; id=2026-04-01""#,
    good: r#"_mta-sts.example.com. IN TXT "v=STSv1; id=20260401""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let places = places(facts);
    for set in facts.sets(is_found) {
        let [(record, item)] = set.as_slice() else { continue };
        let Record::MtaSts(sts) = &item.record else { continue };
        let text = item.value.as_str();
        let is_plain = sts.reading() == Reading::Used && sts.more_ids(text).next().is_none();
        if !is_plain || !places.hold(item) {
            continue;
        }
        let edition = sts.id(text).map_or("", |tag| tag.value.text(text));
        let message = format!(
            "Senders that know MTA-STS see edition {} of a policy, and look for its file.",
            code(edition)
        );
        out.push(Finding::new(&RULE, *record, Span::new(0, text.len()), message));
    }
}
