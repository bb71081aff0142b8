//! `domain-spec` and `macro-string` of SPF (RFC 7208, sections 7.1 and 12).

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, digit0, one_of};
use nom::combinator::{opt, recognize, value};
use nom::multi::{many0, many0_count};
use nom::sequence::delimited;
use nom::{IResult, Parser};

use crate::text::Span;

/// The letters that a macro may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacroLetter {
    /// `s`: the sender's address.
    Sender,
    /// `l`: what stands before the `@` of the sender.
    LocalPart,
    /// `o`: what stands after it.
    SenderDomain,
    /// `d`: the domain whose record is being read.
    Domain,
    /// `i`: the address that the mail comes from.
    Ip,
    /// `p`: the name that this address claims, discouraged.
    ValidatedName,
    /// `v`: `in-addr` or `ip6`.
    AddressFamily,
    /// `h`: the name that the server gave in HELO.
    Helo,
    /// `c`: the address, readable; in explanations only.
    ReadableIp,
    /// `r`: the receiving host; in explanations only.
    Receiver,
    /// `t`: the time; in explanations only.
    Time,
}

impl MacroLetter {
    fn from_char(c: char) -> Option<Self> {
        Some(match c.to_ascii_lowercase() {
            's' => Self::Sender,
            'l' => Self::LocalPart,
            'o' => Self::SenderDomain,
            'd' => Self::Domain,
            'i' => Self::Ip,
            'p' => Self::ValidatedName,
            'v' => Self::AddressFamily,
            'h' => Self::Helo,
            'c' => Self::ReadableIp,
            'r' => Self::Receiver,
            't' => Self::Time,
            _ => return None,
        })
    }

    /// Allowed only in the text that `exp=` leads to (RFC 7208, section 7.2).
    pub const fn only_in_explanations(self) -> bool {
        matches!(self, Self::ReadableIp | Self::Receiver | Self::Time)
    }
}

/// One macro, `%{…}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MacroExpand {
    /// The whole, braces and all.
    pub span: Span,
    /// Which value it stands for.
    pub letter: MacroLetter,
    /// Written in upper case: the value is URL-escaped.
    pub escaped: bool,
    /// Keep this many parts, counted from the right; `None` keeps all.
    pub keep: Option<u32>,
    /// The parts are put in reverse order.
    pub reversed: bool,
    /// Where the value is split; empty means at dots.
    pub delimiters: Span,
}

/// One piece of a macro-string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text that stands for itself.
    Literal(Span),
    /// `%%`, `%_` or `%-`: a per cent sign, a space, `%20`.
    Escape(Span),
    /// A macro.
    Expand(MacroExpand),
}

/// Why a text is no macro-string or no domain-spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainProblem {
    /// Nothing stands where a domain should.
    Missing,
    /// A `%` that is not followed by `{`, `%`, `_` or `-`, or a brace that is never closed.
    LonePercent,
    /// A letter that stands for nothing.
    UnknownLetter,
    /// `c`, `r` or `t` outside an explanation.
    ExplanationLetter,
    /// The number of parts to keep is zero.
    ZeroParts,
    /// Something else inside the braces.
    BadTransformer,
    /// A character that no macro-string may hold.
    BadCharacter,
    /// Letters outside ASCII.
    NotAscii,
    /// An IPv4 or IPv6 address where a name is expected.
    Address,
    /// One label alone, as in `localhost`.
    SingleLabel,
    /// The last label is not one that a top-level domain can have.
    BadTopLabel,
}

/// A `domain-spec` or `macro-string` as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainSpec {
    /// The whole.
    pub span: Span,
    /// Its pieces, in order; empty where it could not be read.
    pub pieces: Vec<Piece>,
}

impl DomainSpec {
    /// Holds a macro, so what it names is not in the record alone.
    pub fn is_dynamic(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Expand(_)))
    }

    /// Names something else for one message than for another: `%{d}` is the same for all, and `%{v}` has two values.
    pub fn depends_on_message(&self) -> bool {
        self.macros().any(|expand| match expand.letter {
            MacroLetter::Sender
            | MacroLetter::LocalPart
            | MacroLetter::SenderDomain
            | MacroLetter::Ip
            | MacroLetter::ValidatedName
            | MacroLetter::Helo => true,
            MacroLetter::Domain
            | MacroLetter::AddressFamily
            | MacroLetter::ReadableIp
            | MacroLetter::Receiver
            | MacroLetter::Time => false,
        })
    }

    /// Its macros, in order.
    pub fn macros(&self) -> impl Iterator<Item = &MacroExpand> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Expand(expand) => Some(expand),
            Piece::Literal(_) | Piece::Escape(_) => None,
        })
    }
}

