//! A domain without mail that says so everywhere.

use super::parked::{dmarc, is_parked, sends};
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::record::dmarc::Policy;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-parked-well",
    severity: Severity::Good,
    title: "A domain without mail that says so",
    kind: Kind::Mx,
    reference: rfc!(7505, "4.2"),
    why: "Three records say that a domain has nothing to do with mail: an MX record with a dot alone, SPF that lets nobody \
          send, and DMARC with `p=reject`. Receivers refuse what others send in its name.",
    bad: "parked.example. TXT \"v=spf1 -all\"",
    good: "parked.example. MX 0 .\nparked.example. TXT \"v=spf1 -all\"\n_dmarc.parked.example. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let refuses = dmarc(facts, domain).is_some_and(|dmarc| dmarc.policy == Some(Policy::Reject));
    let null = facts.mx().next().is_some();
    if null && refuses && sends(domain, facts) == Some(false) && is_parked(domain, facts) {
        let message = format!(
            "{} has nothing to do with mail, and says so in all three places. Receivers refuse mail in its name.",
            code(domain.name.as_str())
        );
        out.push(Finding::about_domain(&RULE, message));
    }
}
