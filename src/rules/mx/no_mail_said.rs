//! Pasted records that say in all three places that a domain has nothing to do with mail.

use super::no_mail::sets;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-no-mail-said",
    severity: Severity::Good,
    title: "A domain without mail that says so",
    kind: Kind::Mx,
    reference: rfc!(7505, "4.2"),
    why: "Three records say that a domain has nothing to do with mail: an MX record with a dot alone, SPF that lets \
          nobody send, and DMARC with `p=reject`. Some add an empty key at `*._domainkey`, which is not needed \
          beside them.",
    bad: "example.com. IN MX 0 .\nexample.com. IN TXT \"v=spf1 -all\"",
    good: "example.com. IN MX 0 .\nexample.com. IN TXT \"v=spf1 -all\"\n_dmarc.example.com. IN TXT \"v=DMARC1; p=reject\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in sets(facts).into_iter().filter(|set| set.takes_none && set.sends_none && set.is_refused) {
        let message = format!(
            "{} has nothing to do with mail, and these records say so in all three places.",
            code(set.domain)
        );
        out.push(Finding::about_many(&RULE, set.records, message));
    }
}
