//! `0 .` alone: the domain takes no mail, and says so.

use super::sets;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-takes-no-mail",
    severity: Severity::Good,
    title: "The domain takes no mail, and says so",
    kind: Kind::Mx,
    reference: rfc!(7505, "3"),
    why: "A dot in the place of a server says that a domain takes no mail. Senders then give up at once, and people learn \
          at once that their mail went nowhere.",
    bad: "parked.example. IN MX 10 .",
    good: "parked.example. IN MX 0 .",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in sets(facts) {
        if set.iter().all(|(_, _, mx)| mx.is_null()) {
            let (record, _, mx) = set[0];
            let message =
                "This record says that the domain takes no mail, and senders tell their users at once.";
            out.push(Finding::new(&RULE, record, mx.host, message));
        }
    }
}
