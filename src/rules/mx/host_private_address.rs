//! The mail server has an address that works inside a network alone.

use std::net::IpAddr;

use super::reach::{has_other, hosts, of_host};
use crate::facts::mail::is_public;
use crate::facts::{Domain, Facts, Item};
use crate::record::mx::Reserved;
use crate::record::{Kind, Mx};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::list;
use crate::text::prose::code;

/// So many addresses are named.
const NAMED: usize = 4;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-host-private-address",
    severity: Severity::Error,
    title: "The mail server has a private address",
    kind: Kind::Mx,
    reference: rfc!(1918, "3"),
    why: "Some addresses, such as those that start with 10 or with 192.168, work only inside one network. Senders elsewhere \
          can't reach a mail server there.",
    bad: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.168.1.25",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n\
           example.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    for (record, item, mx, host) in hosts(domain, facts) {
        // Names that lead nowhere have a rule of their own.
        if matches!(mx.reserved(&item.value), Some(Reserved::Localhost | Reserved::Invalid)) {
            continue;
        }
        let reach = of_host(host);
        if reach.addresses().iter().all(|ip| is_public(*ip)) {
            continue;
        }
        // A question that could not be asked may hide a public address.
        let unsure = [&host.a, &host.aaaa].into_iter().any(|lookup| {
            lookup.as_ref().is_none_or(|l| matches!(l.answer.outcome, crate::dns::Outcome::Unknown(_)))
        });
        let (severity, effect) = if reach.is_public() {
            (Severity::Warning, SOME_LOST)
        } else if unsure || has_other(domain, host) {
            (Severity::Warning, ANOTHER_WAY)
        } else {
            (Severity::Error, "Senders elsewhere can't reach it there.")
        };
        out.push(finding((record, mx), host.name.as_str(), reach.addresses(), severity, effect));
    }
}

/// What a paste tells of a server's addresses. It may hold some of them alone, so it is not sure that senders can't
/// reach it by another.
pub fn pasted((record, item, mx): (usize, &Item, &Mx), host: &str, addresses: &[IpAddr]) -> Option<Finding> {
    let leads_nowhere = matches!(mx.reserved(&item.value), Some(Reserved::Localhost | Reserved::Invalid));
    if leads_nowhere || addresses.iter().all(|ip| is_public(*ip)) {
        return None;
    }
    let effect = if addresses.iter().any(|ip| is_public(*ip)) { SOME_LOST } else { ANOTHER_WAY };
    Some(finding((record, mx), host, addresses, Severity::Warning, effect))
}

const SOME_LOST: &str = "It has others too, so some mail is late or gets lost.";
const ANOTHER_WAY: &str = "Senders elsewhere can't reach it there, and have to try another way.";

fn finding(
    (record, mx): (usize, &Mx),
    host: &str,
    addresses: &[IpAddr],
    severity: Severity,
    effect: &str,
) -> Finding {
    let inside: Vec<String> =
        addresses.iter().filter(|ip| !is_public(**ip)).map(|ip| code(&ip.to_string())).collect();
    let message = format!(
        "{} has {}, which {} only inside a network. {effect}",
        code(host),
        list(&inside[..inside.len().min(NAMED)]),
        if inside.len() == 1 { "works" } else { "work" }
    );
    let fix = Fix::new("Give the server its public address, and delete this one", None, Confidence::Review);
    Finding::new(&RULE, record, mx.host, message).weighing(severity).fixed_by(fix)
}
