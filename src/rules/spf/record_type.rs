//! A record of type SPF: receivers ask for TXT.

use crate::facts::{Facts, Item};
use crate::record::{Kind, Spf};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-record-type",
    severity: Severity::Error,
    title: "A record of type SPF",
    kind: Kind::Spf,
    reference: rfc!(7208, "3.1"),
    why: "DNS once had a record type of its own for SPF. It was given up, and receivers ask for TXT records alone, so a \
          text that stands only in a record of type SPF is never found.",
    bad: r#"example.com. IN SPF "v=spf1 include:_spf.google.com ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.spf().filter(|(_, item, _)| item.is_of_old_type()) {
        let is_found = |other: &Item, spf: &Spf| {
            spf.recognised && other.rtype.as_deref() == Some("TXT") && other.name == item.name
        };
        let mut beside = facts.spf().filter(|(_, other, spf)| is_found(other, spf)).peekable();
        let whole = Span::new(0, item.value.len());
        out.push(if beside.peek().is_some() {
            // With its text in a second one, receivers could use neither.
            let is_same = beside.any(|(_, other, _)| other.value == item.value);
            let which = if is_same {
                "The same text stands in a TXT record, which"
            } else {
                "Beside it stands a TXT record, which"
            };
            let message = format!("Receivers don't ask for records of type SPF. {which} they find.");
            let fix = Fix::new("Delete the record of type SPF", None, Confidence::Review);
            Finding::new(&RULE, record, whole, message).weighing(Severity::Advice).fixed_by(fix)
        } else {
            let message = "Receivers don't ask for records of type SPF, so they never find this one.";
            let mut fix =
                Fix::new("Enter the same text as a TXT record", Some(item.value.clone()), Confidence::Review);
            fix.rtype = Some("TXT");
            Finding::new(&RULE, record, whole, message).fixed_by(fix)
        });
    }
}
