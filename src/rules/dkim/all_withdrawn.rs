//! An empty key for every selector: nothing signed with an unknown one is trusted.

use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-all-withdrawn",
    severity: Severity::Good,
    title: "Every selector in doubt has an empty key",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "An empty `p=` at the name `*._domainkey` says that no key is in use, whatever a signature names. A domain that \
          sends no mail can say so in this way, and selectors with a record of their own are left as they are.",
    bad: concat!("s1._domainkey.example.com. TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    good: "*._domainkey.example.com. TXT \"v=DKIM1; p=\"\nexample.com. TXT \"v=spf1 -all\"\n\
           example.com. MX 0 .\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, _facts: &Facts, out: &mut Findings) {
    if super::wildcard(&domain.keys).is_some_and(super::is_withdrawn) {
        let message = format!(
            "The record at {} is an empty key for every selector without one of its own. Receivers trust no signature made \
             with such a selector.",
            code(&format!("*._domainkey.{}", domain.name))
        );
        out.push(Finding::about_domain(&RULE, message));
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn what_nobody_knows_is_not_withdrawn() {
        assert_eq!(said(&RULE, "*._domainkey.example.com TXT !timeout"), []);
        assert_eq!(said(&RULE, "*._domainkey.example.com TXT \"v=DKIM1; p=abc\""), []);
        assert_eq!(said(&RULE, "*.example.com TXT \"v=DKIM1; p=\""), []);
    }
}
