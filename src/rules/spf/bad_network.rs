//! `ip4:192.0.2`, `/33`, `/024`: addresses and prefix lengths that receivers can't read.

use std::net::Ipv4Addr;

use super::{Complaint, parse_term, reads_well, unreadable};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::spf::{Spf, Term, TermKind, TermProblem};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-bad-network",
    severity: Severity::Error,
    title: "An address or a network that can't be read",
    kind: Kind::Spf,
    reference: rfc!(7208, "5.6"),
    why: "An IPv4 address has four numbers from 0 to 255, and a network adds a slash and the number of its fixed \
          bits: up to 32, or up to 128 for IPv6. Where that does not hold, receivers give up on the whole record.",
    bad: r#"example.com. IN TXT "v=spf1 ip4:192.0.2.0/033 ~all""#,
    good: r#"example.com. IN TXT "v=spf1 ip4:192.0.2.0/24 ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for (i, term) in spf.terms.iter().enumerate() {
            let Some(size) = size_apart(text, spf, i) else { continue };
            let (whole, apart) = (term.span.to(size), Span::new(term.span.end, size.end));
            let message = format!(
                "A space stands between {} and {}. Receivers read more than one word, and count the whole record as an error.",
                code(term.span.text(text)),
                code(apart.text(text).trim_start())
            );
            let joined: String = apart.text(text).split_whitespace().collect();
            let edits = vec![Edit::replace(apart, joined)];
            let fix = Fix::edit("Take the space away", edits, Confidence::Safe);
            out.push(Finding::new(&RULE, record, whole, message).fixed_by(fix));
        }
        for (i, term, problem, at) in unreadable(text, &item.strings, spf, Complaint::BadNetwork) {
            if size_apart(text, spf, i).is_some() {
                continue;
            }
            let message = message(text, term, problem, at);
            let fix = match repair(text, term, problem, at) {
                Some((title, edit, confidence)) => Fix::edit(title, vec![edit], confidence),
                None => Fix::new(what_to_write(text, term, problem, at), None, Confidence::Review),
            };
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

/// `ip4:192.0.2.0 /24`, `a / 24`: where the size of a network stands apart from the term at `i` that it belongs to.
fn size_apart(text: &str, spf: &Spf, i: usize) -> Option<Span> {
    let term = &spf.terms[i];
    if term.prefix4.or(term.prefix6).is_some()
        || !matches!(term.problem, None | Some((TermProblem::BadPrefix, _)))
    {
        return None;
    }
    // What else may stand in the gap has a rule of its own.
    let is_plain = |b: u8| matches!(b, b'/' | b' ') || b.is_ascii_digit();
    let is_piece = |next: &&Term| text[term.span.end..next.span.end].bytes().all(is_plain);
    let mut joined = term.span.text(text).to_owned();
    spf.terms[i + 1..].iter().take(2).take_while(is_piece).find_map(|next| {
        joined.push_str(next.span.text(text));
        let read = parse_term(&joined, Span::new(0, joined.len()));
        let has_size = read.problem.is_none() && read.prefix4.or(read.prefix6).is_some();
        (has_size && read.everyone().is_none()).then_some(next.span)
    })
}

/// The term at `i` is a piece of the size of a network, which stands apart from it.
pub fn is_size_apart(text: &str, spf: &Spf, i: usize) -> bool {
    let place = spf.terms[i].span;
    (i.saturating_sub(2)..i)
        .any(|before| size_apart(text, spf, before).is_some_and(|size| place.end <= size.end))
}

fn message(text: &str, term: &Term, problem: TermProblem, at: Span) -> String {
    let (word, part) = (code(term.span.text(text)), code(at.text(text)));
    let what = match problem {
        TermProblem::PartialAddress => format!("In {word} the address has fewer than four numbers."),
        TermProblem::LeadingZero => format!("In {word} a number starts with a zero."),
        TermProblem::PrefixTooLong => format!(
            "In {word} the number after the slash is more than the {} bits that such an address has.",
            if at.text(text).starts_with("//") || matches!(term.kind, TermKind::Ip6(_)) { 128 } else { 32 }
        ),
        TermProblem::BadPrefix => format!("In {word} receivers can't read {part} as the size of a network."),
        _ => format!("In {word} receivers can't read {part} as an address."),
    };
    format!("{what} Receivers count the whole record as an error.")
}

/// What to do where only the reader knows what was meant.
fn what_to_write(text: &str, term: &Term, problem: TermProblem, at: Span) -> &'static str {
    let is_double = at.text(text).starts_with("//");
    match (problem, takes_both(term)) {
        (TermProblem::PrefixTooLong, true) if is_double => {
            "Write a size from 0 to 128 after the two slashes, which are for IPv6"
        }
        (TermProblem::PrefixTooLong, true) => {
            "Write a size from 0 to 32 after the slash, or put two slashes before one for IPv6"
        }
        (TermProblem::PrefixTooLong, false) if matches!(term.kind, TermKind::Ip6(_)) => {
            "Write a size from 0 to 128 after the slash"
        }
        (TermProblem::PrefixTooLong, false) => "Write a size from 0 to 32 after the slash",
        (_, true) => "Write the size for IPv4 after one slash, and the one for IPv6 after two",
        (_, false) => "Write the whole address, and the size of the network after one slash",
    }
}

