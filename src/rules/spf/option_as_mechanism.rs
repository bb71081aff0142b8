//! `redirect:x`, `-redirect=x`: options take an equals sign, and no sign before them.

use super::{Complaint, unreadable};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::spf::{TermKind, TermProblem, is_mechanism_name};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-option-with-colon",
    severity: Severity::Error,
    title: "`redirect` or `exp` written as if it named a sender",
    kind: Kind::Spf,
    reference: rfc!(7208, "6"),
    why: "The words `redirect` and `exp` are options: they take an equals sign, and no `+`, `-`, `~` or `?` before them. \
          Written another way they are unknown to receivers, who then give up on the whole record.",
    bad: r#"example.com. IN TXT "v=spf1 redirect:_spf.example.net""#,
    good: r#"example.com. IN TXT "v=spf1 redirect=_spf.example.net""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for (_, term, problem, at) in unreadable(text, &item.strings, spf, Complaint::OptionAsMechanism) {
            // `-ip4=…` is another rule's: its equals sign is the slip.
            if is_mechanism_name(term.name.text(text)) {
                continue;
            }
            let (name, word) = (code(term.name.text(text)), code(term.span.text(text)));
            let with_sign = problem == TermProblem::QualifierOnModifier;
            let message = if with_sign {
                format!(
                    "In {word} the sign before {name} makes receivers count the whole record as an error."
                )
            } else {
                format!(
                    "Receivers don't know {word}, because the option {name} takes an equals sign. They count the whole \
                     record as an error."
                )
            };
            let mut edits = Vec::new();
            if let Some((_, sign)) = term.qualifier {
                edits.push(Edit::delete(sign));
            }
            if !with_sign {
                edits.push(Edit::replace(at, "="));
            }
            let title =
                if with_sign { "Take the sign away" } else { "Put an equals sign in place of the colon" };
            let known = matches!(term.kind, TermKind::Redirect(_) | TermKind::Exp(_));
            let readable = known && (with_sign || term.domain().is_some());
            let confidence = if readable { Confidence::Safe } else { Confidence::Review };
            let fix = Fix::edit(title, edits, confidence);
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}
