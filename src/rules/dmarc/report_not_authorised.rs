//! Reports go to another domain that does not say it takes them: receivers send none there.

use super::{applied_record, outside_addresses};
use crate::facts::policy::suffix::registrable;
use crate::facts::reports::Consent;
use crate::facts::{Domain, Facts};
use crate::providers;
use crate::record::Kind;
use crate::record::dmarc::DmarcTag;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-report-not-authorised",
    severity: Severity::Error,
    title: "Reports go to a domain that does not take them",
    kind: Kind::Dmarc,
    reference: rfc!(9990, "4"),
    why: "Anyone could have reports sent to someone else's mailbox. So where the address is at another domain, receivers \
          ask that domain first, and send nothing unless a record there says yes.",
    bad: "example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@reports.example\"",
    good: "example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@reports.example\"\nexample.com._report._dmarc.reports.example. TXT \"v=DMARC1\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let Some((index, applied)) = applied_record(domain, facts) else { return };
    let about = &applied.record.domain;
    let addresses = outside_addresses(domain, &applied);
    let works =
        |tag| addresses.iter().any(|a| a.tag == tag && matches!(a.consent, None | Some(Consent::Given(_))));
    let some_daily_work = works(DmarcTag::AggregateReports);
    for (i, address) in addresses.iter().enumerate() {
        let Some(host) = &address.host else { continue };
        // One host, one finding: where it is named first.
        if addresses[..i].iter().any(|before| before.host.as_ref() == Some(host)) {
            continue;
        }
        let name = code(host.as_str());
        let written = code(&address.text);
        // Older receivers take names below one registered domain for one organisation.
        let is_related = registrable(host).is_some_and(|main| registrable(about) == Some(main));
        let message = match &address.consent {
            Some(Consent::NotGiven) if is_related => format!(
                "To receivers of today, {name} is another domain than {}, and it does not say that it takes reports on \
                 that. So they send none to {written}.",
                code(about.as_str())
            ),
            Some(Consent::NotGiven) => format!(
                "{written} is at another domain, and {name} does not say that it takes reports on {}. So receivers \
                 send none there.",
                code(about.as_str())
            ),
            Some(Consent::SentElsewhere(other)) => format!(
                "{name} wants these reports at {}, which is not at {name} itself. So receivers send them to neither.",
                code(other)
            ),
            Some(Consent::TooLong) => format!(
                "The name at which {name} would say that it takes reports on {} is too long for DNS. So receivers send \
                 none there.",
                code(about.as_str())
            ),
            // Nobody knows, or all is well.
            None | Some(Consent::Open | Consent::Unknown(_) | Consent::Given(_)) => continue,
        };
        let mut finding = Finding::new(&RULE, index, address.span, message);
        // Few receivers send the other reports at all.
        if address.tag != DmarcTag::AggregateReports || some_daily_work || is_related {
            finding = finding.weighing(Severity::Warning);
        }
        let host_record = domain.reports.hosts.iter().find(|known| known.name == *host);
        let fix = match (&address.consent, host_record.and_then(|known| known.place.as_ref())) {
            (Some(Consent::NotGiven), Some(place)) => {
                let who = match providers::by_report_host(host.as_str()) {
                    Some(provider) => format!("{name} (which looks like {})", provider.name),
                    None => name,
                };
                let title = format!("Ask whoever runs {who} to publish this record");
                let mut fix = Fix::new(title, Some(String::from("v=DMARC1")), Confidence::Review);
                fix.name = Some(place.to_string());
                fix.rtype = Some("TXT");
                fix
            }
            _ => Fix::new("Send the reports to an address at your own domain", None, Confidence::Review),
        };
        out.push(finding.fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dmarc::tests::{in_zone, values};

    const START: &str = "example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT ";

    #[test]
    fn the_record_that_the_host_must_publish_is_shown() {
        let zone = format!(
            "{START}\"v=DMARC1; p=none; rua=mailto:a@inbox.ondmarc.com; ruf=mailto:a@inbox.ondmarc.com\""
        );
        let found = in_zone(&RULE, &zone);
        assert_eq!(found.len(), 1, "one host, one finding");
        assert_eq!(found[0].severity, Severity::Error);
        assert_eq!(values(&found), ["example.com._report._dmarc.inbox.ondmarc.com TXT v=DMARC1"]);
        let title = &found[0].fix.as_ref().unwrap().title;
        assert!(title.contains("looks like Red Sift OnDMARC"), "{title}");
    }

    #[test]
    fn an_address_that_works_makes_it_less() {
        for rest in [
            "rua=mailto:a@example.com,mailto:a@no.example",
            "rua=mailto:a@example.com; ruf=mailto:a@no.example",
        ] {
            let found = in_zone(&RULE, &format!("{START}\"v=DMARC1; p=none; {rest}\""));
            assert_eq!(found[0].severity, Severity::Warning, "{rest}");
        }
    }

    #[test]
    fn a_parent_without_a_record_is_another_domain_to_some() {
        let zone = "_dmarc.news.example.com. TXT \"v=DMARC1; p=none; rua=mailto:a@example.com\"\n";
        let found = in_zone(&RULE, zone);
        assert!(found[0].message.starts_with("To receivers of today, `example.com`"));
        assert_eq!(found[0].severity, Severity::Warning);
        let with_parent = format!("{zone}_dmarc.example.com. TXT \"v=DMARC1; p=none\"");
        assert!(in_zone(&RULE, &with_parent).is_empty());
    }

    #[test]
    fn a_host_that_could_not_be_asked_is_left_alone() {
        let record = format!("{START}\"v=DMARC1; p=none; rua=mailto:a@other.example\"");
        assert_eq!(in_zone(&RULE, &record).len(), 1);
        let slow = format!("{record}\nexample.com._report._dmarc.other.example. TXT !timeout");
        assert!(in_zone(&RULE, &slow).is_empty());
        assert!(in_zone(&RULE, &format!("{START}!timeout")).is_empty());
    }

    #[test]
    fn a_host_that_sends_them_on_gets_none() {
        let zone = format!(
            "{START}\"v=DMARC1; p=none; rua=mailto:a@other.example\"
             example.com._report._dmarc.other.example. TXT \"v=DMARC1; rua=mailto:a@third.example\""
        );
        let found = in_zone(&RULE, &zone);
        assert!(found[0].message.contains("`a@third.example`"));
        assert_eq!(found[0].fix.as_ref().unwrap().whole, None);
    }
}
