//! `redirct=x`, `foo=bar`: an option that receivers don't know, and skip.

use super::missing_space::second_term;
use super::with_gap;
use crate::facts::Facts;
use crate::record::spf::{Term, TermKind};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, MOST, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::near::nearest;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-unknown-option",
    severity: Severity::Advice,
    title: "An option that receivers don't know",
    kind: Kind::Spf,
    reference: rfc!(7208, "6"),
    why: "SPF has two options, `redirect=` and `exp=`. Receivers skip any other without a word, so it does no harm, but \
          it does nothing either, and a slip of the keyboard can hide in one.",
    bad: r#"example.com. IN TXT "v=spf1 mx version=2 ~all""#,
    good: r#"example.com. IN TXT "v=spf1 mx ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let text = item.value.as_str();
        // Behind the start of another record stands that record.
        let end = super::second_version::find(text, spf).map_or(usize::MAX, |(at, _)| at);
        let runs_together = |term: &Term| second_term(text, &item.strings, term).is_some();
        let unknown =
            spf.terms.iter().take(end).filter(|term| is_unknown(text, term) && !runs_together(term));
        for term in unknown.take(MOST) {
            let word = code(term.span.text(text));
            let finding = match meant(text, term) {
                Some(meant) => {
                    let message = format!("Receivers skip {word}, because they know no option of that name.");
                    let edit = Edit::replace(term.name, meant);
                    let title = format!("Write `{meant}` in its place");
                    Finding::new(&RULE, record, term.span, message)
                        .weighing(Severity::Error)
                        .fixed_by(Fix::edit(title, vec![edit], Confidence::Review))
                }
                None if is_report_option(term.name.text(text)) => Finding::new(
                    &RULE,
                    record,
                    term.span,
                    format!(
                        "{word} asks for reports on failures, which few receivers ever sent. Others skip it."
                    ),
                ),
                None => {
                    let message = format!("Receivers skip {word}: they know no option of that name.");
                    let edit = Edit::delete(with_gap(text, term.span));
                    Finding::new(&RULE, record, term.span, message).fixed_by(Fix::edit(
                        "Take it out",
                        vec![edit],
                        Confidence::Review,
                    ))
                }
            };
            out.push(finding);
        }
    }
}

fn is_unknown(text: &str, term: &Term) -> bool {
    matches!(term.kind, TermKind::UnknownModifier(_))
        && !term.is_mechanism_written_as_option(text)
        && !super::second_version::is_version(text, term)
}

/// RFC 6652, section 3.
fn is_report_option(name: &str) -> bool {
    ["ra", "rp", "rr"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The option or mechanism whose name was misspelt.
pub fn meant(text: &str, term: &Term) -> Option<&'static str> {
    if !is_unknown(text, term) || is_report_option(term.name.text(text)) {
        return None;
    }
    // A name of three letters is one slip away from too many words.
    nearest(term.name.text(text), &["redirect"])
}
