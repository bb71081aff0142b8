//! DANE protects the way to every mail server.

use super::of_host;
use crate::facts::transport::Dane;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::count;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-protects",
    severity: Severity::Good,
    title: "DANE protects mail on its way in",
    kind: Kind::Tlsa,
    reference: rfc!(7672, "2.2"),
    why: "Every step from the domain to its mail servers is signed, and each server has a TLSA record that senders can use. Whether the servers show the right certificates can't be seen from a web page.",
    bad: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n_25._tcp.mail.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\nexample.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n_25._tcp.mail.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1\nexample.com. * !signed\n_smtp._tls.example.com. TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let hosts = &domain.mail.hosts;
    if hosts.is_empty() || !hosts.iter().all(|host| domain.dane(host) == Dane::Protects) {
        return;
    }
    let together = hosts.iter().flat_map(|host| of_host(facts, host)).collect();
    let (who, has) = match hosts.len() {
        1 => ("The mail server".to_owned(), "has"),
        2 => ("Both mail servers".to_owned(), "have"),
        n => (format!("All {}", count(n, "mail server", "mail servers")), "have"),
    };
    let message =
        format!("{who} {has} signed TLSA records, so senders that use DANE deliver encrypted or not at all.");
    out.push(Finding::about_many(&RULE, together, message));
}
