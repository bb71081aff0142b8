//! The same tag twice: verifiers discard the record.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-repeated-tag",
    severity: Severity::Error,
    title: "A tag stands twice",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.2"),
    why: "Each tag of a key record may stand once. A second one makes the whole record useless to receivers, so every \
          signature made with the key fails.",
    bad: concat!(
        "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; k=ed25519; p=",
        super::ed25519!(),
        "\""
    ),
    good: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim() {
        let text = item.value.as_str();
        for (first, tag) in dkim.list.repeated(text) {
            let first = &dkim.list.tags[first];
            let message = format!(
                "The tag {} stands twice, and receivers discard the record for it.",
                code(tag.name.text(text))
            );
            let same = first.value.text(text) == tag.value.text(text);
            let confidence = if same { Confidence::Safe } else { Confidence::Review };
            let before = text[..tag.span.start].rfind(';').unwrap_or(tag.span.start);
            let edit = Edit::delete(Span::new(before, tag.span.end));
            let fix = Fix::edit("Keep the first", vec![edit], confidence);
            out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
        }
    }
}
