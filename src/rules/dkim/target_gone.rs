//! A selector that leads to a service's name at which nothing stands.

use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::cname::undoubled;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-target-gone",
    severity: Severity::Error,
    title: "A selector leads to a name without a key",
    kind: Kind::Dkim,
    reference: rfc!(6376, "6.1.2"),
    why: "Many services keep the key themselves, and a CNAME record leads receivers to it. Where nothing stands at the \
          end, the service has not made the key yet or has taken it away, and mail that is signed with it fails.",
    bad: "s1._domainkey.example.com. CNAME s1.domainkey.u123456.wl.sendgrid.net.",
    good: concat!(
        "s1._domainkey.example.com. CNAME s1.domainkey.u123456.wl.sendgrid.net.\n",
        "s1.domainkey.u123456.wl.sendgrid.net. TXT \"k=ed25519; p=",
        super::ed25519!(),
        "\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\""
    ),
    check: Check::Dns(check),
};

fn check(domain: &Domain, _facts: &Facts, out: &mut Findings) {
    for (tried, target) in domain.keys.gone() {
        let Some(name) = tried.name() else { continue };
        // That the own domain stands behind the target says more.
        if undoubled(name.as_str(), target.as_str()).is_some() {
            continue;
        }
        let service = tried.service();
        let whose = service.map_or(String::new(), |provider| format!(" of {}", provider.name));
        let message = format!(
            "{} leads to the name {}{whose}, and no key stands there. Mail that is signed with {} fails the check.",
            code(name.as_str()),
            code(target.as_str()),
            code(&tried.selector)
        );
        let title = match service {
            Some(provider) => {
                format!(
                    "Finish the set-up at {}, or delete this record if you no longer use it",
                    provider.name
                )
            }
            None => String::from(
                "Finish the set-up at the service, or delete this record if you no longer use it",
            ),
        };
        let mut fix = Fix::new(title, None, Confidence::Review);
        fix.name = Some(name.to_string());
        fix.rtype = Some("CNAME");
        // Services that change keys by turns may hold one of them back until its turn comes.
        let has_another = service.is_some() && domain.keys.found().any(|other| other.service() == service);
        let severity = if has_another { Severity::Warning } else { Severity::Error };
        out.push(Finding::about_domain(&RULE, message).weighing(severity).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn the_service_is_named_where_it_is_known() {
        let sendgrid = said(&RULE, RULE.bad);
        assert!(
            sendgrid[0].message.contains("wl.sendgrid.net` of SendGrid (Twilio), and no key"),
            "{sendgrid:?}"
        );
        let other = said(&RULE, "s1._domainkey.example.com CNAME s1.example.net\ns1.example.net A 192.0.2.1");
        assert!(other[0].message.contains("the name `s1.example.net`, and no key"), "{other:?}");
    }

    #[test]
    fn one_key_of_two_may_wait_for_its_turn() {
        let zone = "selector1._domainkey.example.com CNAME selector1._domainkey.x.onmicrosoft.com\n\
                    selector2._domainkey.example.com CNAME selector2._domainkey.x.onmicrosoft.com\n\
                    selector1._domainkey.x.onmicrosoft.com TXT \"v=DKIM1; p=\"";
        assert_eq!(said(&RULE, zone)[0].severity, Severity::Warning);
    }

    #[test]
    fn what_nobody_knows_is_not_gone() {
        let zone = format!("{}\ns1.domainkey.u123456.wl.sendgrid.net TXT !server-failure", RULE.bad);
        assert_eq!(said(&RULE, &zone), []);
        assert_eq!(said(&RULE, "s1._domainkey.example.com TXT !timeout"), []);
    }
}
