//! `inlcude:x`, `192.0.2.1`, `ipv4:…`: a word that SPF has no name for.

use super::{Complaint, bad_network, missing_value, reads_well, starts_a_term, unreadable, with_gap};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::spf::{Spf, Term, TermKind, TermProblem, parse_term};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::near::nearest;
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-unknown-term",
    severity: Severity::Error,
    title: "A word that SPF does not know",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.1"),
    why: "Each part of an SPF record starts with one of eight words, such as `include` or `ip4`, or is an option with \
          an equals sign. A word that is none of these makes receivers give up on the whole record.",
    bad: r#"example.com. IN TXT "v=spf1 inlcude:_spf.google.com ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com ~all""#,
    check: Check::Records(check),
};

const NAMES: [&str; 8] = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for (i, term, _, _) in unreadable(text, &item.strings, spf, Complaint::UnknownTerm) {
            if missing_value::is_value_of_previous(text, spf, i) || bad_network::is_size_apart(text, spf, i) {
                continue;
            }
            if let Some(gap) = sign_apart(text, spf, i) {
                let next = &spf.terms[i + 1];
                let message = format!(
                    "A space stands between {} and {}. Receivers read two words, and count the whole record as an error.",
                    code(term.span.text(text)),
                    code(next.span.text(text))
                );
                // Before anything but `all` the sign may be a dash of a list, and would refuse a server.
                let is_clear = matches!(next.kind, TermKind::All) || term.span.text(text) == "+";
                let fix = if is_clear {
                    Fix::edit("Take the space away", vec![Edit::delete(gap)], Confidence::Safe)
                } else {
                    let edit = Edit::delete(Span::new(term.span.start, next.span.start));
                    let title =
                        format!("Take the sign out, if mail from {} is allowed", code(next.span.text(text)));
                    Fix::edit(title, vec![edit], Confidence::Review)
                };
                out.push(Finding::new(&RULE, record, term.span.to(next.span), message).fixed_by(fix));
                continue;
            }
            let is_behind_semicolon = i > 0 && is_note_sign(text, spf, i - 1);
            if !is_behind_semicolon && is_in_note(text, spf, i) {
                continue;
            }
            let span = if is_behind_semicolon {
                spf.terms[i - 1].span.to(note_end(spf, i))
            } else if starts_note(text, term) {
                term.span.to(note_end(spf, i))
            } else {
                term.span
            };
            let repaired = repair(text, term);
            let is_note = span != term.span || (repaired.is_none() && is_whole_note(text, term));
            let written = code(span.text(text));
            let message = if is_note {
                format!(
                    "{written} looks like a note for people. Receivers take it for a part of the record, and count the whole \
                     record as an error."
                )
            } else {
                format!("Receivers don't know what {written} means, and count the whole record as an error.")
            };
            let is_behind_a_word =
                i > 0 && is_unknown(&spf.terms[i - 1]) && repair(text, &spf.terms[i - 1]).is_none();
            let fix = match repaired {
                _ if is_note => {
                    let edit = Edit::delete(with_gap(text, span));
                    Fix::edit("Take the note out", vec![edit], Confidence::Review)
                }
                // `192.0.2.1 - 192.0.2.20` is more than its two ends.
                Some((title, edit, confidence)) => {
                    let confidence = if is_behind_a_word { Confidence::Review } else { confidence };
                    Fix::edit(title, vec![edit], confidence)
                }
                None if i + 1 == spf.terms.len() && matches!(term.span.text(text), "-" | "~") => {
                    let edit = Edit::insert(term.span.end, "all");
                    Fix::edit("Write `all` behind the sign", vec![edit], Confidence::Review)
                }
                None => {
                    let edit = Edit::delete(with_gap(text, term.span));
                    Fix::edit("Take it out", vec![edit], Confidence::Review)
                }
            };
            out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
        }
    }
}

fn is_unknown(term: &Term) -> bool {
    matches!(term.problem, Some((TermProblem::UnknownMechanism, _)))
}

