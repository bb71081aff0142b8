//! `include:a.com-all`, or two strings joined without a space: two terms that receivers read as one.

use super::{reads_well, second_version, starts_a_term};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::spf::{Term, TermKind, parse_term};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, MOST, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::strings::{LONGEST_STRING, ends};
use crate::text::{Edit, Span, apply_edits};

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
        let (text, strings) = (item.value.as_str(), item.strings.as_slice());
        for term in spf.terms.iter().filter(|term| !written::has_odd(term.span.text(text))) {
            let Some(at) = second_term(text, strings, term) else { continue };
            let places: Vec<usize> = starts(text, strings, term, at).collect();
            if is_second_record(&text[at..]) {
                let message = format!(
                    "Two SPF records run together in this one, at {}. Receivers read that as one word, and count the whole \
                     record as an error.",
                    code(term.span.text(text))
                );
                let parted: Vec<Edit> = places.iter().map(|place| Edit::insert(*place, " ")).collect();
                let one = second_version::as_one(&apply_edits(text, &parted));
                let fix = Fix::new("Make one record of the two", Some(one), Confidence::Review);
                out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
                continue;
            }
            let message = match joint(text, strings, term) {
                Some(joint) if joint.start == at => at_the_joint(text, term, joint),
                _ => format!(
                    "Receivers read {} as one word, because no space stands before {}.",
                    code(term.span.text(text)),
                    code(&text[at..term.span.end])
                ),
            };
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix(text, term, &places)));
        }
    }
}

/// The version that a record starts with stands here once more.
fn is_second_record(rest: &str) -> bool {
    rest.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("v=spf1"))
}

/// What becomes of two words at the end of one string and the start of the next.
fn at_the_joint(text: &str, term: &Term, joint: Span) -> String {
    let effect = match (&term.problem, &term.kind) {
        (Some(_), _) => "Receivers count the whole record as an error.",
        (None, TermKind::UnknownModifier(_)) => "Receivers skip it.",
        (
            None,
            TermKind::All
            | TermKind::Include(_)
            | TermKind::A(_)
            | TermKind::Mx(_)
            | TermKind::Ptr(_)
            | TermKind::Ip4(_)
            | TermKind::Ip6(_)
            | TermKind::Exists(_)
            | TermKind::Redirect(_)
            | TermKind::Exp(_)
            | TermKind::Unrecognised,
        ) => "There can be no such name.",
    };
    format!(
        "Receivers join the strings of this record with no space in between. So {} and {} become one word, {}. {effect}",
        code(&text[term.span.start..joint.start]),
        code(joint.text(text)),
        code(term.span.text(text))
    )
}

fn fix(text: &str, term: &Term, places: &[usize]) -> Fix {
    let ends = places.iter().skip(1).copied().chain([term.span.end]);
    let opens = |(at, end): (usize, usize)| parse_term(text, Span::new(at, end)).everyone().is_some();
    let opens: Vec<bool> = places.iter().copied().zip(ends).map(opens).collect();
    let edits = places.iter().zip(&opens).map(|(at, opens)| {
        // A word without its sign must not become one that lets everybody in.
        let is_bare = *opens && text[*at..].starts_with(|c: char| c.is_ascii_alphabetic());
        Edit::insert(*at, if is_bare { " ~" } else { " " })
    });
    let edits: Vec<Edit> = edits.collect();
    if edits.iter().any(|edit| edit.text == " ~") {
        let title = "Put a space between the two, and end the record with `~all` or `-all`";
        return Fix::edit(title, edits, Confidence::Review);
    }
    let confidence = if opens.contains(&true) { Confidence::Review } else { Confidence::Safe };
    Fix::edit("Put a space between the two", edits, confidence)
}

/// The byte where a second term starts inside this one; the first reads well without it.
///
/// `strings` has the lengths of the strings that the text was joined of, as [`Item`](crate::facts::Item) has them.
pub fn second_term(text: &str, strings: &[usize], term: &Term) -> Option<usize> {
    let joint = joint(text, strings, term).map(|joint| joint.start);
    joint.into_iter().chain(in_the_words(text, term)).min()
}

/// Strings of a record that are looked through at most, for each of its words: full ones make the longest record that DNS
/// can hold.
const MOST_STRINGS: usize = 65_535 / LONGEST_STRING + 1;

