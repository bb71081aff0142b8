//! Reports go to another domain, which says that it takes them.

use super::{applied_record, outside_addresses};
use crate::facts::reports::Consent;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::list;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-reports-authorised",
    severity: Severity::Good,
    title: "The domain that gets the reports takes them",
    kind: Kind::Dmarc,
    reference: rfc!(9990, "4"),
    why: "Reports may go to another domain only if a record there says that it takes them. Receivers look for that record \
          before they send.",
    bad: "example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@reports.example\"",
    good: "example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@reports.example\"\nexample.com._report._dmarc.reports.example. TXT \"v=DMARC1\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let Some((index, applied)) = applied_record(domain, facts) else { return };
    let addresses = outside_addresses(domain, &applied);
    for (i, address) in addresses.iter().enumerate() {
        let (Some(host), Some(Consent::Given(wanted))) = (&address.host, &address.consent) else { continue };
        if addresses[..i].iter().any(|before| before.host.as_ref() == Some(host)) {
            continue;
        }
        let (name, about) = (code(host.as_str()), code(applied.record.domain.as_str()));
        let message = if wanted.is_empty() {
            format!("{name} says that it takes reports on {about}.")
        } else {
            let wanted: Vec<String> = wanted.iter().take(3).map(|address| code(address)).collect();
            format!(
                "{name} says that it takes reports on {about}, and that they go to {} instead.",
                list(&wanted)
            )
        };
        out.push(Finding::new(&RULE, index, address.span, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dmarc::reports;
    use crate::rules::dmarc::tests::in_zone;

    const RECORD: &str = "example.com. TXT \"v=spf1 -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=none; \
                          rua=mailto:a@other.example\"\nexample.com._report._dmarc.other.example. TXT ";

    #[test]
    fn only_a_host_that_said_yes_takes_them() {
        assert_eq!(in_zone(&RULE, &format!("{RECORD}\"v=DMARC1\"")).len(), 1);
        let sent_on = in_zone(&RULE, &format!("{RECORD}\"v=DMARC1; rua=mailto:b@other.example\""));
        assert!(sent_on[0].message.ends_with("they go to `b@other.example` instead."));
        for answer in ["!timeout", "!server-failure", "\"no\""] {
            let zone = format!("{RECORD}{answer}");
            assert!(in_zone(&RULE, &zone).is_empty(), "{answer}");
            // Nobody says then that reports arrive there.
            assert!(in_zone(&reports::RULE, &zone).is_empty(), "{answer}");
        }
        assert_eq!(in_zone(&reports::RULE, &format!("{RECORD}\"v=DMARC1\"")).len(), 1);
    }
}