/// `# main server`, `// main server`: words for people start here.
fn starts_note(text: &str, term: &Term) -> bool {
    let word = term.span.text(text);
    is_unknown(term) && (word.starts_with('#') || word.starts_with("//"))
}

/// `#2024`: a note of one word.
fn is_whole_note(text: &str, term: &Term) -> bool {
    starts_note(text, term) && term.span.text(text).bytes().any(|b| b.is_ascii_alphanumeric())
}

/// The longest note behind a semicolon, in words.
const LONGEST_NOTE: usize = 12;

/// `; main server`: the term at `i` is a semicolon alone, and nothing but words for people stands behind it.
pub fn is_note_sign(text: &str, spf: &Spf, i: usize) -> bool {
    let rest = &spf.terms[i + 1..];
    (1..=LONGEST_NOTE).contains(&rest.len())
        && spf.terms[i].span.text(text) == ";"
        && rest.iter().all(|term| {
            let word = term.span.text(text);
            is_unknown(term)
                && word.bytes().any(|b| b.is_ascii_alphanumeric())
                && repair(text, term).is_none()
        })
}

/// Where the words end that the one at `i` starts.
fn note_end(spf: &Spf, i: usize) -> Span {
    let words = spf.terms[i..].iter().take_while(|term| is_unknown(term));
    words.last().map_or(spf.terms[i].span, |term| term.span)
}

/// A word before this one starts a note that it belongs to.
fn is_in_note(text: &str, spf: &Spf, i: usize) -> bool {
    let from = i - spf.terms[..i].iter().rev().take_while(|term| is_unknown(term)).count();
    spf.terms[from..i].iter().any(|term| starts_note(text, term))
        || from > 0 && is_note_sign(text, spf, from - 1)
}

fn repair(text: &str, term: &Term) -> Option<(String, Edit, Confidence)> {
    let word = term.span.text(text);
    let bare = match term.qualifier {
        Some((_, sign)) => Span::new(sign.end, term.span.end),
        None => term.span,
    };
    // An address or a network alone.
    for name in ["ip4", "ip6"] {
        let fits = |value: &str| reads_well(&format!("{name}:{value}"));
        if fits(bare.text(text)) {
            let edit = Edit::insert(bare.start, format!("{name}:"));
            return Some((format!("Write `{name}:` before the address"), edit, Confidence::Safe));
        }
        // `ip:`, `ipv4:`: the value says which it is.
        let name_is_close = term.name.text(text).to_ascii_lowercase().starts_with("ip");
        if let Some(value) = term.value.filter(|value| name_is_close && fits(value.text(text))) {
            let edit = Edit::replace(term.name.to(Span::new(value.start, value.start)), format!("{name}:"));
            return Some((format!("Write `{name}:` before the address"), edit, Confidence::Safe));
        }
    }
    if let Some(repair) = wrapped(text, bare).or_else(|| glued(text, bare)).or_else(|| lone_name(text, bare))
    {
        return Some(repair);
    }
    // A digit that looks like the letter: `a11`.
    let letters = term.name.text(text).replace('1', "l");
    let name = if letters.eq_ignore_ascii_case("all") {
        Some("all")
    } else {
        nearest(term.name.text(text), &NAMES)
    }?;
    let (signs, rest) = (&word[..term.name.start - term.span.start], &text[term.name.end..term.span.end]);
    let fixed = [signs, name, rest].concat();
    let read = parse_term(&fixed, Span::new(0, fixed.len()));
    if read.problem.is_some() {
        return None;
    }
    // A word without its sign must not become one that lets everybody in.
    if read.everyone().is_some() {
        let edit = Edit::replace(term.span, "~all");
        return Some(("Write `~all`, or `-all`".to_owned(), edit, Confidence::Review));
    }
    let title = format!("Write `{name}` in place of {}", code(term.name.text(text)));
    // Signs within the word, as in `~-all`, leave open which of them was meant.
    let sure = term.name.text(text).bytes().all(|b| b.is_ascii_alphanumeric());
    let confidence = if sure { Confidence::Safe } else { Confidence::Review };
    Some((title, Edit::replace(term.name, name), confidence))
}

