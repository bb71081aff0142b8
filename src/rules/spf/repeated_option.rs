//! `redirect=` or `exp=` twice: each may stand once.

use super::{Complaint, unreadable, with_gap};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-repeated-option",
    severity: Severity::Error,
    title: "`redirect` or `exp` stands twice",
    kind: Kind::Spf,
    reference: rfc!(7208, "6"),
    why: "The option `redirect` hands the question over to one other record, so it can stand only once, and so can `exp`. With \
          two of them receivers give up on the whole record.",
    bad: r#"example.com. IN TXT "v=spf1 redirect=_spf.example.net redirect=_spf.example.org""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.example.net include:_spf.example.org ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for (_, term, _, _) in unreadable(text, &item.strings, spf, Complaint::RepeatedOption) {
            let message = format!(
                "{} is the second {} of this record, and receivers allow one. They count the whole record as an error.",
                code(term.span.text(text)),
                code(term.name.text(text))
            );
            let fix = Fix::edit(
                "Keep the first one alone",
                vec![Edit::delete(with_gap(text, term.span))],
                Confidence::Review,
            );
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}
