//! A key that a service keeps, reached through a CNAME: as it should be.

use crate::facts::{Domain, Facts};
use crate::record::dkim::Key;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-cname-ok",
    severity: Severity::Good,
    title: "The key is kept by the service that signs",
    kind: Kind::Dkim,
    reference: rfc!(1034, "3.6.2"),
    why: "A CNAME record leads receivers to the key at the service that signs the mail. The service can then change the \
          key from time to time, and you have nothing to do.",
    bad: concat!("s1._domainkey.example.com. TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    good: concat!(
        "s1._domainkey.example.com. CNAME s1.domainkey.u123456.wl.sendgrid.net.\n",
        "s1.domainkey.u123456.wl.sendgrid.net. TXT \"k=ed25519; p=",
        super::ed25519!(),
        "\"\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\""
    ),
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    for tried in domain.keys.found() {
        let (Some(name), Some(target)) = (tried.name(), tried.target()) else { continue };
        let usable = facts.dkim().find(|(_, item, dkim)| {
            item.name.as_deref() == Some(name.as_str())
                && dkim.reading() == Reading::Used
                && !matches!(dkim.key, Key::Revoked)
        });
        let Some((record, item, _)) = usable else { continue };
        let whose = tried.service().map_or(String::new(), |provider| format!(" of {}", provider.name));
        let message = format!(
            "This key stands at the name {}{whose}, and a CNAME record leads receivers there.",
            code(target.as_str())
        );
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message));
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn only_a_key_that_can_be_used_is_right() {
        let found = said(&RULE, RULE.good);
        assert!(found[0].message.contains("sendgrid.net` of SendGrid (Twilio), and a CNAME"), "{found:?}");
        assert_eq!(found[0].record, Some(1));
        for end in ["TXT \"p=\"", "TXT \"p=abc\"", "TXT !timeout", "A 192.0.2.1"] {
            let zone = format!("s1._domainkey.example.com CNAME s1.example.net\ns1.example.net {end}");
            assert_eq!(said(&RULE, &zone), [], "{end}");
        }
    }
}
