//! The record says that there is a policy, and the web server that should hold it has no address.

use crate::facts::{Domain, Facts};
use crate::record::{Kind, Reading};
use crate::rules::mx::Reach;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-no-policy-host",
    severity: Severity::Error,
    title: "The web server with the policy file has no address",
    kind: Kind::MtaSts,
    reference: rfc!(8461, "3.3"),
    why: "Senders fetch the policy file from a web server with a fixed name: `mta-sts`, a dot, and the domain. Where that name \
          has no address they get no policy, and send as if the domain had none.",
    bad: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n_mta-sts.example.com. TXT \"v=STSv1; id=20260401\"\n\
          _smtp._tls.example.com. TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\"",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n_mta-sts.example.com. TXT \"v=STSv1; id=20260401\"\n\
           mta-sts.example.com. A 192.0.2.80\n_smtp._tls.example.com. TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\"\n\
           example.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let transport = &domain.transport;
    let Some((record, item, _)) = facts.mta_sts().find(|(_, _, sts)| sts.reading() == Reading::Used) else {
        return;
    };
    let Some(host) = transport.policy_host(&domain.name) else { return };
    let name = code(host.as_str());
    let lookups = [&transport.policy_a, &transport.policy_aaaa];
    let target = lookups.into_iter().flatten().find_map(|lookup| lookup.answer.aliases.last());
    let cause = match (Reach::of(transport.policy_a.as_ref(), transport.policy_aaaa.as_ref()), target) {
        (Reach::Unknown | Reach::Addresses(_), _) => return,
        (Reach::NoSuchName | Reach::NoAddress, Some(target)) => {
            format!("{name} leads to {}, which has no address", code(target.as_str()))
        }
        (Reach::NoSuchName, None) => format!("DNS knows no server called {name}"),
        (Reach::NoAddress, None) => format!("{name} has no address in DNS"),
    };
    let message = format!("Senders look for the policy file at {name}. {cause}, so they get no policy.");
    let title = format!(
        "Give {name} an address or a CNAME of a web server that holds the file, or delete this record"
    );
    let mut fix = Fix::new(title, None, Confidence::Review);
    fix.name = Some(host.to_string());
    fix.rtype = Some("CNAME");
    out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message).fixed_by(fix));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::said;

    const ZONE: &str = "example.com MX 10 mail.example.com\n_mta-sts.example.com TXT \"v=STSv1; id=1\"\n";

    #[test]
    fn only_what_is_certain_is_missing() {
        for (rest, expected) in [
            ("", 1),
            ("mta-sts.example.com TXT x", 1),
            ("mta-sts.example.com CNAME gone.example.net", 1),
            ("mta-sts.example.com AAAA 2001:db8::1", 0),
            ("mta-sts.example.com A !timeout", 0),
            ("mta-sts.example.com * !server-failure", 0),
        ] {
            assert_eq!(said(&RULE, &[ZONE, rest].concat()).len(), expected, "{rest}");
        }
        let alias = said(&RULE, &[ZONE, "mta-sts.example.com CNAME gone.example.net"].concat());
        assert!(alias[0].message.contains("leads to `gone.example.net`"), "{}", alias[0].message);
    }
}
