//! A mail server of the domain is not in the policy: mail to it is held back.

use super::servers;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mta_sts_policy::{Key, Mode};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span, list};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-policy-mx-uncovered",
    severity: Severity::Error,
    title: "The policy leaves a mail server out",
    kind: Kind::MtaStsPolicy,
    reference: rfc!(8461, "4.1"),
    why: "Under a policy that is enforced, senders deliver only to servers that it names. A star stands for exactly one label. Mail to a server of the MX records that the policy does not name is held back, and may come back to its sender.",
    bad: "example.com. IN MX 10 mail.example.com.\nexample.com. IN MX 20 mx.backup.example.net.\n\nversion: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800",
    good: "example.com. IN MX 10 mail.example.com.\nexample.com. IN MX 20 mx.backup.example.net.\n\nversion: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.backup.example.net\nmax_age: 604800",
    check: Check::Records(check),
};

/// So many servers are named in one sentence.
const NAMED: usize = 5;

fn check(facts: &Facts, out: &mut Findings) {
    let servers = servers(facts);
    for (record, item, policy) in facts.mta_sts_policies().filter(|(.., policy)| policy.is_usable) {
        let text = item.value.as_str();
        let mut left_out: Vec<String> = servers.iter().map(|(item, mx)| mx.host_name(&item.value)).collect();
        left_out.retain(|host| !policy.covers(text, host));
        left_out.dedup();
        if left_out.is_empty() || policy.mode == Some(Mode::None) {
            continue;
        }
        let names: Vec<String> = left_out.iter().take(NAMED).map(|host| code(host)).collect();
        let (severity, effect) = if policy.mode == Some(Mode::Enforce) {
            (Severity::Error, "Senders that know MTA-STS don't deliver there.")
        } else {
            (Severity::Warning, "Once it is enforced, senders won't deliver there.")
        };
        let message = format!("The policy does not name {}, which the MX records do. {effect}", list(&names));
        let last = policy.lines.iter().rev().find(|line| line.key == Key::Mx);
        let span = last.map_or(Span::new(0, text.len()), |line| line.span);
        let lines: String = left_out.iter().map(|host| format!("\nmx: {host}")).collect();
        let fix = Fix::edit(
            "Name it in the policy, if it is yours",
            vec![Edit::insert(span.end, lines)],
            Confidence::Review,
        );
        out.push(Finding::new(&RULE, record, span, message).weighing(severity).fixed_by(fix));
    }
}
