//! `all:x`, `ptr/24`: a value or a prefix length where none may stand.

use super::{Complaint, reads_well, unreadable};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-value-not-allowed",
    severity: Severity::Error,
    title: "A value or a network size where none may stand",
    kind: Kind::Spf,
    reference: rfc!(7208, "12"),
    why: "The word `all` stands alone, and only `a`, `mx`, `ip4` and `ip6` may carry the size of a network. Anything more \
          makes receivers give up on the whole record.",
    bad: r#"example.com. IN TXT "v=spf1 mx -all:example.com""#,
    good: r#"example.com. IN TXT "v=spf1 mx -all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for (_, term, _, at) in unreadable(text, &item.strings, spf, Complaint::ValueNotAllowed) {
            let part =
                if at == term.span { crate::text::Span::new(term.name.end, term.span.end) } else { at };
            let message = format!(
                "In {}, receivers expect nothing where {} stands. They count the whole record as an error.",
                code(term.span.text(text)),
                code(part.text(text))
            );
            let sure = reads_well(&text[term.span.start..part.start]);
            let confidence = if sure { Confidence::Safe } else { Confidence::Review };
            let title = format!("Take {} away", code(part.text(text)));
            let fix = Fix::edit(title, vec![Edit::delete(part)], confidence);
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}
