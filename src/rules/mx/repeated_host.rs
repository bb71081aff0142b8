//! The same server twice: the second one adds nothing.

use std::collections::BTreeMap;

use super::sets;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-repeated-host",
    severity: Severity::Advice,
    title: "The same server stands twice",
    kind: Kind::Mx,
    reference: rfc!(5321, "5.1"),
    why: "Senders try the servers of a domain one after the other. A server that stands twice is tried twice, which makes \
          mail no safer.",
    bad: "example.com. IN MX 10 mail.example.com.\nexample.com. IN MX 20 mail.example.com.",
    good: "example.com. IN MX 10 mail.example.com.\nexample.com. IN MX 20 backup.example.net.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in sets(facts) {
        let mut first: BTreeMap<String, &str> = BTreeMap::new();
        for (record, item, mx) in set.iter().filter(|(_, _, mx)| mx.problem.is_none() && !mx.is_root) {
            let text = item.value.as_str();
            match first.get(&mx.host_name(text)) {
                // The very same record twice is a paste that overlaps.
                Some(number) if mx.preference.is_some_and(|span| span.text(text) != *number) => {
                    let message = format!(
                        "{} is named before with the number {number}. The second time it adds nothing.",
                        code(mx.host.text(text))
                    );
                    let fix = Fix::new("Delete this record", None, Confidence::Review);
                    out.push(Finding::new(&RULE, *record, mx.host, message).fixed_by(fix));
                }
                Some(_) => {}
                None => {
                    let number = mx.preference.map_or("", |span| span.text(text));
                    first.insert(mx.host_name(text), number);
                }
            }
        }
    }
}
