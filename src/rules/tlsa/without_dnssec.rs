//! TLSA records whose zone, or the way to it, is not signed: senders ignore them.

use super::of_host;
use crate::facts::mail::Host;
use crate::facts::transport::Dane;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-without-dnssec",
    severity: Severity::Error,
    title: "The record is not signed, so senders ignore it",
    kind: Kind::Tlsa,
    reference: rfc!(7672, "2.2"),
    why: "Anyone on the way could forge a record that DNSSEC does not sign. So senders go by TLSA records only where the MX records, the address of the server and the TLSA records themselves are all signed.",
    bad: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n_25._tcp.mail.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\nexample.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n_25._tcp.mail.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1\nexample.com. * !signed\n_smtp._tls.example.com. TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let mut unsigned = domain.mail.hosts.iter().filter(|host| domain.dane(host) == Dane::Unsigned).peekable();
    let Some(first) = unsigned.peek().copied() else { return };
    let together: Vec<usize> = unsigned.flat_map(|host| of_host(facts, host)).collect();
    let (what, title) = weak_link(domain, first);
    let message = format!("{what} not signed with DNSSEC, so senders ignore the TLSA records.");
    let fix = Fix::new(title, None, Confidence::Review);
    out.push(Finding::about_many(&RULE, together, message).fixed_by(fix));
}

/// The first step on the way to a server that is not signed, and what to do about it.
fn weak_link(domain: &Domain, host: &Host) -> (String, String) {
    let name = code(domain.name.as_str());
    let is_open = |lookup: &Option<crate::dns::Lookup>| {
        lookup.as_ref().is_some_and(|lookup| domain.is_signed(lookup) == Some(false))
    };
    if is_open(&domain.mail.mx) {
        let title = format!("Switch DNSSEC on for {name} at your DNS host, or delete the TLSA records");
        (format!("The MX records of {name} are"), title)
    } else {
        let host = code(host.name.as_str());
        let title = format!("Have DNSSEC switched on for the zone of {host}, or delete the TLSA records");
        (format!("The records of the mail server {host} are"), title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::said;

    #[test]
    fn the_weak_link_is_named() {
        let zone = "example.com MX 10 mx.b.example\nmx.b.example A 192.0.2.1\n_25._tcp.mx.b.example TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1\n";
        for (rest, expected) in [
            ("", Some("The MX records of `example.com` are")),
            ("example.com * !signed", Some("The records of the mail server `mx.b.example` are")),
            ("example.com * !signed\nb.example * !signed", None),
            (
                "example.com MX 10 slow.b.example\n_25._tcp.slow.b.example TLSA !timeout\nexample.com * !signed\nb.example * !signed",
                None,
            ),
        ] {
            let found = said(&RULE, &[zone, rest].concat());
            assert_eq!(
                found.first().map(|f| f.message.split(" not signed").next().unwrap()),
                expected,
                "{rest}"
            );
        }
    }
}
