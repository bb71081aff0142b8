//! `exists:example.com`, `exists:%{d}`: without a macro that tells senders apart, the answer is the same for every sender.

use crate::facts::Facts;
use crate::record::spf::TermKind;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-exists-for-everyone",
    severity: Severity::Warning,
    title: "`exists` that asks the same for every sender",
    kind: Kind::Spf,
    reference: rfc!(7208, "5.7"),
    why: "With `exists:` receivers ask whether a name is there, and a macro such as `%{i}` puts the sender's address into \
          it. Without such a macro the name is always the same: it lets everybody in, or nobody. `%{d}` is the same \
          for all too, and `%{v}` says whether they use IPv4 or IPv6 alone.",
    bad: r#"example.com. IN TXT "v=spf1 exists:_spf.example.com -all""#,
    good: r#"example.com. IN TXT "v=spf1 exists:%{i}._spf.example.com -all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let text = item.value.as_str();
        for term in spf.reachable() {
            let TermKind::Exists(Some(domain)) = &term.kind else { continue };
            let written = domain.span.text(text);
            // A name that no host can have is told by the rule on names.
            if domain.depends_on_message()
                || written.contains(['@', ',', ';', '|'])
                || written.contains("://")
            {
                continue;
            }
            let message = format!(
                "{} asks for the same name whoever sends. If that name exists, everybody may send; if not, this part \
                 allows nobody.",
                code(term.span.text(text))
            );
            let lost =
                written.find('{').filter(|at| written[*at..].contains('}') && !written[..*at].ends_with('%'));
            let fix = match lost {
                Some(at) => {
                    let at = domain.span.start + at;
                    let from = if text[..at].ends_with('$') { at - 1 } else { at };
                    let edit = Edit::replace(crate::text::Span::new(from, at), "%");
                    Fix::edit("Put the per cent sign back", vec![edit], Confidence::Review)
                }
                None => Fix::new(
                    "Copy this part again from the service that asked for it",
                    None,
                    Confidence::Review,
                ),
            };
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn only_macros_that_tell_senders_apart_help() {
        for (value, expected) in [
            ("%{d}", true),
            ("%{d2}", true),
            ("%{v}.example.com", true),
            ("%{D}._spf.%{d2}", true),
            ("_spf.example.com", true),
            ("%{i}._spf.%{d}", false),
            ("%{ir}.%{v}.example.com", false),
            ("%{S}.example.com", false),
            ("%{l}.%{o}.example.com", false),
            ("%{h}.example.com", false),
            ("%{p}.example.com", false),
        ] {
            let report = explain_records(&format!("v=spf1 exists:{value} -all"), &Hints::default());
            let found: Vec<&Finding> =
                report.records[0].findings.iter().filter(|finding| finding.rule == &RULE).collect();
            assert_eq!(!found.is_empty(), expected, "{value}");
            let edited =
                found.iter().any(|finding| finding.fix.as_ref().is_some_and(|fix| !fix.edits.is_empty()));
            assert!(!edited, "{value}: no per cent sign was lost");
        }
    }
}
