//! A text at `*`: it answers for every name without a record of its own, names for mail too.

use crate::facts::Facts;
use crate::record::Kind;
use crate::record::other::Plain;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "other-wildcard-text",
    severity: Severity::Warning,
    title: "A text for every name",
    kind: Kind::Other,
    reference: rfc!(4592, "2.1.1"),
    why: "A record at `*` answers for every name that has no record of its own. Receivers that look for a key then \
          find its text instead, and a name that nobody set up looks as if somebody had.",
    bad: "*.example.com. IN TXT \"site=1234567890\"",
    good: "example.com. IN TXT \"site=1234567890\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item) in facts.items.iter().enumerate() {
        let is_text = match &item.record {
            crate::record::Record::Verification(_) => true,
            crate::record::Record::Other(Kind::Other, other) => other.plain == Plain::Text,
            _ => false,
        };
        let Some(name) = item.name.as_deref().filter(|name| is_text && name.starts_with('*')) else {
            continue;
        };
        let below = name.trim_start_matches('*').trim_start_matches('.');
        let key =
            if below.is_empty() { "s1._domainkey".to_owned() } else { format!("s1._domainkey.{below}") };
        let message = format!(
            "This text answers for every name without a record of its own. Receivers that look for a key at {} find it instead.",
            code(&key)
        );
        let title = "Enter the text at the names that need it, and delete this record";
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message).fixed_by(fix));
    }
}
