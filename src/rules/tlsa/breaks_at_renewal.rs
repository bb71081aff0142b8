//! The record names a whole certificate: it has to change with each new one.

use super::for_mail;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::tlsa::Place;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-breaks-at-renewal",
    severity: Severity::Advice,
    title: "The record has to change with every new certificate",
    kind: Kind::Tlsa,
    reference: rfc!(7672, "3.1.1"),
    why: "A record with selector 0 names the whole certificate, which is replaced every few months. Where the new record is not there before the new certificate, senders that use DANE hold mail back. Selector 1 names the key, which can stay.",
    bad: "_25._tcp.mail.example.com. IN TLSA 3 0 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    good: "_25._tcp.mail.example.com. IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, tlsa) in for_mail(facts).filter(|(.., tlsa)| tlsa.problem.is_none()) {
        let text = item.value.as_str();
        if (tlsa.number(Place::Usage), tlsa.number(Place::Selector)) != (Some(3), Some(0)) {
            continue;
        }
        let span = tlsa.place(Place::Selector).unwrap_or(Span::new(0, text.len()));
        let message = format!(
            "With selector {} this record fits one certificate alone, so it must change with each new one.",
            code(span.text(text))
        );
        let title = "Publish a record `3 1 1` with the fingerprint of the key, and keep the key at renewal";
        out.push(Finding::new(&RULE, record, span, message).fixed_by(Fix::new(
            title,
            None,
            Confidence::Review,
        )));
    }
}
