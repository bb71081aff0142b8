//! `ip4: 192.0.2.1`, `include:`: nothing stands where a value belongs.

use super::{Complaint, reads_well, unreadable};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::domain_spec::holds_no_name;
use crate::record::spf::{Spf, Term, TermKind, TermProblem, is_mechanism_name, parse_term};
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
        let lacking: Vec<usize> =
            unreadable(text, &item.strings, spf, Complaint::MissingValue).map(|(i, ..)| i).collect();
        for (i, term) in spf.terms.iter().enumerate() {
            let apart = sign_apart(text, spf, i);
            if apart.is_none() && !lacking.contains(&i) {
                continue;
            }
            let word = code(term.span.text(text));
            if let Some((gap, between)) = apart {
                let message = format!(
                    "Spaces stand between {word} and its value {}. Receivers can't read that, and count the whole record as \
                     an error.",
                    code(spf.terms[i + 2].span.text(text))
                );
                let edit = Edit::replace(gap, between);
                let fix = Fix::edit("Take the spaces away", vec![edit], Confidence::Safe);
                let span = term.span.to(spf.terms[i + 2].span);
                out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
                continue;
            }
            if let Some(sign) = slash_for_colon(text, term) {
                let message = format!(
                    "In {word} a slash stands where receivers look for a colon. They find no value, and count the whole record \
                     as an error."
                );
                let fix =
                    Fix::edit("Put a colon in its place", vec![Edit::replace(sign, ":")], Confidence::Review);
                out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
                continue;
            }
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
            // `include: .google.com`: what is put together may still be no name.
            let whole = [term.span.text(text), between, next.span.text(text)].concat();
            let read = parse_term(&whole, Span::new(0, whole.len()));
            let is_nowhere = read.domain().is_some_and(|domain| holds_no_name(domain.span.text(&whole)));
            let confidence = if is_nowhere { Confidence::Review } else { Confidence::Safe };
            let fix = Fix::edit(title, vec![Edit::replace(gap, between)], confidence);
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
    // `include=x` reads well too, and means nothing.
    let is_option = matches!(term.kind, TermKind::Redirect(_) | TermKind::Exp(_));
    let between = ["", if is_option { "=" } else { ":" }]
        .into_iter()
        .find(|between| reads_well(&[term.span.text(text), between, next.span.text(text)].concat()))?;
    Some((gap, between))
}

/// `include : a.com`, `redirect = a.com`: a term, its sign and its value stand apart. From the term to the value, and what
/// belongs there.
fn sign_apart(text: &str, spf: &Spf, i: usize) -> Option<(Span, &'static str)> {
    let [term, sign, value] = spf.terms.get(i..i + 3)? else { return None };
    if !matches!(sign.span.text(text), ":" | "=") || term.delimiter.is_some() || term.prefix4.is_some() {
        return None;
    }
    let is_option = matches!(term.kind, TermKind::Redirect(_) | TermKind::Exp(_));
    let between = if is_option { "=" } else { ":" };
    let is_known = is_mechanism_name(term.name.text(text)) || is_option;
    (is_known && reads_well(&[term.span.text(text), between, value.span.text(text)].concat()))
        .then_some((Span::new(term.span.end, value.span.start), between))
}

/// `ip4/192.0.2.1`: the slash that stands for a colon.
fn slash_for_colon(text: &str, term: &Term) -> Option<Span> {
    let tail = Span::new(term.name.end, term.span.end);
    let value = tail.text(text).strip_prefix('/')?;
    let head = &text[term.span.start..tail.start];
    reads_well(&[head, ":", value].concat()).then_some(Span::new(tail.start, tail.start + 1))
}

/// The blanks between terms and the values that they lack: what stands in them is this rule's.
pub fn gaps(text: &str, spf: &Spf) -> Vec<Span> {
    let apart = |i| sign_apart(text, spf, i).or_else(|| value_apart(text, spf, i));
    (0..spf.terms.len()).filter_map(apart).map(|(gap, _)| gap).collect()
}

/// This term is the value that one before it lacks, or the sign between the two.
pub fn is_value_of_previous(text: &str, spf: &Spf, i: usize) -> bool {
    (i > 0 && (value_apart(text, spf, i - 1).is_some() || sign_apart(text, spf, i - 1).is_some()))
        || (i > 1 && sign_apart(text, spf, i - 2).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;
    use crate::rules::spf::tests::check_mended;

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

    #[test]
    fn what_would_be_no_name_is_left_to_the_reader() {
        for (text, expected) in [
            ("v=spf1 include: .example.com -all", Confidence::Review),
            ("v=spf1 include: a.example.com -all", Confidence::Safe),
            ("v=spf1 ip4 :192.0.2.1 -all", Confidence::Safe),
            ("v=spf1 ip6: ::1 -all", Confidence::Safe),
        ] {
            let report = explain_records(text, &Hints::default());
            let found = report.records[0].findings.iter().find(|found| found.rule == &RULE).unwrap();
            assert_eq!(found.fix.as_ref().unwrap().confidence, expected, "{text}");
        }
    }

    #[test]
    fn a_sign_that_stands_apart_comes_back_with_its_value() {
        for (text, expected) in [
            ("v=spf1 include : a.example -all", "v=spf1 include:a.example -all"),
            ("v=spf1 a : mail.a.example mx -all", "v=spf1 a:mail.a.example mx -all"),
            ("v=spf1 ip4 = 192.0.2.1 -all", "v=spf1 ip4:192.0.2.1 -all"),
            ("v=spf1 redirect = a.example", "v=spf1 redirect=a.example"),
        ] {
            check_mended(&RULE, text, expected);
        }
        let report = explain_records("v=spf1 mx ip4/192.0.2.1 -all", &Hints::default());
        let fix = report.records[0].findings[0].fix.as_ref().unwrap();
        assert_eq!(
            fix.value("v=spf1 mx ip4/192.0.2.1 -all").as_deref(),
            Some("v=spf1 mx ip4:192.0.2.1 -all")
        );
    }
}
