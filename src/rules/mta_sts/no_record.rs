//! The web server for the policy is there, and no record tells senders to look for it.

use crate::dns::Outcome;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::mx::Reach;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-no-record",
    severity: Severity::Warning,
    title: "A server for the policy, and no record that says so",
    kind: Kind::MtaSts,
    reference: rfc!(8461, "3.1"),
    why: "Senders look at `_mta-sts` first, and fetch the policy file only where a record there says that it exists. A server \
          at `mta-sts` alone tells them nothing.",
    bad: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\nmta-sts.example.com. A 192.0.2.80",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\nmta-sts.example.com. A 192.0.2.80\n\
           _mta-sts.example.com. TXT \"v=STSv1; id=20260401\"\n_smtp._tls.example.com. TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\"\n\
           example.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let transport = &domain.transport;
    let is_absent =
        transport.sts.as_ref().is_some_and(|lookup| !matches!(lookup.answer.outcome, Outcome::Unknown(_)))
            && facts.mta_sts().next().is_none();
    // A wildcard gives every name an address, and this one with them.
    let is_made = domain.strays.probe.as_ref().is_some_and(|probe| probe.answer.no_such_name());
    let has_server =
        matches!(Reach::of(transport.policy_a.as_ref(), transport.policy_aaaa.as_ref()), Reach::Addresses(_));
    if !(is_absent && is_made && has_server) || domain.mail.hosts.is_empty() {
        return;
    }
    let (Some(host), Ok(place)) = (transport.policy_host(&domain.name), domain.name.child("_mta-sts")) else {
        return;
    };
    let message = format!(
        "A web server called {} is there, and {} has no record. Senders therefore never ask it for a policy.",
        code(host.as_str()),
        code(place.as_str())
    );
    let title = "Publish a record that says that there is a policy, once the file is there";
    let mut fix = Fix::new(title, Some(String::from("v=STSv1; id=20260101T000000")), Confidence::Review);
    fix.name = Some(place.to_string());
    fix.rtype = Some("TXT");
    out.push(Finding::about_domain(&RULE, message).fixed_by(fix));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::said;

    #[test]
    fn a_wildcard_is_no_server_and_a_question_without_an_answer_no_absence() {
        let zone = "example.com MX 10 mail.example.com\nmta-sts.example.com A 192.0.2.80\n";
        for (rest, expected) in [
            ("", 1),
            ("*.example.com A 192.0.2.80", 0),
            ("_mta-sts.example.com TXT !timeout", 0),
            ("_mta-sts.example.com TXT \"v=stsv1; id=1\"", 0),
            ("no-such-name.example.com TXT !timeout", 0),
        ] {
            assert_eq!(said(&RULE, &[zone, rest].concat()).len(), expected, "{rest}");
        }
    }
}
