//! The policy is enforced, and names every mail server that is known.

use super::servers;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mta_sts_policy::{Key, Mode};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-policy-enforces",
    severity: Severity::Good,
    title: "Mail must come in encrypted",
    kind: Kind::MtaStsPolicy,
    reference: rfc!(8461, "5"),
    why: "Senders that know MTA-STS deliver mail only over an encrypted line, to a server that the policy names and that proves its name. Whether your servers do prove it can't be seen from a web page.",
    bad: "version: STSv1\nmode: testing\nmx: mail.example.com\nmax_age: 604800",
    good: "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let servers = servers(facts);
    for (record, item, policy) in facts.mta_sts_policies() {
        let text = item.value.as_str();
        let is_enforced = policy.is_usable && policy.mode == Some(Mode::Enforce);
        if !is_enforced || !servers.iter().all(|(item, mx)| policy.covers(text, &mx.host_name(&item.value))) {
            continue;
        }
        let names =
            if servers.is_empty() { "" } else { ", and this policy names all servers of the MX records" };
        let message = format!("Senders that know MTA-STS deliver only over an encrypted line{names}.");
        let span = policy.line(Key::Mode).map_or(Span::new(0, text.len()), |line| line.span);
        out.push(Finding::new(&RULE, record, span, message));
    }
}
