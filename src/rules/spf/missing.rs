//! A domain with mail and without an SPF record.

use super::{elsewhere, meant_version};
use crate::dns::Outcome;
use crate::facts::{Domain, Facts};
use crate::providers;
use crate::record::dkim::Key;
use crate::record::{Kind, Record};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::spf::tree::State;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-missing",
    severity: Severity::Error,
    title: "The domain has no SPF record",
    kind: Kind::Spf,
    reference: rfc!(7208, "3"),
    why: "An SPF record lists the servers that may send in a domain's name. Without one, receivers can't tell them from \
          anyone else's, and large mailbox providers refuse mail that proves itself in no other way.",
    bad: "example.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1\nexample.com. TXT \"some-token\"",
    good: "example.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1\nexample.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let is_missing = match domain.senders.tree.as_ref().map(|tree| &tree.root.state) {
        Some(State::NoRecord) => true,
        Some(
            State::Record { .. }
            | State::NoSuchName
            | State::Several(_)
            | State::Unreadable { .. }
            | State::Unknown(_)
            | State::Loop
            | State::NotAName
            | State::Dynamic
            | State::CutOff,
        )
        | None => false,
    };
    // What is almost a record has a rule of its own.
    let is_told = facts.items.iter().any(|item| {
        item.name.as_deref() == Some(domain.name.as_str())
            && (item.kind() == Kind::Spf || meant_version(&item.value).is_some())
    });
    if !is_missing || is_told || elsewhere::stray(domain).is_some() {
        return;
    }
    let name = code(domain.name.as_str());
    let signs = domain
        .keys
        .found()
        .flat_map(|tried| tried.items())
        .any(|item| matches!(&item.record, Record::Dkim(dkim) if !matches!(dkim.key, Key::Revoked)));
    let goes_to = receives(domain, facts);
    let why = match (goes_to, signs) {
        (Some(Some(service)), _) => format!("{name} has its mail at {service}"),
        (Some(None), _) => format!("{name} has mail servers"),
        (None, true) => format!("{name} has DKIM keys for its mail"),
        // Whether it has mail at all is not known; a domain without mail has a rule of its own.
        (None, false) => return,
    };
    let message =
        format!("{why} but no SPF record. Receivers can't tell its own servers from those of others.");
    let mut fix = match goes_to {
        Some(Some(service)) => {
            let title = format!(
                "Publish one TXT record that starts with `v=spf1`, with what {service} and all others that send for you \
                 ask for"
            );
            Fix::new(title, None, Confidence::Example)
        }
        Some(None) => {
            let title = "Publish one TXT record that names every server that sends for you, as this one names your mail servers";
            Fix::new(title, Some(String::from("v=spf1 mx ~all")), Confidence::Example)
        }
        None => {
            let title =
                "Publish one TXT record that starts with `v=spf1` and names every service that sends for you";
            Fix::new(title, None, Confidence::Example)
        }
    };
    fix.name = Some(domain.name.to_string());
    fix.rtype = Some("TXT");
    // Mail that is signed can prove itself by its key, and may have its return address elsewhere.
    let severity = if goes_to.is_some() { Severity::Error } else { Severity::Warning };
    out.push(Finding::about_domain(&RULE, message).weighing(severity).fixed_by(fix));
}

/// The domain takes mail, with the service where it does; none where it does not, or nobody knows.
fn receives(domain: &Domain, facts: &Facts) -> Option<Option<&'static str>> {
    match &domain.mail.mx.as_ref()?.answer.outcome {
        Outcome::Found(_) if !facts.mx().any(|(_, _, mx)| mx.is_null()) => {}
        Outcome::Found(_) | Outcome::Absent { .. } | Outcome::Unknown(_) => return None,
    }
    let host = domain.mail.hosts.first();
    Some(host.and_then(|host| providers::by_mx_host(host.name.as_str())).map(|provider| provider.name))
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn what_shows_that_it_has_mail_is_said() {
        for (zone, says) in [
            ("example.com MX 10 mx.example.com", "`example.com` has mail servers but no SPF record."),
            ("example.com MX 1 smtp.google.com", "`example.com` has its mail at Google Workspace but"),
            (
                "example.com MX !timeout\nexample.com A 192.0.2.1\ns1._domainkey.example.com TXT \"v=DKIM1; p=abc\"",
                "`example.com` has DKIM keys for its mail but",
            ),
            (
                "example.com MX 10 mx.example.com\nexample.com TXT \"spf2.0/pra mx -all\"",
                "has mail servers but",
            ),
        ] {
            let findings = said(&RULE, zone);
            assert_eq!(findings.len(), 1, "{zone}");
            assert!(findings[0].message.contains(says), "{findings:?}");
            // The mail servers of a service are seldom the ones that send.
            let value = findings[0].fix.as_ref().unwrap().whole.as_deref();
            assert_eq!(value.is_some(), says.contains("has mail servers"), "{findings:?}");
            let by_key = says.contains("DKIM keys");
            assert_eq!(findings[0].severity == Severity::Warning, by_key, "{findings:?}");
        }
    }

    #[test]
    fn what_nobody_knows_is_not_missing() {
        for zone in [
            "example.com MX 10 mx.example.com\nexample.com TXT !timeout",
            "example.com MX 10 mx.example.com\nexample.com TXT !dnssec-broken",
            "example.com MX !timeout\nexample.com TXT \"other\"",
        ] {
            assert_eq!(said(&RULE, zone), [], "{zone}");
        }
    }

    #[test]
    fn what_is_there_in_some_way_and_what_has_no_mail_has_other_rules() {
        for zone in [
            "example.com MX 10 mx.example.com\nexample.com TXT \"v=spf1; mx -all\"",
            "example.com MX 10 mx.example.com\nexample.com TXT \"v=spf1 nonsense -all\"",
            "example.com MX 10 mx.example.com\nexample.com TXT \"v=spf1 mx -all\"\nexample.com TXT \"v=spf1 a -all\"",
            "example.com MX 0 .",
            "example.com A 192.0.2.1",
            "example.com A 192.0.2.1\ns1._domainkey.example.com TXT \"v=DKIM1; p=\"",
            "other.example TXT x",
        ] {
            assert_eq!(said(&RULE, zone), [], "{zone}");
        }
    }
}
