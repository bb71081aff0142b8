//! A key stands twice: senders go by the first.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, MOST, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-policy-repeated-key",
    severity: Severity::Warning,
    title: "A key that stands twice",
    kind: Kind::MtaStsPolicy,
    reference: rfc!(8461, "3.2"),
    why: "Only `mx` may stand several times. Of any other key senders go by the first line, so what the second one says is never done.",
    bad: "version: STSv1\nmode: enforce\nmode: none\nmx: mail.example.com\nmax_age: 604800",
    good: "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, policy) in facts.mta_sts_policies() {
        let text = item.value.as_str();
        for line in policy.lines.iter().filter(|line| line.is_repeat).take(MOST) {
            let Some(first) = policy.line(line.key) else { continue };
            let message = format!(
                "Senders go by {} and skip {}, which stands below it.",
                code(first.span.text(text)),
                code(line.span.text(text))
            );
            // With the line break before it.
            let start = text[..line.span.start].trim_end_matches([' ', '\t', '\r']).len();
            let start = text[..start].strip_suffix('\n').map_or(line.span.start, str::len);
            let edit = Edit::delete(Span::new(start, line.span.end));
            let fix = Fix::edit("Keep one of the two lines", vec![edit], Confidence::Review);
            out.push(Finding::new(&RULE, record, line.span, message).fixed_by(fix));
        }
    }
}
