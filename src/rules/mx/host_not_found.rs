//! The server that an MX record names is not there, or has no address.

use super::doubled_name::doubled;
use super::reach::{Reach, alias, has_other, hosts, of_host};
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::record::mx::Reserved;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-host-not-found",
    severity: Severity::Error,
    title: "The mail server has no address",
    kind: Kind::Mx,
    reference: rfc!(5321, "5.1"),
    why: "An MX record names a server, and senders then ask DNS for its address. Where there is none, they can't deliver, \
          and they don't try the domain's own address instead.",
    bad: "example.com. MX 10 mail.example.com.\nwww.example.com. A 192.0.2.1",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n\
           example.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    for (record, item, mx, host) in hosts(domain, facts) {
        let name = code(host.name.as_str());
        // A name with the domain twice has a rule of its own, and so have names that lead nowhere.
        let leads_nowhere = matches!(mx.reserved(&item.value), Some(Reserved::Localhost | Reserved::Invalid));
        if leads_nowhere || doubled(host.name.as_str(), item.name.as_deref()).is_some() {
            continue;
        }
        let cause = match (of_host(host), alias(host)) {
            (Reach::Unknown | Reach::Addresses(_), _) => continue,
            (Reach::NoSuchName | Reach::NoAddress, Some(target)) => {
                format!("{name} leads to {}, which has no address.", code(target.as_str()))
            }
            (Reach::NoSuchName, None) => format!("DNS knows no server called {name}."),
            (Reach::NoAddress, None) => format!("{name} has no address in DNS."),
        };
        let (severity, effect) = if has_other(domain, host) {
            (Severity::Warning, "Senders have to try another server of the domain.")
        } else {
            (Severity::Error, "Senders can't deliver mail to it.")
        };
        let fix = Fix::new(
            "Correct the name of the server, or give it an address; delete the record if the server is gone",
            None,
            Confidence::Review,
        );
        let finding = Finding::new(&RULE, record, mx.host, format!("{cause} {effect}"));
        out.push(finding.weighing(severity).fixed_by(fix));
    }
}
