//! `%{e}`, `%(ir)`, `50%off`: a per cent sign starts a macro, and this one is none.

use super::{Complaint, unreadable};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::domain_spec::DomainProblem;
use crate::record::spf::TermProblem;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-bad-macro",
    severity: Severity::Error,
    title: "A macro that receivers can't read",
    kind: Kind::Spf,
    reference: rfc!(7208, "7.1"),
    why: "A `%` in an SPF record starts a macro, a blank that receivers fill in, such as `%{i}` for the sender's \
          address. A macro in a form that they don't know makes them give up on the whole record.",
    bad: r#"example.com. IN TXT "v=spf1 exists:%(i)._spf.example.com -all""#,
    good: r#"example.com. IN TXT "v=spf1 exists:%{i}._spf.example.com -all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for (_, term, problem, at) in unreadable(text, &item.strings, spf, Complaint::BadMacro) {
            let TermProblem::Domain(problem) = problem else { continue };
            let part = code(at.text(text));
            let what = match problem {
                DomainProblem::UnknownLetter => format!("the letter in {part} stands for nothing"),
                DomainProblem::ExplanationLetter => {
                    format!("{part} may stand only in the text that `exp=` leads to")
                }
                DomainProblem::ZeroParts => format!("{part} asks to keep no part at all"),
                _ => format!("{part} is no macro that they know"),
            };
            let message = format!(
                "Receivers can't read {}: {what}. They count the whole record as an error.",
                code(term.span.text(text))
            );
            // Round brackets in the place of curly ones.
            let word = term.span.text(text);
            let curly = word.replace("%(", "%{").replace(')', "}");
            let fix = if word.contains("%(") && super::reads_well(&curly) {
                let edit = Edit::replace(term.span, curly);
                Fix::edit("Put curly brackets in place of the round ones", vec![edit], Confidence::Safe)
            } else {
                let title = "Copy this part again from the service that asked for it";
                Fix::new(title, None, Confidence::Review)
            };
            out.push(Finding::new(&RULE, record, at, message).fixed_by(fix));
        }
    }
}
