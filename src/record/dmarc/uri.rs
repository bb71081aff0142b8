//! The addresses in `rua` and `ruf` (RFC 9989, section 4.8).

use nom::bytes::complete::{tag_no_case, take_while, take_while1};
use nom::character::complete::{char, one_of};
use nom::combinator::{all_consuming, opt, recognize};
use nom::{IResult, Parser};

use crate::record::tag_list::is_blank;
use crate::text::Span;

/// Why no report arrives at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UriProblem {
    /// Nothing stands between two commas.
    Empty,
    /// A mail address without `mailto:`.
    NoScheme,
    /// `mailto://`
    Slashes,
    /// A blank inside.
    Blank,
    /// Two addresses with no comma between them.
    Joined,
    /// No `@`, or nothing on one side of it.
    NoAddress,
    /// A scheme that receivers need not support.
    OtherScheme,
    /// A character that an address can't hold as it is.
    BadCharacter,
}

/// One address of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportUri {
    /// Without the blanks around it, the size limit included.
    pub span: Span,
    /// What stands after `mailto:`, without the size limit.
    pub address: Span,
    /// `!10m`: a limit that receivers of today skip.
    pub size_limit: Option<Span>,
    /// Why no report arrives there.
    pub problem: Option<UriProblem>,
}

impl ReportUri {
    /// Receivers can read it, and may get mail there.
    pub fn takes_reports(&self, text: &str) -> bool {
        self.problem.is_none() && unreachable(self.address.text(text)).is_none()
    }
}

/// Why nobody outside can send mail to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable<'a> {
    /// Names that end in this word are known inside one network alone, or nowhere.
    Inside(&'a str),
    /// No whole domain name stands behind the `@`.
    NoName,
}

/// Why nobody outside can send mail to this address; none where they can, as far as its letters tell.
pub fn unreachable(address: &str) -> Option<Unreachable<'_>> {
    let (_, host) = address.split('?').next()?.rsplit_once('@')?;
    let host = host.trim_end_matches('.');
    let (before, top) = host.rsplit_once('.').unwrap_or(("", host));
    if is_inside(top) {
        return Some(Unreachable::Inside(top));
    }
    if host.starts_with('[') {
        return None;
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && !label.contains([':', '[', ']'])
    };
    let is_name =
        !before.is_empty() && host.split('.').all(is_label) && !top.bytes().all(|b| b.is_ascii_digit());
    (!is_name).then_some(Unreachable::NoName)
}

/// Names that end in this label are known inside one network alone, or nowhere.
pub fn is_inside(top: &str) -> bool {
    // RFC 6761, section 6, and RFC 6762, section 3; `internal` and the others are words that networks use for themselves.
    let inside = ["localhost", "local", "invalid", "internal", "lan", "localdomain", "intranet"];
    inside.iter().any(|end| end.eq_ignore_ascii_case(top))
}

/// Splits the value at `span` of `text` at its commas.
pub fn report_uris(text: &str, span: Span) -> Vec<ReportUri> {
    let value = span.text(text);
    value
        .split(',')
        .map(|part| {
            let trimmed = part.trim_matches(is_blank);
            let start = span.start + Span::of(value, trimmed).start;
            read(trimmed, start)
        })
        .collect()
}

fn read(part: &str, start: usize) -> ReportUri {
    let span = Span::new(start, start + part.len());
    let mut uri = ReportUri { span, address: span, size_limit: None, problem: None };
    if part.is_empty() {
        uri.problem = Some(UriProblem::Empty);
        return uri;
    }
    let limit = size_limit(part);
    let bare = &part[..part.len() - limit];
    if limit > 0 {
        uri.size_limit = Some(Span::new(span.end - limit, span.end));
    }
    let Ok((address, _)) = mailto(bare) else {
        uri.address = Span::new(start, start + bare.len());
        uri.problem = match scheme(bare) {
            Ok((_, found)) if !found.eq_ignore_ascii_case("mailto:") => Some(UriProblem::OtherScheme),
            _ if bare.contains(is_blank) => Some(UriProblem::Blank),
            _ => Some(UriProblem::NoScheme),
        };
        return uri;
    };
    let from = start + Span::of(bare, address).start;
    uri.address = Span::new(from, from + address.len());
    uri.problem = problem(address);
    uri
}

