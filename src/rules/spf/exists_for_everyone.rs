//! `exists:example.com`, `exists:%{d}`: without a macro that tells senders apart, the answer is the same for every sender.

use crate::facts::Facts;
use crate::record::spf::{Qualifier, TermKind};
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
          it. Without such a macro the name is always the same: it fits everybody, or nobody. `%{d}` is the same \
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
            let then = match term.effect() {
                Qualifier::Pass => "everybody may send; if not, this part allows nobody",
                Qualifier::Fail => "all mail that gets to this part is refused; if not, it refuses none",
                Qualifier::SoftFail => "all mail that gets to this part is doubted; if not, it does nothing",
                Qualifier::Neutral => {
                    "the domain says nothing about any mail that gets to this part; if not, it does nothing"
                }
            };
            let message = format!(
                "{} asks for the same name whoever sends. If that name exists, {then}.",
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

    #[test]
    fn the_sign_decides_what_becomes_of_everybody() {
        for (sign, expected) in [
            ("", "everybody may send; if not, this part allows nobody."),
            ("+", "everybody may send; if not, this part allows nobody."),
            ("-", "all mail that gets to this part is refused; if not, it refuses none."),
            ("~", "all mail that gets to this part is doubted; if not, it does nothing."),
            ("?", "the domain says nothing about any mail that gets to this part; if not, it does nothing."),
        ] {
            let text = format!("v=spf1 {sign}exists:bad.example.com mx -all");
            let report = explain_records(&text, &Hints::default());
            let found = report.records[0].findings.iter().find(|found| found.rule == &RULE).unwrap();
            assert!(found.message.ends_with(expected), "{}", found.message);
        }
    }
}