fn repair(
    text: &str,
    term: &Term,
    problem: TermProblem,
    at: Span,
) -> Option<(&'static str, Edit, Confidence)> {
    let (title, edit, confidence) = match problem {
        TermProblem::LeadingZero => (
            "Take the leading zeros away",
            Edit::replace(at, without_zeros(at.text(text))),
            // Some programs read such numbers as octal, so what was meant is for the reader to say.
            Confidence::Review,
        ),
        TermProblem::PartialAddress => {
            let (address, bits) = filled(at.text(text))?;
            let has_prefix = text[at.end..term.span.end].starts_with('/');
            let whole = if has_prefix { address } else { format!("{address}/{bits}") };
            ("Fill the address up to a network", Edit::replace(at, whole), Confidence::Review)
        }
        TermProblem::BadPrefix if at.text(text).starts_with('/') => {
            // `a/24/64` was meant as `a/24//64`.
            let part = at.text(text);
            match part.trim_start_matches('/').split_once('/') {
                Some((four, six)) if !six.starts_with('/') && takes_both(term) => (
                    "Put two slashes before the size for IPv6",
                    Edit::replace(at, format!("/{four}//{six}")),
                    Confidence::Review,
                ),
                _ if part.trim_matches('/').is_empty() => {
                    ("Take the slash away", Edit::delete(at), Confidence::Review)
                }
                _ => meant(text, term, at)?,
            }
        }
        TermProblem::BadPrefix | TermProblem::BadAddress => meant(text, term, at)?,
        _ => return None,
    };
    let fixed = crate::text::apply_edits(text, std::slice::from_ref(&edit));
    let end = term.span.end + edit.text.len() - edit.span.len();
    let word = fixed.get(term.span.start..end)?;
    // `/00` must not become a network of everybody.
    let is_everyone = parse_term(word, Span::new(0, word.len())).everyone().is_some();
    (reads_well(word) && !is_everyone).then_some((title, edit, confidence))
}