fn problem(address: &str) -> Option<UriProblem> {
    let ats = address.matches('@').count();
    if address.starts_with('/') {
        Some(UriProblem::Slashes)
    } else if ats > 1 || (address.contains(':') && address.to_ascii_lowercase().contains("mailto:")) {
        Some(UriProblem::Joined)
    } else if address.contains(is_blank) {
        Some(UriProblem::Blank)
    } else if mailbox(address).is_ok() {
        None
    } else if ats == 0 || address.starts_with('@') || address.ends_with('@') {
        Some(UriProblem::NoAddress)
    } else {
        Some(UriProblem::BadCharacter)
    }
}

fn mailto(text: &str) -> IResult<&str, &str> {
    tag_no_case("mailto:").parse(text)
}

fn scheme(text: &str) -> IResult<&str, &str> {
    recognize((
        take_while1(|c: char| c.is_ascii_alphabetic()),
        take_while(|c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')),
        char(':'),
    ))
    .parse(text)
}

/// `local@domain`, with what RFC 3986 lets stand in the path and the query of a URI.
fn mailbox(text: &str) -> IResult<&str, &str> {
    let local = take_while1(|c: char| is_unreserved(c) || matches!(c, '/' | ':'));
    let domain =
        take_while1(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '[' | ']' | ':'));
    let query =
        opt((char('?'), take_while(|c: char| is_unreserved(c) || matches!(c, '/' | ':' | '@' | '?'))));
    all_consuming(recognize((local, char('@'), domain, query))).parse(text)
}

/// A sign that stands for itself, the mark of a code, or one that parts nothing in a mail address.
const fn is_unreserved(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '.' | '_' | '~' | '%' | '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | '=')
}

/// Length of a trailing `!10m`, 0 where there is none.
fn size_limit(part: &str) -> usize {
    let Some(at) = part.rfind('!') else { return 0 };
    let digits = |text| -> IResult<&str, &str> {
        all_consuming(recognize((take_while1(|c: char| c.is_ascii_digit()), opt(one_of("kmgtKMGT")))))
            .parse(text)
    };
    if digits(&part[at + 1..]).is_ok() { part.len() - at } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(value: &str) -> Vec<Option<UriProblem>> {
        report_uris(value, Span::new(0, value.len())).into_iter().map(|uri| uri.problem).collect()
    }

    #[test]
    fn addresses_and_what_stops_reports() {
        for (value, expected) in [
            ("mailto:a@x.y", None),
            ("MAILTO:dmarc+x@x.example", None),
            ("mailto:a@x.y!10m", None),
            ("mailto:user%20@x.y", None),
            ("a@x.y", Some(UriProblem::NoScheme)),
            ("mailto://a@x.y", Some(UriProblem::Slashes)),
            ("mailto: a@x.y", Some(UriProblem::Blank)),
            ("mail to:a@x.y", Some(UriProblem::Blank)),
            ("mailto:a@x.y mailto:b@x.y", Some(UriProblem::Joined)),
            ("mailto:a", Some(UriProblem::NoAddress)),
            ("https://x.example/", Some(UriProblem::OtherScheme)),
            ("", Some(UriProblem::Empty)),
            ("mailto:bücher@x.y", Some(UriProblem::BadCharacter)),
        ] {
            assert_eq!(problems(value), [expected], "{value}");
        }
        assert_eq!(problems("mailto:a@x.y , mailto:b@x.y"), [None, None]);
    }

    #[test]
    fn parts_have_their_places() {
        let text = "rua=mailto:a@x.y!10m, mailto:b@x.y";
        let uris = report_uris(text, Span::new(4, text.len()));
        assert_eq!(uris[0].address.text(text), "a@x.y");
        assert_eq!(uris[0].size_limit.unwrap().text(text), "!10m");
        assert_eq!(uris[1].span.text(text), "mailto:b@x.y");
    }
}
