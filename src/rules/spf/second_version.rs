//! Two records run together: a second `v=spf1` inside the first.

use super::with_gap;
use crate::facts::Facts;
use crate::record::spf::{Spf, Term, TermKind};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span, apply_edits};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-second-version",
    severity: Severity::Error,
    title: "Two SPF records in one",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.5"),
    why: "A record has one `v=spf1`, at its start. Where the text of a second record was added at the end, receivers skip \
          its `v=spf1`, and if an `all` stands before it, they never reach the rest.",
    bad: r#"example.com. IN TXT "v=spf1 include:_spf.google.com ~all v=spf1 include:sendgrid.net ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com include:sendgrid.net ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let text = item.value.as_str();
        let Some((at, second)) = find(text, spf) else { continue };
        if !is_spf(text, second) {
            let message = format!(
                "Another record starts at {} inside this SPF record. Receivers of either kind don't find it here.",
                code(second.span.text(text))
            );
            let edit = Edit::delete(with_gap(text, Span::new(second.span.start, text.trim_end().len())));
            let title = "Take it out here, and enter it as a TXT record of its own";
            let fix = Fix::edit(title, vec![edit], Confidence::Review);
            out.push(Finding::new(&RULE, record, second.span, message).fixed_by(fix));
            continue;
        }
        let cut_off = spf.all().is_some_and(|(all, _)| all < at);
        let (severity, effect) = if cut_off {
            (Severity::Error, "Receivers stop at the `all` before it, and never reach what follows.")
        } else {
            (Severity::Warning, "Receivers skip it.")
        };
        let message =
            format!("A second {} stands inside this record. {effect}", code(second.span.text(text)));
        let fix = Fix::edit("Make one record of the two", joined(text, spf), Confidence::Review);
        out.push(Finding::new(&RULE, record, second.span, message).weighing(severity).fixed_by(fix));
    }
}

/// The second version, with its index among the terms.
pub fn find<'a>(text: &str, spf: &'a Spf) -> Option<(usize, &'a Term)> {
    spf.terms.iter().enumerate().find(|(_, term)| is_version(text, term))
}

/// `v=spf1` or `v=DMARC1`, read as an option.
pub fn is_version(text: &str, term: &Term) -> bool {
    let word = term.span.text(text).trim_end_matches(';');
    matches!(term.kind, TermKind::UnknownModifier(_))
        && ["v=spf1", "v=dmarc1", "v=dkim1"].iter().any(|version| word.eq_ignore_ascii_case(version))
}

fn is_spf(text: &str, term: &Term) -> bool {
    term.span.text(text).eq_ignore_ascii_case("v=spf1")
}

/// The text as one record.
pub fn as_one(text: &str) -> String {
    apply_edits(text, &joined(text, &Spf::parse(text)))
}

/// Takes out every further version, and every `all` but the last.
fn joined(text: &str, spf: &Spf) -> Vec<Edit> {
    let last_all = spf.terms.iter().rposition(|term| matches!(term.kind, TermKind::All));
    let goes = |(i, term): &(usize, &Term)| {
        is_spf(text, term) || (matches!(term.kind, TermKind::All) && Some(*i) != last_all)
    };
    spf.terms
        .iter()
        .enumerate()
        .filter(goes)
        .map(|(_, term)| Edit::delete(with_gap(text, term.span)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply_edits;

    #[test]
    fn two_become_one() {
        for (text, expected) in [
            ("v=spf1 mx -all v=spf1 a ~all", "v=spf1 mx a ~all"),
            ("v=spf1 v=spf1 mx -all", "v=spf1 mx -all"),
        ] {
            assert_eq!(apply_edits(text, &joined(text, &Spf::parse(text))), expected);
        }
    }
}