/// The term that a string of this record starts with, and that runs into the last word of the string before it: each of
/// the two reads well alone, and what they make together means nothing.
fn joint(text: &str, strings: &[usize], term: &Term) -> Option<Span> {
    if strings.len() < 2 {
        return None;
    }
    let span = term.span;
    let inside: Vec<usize> = ends(strings)
        .take(MOST_STRINGS)
        .skip_while(|at| *at <= span.start)
        .take_while(|at| *at < span.end)
        .take(MOST)
        .collect();
    inside.iter().enumerate().find_map(|(i, at)| {
        let left = text.get(span.start..*at)?;
        if !starts_a_term(left) || !reads_well(left) {
            return None;
        }
        // The second word may itself run into a third one.
        [inside.get(i + 1).copied(), Some(span.end)].into_iter().flatten().find_map(|end| {
            let right = text.get(*at..end)?;
            let is_term = starts_a_term(right) && reads_well(right);
            let joined = parse_term(text, Span::new(span.start, end));
            (is_term && means_nothing(text, &joined, *at)).then_some(Span::new(*at, end))
        })
    })
}

/// No receiver can make use of this term, which was joined at a byte.
fn means_nothing(text: &str, joined: &Term, at: usize) -> bool {
    if joined.problem.is_some() || matches!(joined.kind, TermKind::UnknownModifier(_)) {
        return true;
    }
    let Some(name) = joined.domain().map(|domain| domain.span) else { return false };
    let name_text = name.text(text);
    let top = name_text.rfind('.').map_or(name.end, |dot| name.start + dot + 1);
    // `a.example.coma:b.example.net`: the joint stands in the middle of a name that no host can have.
    if name_text.contains([':', '=', '/']) {
        return true;
    }
    if !(top < at && at < name.end) {
        return false;
    }
    let (first, second) = (&text[top..at], &text[at..name.end]);
    is_top_level(first)
        && !is_country(&[first, second].concat())
        && !REAL.iter().any(|real| real.eq_ignore_ascii_case(&text[top..name.end]))
}

/// A top-level domain as most names have one: of a country, or one of the large others.
pub fn is_top_level(label: &str) -> bool {
    is_country(label) || COMMON.iter().any(|common| common.eq_ignore_ascii_case(label))
}

