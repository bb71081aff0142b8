//! No DMARC record applies: receivers have no word from the domain on forged mail.

use super::elsewhere;
use crate::dns::{Data, Outcome};
use crate::facts::policy::Known;
use crate::facts::policy::suffix::registrable;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::cname::is_gone;
use crate::rules::mx::{has_mail, is_parked};
use crate::rules::spf::is_closed;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-missing",
    severity: Severity::Error,
    title: "The domain has no DMARC record",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.10.1"),
    why: "DMARC ties the sender that people see to the checks of SPF and DKIM. Without it, anyone can send mail that shows \
          the domain as its sender, and large mailbox providers ask all who send much mail to have it.",
    bad: "example.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"",
    good: "example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    // Texts that are meant as records and fail to count have findings of their own.
    let is_missing = domain.policy.found() == Known::Nothing && facts.dmarc().next().is_none();
    // A domain that has nothing to do with mail is told of all that it lacks at once.
    if !is_missing
        || domain.leads_nowhere()
        || is_parked(domain, facts)
        // A record at a name beside the right one is missed there, and its own rule says so.
        || elsewhere::stray(domain).is_some()
        // An alias that leads nowhere is no place for a record: another rule tells.
        || domain.policy.walk.first().is_some_and(is_gone)
    {
        return;
    }
    let name = &domain.name;
    let main = registrable(name).unwrap_or_else(|| name.clone());
    let who = if main == *name {
        format!("{} has no DMARC record", code(name.as_str()))
    } else {
        format!("Neither {} nor a name above it has a DMARC record", code(name.as_str()))
    };
    let message =
        format!("{who}, so receivers are not told what to do with mail that others forge in its name.");
    let finding = Finding::about_domain(&RULE, message);
    let (finding, title, value) = if sends_nothing(domain, facts) {
        let value = String::from("v=DMARC1; p=reject");
        (finding.weighing(Severity::Warning), "Publish a record that lets nobody use the name", value)
    } else {
        let value = format!("v=DMARC1; p=none; rua=mailto:dmarc@{main}");
        // Where it is not certain that there is mail, the domain may be parked, which is less.
        let severity =
            if is_known(domain) && has_mail(domain, facts) { RULE.severity } else { Severity::Warning };
        (
            finding.weighing(severity),
            "Publish a record to start with, and have the reports sent to a mailbox of yours",
            value,
        )
    };
    let mut fix = Fix::new(title, Some(value), Confidence::Review);
    fix.name = Some(format!("_dmarc.{main}"));
    fix.rtype = Some("TXT");
    out.push(finding.fixed_by(fix));
}

/// Whether mail comes from the domain can be told: what says so was asked.
fn is_known(domain: &Domain) -> bool {
    [&domain.mail.mx, &domain.senders.txt].into_iter().all(|lookup| {
        lookup.as_ref().is_some_and(|lookup| !matches!(lookup.answer.outcome, Outcome::Unknown(_)))
    })
}

/// The domain says that no mail comes from it: by an SPF record that allows nobody, or by the null MX.
fn sends_nothing(domain: &Domain, facts: &Facts) -> bool {
    let null = |data: &Data| matches!(data, Data::Mx { exchange, .. } if exchange.is_root());
    let mut mx = domain.mail.mx.iter().flat_map(|lookup| lookup.found());
    facts.spf().any(|(_, _, spf)| is_closed(spf)) || mx.any(null)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dmarc::tests::{in_zone, values};

    #[test]
    fn only_what_is_certain_is_missing() {
        let mail = "news.example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.1\n";
        let found = in_zone(&RULE, mail);
        assert_eq!(found[0].severity, Severity::Error);
        assert!(found[0].message.starts_with("Neither `news.example.com` nor a name above it"));
        assert_eq!(values(&found), ["_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:dmarc@example.com"]);
        for unknown in ["_dmarc.news.example.com", "_dmarc.example.com", "_dmarc.com"] {
            for trouble in ["timeout", "dnssec-broken", "blocked-or-unreachable"] {
                let zone = format!("{mail}{unknown} TXT !{trouble}");
                assert!(in_zone(&RULE, &zone).is_empty(), "{zone}");
            }
        }
    }

    #[test]
    fn a_domain_without_mail_loses_less() {
        for zone in [
            "example.com. TXT \"v=spf1 -all\"\nexample.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1",
            "example.com. MX 0 .\nexample.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"",
        ] {
            let found = in_zone(&RULE, zone);
            assert_eq!(found[0].severity, Severity::Warning);
            assert_eq!(values(&found), ["_dmarc.example.com TXT v=DMARC1; p=reject"]);
        }
    }

    #[test]
    fn a_domain_that_has_nothing_to_do_with_mail_is_told_elsewhere() {
        assert!(in_zone(&RULE, "example.com. TXT \"v=spf1 -all\"").is_empty());
    }

    #[test]
    fn what_fails_to_count_is_told_by_another_rule() {
        let mail = "example.com. MX 10 mail.example.com.\n_dmarc.example.com. TXT ";
        for records in [
            "\"v=dmarc1; p=reject\"",
            "\"v=DMARC1; p=reject\"\n_dmarc.example.com. TXT \"v=DMARC1; p=none\"",
            "\"v=DMARC1; p=rejected\"",
        ] {
            assert!(in_zone(&RULE, &format!("{mail}{records}")).is_empty(), "{records}");
        }
        // A name that is not there sends no mail, and nobody can publish below it.
        assert!(in_zone(&RULE, "gone.example.com. * !nxname").is_empty());
    }
}