/// Reads a `macro-string` that starts at byte `base` of the record.
///
/// # Errors
/// The first problem and where it lies in the record.
pub fn macro_string(text: &str, base: usize) -> Result<DomainSpec, (DomainProblem, Span)> {
    let (rest, pieces) = many0(piece(text, base)).parse(text).unwrap_or((text, Vec::new()));
    if rest.is_empty() {
        return Ok(DomainSpec { span: Span::new(base, base + text.len()), pieces });
    }
    let at = Span::of(text, rest).start + base;
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let (problem, length) = match rest.strip_prefix('%') {
        Some(after) => percent_problem(after),
        None if rest.is_ascii() || rest.as_bytes()[0] < 0x80 => (DomainProblem::BadCharacter, first),
        None => (DomainProblem::NotAscii, rest.find(|c: char| c.is_ascii()).unwrap_or(rest.len())),
    };
    Err((problem, Span::new(at, at + length)))
}

/// Reads a `domain-spec` that starts at byte `base` of the record.
///
/// `in_explanation` allows the letters that only an explanation may use.
///
/// # Errors
/// The first problem and where it lies in the record.
pub fn domain_spec(text: &str, base: usize) -> Result<DomainSpec, (DomainProblem, Span)> {
    let whole = Span::new(base, base + text.len());
    if text.is_empty() {
        return Err((DomainProblem::Missing, whole));
    }
    let spec = macro_string(text, base)?;
    if let Some(bad) = spec.macros().find(|expand| expand.letter.only_in_explanations()) {
        return Err((DomainProblem::ExplanationLetter, bad.span));
    }
    // domain-end = ( "." toplabel [ "." ] ) / macro-expand; `%%`, `%_` and `%-` are macro-expands too.
    match spec.pieces.last() {
        Some(Piece::Expand(_) | Piece::Escape(_)) => return Ok(spec),
        Some(Piece::Literal(_)) | None => {}
    }
    if text.parse::<std::net::IpAddr>().is_ok() || looks_like_ipv4(text) {
        return Err((DomainProblem::Address, whole));
    }
    let last = match spec.pieces.last() {
        Some(Piece::Literal(span)) => span.shifted_back(base).text(text),
        Some(Piece::Escape(_) | Piece::Expand(_)) | None => text,
    };
    let last = last.strip_suffix('.').unwrap_or(last);
    let Some((_, toplabel)) = last.rsplit_once('.') else {
        let single = spec.pieces.len() == 1;
        return Err((if single { DomainProblem::SingleLabel } else { DomainProblem::BadTopLabel }, whole));
    };
    if is_toplabel(toplabel) { Ok(spec) } else { Err((DomainProblem::BadTopLabel, whole)) }
}

/// Reads well as a `domain-spec`, and no server and no service can have it as its name: `https://a.example`, `spf:a.example`.
pub fn holds_no_name(written: &str) -> bool {
    // Labels are empty or too long only in what is written out.
    let literal = !written.contains('%');
    let bad_label = |label: &[u8]| label.is_empty() || label.len() > 63;
    let bad_labels =
        || written.strip_suffix('.').unwrap_or(written).as_bytes().split(|b| *b == b'.').any(bad_label);
    // As nearly every name is written.
    if written.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')) {
        return bad_labels();
    }
    written.contains("://")
        || written.contains('@')
        || (literal && written.contains(is_in_no_name))
        || (literal && bad_labels())
}

/// A sign that the grammar lets stand in a name, and no name of a server or a service has.
fn is_in_no_name(c: char) -> bool {
    matches!(
        c,
        ':' | '='
            | '\''
            | '`'
            | '('
            | ')'
            | '<'
            | '>'
            | '['
            | ']'
            | '{'
            | '}'
            | '!'
            | '#'
            | '$'
            | '&'
            | '^'
            | '~'
            | '?'
            | '+'
    )
}

impl Span {
    fn shifted_back(self, by: usize) -> Span {
        Span::new(self.start - by, self.end - by)
    }
}

/// `toplabel`: letters, digits and inner hyphens, not digits alone.
fn is_toplabel(label: &str) -> bool {
    let bytes = label.as_bytes();
    let alphanumeric = |b: &u8| b.is_ascii_alphanumeric();
    match bytes {
        [] => false,
        [first, .., last] => {
            alphanumeric(first)
                && alphanumeric(last)
                && bytes.iter().all(|b| alphanumeric(b) || *b == b'-')
                && bytes.iter().any(|b| b.is_ascii_alphabetic() || *b == b'-')
        }
        [only] => only.is_ascii_alphabetic(),
    }
}

/// Four groups of digits, whether or not each fits in a byte.
pub(crate) fn looks_like_ipv4(text: &str) -> bool {
    let groups: Vec<&str> = text.strip_suffix('.').unwrap_or(text).split('.').collect();
    groups.len() == 4
        && groups.iter().all(|g| !g.is_empty() && g.len() <= 3 && g.bytes().all(|b| b.is_ascii_digit()))
}