/// `'include:a.com'`: a term within quotation marks or brackets, or with one of them.
fn wrapped(text: &str, word: Span) -> Option<(String, Edit, Confidence)> {
    let inside = written::unwrapped(word.text(text))?;
    let is_term = starts_a_term(inside) && reads_well(inside);
    let lets_all_in = || parse_term(inside, Span::new(0, inside.len())).everyone().is_some();
    (is_term && !lets_all_in())
        .then(|| ("Take the signs around it away".to_owned(), Edit::replace(word, inside), Confidence::Safe))
}

/// `includespf.example.com`, `mxa`: a name and its value, or two terms, with nothing between them.
fn glued(text: &str, word: Span) -> Option<(String, Edit, Confidence)> {
    let written = word.text(text);
    for (name, sign) in [("include", ":"), ("exists", ":"), ("ip4", ":"), ("ip6", ":"), ("redirect", "=")] {
        let head = written.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name));
        let Some(value) = head.map(|_| &written[name.len()..]) else { continue };
        let is_plain = |value: &str| {
            name == "ip6"
                || value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/'))
        };
        // `include;a.com`, `ip4-192.0.2.1`: another sign in the place of the right one.
        if let Some(rest) = value.strip_prefix([';', ',', '.', '-', '|'])
            && is_plain(rest)
            && reads_well(&[name, sign, rest].concat())
        {
            let at = word.start + name.len();
            let title = format!("Put {} in place of the sign after it", code(&[name, sign].concat()));
            return Some((title, Edit::replace(Span::new(at, at + 1), sign), Confidence::Review));
        }
        if value.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            && is_plain(value)
            && reads_well(&[name, sign, value].concat())
        {
            let title = format!("Write {} before the rest", code(&[name, sign].concat()));
            return Some((title, Edit::insert(word.start + name.len(), sign), Confidence::Review));
        }
    }
    // `incl:a.com`
    if let Some((name, value)) = written.split_once(':').filter(|(name, _)| (3..7).contains(&name.len()))
        && "include".starts_with(&name.to_ascii_lowercase())
        && reads_well(&["include:", value].concat())
    {
        let edit = Edit::replace(Span::new(word.start, word.start + name.len()), "include");
        return Some((format!("Write `include` in place of {}", code(name)), edit, Confidence::Review));
    }
    // `a+mx+ip4:192.0.2.1`
    let pieces: Vec<&str> = written.split('+').collect();
    if pieces.len() > 1 && pieces.iter().all(|piece| starts_a_term(piece) && reads_well(piece)) {
        let edit = Edit::replace(word, pieces.join(" +"));
        return Some(("Put a space before each plus".to_owned(), edit, Confidence::Review));
    }
    let at = ["a", "mx", "ptr"].into_iter().find_map(|name| {
        let (head, tail) = (written.get(..name.len())?, &written[name.len()..]);
        let parts = head.eq_ignore_ascii_case(name)
            && starts_a_term(tail)
            && reads_well(tail)
            && parse_term(tail, Span::new(0, tail.len())).everyone().is_none();
        parts.then_some(word.start + name.len())
    })?;
    Some((
        "Put a space between the two, if both were meant".to_owned(),
        Edit::insert(at, " "),
        Confidence::Review,
    ))
}

/// `_spf.google.com`: the name of a service's list or of a server, with no word before it.
fn lone_name(text: &str, word: Span) -> Option<(String, Edit, Confidence)> {
    let name = word.text(text);
    let is_host = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    let has_labels = name.strip_suffix('.').unwrap_or(name).split('.').all(|label| !label.is_empty());
    if !is_host || !has_labels || !reads_well(&["include:", name].concat()) {
        return None;
    }
    let first = name.split('.').next().unwrap_or("").to_ascii_lowercase();
    let is_server =
        ["mail", "smtp", "mx", "server", "relay", "host"].iter().any(|start| first.starts_with(start));
    let (title, edit) = if is_server {
        ("Write `a:` before it, or `include:` if a service told you to include it", "a:")
    } else {
        ("Write `include:` before it, or `a:` if it is the name of one server", "include:")
    };
    Some((title.to_owned(), Edit::insert(word.start, edit), Confidence::Review))
}

