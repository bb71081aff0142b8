//! One term of an SPF record: what it is, and what stops receivers from reading it.

use std::net::{Ipv4Addr, Ipv6Addr};

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{is_not, take_till};
use nom::character::complete::one_of;
use nom::combinator::opt;
use nom::{IResult, sequence::pair};

use super::{Prefix, Qualifier, Term, TermKind, TermProblem, is_mechanism_name};
use crate::record::domain_spec::{DomainProblem, DomainSpec, domain_spec, looks_like_ipv4, macro_string};
use crate::text::Span;

/// Reads the word at `span` of `text` as a directive or a modifier. Never fails: what can't be read keeps its
/// place and says why.
pub fn parse_term(text: &str, span: Span) -> Term {
    let mut term = read_term(text, span);
    if term.problem.is_some() {
        blame_punctuation(text, &mut term);
    }
    term
}

fn read_term(text: &str, span: Span) -> Term {
    let word = span.text(text);
    let (sign, name, rest) = split(word).map_or((None, word, ""), |(rest, (sign, name))| (sign, name, rest));
    let qualifier = sign.map(|sign| {
        let qualifier = match sign {
            '-' => Qualifier::Fail,
            '~' => Qualifier::SoftFail,
            '?' => Qualifier::Neutral,
            _ => Qualifier::Pass,
        };
        (qualifier, Span::new(span.start, span.start + 1))
    });
    let name_span = Span::of(word, name).shifted(span.start);
    let delimiter = rest.starts_with([':', '=']).then(|| Span::new(name_span.end, name_span.end + 1));
    let mut term = Term {
        span,
        qualifier,
        name: name_span,
        delimiter,
        value: delimiter.map(|at| Span::new(at.end, span.end)),
        prefix4: None,
        prefix6: None,
        kind: TermKind::Unrecognised,
        problem: None,
    };
    if rest.starts_with('=') {
        modifier(text, &mut term, name);
    } else {
        mechanism(text, &mut term, name);
    }
    term
}

/// `[ qualifier ] name`, up to the first `:`, `/` or `=`.
fn split(word: &str) -> Option<(&str, (Option<char>, &str))> {
    let result: IResult<&str, (Option<char>, &str)> =
        pair(opt(one_of("+-~?")), alt((is_not(":/="), take_till(|c| matches!(c, ':' | '/' | '=')))))
            .parse(word);
    result.ok()
}

fn modifier(text: &str, term: &mut Term, name: &str) {
    let value = term.value.unwrap_or(Span::new(term.span.end, term.span.end));
    let lower = name.to_ascii_lowercase();
    if lower == "redirect" || lower == "exp" {
        let domain = keep(domain_spec(value.text(text), value.start), term);
        term.kind = if lower == "redirect" { TermKind::Redirect(domain) } else { TermKind::Exp(domain) };
    } else {
        let read = macro_string(value.text(text), value.start);
        term.kind = TermKind::UnknownModifier(keep(read, term));
        let mut characters = name.chars();
        if name.is_empty() {
            term.problem = Some((TermProblem::EmptyName, term.span));
        } else if !characters.next().is_some_and(|c| c.is_ascii_alphabetic())
            || !characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        {
            term.problem = Some((TermProblem::UnknownMechanism, term.span));
            term.kind = TermKind::Unrecognised;
        }
    }
    if let (Some((_, sign)), None) = (term.qualifier, term.problem) {
        term.problem = Some((TermProblem::QualifierOnModifier, sign));
    }
}

fn mechanism(text: &str, term: &mut Term, name: &str) {
    let lower = name.to_ascii_lowercase();
    match lower.as_str() {
        "all" => {
            term.kind = TermKind::All;
            if let Some(value) = term.value {
                term.problem = Some((TermProblem::UnexpectedValue, Span::new(term.name.end, value.end)));
            } else {
                no_prefix(term);
            }
        }
        "include" => term.kind = TermKind::Include(required_domain(text, term)),
        "exists" => term.kind = TermKind::Exists(required_domain(text, term)),
        "ptr" => {
            let domain = if term.value.is_some() { required_domain(text, term) } else { None };
            no_prefix(term);
            term.kind = TermKind::Ptr(domain);
        }
        "a" | "mx" => {
            take_dual_prefix(text, term);
            let domain = if term.value.is_some() { required_domain(text, term) } else { None };
            term.kind = if lower == "a" { TermKind::A(domain) } else { TermKind::Mx(domain) };
        }
        "ip4" => ip4(text, term),
        "ip6" => ip6(text, term),
        "redirect" | "exp" => {
            let domain = term.value.and_then(|value| domain_spec(value.text(text), value.start).ok());
            term.kind = if lower == "redirect" { TermKind::Redirect(domain) } else { TermKind::Exp(domain) };
            term.problem = Some(match term.delimiter {
                Some(colon) => (TermProblem::ModifierWithColon, colon),
                None => (TermProblem::MissingValue, term.span),
            });
        }
        _ => term.problem = Some((TermProblem::UnknownMechanism, term.span)),
    }
}

