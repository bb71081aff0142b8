//! The same tag twice: receivers differ on what that means.

use super::whole;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, MOST, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-repeated-tag",
    severity: Severity::Error,
    title: "A tag stands twice",
    kind: Kind::Dmarc,
    reference: rfc!(6376, "3.2"),
    why: "Each tag of a DMARC record may stand once. By the rule for such lists a second one makes the whole record \
          useless; some receivers read on and take the first, others the last.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; p=none; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc() {
        let text = item.value.as_str();
        for (first, tag) in dmarc.list.repeated(text).into_iter().take(MOST) {
            let first = &dmarc.list.tags[first];
            let message = format!(
                "The tag {} stands twice: {} and {}. Receivers may discard the whole record for it.",
                code(tag.name.text(text)),
                code(first.span.text(text)),
                code(tag.span.text(text))
            );
            let same = first.value.text(text).eq_ignore_ascii_case(tag.value.text(text));
            let confidence = if same { Confidence::Safe } else { Confidence::Review };
            let fix = Fix::edit("Keep the first", vec![Edit::delete(whole(text, tag))], confidence);
            out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
        }
    }
}
