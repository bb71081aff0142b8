//! An MTA-STS record anywhere but at `_mta-sts`: senders look at no other name.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::versioned::right_name;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-wrong-name",
    severity: Severity::Error,
    title: "An MTA-STS record at a name where senders don't look",
    kind: Kind::MtaSts,
    reference: rfc!(8461, "3.1"),
    why: "Senders look for this record at one name alone: `_mta-sts`, a dot, and the domain. The name without the underscore \
          is that of the web server with the policy file, and a record there is never found.",
    bad: r#"mta-sts.example.com. IN TXT "v=STSv1; id=20260401""#,
    good: r#"_mta-sts.example.com. IN TXT "v=STSv1; id=20260401""#,
    check: Check::Records(check),
};

/// What people write in its place.
const SLIPS: [&str; 8] =
    ["mta-sts", "_mta_sts", "mta_sts", "_mtasts", "mtasts", "_mta-sts._smtp", "_smtp._mta-sts", "_sts"];

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.mta_sts().filter(|(_, _, sts)| sts.recognised) {
        let Some(name) = item.name.as_deref() else { continue };
        let Some(right) = right_name(name, "_mta-sts", &SLIPS) else { continue };
        let message = format!(
            "Senders look for MTA-STS only at {}. They never find this record, which stands at {}.",
            code(&right),
            code(name)
        );
        let title = format!("Move the record to {}", code(&right));
        let mut fix = Fix::new(title, Some(item.value.clone()), Confidence::Review);
        fix.name = Some(right);
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message).fixed_by(fix));
    }
}

/// Senders never find a record at this name.
pub fn is_wrong(name: Option<&str>) -> bool {
    name.is_some_and(|name| right_name(name, "_mta-sts", &SLIPS).is_some())
}
