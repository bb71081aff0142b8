//! `a:%{h}`: a name that the sender chooses decides whether the sender may send.

use super::with_gap;
use crate::facts::Facts;
use crate::record::domain_spec::{DomainSpec, MacroLetter, Piece};
use crate::record::spf::{Qualifier, TermKind};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-sender-names-it",
    severity: Severity::Error,
    title: "A name that the sender chooses",
    kind: Kind::Spf,
    reference: rfc!(7208, "7.2"),
    why: "The macro `%{h}` is the name that the sending server gives itself, and `%{l}` is what stands before the `@` of the \
          sender. A name that ends in one of these is chosen by the sender, so a forger can choose one that passes.",
    bad: r#"example.com. IN TXT "v=spf1 a:%{h} -all""#,
    good: r#"example.com. IN TXT "v=spf1 exists:%{i}._spf.example.com -all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let text = item.value.as_str();
        for term in spf.reachable().filter(|term| term.problem.is_none() && term.effect() == Qualifier::Pass)
        {
            let (TermKind::Include(Some(domain))
            | TermKind::A(Some(domain))
            | TermKind::Mx(Some(domain))
            | TermKind::Exists(Some(domain))
            | TermKind::Redirect(Some(domain))) = &term.kind
            else {
                continue;
            };
            if !is_of_the_sender(domain) {
                continue;
            }
            let what = code(term.span.text(text));
            let message = format!(
                "{what} asks for a name that the sender chooses. A forger can choose one that lets the mail pass."
            );
            let edit = Edit::delete(with_gap(text, term.span));
            let fix = Fix::edit(
                "Take it out, or end the name with a domain of yours",
                vec![edit],
                Confidence::Review,
            );
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

/// The end of the name, which says whose it is, comes from the sender. Of `%{p}` the rule on `ptr` speaks.
fn is_of_the_sender(domain: &DomainSpec) -> bool {
    matches!(domain.pieces.last(), Some(Piece::Expand(last)) if !last.reversed
        && matches!(last.letter, MacroLetter::Helo | MacroLetter::LocalPart))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn what_ends_in_the_senders_words_is_the_senders() {
        for (terms, is_found) in [
            ("a:%{h}", true),
            ("mx:%{h2}", true),
            ("include:%{h}", true),
            ("exists:%{i}.%{h}", true),
            ("a:%{p}", false),
            ("a:%{l}", true),
            ("redirect=%{h}", true),
            ("-a:%{h}", false),
            ("a:%{d}", false),
            ("a:%{o}", false),
            ("exists:%{h}._spf.example.com", false),
            ("exists:%{i}.%{d}", false),
        ] {
            let text = format!("v=spf1 {terms}");
            let report = explain_records(&text, &Hints::default());
            let mut found = report.records[0].findings.iter();
            assert_eq!(found.any(|finding| finding.rule == &RULE), is_found, "{terms}");
        }
    }
}
