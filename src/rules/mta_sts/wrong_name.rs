//! An MTA-STS record anywhere but at `_mta-sts`: senders look at no other name.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::places::Places;
use crate::rules::versioned::right_name;
use crate::rules::{Check, Findings, Rule, Severity, rfc};

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
    let places = places(facts);
    for (record, item, _) in facts.mta_sts().filter(|(.., sts)| sts.recognised) {
        if let Some(finding) = places.judge(&RULE, (record, item), ["Senders", "MTA-STS"]) {
            out.push(finding);
        }
    }
}

/// Where senders find MTA-STS records.
pub fn places(facts: &Facts) -> Places<'_> {
    Places::of(facts, |name| right_name(name, "_mta-sts", &SLIPS))
}
