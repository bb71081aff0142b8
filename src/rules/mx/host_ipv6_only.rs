//! The mail servers have IPv6 addresses alone.

use super::reach::{hosts, of_host};
use crate::facts::domain::is_absent;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-host-ipv6-only",
    severity: Severity::Warning,
    title: "The mail server has no IPv4 address",
    kind: Kind::Mx,
    reference: rfc!(5321, "5.2"),
    why: "There are two kinds of internet addresses, the old IPv4 and the new IPv6. Many senders still have IPv4 alone, and \
          can't reach a server without such an address.",
    bad: "example.com. MX 10 mail.example.com.\nmail.example.com. AAAA 2001:db8::25",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. AAAA 2001:db8::25\nmail.example.com. A 192.0.2.25\n\
           example.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    // One server with IPv4 is enough for senders without IPv6, and one that could not be asked may be it.
    if !domain.mail.hosts.iter().all(|host| is_absent(&host.a)) {
        return;
    }
    for (record, _, mx, host) in hosts(domain, facts) {
        if !of_host(host).is_public() {
            continue;
        }
        let message = format!(
            "{} has an IPv6 address and no IPv4 address. Senders that have IPv4 alone can't deliver mail to it.",
            code(host.name.as_str())
        );
        let fix = Fix::new("Give the server an IPv4 address too", None, Confidence::Review);
        out.push(Finding::new(&RULE, record, mx.host, message).fixed_by(fix));
    }
}
