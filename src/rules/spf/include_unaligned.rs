//! An `include` for a service that bounces at a name of its own: it does nothing for the domain's mail.

use super::live::{self, Live};
use crate::facts::{Domain, Facts};
use crate::providers;
use crate::record::Kind;
use crate::record::spf::{Qualifier, TermKind};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-include-unaligned",
    severity: Severity::Advice,
    title: "A service that seldom needs this record",
    kind: Kind::Spf,
    reference: rfc!(7208, "2.4"),
    why: "Receivers check SPF at the return address of a message. Many services put a name of their own there, or a \
          subdomain that you set up for them, so that the record of the main domain is not read for that mail.",
    bad: "example.com. TXT \"v=spf1 ip4:192.0.2.1 include:amazonses.com ~all\"\nexample.com. MX 10 mx.example.com.\n\
          mx.example.com. A 192.0.2.1\namazonses.com. TXT \"v=spf1 ip4:199.255.192.0/22 -all\"",
    good: "example.com. TXT \"v=spf1 ip4:192.0.2.1 ~all\"\nexample.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let Some(live) = Live::of(domain, facts) else { return };
    // A return address has a name below the domain's own; only a name that people write from takes mail of its own.
    let is_below = domain.zone.apex.as_ref().is_some_and(|apex| *apex != domain.name);
    let hosts = &domain.mail.hosts;
    if is_below || hosts.is_empty() {
        return;
    }
    // Whose servers take the mail of a name may bounce there.
    let takes_mail =
        |service| hosts.iter().any(|host| providers::by_mx_host(host.name.as_str()) == Some(service));
    for twig in live.tree.root.twigs.iter().filter(|twig| twig.reached) {
        let is_include = live.term(twig).is_some_and(|term| {
            matches!(term.kind, TermKind::Include(_)) && term.effect() == Qualifier::Pass
        });
        let service = live::service(twig)
            .filter(|service| providers::bounces_elsewhere(service) && !takes_mail(service));
        // One that leads nowhere has a worse problem.
        let is_usable = twig.child.as_deref().is_some_and(|child| child.record().is_some());
        let (true, true, Some(service)) = (is_include, is_usable, service) else { continue };
        let name = code(domain.name.as_str());
        let message = format!(
            "{} seldom puts {name} into the return address, and receivers check SPF there. For such mail {} does nothing, \
             and DKIM is what counts.",
            service.name,
            code(&twig.text)
        );
        let title = format!(
            "Turn DKIM on at {}; take this part out only if your return address there (a custom MAIL FROM) is not at {name}",
            service.name
        );
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, live.record, twig.span, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    const MX: &str = "example.com MX 10 mx.example.com\nsendgrid.net TXT \"v=spf1 ip4:192.0.2.0/24 ~all\"\n\
                      amazonses.com TXT \"v=spf1 ip4:192.0.2.0/24 -all\"";

    #[test]
    fn each_service_is_named() {
        let zone =
            format!("example.com TXT \"v=spf1 include:sendgrid.net include:amazonses.com -all\"\n{MX}");
        let findings = said(&RULE, &zone);
        assert_eq!(findings.len(), 2);
        assert!(
            findings[0].message.starts_with("SendGrid (Twilio) seldom puts `example.com` into"),
            "{findings:?}"
        );
        assert!(findings.iter().all(|finding| {
            let fix = finding.fix.as_ref().unwrap();
            fix.edits.is_empty() && fix.title.contains("a custom MAIL FROM")
        }));
    }

    #[test]
    fn every_name_is_in_the_table_of_services() {
        for name in [
            "amazonses.com",
            "servers.mcsv.net",
            "sendgrid.net",
            "spf.mtasv.net",
            "spf.brevo.com",
            "send.klaviyo.com",
            "_spf.hubspot.com",
            "shops.shopify.com",
        ] {
            let found = providers::by_spf_domain(name).map_or("", |provider| provider.name);
            assert!(
                providers::PROVIDERS.iter().any(|p| p.name == found && providers::bounces_elsewhere(p)),
                "{name}: {found}"
            );
        }
    }

    #[test]
    fn a_return_address_and_what_nobody_knows_is_left_alone() {
        let record = "example.com TXT \"v=spf1 include:amazonses.com ~all\"\n\
                      amazonses.com TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n";
        for rest in [
            "example.com MX 10 feedback-smtp.eu-west-1.amazonses.com",
            "example.com MX !timeout",
            "example.com MX 0 .",
            "",
        ] {
            assert_eq!(said(&RULE, &format!("{record}{rest}")), [], "{rest}");
        }
        for zone in [
            "example.com TXT !timeout\nexample.com MX 10 mx.example.com",
            "example.com TXT \"v=spf1 include:amazonses.com ~all\"\nexample.com MX 10 mx.example.com\namazonses.com TXT !timeout",
            "example.com TXT \"v=spf1 include:amazonses.com ~all\"\nexample.com MX 10 mx.example.com",
        ] {
            assert_eq!(said(&RULE, zone), [], "{zone}");
        }
    }
}