/// What an address or a size was meant as that receivers can't read.
fn meant(text: &str, term: &Term, at: Span) -> Option<(&'static str, Edit, Confidence)> {
    let part = at.text(text);
    if part.starts_with('/') {
        let size = part.trim_matches('/');
        if let Ok(mask) = size.parse::<Ipv4Addr>() {
            let bits = mask.to_bits().leading_ones();
            let is_mask = mask.to_bits().checked_shl(bits).unwrap_or(0) == 0;
            let edit = Edit::replace(at, format!("/{bits}"));
            return is_mask.then_some(("Write the size as a number of bits", edit, Confidence::Safe));
        }
        return Some((
            "Leave the number after one slash",
            Edit::replace(at, format!("/{size}")),
            Confidence::Review,
        ));
    }
    if part.contains(',') {
        return Some((
            "Put dots in place of the commas",
            Edit::replace(at, part.replace(',', ".")),
            Confidence::Review,
        ));
    }
    let stars = part.split('.').rev().take_while(|group| *group == "*").count();
    if (1..4).contains(&stars) && text[at.end..term.span.end].is_empty() {
        let network = format!("{}/{}", part.replace('*', "0"), 32 - 8 * stars);
        return Some(("Write it as a network", Edit::replace(at, network), Confidence::Review));
    }
    let bare = part.trim_matches(['.', '[', ']', '(', ')', '<', '>', '\'', '`']);
    (bare.len() < part.len())
        .then(|| ("Take the signs around the address away", Edit::replace(at, bare), Confidence::Safe))
}

fn takes_both(term: &Term) -> bool {
    matches!(term.kind, TermKind::A(_) | TermKind::Mx(_))
}

/// Each run of digits without the zeros in front of it.
fn without_zeros(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(['.', '/']) {
        let digits = piece.trim_end_matches(['.', '/']);
        let bare = digits.trim_start_matches('0');
        out.push_str(if bare.is_empty() && !digits.is_empty() { "0" } else { bare });
        out.push_str(&piece[digits.len()..]);
    }
    out
}

