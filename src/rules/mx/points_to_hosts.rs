//! The record names a server that mail can be sent to.

use super::doubled_name::doubled;
use super::pasted::Pasted;
use super::reach;
use super::servers_found::all_are_found;
use super::short_name::{addressed, is_short};
use crate::facts::Facts;
use crate::providers;
use crate::record::mx::host_words;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-points-to-a-host",
    severity: Severity::Good,
    title: "The record names a mail server",
    kind: Kind::Mx,
    reference: rfc!(5321, "5.1"),
    why: "Sending servers find the number and the name that they need. Whether the server has an address and answers can \
          only be seen by asking DNS and the server itself.",
    bad: "example.com. IN MX 10 192.0.2.25",
    good: "example.com. IN MX 10 mail.example.com.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let addressed = addressed(facts);
    let pasted = Pasted::of(facts);
    for (record, item, mx) in facts.mx() {
        if mx.reading() != Reading::Used || mx.is_root || mx.problem.is_some() {
            continue;
        }
        let text = item.value.as_str();
        if mx.reserved(text).is_some() || doubled(&mx.host_name(text), item.name.as_deref()).is_some() {
            continue;
        }
        if is_short(facts, &addressed, item, mx) || pasted.is_doubtful(&mx.host_name(text)) {
            continue;
        }
        // What is known of the server is said by the rules that look it up.
        let server = facts.domain.as_deref().and_then(|domain| reach::host(domain, item, mx));
        let is_told = server.is_some() && facts.domain.as_deref().is_some_and(all_are_found);
        if is_told || server.is_some_and(|host| reach::of_host(host).is_dead()) {
            continue;
        }
        let looks = match providers::by_mx_host(&mx.host_name(text)) {
            Some(provider) => format!(" It looks like {}.", provider.name),
            None => String::new(),
        };
        let message = format!("Sending servers deliver mail to {}.{looks}", host_words(mx.host.text(text)));
        out.push(Finding::new(&RULE, record, mx.host, message));
    }
}