/// Without a colon, what is left after the name of a mechanism that takes no prefix is one.
fn no_prefix(term: &mut Term) {
    if term.problem.is_none() && term.delimiter.is_none() && term.name.end < term.span.end {
        term.problem = Some((TermProblem::UnexpectedPrefix, Span::new(term.name.end, term.span.end)));
    }
}

fn required_domain(text: &str, term: &mut Term) -> Option<DomainSpec> {
    let Some(value) = term.value.filter(|value| !value.is_empty()) else {
        let problem = if term.delimiter.is_none() && term.name.end < term.span.end && term.prefix4.is_none() {
            TermProblem::UnexpectedPrefix
        } else {
            TermProblem::MissingValue
        };
        term.problem.get_or_insert((problem, term.span));
        return None;
    };
    keep(domain_spec(value.text(text), value.start), term)
}

fn keep(read: Result<DomainSpec, (DomainProblem, Span)>, term: &mut Term) -> Option<DomainSpec> {
    match read {
        Ok(spec) => Some(spec),
        Err((DomainProblem::Missing, span)) => {
            term.problem.get_or_insert((TermProblem::MissingValue, span));
            None
        }
        Err((problem, span)) => {
            term.problem.get_or_insert((TermProblem::Domain(problem), span));
            None
        }
    }
}

/// `[ "/" ip4-prefix ] [ "//" ip6-prefix ]` at the end of an `a` or `mx`, taken off its value.
fn take_dual_prefix(text: &str, term: &mut Term) {
    let from = term.delimiter.map_or(term.name.end, |at| at.end);
    let body = &text[from..term.span.end];
    let digits = |s: &str| s.len() - s.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let mut end = body.len();
    let n = digits(body);
    if n > 0 && body[..end - n].ends_with("//") {
        let at = end - n - 2;
        term.prefix6 = prefix(text, Span::new(from + at, from + end), 2, 128, term);
        end = at;
    }
    let n = digits(&body[..end]);
    if n > 0 && body[..end - n].ends_with('/') && !body[..end - n].ends_with("//") {
        let at = end - n - 1;
        term.prefix4 = prefix(text, Span::new(from + at, from + end), 1, 32, term);
        end = at;
    }
    let left = Span::new(from, from + end);
    if term.delimiter.is_some() {
        term.value = Some(left);
        // A slash may stand in a name (`a:x/y.example` is one); where no name can be read with it, what
        // follows the slash was meant as a prefix: `a:x.com/abc`, `a:x.com/`, `a:x.com/24/64`.
        if let Some(slash) = body[..end].find('/').filter(|_| domain_spec(&body[..end], left.start).is_err())
        {
            let alone = body[slash..].trim_end_matches('/').is_empty();
            let problem = if alone { TermProblem::UnexpectedPrefix } else { TermProblem::BadPrefix };
            let at = Span::new(from + slash, term.span.end);
            // What is wrong with the last number alone is no matter where two sizes run together: `a:x.com/24/64`.
            match (problem, &mut term.problem) {
                (TermProblem::BadPrefix, found) => *found = Some((problem, at)),
                (_, found) => *found = found.or(Some((problem, at))),
            }
            term.value = Some(Span::new(from, from + slash));
        }
    } else if !left.is_empty() {
        term.problem = Some((TermProblem::BadPrefix, Span::new(from, term.span.end)));
    }
}

/// Reads the digits after `slashes` slashes.
fn prefix(text: &str, span: Span, slashes: usize, max: u8, term: &mut Term) -> Option<Prefix> {
    let digits = &span.text(text)[slashes..];
    match bits(digits, max) {
        Ok(length) => Some(Prefix { span, length }),
        Err(problem) => {
            term.problem.get_or_insert((problem, span));
            None
        }
    }
}