/// `- all`: a sign that stands apart from the term it belongs to; the blank between them.
fn sign_apart(text: &str, spf: &Spf, i: usize) -> Option<Span> {
    let (sign, next) = (&spf.terms[i], spf.terms.get(i + 1)?);
    let is_sign = matches!(sign.span.text(text), "-" | "~" | "?" | "+");
    let joined = [sign.span.text(text), next.span.text(text)].concat();
    (is_sign && next.qualifier.is_none() && reads_well(&joined))
        .then_some(Span::new(sign.span.end, next.span.start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    fn fixed(text: &str) -> Option<String> {
        let spf = Spf::parse(text);
        let (_, edit, confidence) = repair(text, &spf.terms[0])?;
        // Where a name could be meant in two ways, the reader decides.
        let is_guess = edit.text.ends_with(':') && !edit.text.starts_with("ip")
            || matches!(edit.text.as_str(), " " | "=");
        assert!(!is_guess || confidence == Confidence::Review, "{text}");
        Some(crate::text::apply_edits(text, &[edit]))
    }

    #[test]
    fn what_was_meant_is_found_where_it_is_clear() {
        for (text, expected) in [
            ("v=spf1 inlcude:a.com ~all", Some("v=spf1 include:a.com ~all")),
            ("v=spf1 192.0.2.1 -all", Some("v=spf1 ip4:192.0.2.1 -all")),
            ("v=spf1 +192.0.2.0/24 -all", Some("v=spf1 +ip4:192.0.2.0/24 -all")),
            ("v=spf1 2001:db8::1 -all", Some("v=spf1 ip6:2001:db8::1 -all")),
            ("v=spf1 ipv4:192.0.2.1 -all", Some("v=spf1 ip4:192.0.2.1 -all")),
            ("v=spf1 ip:2001:db8::1 -all", Some("v=spf1 ip6:2001:db8::1 -all")),
            ("v=spf1 -al", Some("v=spf1 -all")),
            ("v=spf1 al", Some("v=spf1 ~all")),
            ("v=spf1 alll", Some("v=spf1 ~all")),
            ("v=spf1 mail.example.com -all", Some("v=spf1 a:mail.example.com -all")),
            ("v=spf1 _spf.google.com -all", Some("v=spf1 include:_spf.google.com -all")),
            ("v=spf1 mxa -all", Some("v=spf1 mx a -all")),
            ("v=spf1 amx -all", Some("v=spf1 a mx -all")),
            ("v=spf1 mxall", None),
            ("v=spf1 includespf.example.com -all", Some("v=spf1 include:spf.example.com -all")),
            ("v=spf1 include_spf.example.com -all", Some("v=spf1 include:_spf.example.com -all")),
            ("v=spf1 redirect_spf.example.com", Some("v=spf1 redirect=_spf.example.com")),
            ("v=spf1 ip4192.0.2.1 -all", Some("v=spf1 ip4:192.0.2.1 -all")),
            ("v=spf1 'include:a.com' -all", Some("v=spf1 include:a.com -all")),
            ("v=spf1 +(mx) -all", Some("v=spf1 +mx -all")),
            ("v=spf1 'all'", None),
            ("v=spf1 includes:a.com -all", Some("v=spf1 include:a.com -all")),
            ("v=spf1 incl:a.com -all", Some("v=spf1 include:a.com -all")),
            ("v=spf1 include;a.com -all", Some("v=spf1 include:a.com -all")),
            ("v=spf1 include.spf.a.com -all", Some("v=spf1 include:spf.a.com -all")),
            ("v=spf1 ip4-192.0.2.1 -all", Some("v=spf1 ip4:192.0.2.1 -all")),
            ("v=spf1 +a+mx+ip4:192.0.2.1 -all", Some("v=spf1 +a +mx +ip4:192.0.2.1 -all")),
            ("v=spf1 ~a11", Some("v=spf1 ~all")),
            ("v=spf1 .com -all", None),
            ("v=spf1 user@example.com -all", None),
            ("v=spf1 banana", None),
        ] {
            assert_eq!(fixed(text).as_deref(), expected, "{text}");
        }
    }
    #[test]
    fn words_between_terms_are_told_by_what_they_do() {
        for (text, expected, confidence) in [
            ("v=spf1 mx -all # main server", "v=spf1 mx -all", Confidence::Review),
            ("v=spf1 mx -all //main server", "v=spf1 mx -all", Confidence::Review),
            ("v=spf1 mx -all ; our main server", "v=spf1 mx -all", Confidence::Review),
            ("v=spf1 mx - all", "v=spf1 mx -all", Confidence::Safe),
            ("v=spf1 mx - include:a.com -all", "v=spf1 mx include:a.com -all", Confidence::Review),
            ("v=spf1 mx + include:a.com -all", "v=spf1 mx +include:a.com -all", Confidence::Safe),
            ("v=spf1 mx -", "v=spf1 mx -all", Confidence::Review),
        ] {
            let report = explain_records(text, &Hints::default());
            let found = report.records[0].findings.iter().filter(|found| found.rule == &RULE);
            let fixes: Vec<_> = found.map(|found| found.fix.as_ref().unwrap()).collect();
            let [fix] = fixes.as_slice() else { panic!("{text}: {fixes:?}") };
            assert_eq!((fix.value(text).as_deref(), fix.confidence), (Some(expected), confidence), "{text}");
        }
        for (text, note) in [
            ("v=spf1 mx -all # updated 2024", "# updated 2024"),
            ("v=spf1 mx -all ; updated 2024", "; updated 2024"),
            ("v=spf1 mx -all // updated 2024", "// updated 2024"),
            ("v=spf1 mx -all #2024", "#2024"),
        ] {
            let report = explain_records(text, &Hints::default());
            let [found] = report.records[0].findings.as_slice() else { panic!("{text}") };
            let expected = format!("`{note}` looks like a note for people.");
            assert!(found.message.starts_with(&expected), "{}", found.message);
            assert_eq!(found.fix.as_ref().unwrap().value(text).as_deref(), Some("v=spf1 mx -all"), "{text}");
        }
        // A range of addresses is more than its two ends.
        for range in ["- 192.0.2.20", "to 192.0.2.20"] {
            let report = explain_records(&format!("v=spf1 ip4:192.0.2.1 {range} -all"), &Hints::default());
            assert_eq!(report.records[0].corrected, None, "{range}");
        }
        // The semicolon before a note is told with it, and any other by a rule of its own.
        for (text, expected) in [
            ("v=spf1 mx -all ; our main server", &[RULE.id][..]),
            ("v=spf1 mx ; include:a.com -all", &["spf-comma-or-semicolon"]),
            ("v=spf1 mx -all ; 192.0.2.1", &["spf-comma-or-semicolon", RULE.id]),
        ] {
            let report = explain_records(text, &Hints::default());
            let found = report.records[0].findings.iter().filter(|found| found.fix.is_some());
            let ids: Vec<&str> = found.map(|found| found.rule.id).collect();
            assert_eq!(ids, expected, "{text}");
        }
        // The same slip twice is mended twice.
        let report = explain_records("v=spf1 +ipv4:192.0.2.1 +ipv4:192.0.2.20 -all", &Hints::default());
        assert_eq!(
            report.records[0].corrected.as_deref(),
            Some("v=spf1 +ip4:192.0.2.1 +ip4:192.0.2.20 -all")
        );
    }
}