fn is_country(label: &str) -> bool {
    label.len() == 2 && label.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Top-level domains of more than two letters that most names end in.
const COMMON: [&str; 16] = [
    "com", "net", "org", "info", "biz", "edu", "gov", "mil", "int", "app", "cloud", "dev", "email", "online",
    "pro", "shop",
];
/// Top-level domains that one of a country and an `a` make together.
const REAL: [&str; 8] = ["aaa", "cba", "cfa", "kia", "mba", "nba", "sca", "spa"];

/// The same where the words alone tell, however they came together.
fn in_the_words(text: &str, term: &Term) -> Option<usize> {
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
        // `all=-all`: parted, the first of the two would still mean nothing.
        .filter(|at| !word[..*at].eq_ignore_ascii_case("all="))
        .find(|at| starts_a_term(&word[..*at]) && reads_well(&word[..*at]))
        .map(|at| term.span.start + at)
}

/// Every byte where a further term starts: the second may have a third at its end.
fn starts(text: &str, strings: &[usize], term: &Term, first: usize) -> impl Iterator<Item = usize> {
    let end = term.span.end;
    std::iter::successors(Some(first), move |at| {
        second_term(text, strings, &parse_term(text, Span::new(*at, end)))
    })
}

fn ends_with(word: &str, end: &str) -> bool {
    word.len().checked_sub(end.len()).is_some_and(|at| word[at..].eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::{RecordReport, explain_records};

    /// The record of these strings, judged.
    fn joined(strings: &[&str]) -> RecordReport {
        let text = format!("example.com. TXT \"{}\"", strings.join("\" \""));
        explain_records(&text, &Hints::default()).records.remove(0)
    }

    #[test]
    fn two_records_that_run_together_become_one_where_the_reader_agrees() {
        for text in ["v=spf1 mx -allv=spf1 a -all", "v=spf1 mx -allV=SPF1 a ~all"] {
            let record = explain_records(text, &Hints::default()).records.remove(0);
            let found = record.findings.iter().find(|found| found.rule == &RULE).unwrap();
            let fix = found.fix.as_ref().unwrap();
            let ending = &text[text.len() - 4..];
            assert_eq!(fix.value(text), Some(format!("v=spf1 mx a {ending}")));
            assert_eq!((fix.confidence, &record.corrected), (Confidence::Review, &None));
        }
        assert!(joined(&["v=spf1 mx -all", "v=spf1 a -all"]).corrected.is_none());
    }

    #[test]
    fn words_that_run_together_where_strings_meet_are_parted() {
        for (strings, expected) in [
            (&["v=spf1 mx", "a -all"][..], "v=spf1 mx a -all"),
            (&["v=spf1 a", "mx:foo.example -all"], "v=spf1 a mx:foo.example -all"),
            (&["v=spf1 ip4:192.0.2.1", "mx -all"], "v=spf1 ip4:192.0.2.1 mx -all"),
            (&["v=spf1 ip4:192.0.2.0/24", "a ~all"], "v=spf1 ip4:192.0.2.0/24 a ~all"),
            (&["v=spf1 mx/24", "a/24 -all"], "v=spf1 mx/24 a/24 -all"),
            (&["v=spf1 a:mail.example.com", "mx -all"], "v=spf1 a:mail.example.com mx -all"),
            (&["v=spf1 a:mail.example.com", "+mx -all"], "v=spf1 a:mail.example.com +mx -all"),
            (&["v=spf1 include:a.example.co.uk", "a -all"], "v=spf1 include:a.example.co.uk a -all"),
            (&["v=spf1 exists:%{i}.example.net", "mx -all"], "v=spf1 exists:%{i}.example.net mx -all"),
            (&["v=spf1 exists:%{i}.example.%{d}", "mx -all"], "v=spf1 exists:%{i}.example.%{d} mx -all"),
            (&["v=spf1 mx", "redirect=b.example"], "v=spf1 mx redirect=b.example"),
            (
                &["v=spf1 include:a.example.com", "a:b.example.com", "mx", "-all"],
                "v=spf1 include:a.example.com a:b.example.com mx -all",
            ),
        ] {
            let record = joined(strings);
            let loud: Vec<_> =
                record.findings.iter().filter(|found| found.severity != Severity::Good).collect();
            let [found] = loud.as_slice() else { panic!("{strings:?}: {loud:?}") };
            let fix = found.fix.as_ref().unwrap();
            assert_eq!((found.rule, found.severity), (&RULE, Severity::Error), "{strings:?}");
            assert_eq!(fix.confidence, Confidence::Safe, "{strings:?}");
            assert_eq!(fix.value(&record.value).as_deref(), Some(expected), "{strings:?}");
        }
    }

    #[test]
    fn words_that_are_cut_in_two_stay_whole() {
        for strings in [
            &["v=spf1 a:mail.exam", "ple.com mx -all"][..],
            &["v=spf1 m", "x -all"],
            &["v=spf1 ip4:192.0.2.", "1 -all"],
            &["v=spf1 a:mail.example.c", "a -all"],
            &["v=spf1 a:mail.example.medi", "a -all"],
            &["v=spf1 a:mail.example.m", "x -all"],
            &["v=spf1 ip6:2001:db8::", "a -all"],
            &["v=spf1 mx ", "a -all"],
            &["v=spf1 include:", "a.example -all"],
        ] {
            let record = joined(strings);
            assert!(record.findings.iter().all(|found| found.severity == Severity::Good), "{strings:?}");
        }
    }

    #[test]
    fn both_words_are_named_and_so_is_what_becomes_of_them() {
        for (strings, expected) in [
            (
                &["v=spf1 mx", "a -all"][..],
                "So `mx` and `a` become one word, `mxa`. Receivers count the whole record as an error.",
            ),
            (
                &["v=spf1 a:mail.example.com", "mx -all"],
                "So `a:mail.example.com` and `mx` become one word, `a:mail.example.commx`. There can be no such name.",
            ),
            (
                &["v=spf1 mx", "redirect=b.example"],
                "So `mx` and `redirect=b.example` become one word, `mxredirect=b.example`. Receivers skip it.",
            ),
        ] {
            let record = joined(strings);
            let message = &record.findings[0].message;
            assert!(message.ends_with(expected), "{message}");
        }
    }

    #[test]
    fn an_all_without_its_sign_lets_nobody_in() {
        let record = joined(&["v=spf1 include:a.example.net", "all"]);
        let fix = record.findings[0].fix.as_ref().unwrap();
        assert_eq!(fix.confidence, Confidence::Review);
        assert_eq!(fix.value(&record.value).as_deref(), Some("v=spf1 include:a.example.net ~all"));
        let open = joined(&["v=spf1 include:a.example.net", "+all"]);
        assert_eq!(open.corrected, None);
    }

    #[test]
    fn what_no_receiver_can_find_is_told_once() {
        let zone = "example.com. TXT \"v=spf1 a:mail.example.com\" \"mx -all\"\n\
                    example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.1";
        let report = crate::report::domain::check_zone(zone).unwrap().report;
        let record = report.records.iter().find(|record| record.kind == Kind::Spf).unwrap();
        let errors: Vec<_> = record
            .findings
            .iter()
            .filter(|found| found.severity != Severity::Good)
            .map(|found| found.rule.id)
            .collect();
        assert_eq!(errors, ["spf-missing-space"]);
    }

    #[test]
    fn three_terms_in_one_word_are_parted_at_once() {
        let text = "v=spf1 include:a.cominclude:b.com-all";
        let term = &crate::record::Spf::parse(text).terms[0];
        let parted: Vec<&str> =
            starts(text, &[], term, second_term(text, &[], term).unwrap()).map(|at| &text[at..]).collect();
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
            assert_eq!(second_term(word, &[], &term).map(|at| &word[at..]), expected, "{word}");
        }
    }
}