/// `192.0.2` as `192.0.2.0` with 24 bits.
fn filled(partial: &str) -> Option<(String, usize)> {
    let groups: Vec<&str> = partial.trim_end_matches('.').split('.').collect();
    if groups.len() > 3 || !groups.iter().all(|group| group.parse::<u8>().is_ok()) {
        return None;
    }
    let zeros = ".0".repeat(4 - groups.len());
    Some((groups.join(".") + &zeros, groups.len() * 8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;
    use crate::rules::spf::tests::check_mended;

    fn fixed(text: &str) -> Option<String> {
        let spf = Spf::parse(text);
        let (_, term, problem, at) = unreadable(text, &[], &spf, Complaint::BadNetwork).next()?;
        let (_, edit, _) = repair(text, term, problem, at)?;
        Some(crate::text::apply_edits(text, &[edit]))
    }

    #[test]
    fn what_can_be_repaired_is() {
        for (text, expected) in [
            ("v=spf1 ip4:192.0.2 -all", Some("v=spf1 ip4:192.0.2.0/24 -all")),
            ("v=spf1 ip4:192.0.2/24 -all", Some("v=spf1 ip4:192.0.2.0/24 -all")),
            ("v=spf1 ip4:192.0.02.1 -all", Some("v=spf1 ip4:192.0.2.1 -all")),
            ("v=spf1 ip4:192.0.2.0/024 -all", Some("v=spf1 ip4:192.0.2.0/24 -all")),
            ("v=spf1 a/24/64 -all", Some("v=spf1 a/24//64 -all")),
            ("v=spf1 ip4:192.0.2.0/255.255.255.0 -all", Some("v=spf1 ip4:192.0.2.0/24 -all")),
            ("v=spf1 ip4:192.0.2.0/255.0.255.0 -all", None),
            ("v=spf1 ip4:192.0.2.0/0.0.0.0 -all", None),
            ("v=spf1 ip4:192.0.2.0/24/ -all", Some("v=spf1 ip4:192.0.2.0/24 -all")),
            ("v=spf1 ip4:192.0.2.* -all", Some("v=spf1 ip4:192.0.2.0/24 -all")),
            ("v=spf1 ip4:192.0.*.* -all", Some("v=spf1 ip4:192.0.0.0/16 -all")),
            ("v=spf1 ip4:192,0,2,1 -all", Some("v=spf1 ip4:192.0.2.1 -all")),
            ("v=spf1 ip4:192.0.2.1. -all", Some("v=spf1 ip4:192.0.2.1 -all")),
            ("v=spf1 ip6:[2001:db8::1] -all", Some("v=spf1 ip6:2001:db8::1 -all")),
            ("v=spf1 ip4:192.0.2.1-192.0.2.20 -all", None),
            ("v=spf1 ip4:192.0.2.1/33 -all", None),
            ("v=spf1 ip4:192.0.2.300 -all", None),
            ("v=spf1 ip4:8.8.8.8/00 -all", None),
            ("v=spf1 a//00 -all", None),
            ("v=spf1 a:example.com/24/64 -all", Some("v=spf1 a:example.com/24//64 -all")),
            ("v=spf1 mx:example.com/24/64 -all", Some("v=spf1 mx:example.com/24//64 -all")),
            ("v=spf1 a:example.com/24/24 -all", Some("v=spf1 a:example.com/24//24 -all")),
            ("v=spf1 a:example.com/64/24 -all", None),
        ] {
            assert_eq!(fixed(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_size_is_told_by_what_may_stand_there() {
        let two = "In `a:example.com/24/64` receivers can't read `/24/64` as the size of a network.";
        for (text, message, title) in [
            ("v=spf1 a:example.com/24/64 -all", two, "Put two slashes before the size for IPv6"),
            (
                "v=spf1 a//129 -all",
                "In `a//129` the number after the slash is more than the 128 bits that such an address has.",
                "Write a size from 0 to 128 after the two slashes, which are for IPv6",
            ),
            (
                "v=spf1 mx/64 -all",
                "In `mx/64` the number after the slash is more than the 32 bits that such an address has.",
                "Write a size from 0 to 32 after the slash, or put two slashes before one for IPv6",
            ),
            (
                "v=spf1 a:example.com/64/24 -all",
                "In `a:example.com/64/24` receivers can't read `/64/24` as the size of a network.",
                "Write the size for IPv4 after one slash, and the one for IPv6 after two",
            ),
            (
                "v=spf1 ip4:192.0.2.1/33 -all",
                "In `ip4:192.0.2.1/33` the number after the slash is more than the 32 bits that such an address has.",
                "Write a size from 0 to 32 after the slash",
            ),
            (
                "v=spf1 ip6:2001:db8::/129 -all",
                "In `ip6:2001:db8::/129` the number after the slash is more than the 128 bits that such an address has.",
                "Write a size from 0 to 128 after the slash",
            ),
            (
                "v=spf1 ip4:192.0.2.300 -all",
                "In `ip4:192.0.2.300` receivers can't read `192.0.2.300` as an address.",
                "Write the whole address, and the size of the network after one slash",
            ),
        ] {
            let report = explain_records(text, &Hints::default());
            let found = report.records[0].findings.iter().find(|found| found.rule == &RULE).expect(text);
            assert!(found.message.starts_with(message), "{}", found.message);
            assert_eq!(found.fix.as_ref().map(|fix| fix.title.as_str()), Some(title), "{text}");
        }
    }

    #[test]
    fn a_size_that_stands_apart_goes_back_to_its_network() {
        for (text, expected) in [
            ("v=spf1 ip4:192.0.2.0 /24 -all", "v=spf1 ip4:192.0.2.0/24 -all"),
            ("v=spf1 ip4:192.0.2.0/ 24 -all", "v=spf1 ip4:192.0.2.0/24 -all"),
            ("v=spf1 ip4:192.0.2.0 / 24 mx -all", "v=spf1 ip4:192.0.2.0/24 mx -all"),
            ("v=spf1 ip6:2001:db8:: /32 -all", "v=spf1 ip6:2001:db8::/32 -all"),
            ("v=spf1 mx /24 -all", "v=spf1 mx/24 -all"),
        ] {
            check_mended(&RULE, text, expected);
        }
        for text in
            ["v=spf1 ip4:192.0.2.0 /0 -all", "v=spf1 ip4:192.0.2.0/24 /24 -all", "v=spf1 ptr /24 -all"]
        {
            let spf = Spf::parse(text);
            assert_eq!(size_apart(text, &spf, 0), None, "{text}");
        }
    }
}
