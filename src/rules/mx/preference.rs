//! The number before the host is missing, or no number from 0 to 65535.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-preference",
    severity: Severity::Error,
    title: "The number before the server is missing or too large",
    kind: Kind::Mx,
    reference: rfc!(1035, "3.3.9"),
    why: "Each MX record starts with a number from 0 to 65535; senders try the server with the lowest number first. \
          Many DNS hosts have a field of its own for it, called priority or preference.",
    bad: "example.com. IN MX 70000 mail.example.com.",
    good: "example.com. IN MX 10 mail.example.com.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, mx) in facts.mx() {
        if mx.preference_value.is_some() {
            continue;
        }
        let text = item.value.as_str();
        let finding = match mx.preference {
            Some(number) => {
                let message = format!(
                    "{} is no number from 0 to 65535, so DNS can't hold this record.",
                    code(number.text(text))
                );
                let fix = Fix::edit(
                    "Write a number such as 10",
                    vec![Edit::replace(number, "10")],
                    Confidence::Review,
                );
                Finding::new(&RULE, record, number, message).fixed_by(fix)
            }
            None => {
                let message = format!(
                    "No number stands before {}. Without one DNS can't hold this record.",
                    code(mx.host.text(text))
                );
                let edit = Edit::insert(mx.host.start, "10 ");
                let fix = Fix::edit("Write a number such as 10 before it", vec![edit], Confidence::Review);
                Finding::new(&RULE, record, Span::new(0, text.len()), message).fixed_by(fix)
            }
        };
        out.push(finding);
    }
}
