//! Encryption is insisted on, and nobody is told where it fails.

use crate::dns::Outcome;
use crate::facts::transport::Dane;
use crate::facts::{Domain, Facts};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tls-rpt-missing",
    severity: Severity::Warning,
    title: "Nobody is told when encryption fails",
    kind: Kind::TlsRpt,
    reference: rfc!(8460, "3"),
    why: "With MTA-STS or DANE, a slip on your side makes senders hold mail back. A TLS-RPT record asks them to report that once a day, so that you hear of it before your correspondents do.",
    bad: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n_mta-sts.example.com. TXT \"v=STSv1; id=20260401\"\nmta-sts.example.com. A 192.0.2.80",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\nexample.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n_mta-sts.example.com. TXT \"v=STSv1; id=20260401\"\nmta-sts.example.com. A 192.0.2.80\n_smtp._tls.example.com. TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let answered = |outcome: &Outcome| !matches!(outcome, Outcome::Unknown(_));
    let is_absent = domain.transport.tls_rpt.as_ref().is_some_and(|lookup| answered(&lookup.answer.outcome))
        && facts.tls_rpt().next().is_none();
    if !is_absent {
        return;
    }
    let has_sts = facts.mta_sts().any(|(_, _, sts)| sts.reading() == Reading::Used);
    let has_dane = domain.mail.hosts.iter().any(|host| domain.dane(host) == Dane::Protects);
    let what = match (has_sts, has_dane) {
        (false, false) => return,
        (true, false) => "MTA-STS tells",
        (false, true) => "DANE tells",
        (true, true) => "MTA-STS and DANE tell",
    };
    let name = domain.name.as_str();
    let message = format!(
        "{what} senders to hold mail back where encryption fails, and {} has no record that asks for reports on it.",
        code(name)
    );
    let value = format!("v=TLSRPTv1; rua=mailto:tls-reports@{name}");
    let mut fix = Fix::new(
        "Ask for reports, with a mailbox of yours in the place of this one",
        Some(value),
        Confidence::Review,
    );
    fix.name = domain.name.child("_smtp._tls").ok().map(|name| name.to_string());
    fix.rtype = Some("TXT");
    out.push(Finding::about_domain(&RULE, message).fixed_by(fix));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::said;

    #[test]
    fn only_what_is_certain_is_missing() {
        let zone = "example.com MX 10 mail.example.com\n_mta-sts.example.com TXT \"v=STSv1; id=1\"\n";
        for (rest, expected) in [
            ("", 1),
            ("_smtp._tls.example.com TXT hello", 1),
            ("_smtp._tls.example.com TXT !timeout", 0),
            ("_smtp._tls.example.com TXT \"v=TLSRPT1; rua=mailto:a@example.com\"", 0),
        ] {
            assert_eq!(said(&RULE, &[zone, rest].concat()).len(), expected, "{rest}");
        }
        assert!(said(&RULE, "example.com MX 10 mail.example.com").is_empty());
        assert!(
            said(&RULE, "example.com MX 10 mail.example.com\n_mta-sts.example.com TXT !timeout").is_empty()
        );
    }
}