fn piece<'a>(whole: &'a str, base: usize) -> impl FnMut(&'a str) -> IResult<&'a str, Piece> {
    move |input| {
        let here = |part: &str| Span::of(whole, part).shifted(base);
        alt((
            recognize(alt((tag("%%"), tag("%_"), tag("%-")))).map(|s| Piece::Escape(here(s))),
            expand(whole, base),
            take_while1(is_macro_literal).map(|s| Piece::Literal(here(s))),
        ))
        .parse(input)
    }
}

/// `macro-literal = %x21-24 / %x26-7E`
fn is_macro_literal(c: char) -> bool {
    matches!(c, '\x21'..='\x24' | '\x26'..='\x7e')
}

fn expand<'a>(whole: &'a str, base: usize) -> impl FnMut(&'a str) -> IResult<&'a str, Piece> {
    move |input| {
        let inside = (
            nom::character::complete::satisfy(|c| MacroLetter::from_char(c).is_some()),
            digit0,
            opt(value((), one_of("rR"))),
            recognize(many0_count(one_of(".-+,/_="))),
        );
        let (rest, (letter, digits, reverse, delimiters)) =
            delimited(tag("%{"), inside, char('}')).parse(input)?;
        let failed = || nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Verify));
        let keep = match digits {
            "" => None,
            // More parts than a name can have keep them all, so a number too large to hold is no error.
            digits => Some(digits.parse().unwrap_or(u32::MAX)),
        };
        if keep == Some(0) {
            return Err(failed());
        }
        let Some(kind) = MacroLetter::from_char(letter) else { return Err(failed()) };
        let length = input.len() - rest.len();
        Ok((
            rest,
            Piece::Expand(MacroExpand {
                span: Span::of(whole, &input[..length]).shifted(base),
                letter: kind,
                escaped: letter.is_ascii_uppercase(),
                keep,
                reversed: reverse.is_some(),
                delimiters: Span::of(whole, delimiters).shifted(base),
            }),
        ))
    }
}

/// Which problem a `%` has that starts no macro, and over how many bytes, the sign included.
fn percent_problem(after: &str) -> (DomainProblem, usize) {
    let Some(inside) = after.strip_prefix('{') else {
        return (DomainProblem::LonePercent, 1 + after.chars().next().map_or(0, char::len_utf8));
    };
    let Some(close) = inside.find('}') else { return (DomainProblem::LonePercent, 2) };
    let length = close + 3;
    let body = &inside[..close];
    let Some(letter) = body.chars().next() else { return (DomainProblem::BadTransformer, length) };
    if MacroLetter::from_char(letter).is_none() {
        return (DomainProblem::UnknownLetter, length);
    }
    let digits: IResult<&str, &str> = take_while(|c: char| c.is_ascii_digit()).parse(&body[1..]);
    match digits {
        Ok((_, digits)) if !digits.is_empty() && digits.bytes().all(|b| b == b'0') => {
            (DomainProblem::ZeroParts, length)
        }
        _ => (DomainProblem::BadTransformer, length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> Option<DomainProblem> {
        domain_spec(text, 0).err().map(|(problem, _)| problem)
    }

    #[test]
    fn names_and_macros_are_read() {
        for text in [
            "example.com",
            "example.com.",
            "_spf.%{d2}",
            "%{ir}.%{v}._spf.%{d}",
            "%{d127r-./}",
            "a.b-c",
            "https://x.com",
        ] {
            assert_eq!(problem(text), None, "{text}");
        }
        let spec = domain_spec("%{L1r-}.x.com", 10).unwrap();
        let first = spec.macros().next().unwrap();
        assert_eq!(first.span, Span::new(10, 17));
        assert!(first.escaped && first.reversed && first.keep == Some(1));
        assert_eq!(first.letter, MacroLetter::LocalPart);
    }

    #[test]
    fn names_that_nobody_can_have_are_told() {
        for (text, expected) in [
            ("a.example", false),
            ("a.example.", false),
            ("_spf.%{d2}", false),
            ("%{ir}.%{v}=x.a.example", false),
            ("spf:a.example", true),
            ("https://a.example", true),
            ("me@a.example", true),
            ("a..example", true),
        ] {
            assert_eq!(problem(text), None, "{text}");
            assert_eq!(holds_no_name(text), expected, "{text}");
        }
    }

    #[test]
    fn each_problem_is_told_apart() {
        for (text, expected) in [
            ("", DomainProblem::Missing),
            ("localhost", DomainProblem::SingleLabel),
            ("localhost.", DomainProblem::SingleLabel),
            ("192.0.2.1", DomainProblem::Address),
            ("192.0.2.999", DomainProblem::Address),
            ("2001:db8::1", DomainProblem::Address),
            ("example.c-", DomainProblem::BadTopLabel),
            ("example.1", DomainProblem::BadTopLabel),
            ("%(ir).x.com", DomainProblem::LonePercent),
            ("%{d0}.x.com", DomainProblem::ZeroParts),
            ("%{e}.x.com", DomainProblem::UnknownLetter),
            ("%{c}.x.com", DomainProblem::ExplanationLetter),
            ("%{dx}.x.com", DomainProblem::BadTransformer),
            ("%{d", DomainProblem::LonePercent),
            ("bücher.example", DomainProblem::NotAscii),
            ("a\tb.com", DomainProblem::BadCharacter),
        ] {
            assert_eq!(problem(text), Some(expected), "{text}");
        }
    }
}
