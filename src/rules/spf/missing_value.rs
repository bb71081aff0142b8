//! `ip4: 192.0.2.1`, `include:`: nothing stands where a value belongs.

use super::{Complaint, reads_well, unreadable};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::spf::{Spf, TermProblem};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-missing-value",
    severity: Severity::Error,
    title: "Nothing stands after the colon",
    kind: Kind::Spf,
    reference: rfc!(7208, "12"),
    why: "A part such as `ip4:` or `include:` needs its value right after the colon. A space in between makes two \
          parts of it, and receivers can read neither.",
    bad: r#"example.com. IN TXT "v=spf1 ip4: 192.0.2.25 ~all""#,
    good: r#"example.com. IN TXT "v=spf1 ip4:192.0.2.25 ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for (i, term, _, _) in unreadable(text, &item.strings, spf, Complaint::MissingValue) {
            let word = code(term.span.text(text));
            let Some((gap, between)) = value_apart(text, spf, i) else {
                let message =
                    format!("Receivers find no value after {word}, and count the whole record as an error.");
                let fix = Fix::edit(
                    "Take it out, or write its value after it",
                    vec![Edit::delete(super::with_gap(text, term.span))],
                    Confidence::Review,
                );
                out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
                continue;
            };
            let next = &spf.terms[i + 1];
            let blank = if gap.text(text).contains('\t') { "tab" } else { "space" };
            let message = format!(
                "A {blank} stands between {word} and its value {}. Receivers can't read that, and count the whole record \
                 as an error.",
                code(next.span.text(text))
            );
            let title = match (between, blank) {
                ("", "tab") => "Take the tab away",
                ("", _) => "Take the space away",
                ("=", _) => "Put an equals sign between the two",
                _ => "Put a colon between the two",
            };
            let fix = Fix::edit(title, vec![Edit::replace(gap, between)], Confidence::Safe);
            out.push(Finding::new(&RULE, record, term.span.to(next.span), message).fixed_by(fix));
        }
    }
}

/// The gap between a term without a value and the next word, where that word is its value, and what belongs
/// into the gap.
fn value_apart(text: &str, spf: &Spf, i: usize) -> Option<(Span, &'static str)> {
    let (term, next) = (&spf.terms[i], spf.terms.get(i + 1)?);
    if term.problem.map(|(problem, _)| problem) != Some(TermProblem::MissingValue)
        || next.problem.map(|(problem, _)| problem) != Some(TermProblem::UnknownMechanism)
    {
        return None;
    }
    let gap = Span::new(term.span.end, next.span.start);
    let between = ["", ":", "="]
        .into_iter()
        .find(|between| reads_well(&[term.span.text(text), between, next.span.text(text)].concat()))?;
    Some((gap, between))
}

/// The blanks between terms and the values that they lack: what stands in them is this rule's.
pub fn gaps(text: &str, spf: &Spf) -> Vec<Span> {
    (0..spf.terms.len()).filter_map(|i| value_apart(text, spf, i)).map(|(gap, _)| gap).collect()
}

/// This term is the value that the one before it lacks.
pub fn is_value_of_previous(text: &str, spf: &Spf, i: usize) -> bool {
    i > 0 && value_apart(text, spf, i - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_across_the_space() {
        for (text, expected) in [
            ("v=spf1 ip4: 192.0.2.1 -all", Some("")),
            ("v=spf1 include: a.com -all", Some("")),
            ("v=spf1 ip4 192.0.2.1 -all", Some(":")),
            ("v=spf1 ip4 :192.0.2.1 -all", Some("")),
            ("v=spf1 ip4:\t192.0.2.1 -all", Some("")),
            ("v=spf1 redirect spf.example.com", Some("=")),
            ("v=spf1 redirect= spf.example.com", Some("")),
            ("v=spf1 mx -all exp explain.example.com", Some("=")),
            ("v=spf1 include: -all", None),
            ("v=spf1 ip4: ip4:192.0.2.1 -all", None),
        ] {
            let spf = Spf::parse(text);
            let at = spf.terms.iter().position(|term| term.problem.is_some()).unwrap();
            let found = value_apart(text, &spf, at).map(|(_, between)| between);
            assert_eq!(found, expected, "{text}");
        }
    }
}