fn bits(digits: &str, max: u8) -> Result<u8, TermProblem> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        Err(TermProblem::BadPrefix)
    } else if digits.len() > 1 && digits.starts_with('0') {
        Err(TermProblem::LeadingZero)
    } else {
        digits.parse().ok().filter(|n| *n <= max).ok_or(TermProblem::PrefixTooLong)
    }
}

fn ip4(text: &str, term: &mut Term) {
    let Some((address, whole)) = address(text, term, 32) else {
        term.kind = TermKind::Ip4(None);
        return;
    };
    let problem = match address.parse::<Ipv4Addr>() {
        Ok(ip) => {
            term.kind = TermKind::Ip4(Some(ip));
            return;
        }
        Err(_) if address.parse::<Ipv6Addr>().is_ok() => TermProblem::WrongFamily,
        Err(_) if looks_like_ipv4(address) && has_leading_zero(address) => TermProblem::LeadingZero,
        Err(_) if is_partial(address) => TermProblem::PartialAddress,
        Err(_) if is_name(address) => TermProblem::NameAsAddress,
        Err(_) => TermProblem::BadAddress,
    };
    term.kind = TermKind::Ip4(None);
    term.problem = Some((problem, whole));
}

fn ip6(text: &str, term: &mut Term) {
    let Some((address, whole)) = address(text, term, 128) else {
        term.kind = TermKind::Ip6(None);
        return;
    };
    let problem = match address.parse::<Ipv6Addr>() {
        Ok(ip) => {
            term.kind = TermKind::Ip6(Some(ip));
            return;
        }
        Err(_) if address.parse::<Ipv4Addr>().is_ok() => TermProblem::WrongFamily,
        Err(_) if is_name(address) => TermProblem::NameAsAddress,
        Err(_) => TermProblem::BadAddress,
    };
    term.kind = TermKind::Ip6(None);
    term.problem = Some((problem, whole));
}

/// Takes the prefix off an address; the address with its place, or none where there is no value.
fn address<'t>(text: &'t str, term: &mut Term, max: u8) -> Option<(&'t str, Span)> {
    let Some(value) = term.value.filter(|value| !value.is_empty()) else {
        term.problem = Some((TermProblem::MissingValue, term.span));
        return None;
    };
    let written = value.text(text);
    let Some(slash) = written.find('/') else { return Some((written, value)) };
    let at = Span::new(value.start + slash, value.end);
    let address = Span::new(value.start, at.start);
    term.value = Some(address);
    let read = prefix(text, at, 1, max, term);
    if max == 32 {
        term.prefix4 = read;
    } else {
        term.prefix6 = read;
    }
    Some((address.text(text), address))
}

fn has_leading_zero(address: &str) -> bool {
    address.split('.').any(|group| group.len() > 1 && group.starts_with('0'))
}

fn is_partial(address: &str) -> bool {
    let groups: Vec<&str> = address.trim_end_matches('.').split('.').collect();
    groups.len() < 4 && groups.iter().all(|g| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit()))
}

fn is_name(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        && !text.contains(':')
}

/// A comma or semicolon at the end, or before another mechanism, is what made the term unreadable: say that,
/// where the rest is fine without it.
fn blame_punctuation(text: &str, term: &mut Term) {
    let word = term.span.text(text);
    let bare = word.trim_end_matches([';', ',']);
    if bare.len() < word.len() {
        let cut = Span::new(term.span.start + bare.len(), term.span.end);
        let read = read_term(text, Span::new(term.span.start, cut.start));
        if bare.is_empty() || read.problem.is_none() {
            *term = Term { span: term.span, problem: Some((TermProblem::StrayPunctuation, cut)), ..read };
            return;
        }
    }
    let starts_term = |rest: &str| {
        let name = rest.trim_start_matches(['+', '-', '~', '?']);
        let end = name.find([':', '/', '=', ',', ';']).unwrap_or(name.len());
        is_mechanism_name(&name[..end]) || name[..end].eq_ignore_ascii_case("redirect")
    };
    let reads_well =
        |end: usize| read_term(text, Span::new(term.span.start, term.span.start + end)).problem.is_none();
    let parts = |at: usize| starts_term(&word[at + 1..]) || (at > 0 && reads_well(at));
    if let Some((at, _)) = word.match_indices([',', ';']).take(16).find(|(at, _)| parts(*at)) {
        let at = term.span.start + at;
        term.problem = Some((TermProblem::StrayPunctuation, Span::new(at, at + 1)));
    }
}
