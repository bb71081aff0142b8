//! `include:outlook .com`: a space inside a name, which makes two words of it.

use super::missing_space::is_top_level;
use super::{reads_well, starts_a_term};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::domain_spec::holds_no_name;
use crate::record::spf::{Spf, Term, TermKind, TermProblem, parse_term};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-torn-name",
    severity: Severity::Error,
    title: "A space inside a name",
    kind: Kind::Spf,
    reference: rfc!(7208, "12"),
    why: "Spaces part the words of an SPF record, so a space inside a name makes two words of it. Receivers know neither \
          of them, and give up on the whole record.",
    bad: r#"example.com. IN TXT "v=spf1 include:spf.protection.outlook .com ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:spf.protection.outlook.com ~all""#,
    check: Check::Records(check),
};

/// Pieces of one name that are put together at most.
const MOST: usize = 6;

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for (i, first) in spf.terms.iter().enumerate() {
            let Some(last) = torn(text, spf, i) else { continue };
            let pieces = &spf.terms[i..=last];
            let span = first.span.to(spf.terms[last].span);
            let whole = joined(text, pieces);
            let read = parse_term(&whole, Span::new(0, whole.len()));
            let what = match read.kind {
                TermKind::Ip4(_) | TermKind::Ip6(_) => "address",
                _ => "name",
            };
            let (spaces, verb) = if pieces.len() > 2 { ("Spaces", "tear") } else { ("A space", "tears") };
            let message = format!(
                "{spaces} {verb} the {what} in {} apart. Receivers can't read its pieces, and count the whole record as an error.",
                code(span.text(text))
            );
            let title = if pieces.len() > 2 { "Take the spaces away" } else { "Take the space away" };
            let gaps = pieces.windows(2).map(|pair| Span::new(pair[0].span.end, pair[1].span.start));
            let edits: Vec<Edit> = gaps.map(Edit::delete).collect();
            // Behind a name that is whole with its last dot, the next word may be a name of its own.
            let starts_with_dot = |pair: &[Term]| pair[1].span.text(text).starts_with('.');
            let is_clear = first.problem.is_some() || pieces.windows(2).all(starts_with_dot);
            let confidence =
                if is_clear && read.everyone().is_none() { Confidence::Safe } else { Confidence::Review };
            let fix = Fix::edit(title, edits, confidence);
            out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
        }
    }
}

/// The term at `i` is a piece of a name that was torn apart.
pub fn is_piece(text: &str, spf: &Spf, i: usize) -> bool {
    (i.saturating_sub(MOST)..=i).any(|from| torn(text, spf, from).is_some_and(|last| i <= last))
}

/// The last piece of the name that starts in the term at `i`.
fn torn(text: &str, spf: &Spf, i: usize) -> Option<usize> {
    let first = &spf.terms[i];
    if first.value.is_none_or(Span::is_empty) || !starts_a_term(first.span.text(text)) {
        return None;
    }
    let pairs = spf.terms[i..].windows(2).take(MOST - 1);
    let count = pairs.take_while(|pair| is_apart(text, &pair[0], &pair[1])).count();
    (i + 1..=i + count).rev().find(|last| {
        let whole = joined(text, &spf.terms[i..=*last]);
        let term = parse_term(&whole, Span::new(0, whole.len()));
        reads_well(&whole) && !term.domain().is_some_and(|domain| holds_no_name(domain.span.text(&whole)))
    })
}

fn joined(text: &str, pieces: &[Term]) -> String {
    pieces.iter().map(|piece| piece.span.text(text)).collect()
}

/// A dot beside the space shows that the two are one name.
fn is_apart(text: &str, before: &Term, next: &Term) -> bool {
    let gap = &text[before.span.end..next.span.start];
    let (left, right) = (before.span.text(text), next.span.text(text));
    let is_plain = gap.bytes().all(|b| b == b' ')
        && !written::has_odd(left)
        && matches!(next.problem, Some((TermProblem::UnknownMechanism, _)))
        && right.len() < 256
        && right.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/'))
        && right.bytes().any(|b| b.is_ascii_alphanumeric());
    // `include:a.com. b.com`: the first name is whole, and its last dot is one that names may have.
    let is_whole = || {
        let label = left.trim_end_matches('.').rsplit_once('.').map(|(_, label)| label);
        before.problem.is_none() && label.is_some_and(is_top_level)
    };
    is_plain && (right.starts_with('.') || (left.ends_with('.') && !is_whole()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;
    use crate::rules::spf::tests::check_mended;

    #[test]
    fn a_torn_name_is_joined() {
        for (text, expected) in [
            ("v=spf1 include:outlook .com -all", "v=spf1 include:outlook.com -all"),
            (
                "v=spf1 include:spf.protection.outlook  .com -all",
                "v=spf1 include:spf.protection.outlook.com -all",
            ),
            ("v=spf1 include:_spf .google .com ~all", "v=spf1 include:_spf.google.com ~all"),
            ("v=spf1 include:_spf. google.com ~all", "v=spf1 include:_spf.google.com ~all"),
            ("v=spf1 a:mail. example.com mx -all", "v=spf1 a:mail.example.com mx -all"),
            ("v=spf1 mx include:a.example .com -all", "v=spf1 mx include:a.example.com -all"),
            ("v=spf1 ip4:192.0.2 .1 -all", "v=spf1 ip4:192.0.2.1 -all"),
            ("v=spf1 ip4:192.0.2. 0/24 -all", "v=spf1 ip4:192.0.2.0/24 -all"),
        ] {
            check_mended(&RULE, text, expected);
        }
    }

    #[test]
    fn what_may_be_two_names_is_left_to_the_reader() {
        let text = "v=spf1 include:spf.protection. outlook.com -all";
        let report = explain_records(text, &Hints::default());
        let [found] = report.records[0].findings.as_slice() else {
            panic!("{:?}", report.records[0].findings)
        };
        let fix = found.fix.as_ref().unwrap();
        assert_eq!((found.rule, fix.confidence), (&RULE, Confidence::Review));
        assert_eq!(fix.value(text).as_deref(), Some("v=spf1 include:spf.protection.outlook.com -all"));
        for text in [
            "v=spf1 include:a.example.com. b.example.com -all",
            "v=spf1 include:a.example.com. mx -all",
            "v=spf1 include:a.example.com .. -all",
            "v=spf1 include:a. .com -all",
            "v=spf1 include: .example.com -all",
            "v=spf1 mx .com -all",
            "v=spf1 ip4:192.0.2 .1.2.3 -all",
        ] {
            let report = explain_records(text, &Hints::default());
            assert!(report.records[0].findings.iter().all(|found| found.rule != &RULE), "{text}");
        }
        let text = "v=spf1 ip4:0.0.0 .0/0 -all";
        assert_eq!(explain_records(text, &Hints::default()).records[0].corrected, None, "it lets all in");
    }
}
