//! A number at the start that has no meaning.

use super::for_mail;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::tlsa::{Place, TlsaProblem};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-unknown-number",
    severity: Severity::Error,
    title: "A number that has no meaning",
    kind: Kind::Tlsa,
    reference: rfc!(6698, "2.1"),
    why: "The three numbers say what the record names: usage 0 to 3, selector 0 or 1, matching 0 to 2. Senders can't use a record with another number.",
    bad: "_25._tcp.mail.example.com. IN TLSA 3 1 3 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    good: "_25._tcp.mail.example.com. IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, tlsa) in for_mail(facts) {
        let Some(TlsaProblem::UnknownNumber(place)) = tlsa.problem else { continue };
        let text = item.value.as_str();
        let span = tlsa.place(place).unwrap_or(Span::new(0, text.len()));
        let written = code(span.text(text));
        let says = match place {
            Place::Usage => format!("The first number is a usage from 0 to 3, and {written} is none"),
            Place::Selector => format!("The second number is 0 or 1, and {written} is neither"),
            Place::Matching => format!("The third number is 0, 1 or 2, and {written} is none of them"),
        };
        let message = format!("{says}. Senders can't use this record.");
        let fix = Fix::new("Make the record anew, as `3 1 1` and a fingerprint", None, Confidence::Review);
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}
