//! `include:a.com-all`, or two strings joined without a space: two terms that receivers read as one.

use super::{reads_well, starts_a_term};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::spf::{Term, parse_term};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-missing-space",
    severity: Severity::Error,
    title: "Two parts with no space between them",
    kind: Kind::Spf,
    reference: rfc!(7208, "3.3"),
    why: "Receivers join the strings of a record as they are, with no space between them. Where a string ends \
          without one, the last word of it and the first word of the next become a single word that means \
          something else, or nothing.",
    bad: r#"example.com. IN TXT "v=spf1 include:_spf.google.com" "include:sendgrid.net ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com " "include:sendgrid.net ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for term in spf.terms.iter().filter(|term| !written::has_odd(term.span.text(text))) {
            let Some(at) = second_term(text, term) else { continue };
            let message = format!(
                "Receivers read {} as one word, because no space stands before {}.",
                code(term.span.text(text)),
                code(&text[at..term.span.end])
            );
            let edits = starts(text, term, at).map(|at| Edit::insert(at, " ")).collect();
            let fix = Fix::edit("Put a space between the two", edits, Confidence::Safe);
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

/// The byte where a second term starts inside this one; the first reads well without it.
pub fn second_term(text: &str, term: &Term) -> Option<usize> {
    let word = term.span.text(text);
    // No name and no address is this long, and the search below must stay short.
    if word.len() > 512 || !word.is_ascii() {
        return None;
    }
    let with_sign = |at: usize| at - usize::from(word[..at].ends_with(['-', '~', '?', '+']));
    let signs = word.bytes().enumerate().filter(|(_, b)| matches!(b, b':' | b'='));
    let named = signs.filter_map(|(at, sign)| {
        let name = if sign == b'=' { &["redirect"][..] } else { &["include", "ip4", "ip6", "exists"] };
        let name = name.iter().find(|name| ends_with(&word[..at], name))?;
        Some(with_sign(at - name.len()))
    });
    let all = ends_with(word, "all").then(|| word.len() - 3).filter(|at| with_sign(*at) < *at).map(with_sign);
    // `~allgoogle-site-verification=…`: another text was added right behind the end.
    let after_all = word
        .strip_prefix(['-', '~', '?', '+'])
        .filter(|bare| {
            bare.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("all"))
                && bare[3..].trim_start_matches(char::is_alphanumeric).len() < bare.len() - 3
                && bare.contains('=')
        })
        .map(|_| 4);
    named
        .chain(all)
        .chain(after_all)
        .filter(|at| *at > 0)
        .find(|at| starts_a_term(&word[..*at]) && reads_well(&word[..*at]))
        .map(|at| term.span.start + at)
}

/// Every byte where a further term starts: the second may have a third at its end.
fn starts(text: &str, term: &Term, first: usize) -> impl Iterator<Item = usize> {
    let end = term.span.end;
    std::iter::successors(Some(first), move |at| second_term(text, &parse_term(text, Span::new(*at, end))))
}

fn ends_with(word: &str, end: &str) -> bool {
    word.len().checked_sub(end.len()).is_some_and(|at| word[at..].eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_terms_in_one_word_are_parted_at_once() {
        let text = "v=spf1 include:a.cominclude:b.com-all";
        let term = &crate::record::Spf::parse(text).terms[0];
        let parted: Vec<&str> =
            starts(text, term, second_term(text, term).unwrap()).map(|at| &text[at..]).collect();
        assert_eq!(parted, ["include:b.com-all", "-all"]);
    }

    #[test]
    fn two_terms_are_told_from_one_name() {
        for (word, expected) in [
            ("include:a.com-all", Some("-all")),
            ("include:a.com~all", Some("~all")),
            ("mx-all", Some("-all")),
            ("include:a.cominclude:b.com", Some("include:b.com")),
            ("ip4:192.0.2.1ip4:192.0.2.2", Some("ip4:192.0.2.2")),
            ("ip4:192.0.2.1-all", Some("-all")),
            ("a:mail-all.example.com", None),
            ("include:my-spf.example.com", None),
            ("~allgoogle-site-verification=x", Some("google-site-verification=x")),
            ("~allv=spf1", Some("v=spf1")),
            ("-all=x", None),
            ("-all", None),
            ("redirect=a.com", None),
            ("x:include:a.com", None),
        ] {
            let term = parse_term(word, Span::new(0, word.len()));
            assert_eq!(second_term(word, &term).map(|at| &word[at..]), expected, "{word}");
        }
    }
}
