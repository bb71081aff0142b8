//! `10 .`: a null MX has the number 0.

use super::sets;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-null-preference",
    severity: Severity::Warning,
    title: "A record for no mail with another number than 0",
    kind: Kind::Mx,
    reference: rfc!(7505, "3"),
    why: "The record that says that a domain takes no mail has the number 0 and a dot. With another number it is not that \
          record by the letter, and senders may try to deliver to a server without a name.",
    bad: "parked.example. IN MX 10 .",
    good: "parked.example. IN MX 0 .",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in sets(facts) {
        // Beside other records the dot itself is the trouble.
        if set.iter().any(|(_, _, mx)| !mx.is_root) {
            continue;
        }
        for (record, item, mx) in set {
            let Some(number) = mx.preference.filter(|_| mx.preference_value.is_some_and(|value| value != 0))
            else {
                continue;
            };
            let text = item.value.as_str();
            let message = format!(
                "{} names no server, but a record that says so has the number 0. Senders may not take it for that.",
                code(text.trim())
            );
            let fix = Fix::edit("Write 0 in its place", vec![Edit::replace(number, "0")], Confidence::Safe);
            out.push(Finding::new(&RULE, record, number, message).fixed_by(fix));
        }
    }
}
