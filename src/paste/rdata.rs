//! The value of a record as a zone file writes it: quoted strings, bare words, escapes, brackets (RFC 1035,
//! section 5.1).

use domain::base::Name as WireName;
use domain::rdata::Txt;
use domain::utils::base16;
use nom::Parser;
use nom::bytes::complete::take_while_m_n;
use nom::character::complete::{anychar, char};
use nom::combinator::{map, map_res};
use nom::sequence::preceded;
use nom::{IResult, branch::alt};

use super::tidy::is_quote;
use super::{join, noise};
use crate::record::{Kind, classify};

/// One string in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    /// Without quotes and escapes: `\226\128\156` are three bytes, and one character.
    bytes: Vec<u8>,
    /// An escape was undone in it.
    escaped: bool,
}

/// `\DDD` or `\X`.
fn escape(input: &str) -> IResult<&str, Escape> {
    let decimal = map_res(take_while_m_n(3, 3, |c: char| c.is_ascii_digit()), |digits: &str| {
        digits.parse::<u8>().map(Escape::Byte)
    });
    preceded(char('\\'), alt((decimal, map(anychar, Escape::Character)))).parse(input)
}

enum Escape {
    Byte(u8),
    Character(char),
}

/// Up to the closing quote, or the end where there is none: then what is left is none.
fn quoted(text: &str, closes: fn(char) -> bool) -> (Token, Option<&str>) {
    // Most strings hold no escape, and are long.
    let plain = text.find(|c: char| c == '\\' || closes(c)).unwrap_or(text.len());
    let mut token = Token { bytes: text.as_bytes()[..plain].to_vec(), escaped: false };
    let mut rest = &text[plain..];
    while let Some(c) = rest.chars().next() {
        if c == '\\'
            && let Ok((after, plain)) = escape(rest)
        {
            match plain {
                Escape::Byte(byte) => token.bytes.push(byte),
                Escape::Character(plain) => token.push(plain),
            }
            token.escaped = true;
            rest = after;
        } else if closes(c) {
            return (token, Some(&rest[c.len_utf8()..]));
        } else {
            token.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (token, None)
}

impl Token {
    fn push(&mut self, c: char) {
        self.bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// The strings that a text is made of, and what stands after the last of them. With straight quotes alone, curly ones are
/// what DNS holds; none where the text is not made of such strings.
fn strings(text: &str, only_straight: bool) -> Option<(Vec<Token>, &str)> {
    let is_mark = if only_straight { |c| c == '"' } else { is_quote };
    let (mut strings, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next().filter(|c| is_mark(*c)) {
        let (token, after) = quoted(&rest[first.len_utf8()..], is_mark);
        if only_straight && after.is_none() {
            return None;
        }
        strings.push(token);
        // Brackets are layout.
        rest = after.unwrap_or("").trim_start_matches(|c: char| c.is_whitespace() || c == '(' || c == ')');
    }
    Some((strings, rest))
}

/// `"v=spf1 mx” “-all"`: some program made curly quotes of those between two strings.
fn has_curly_joint(text: &str) -> bool {
    let is_curly = |c: char| c != '"' && is_quote(c);
    !text.is_ascii()
        && text.match_indices(is_curly).any(|(at, quote)| {
            let after = &text[at + quote.len()..];
            let next = after.trim_start();
            next.len() < after.len() && next.starts_with(is_curly)
        })
}

/// Undoes `\;` and `\"` in a bare value; `None` where there are none.
pub fn unescape_bare(text: &str) -> Option<String> {
    if !text.contains("\\;") && !text.contains("\\\"") {
        return None;
    }
    Some(text.replace("\\;", ";").replace("\\\"", "\""))
}

/// A value taken out of its quotes.
pub struct Unquoted {
    /// The strings, joined with nothing between them.
    pub text: String,
    /// Their lengths in bytes.
    pub strings: Vec<usize>,
    /// An escape was undone.
    pub escaped: bool,
}

/// Reads a text that is made of quoted strings, with what stands after the last of them where that is not of
/// the record. `None` where it is anything else: then quotes in it are part of the value.
pub fn unquote(text: &str) -> Option<(Unquoted, &str)> {
    let trimmed = text.trim().trim_start_matches('(').trim();
    if !trimmed.starts_with(is_quote) {
        return None;
    }
    let read = |only_straight: bool| {
        let (strings, rest) = strings(trimmed, only_straight)?;
        let value = concat(&strings);
        // A semicolon after a string starts a comment.
        let after = if rest.starts_with(';') { "" } else { rest.trim_end() };
        (after.is_empty() || is_left_over(&value.text, after)).then_some((value, after))
    };
    let straight = trimmed.starts_with('"') && !has_curly_joint(trimmed);
    straight.then(|| read(true)).flatten().or_else(|| read(false))
}

/// What stands after a string that closed is no term or tag of its record: a lifetime, a comma, words.
fn is_left_over(value: &str, after: &str) -> bool {
    let sign = |c: char| matches!(c, ',' | '.' | ')' | ']' | '}');
    if after.chars().all(sign) || noise::is_trailer(after) {
        return true;
    }
    let whole = value.contains([' ', ';'])
        && matches!(classify(None, None, value), Kind::Spf | Kind::Dkim | Kind::Dmarc);
    whole && !join::goes_on(value, after) && !after.contains(is_quote)
}

/// A bare text that was cut out of several strings: `…abc" "def…`. `None` where its quotes are other ones.
pub fn join_inner(text: &str) -> Option<Unquoted> {
    let pieces: Vec<&str> = text.split('"').collect();
    // Between the two quotation marks of each joint stands nothing but blanks.
    let joints = pieces.iter().skip(1).step_by(2);
    if pieces.len() < 3
        || pieces.len().is_multiple_of(2)
        || !joints.clone().all(|piece| piece.trim().is_empty())
    {
        return None;
    }
    let strings: Vec<&str> = pieces.iter().step_by(2).copied().collect();
    Some(Unquoted {
        text: strings.concat(),
        strings: strings.iter().map(|s| s.len()).collect(),
        escaped: false,
    })
}

/// Bytes as text: what is no UTF-8 becomes one character for each byte.
pub fn text_of(bytes: &[u8]) -> String {
    concat(&[Token { bytes: bytes.to_vec(), escaped: false }]).text
}

/// The strings of a TXT record as they go over the wire, each behind its length (RFC 1035, section 3.3.14).
pub fn from_wire(bytes: &[u8]) -> Option<Unquoted> {
    let strings = Txt::from_slice(bytes).ok()?;
    let tokens: Vec<Token> =
        strings.iter().map(|string| Token { bytes: string.to_vec(), escaped: false }).collect();
    Some(concat(&tokens))
}

/// `\# 12 0b763d…`: the bytes of a value, after their number (RFC 3597, section 5).
pub fn hex_bytes(raw: &str) -> Option<Vec<u8>> {
    let inside = raw.trim().strip_prefix("\\#")?.replace(['(', ')'], " ");
    let mut words = inside.split_whitespace();
    let length: usize = words.next()?.parse().ok()?;
    let bytes = base16::decode_vec(&words.collect::<String>()).ok()?;
    (bytes.len() == length).then_some(bytes)
}

/// The bytes of a name, and of an MX the number before it, as text.
pub fn host_from_wire(rtype: &str, bytes: &[u8]) -> Option<String> {
    let (number, name) = match rtype {
        "MX" => {
            let (number, name) = bytes.split_first_chunk::<2>()?;
            (format!("{} ", u16::from_be_bytes(*number)), name)
        }
        "CNAME" => (String::new(), bytes),
        _ => return None,
    };
    let name = WireName::from_slice(name).ok()?;
    let is_plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    name.iter()
        .all(|label| label.as_slice().iter().all(is_plain))
        .then(|| format!("{number}{}", name.fmt_with_dot()))
}

/// Joins strings with nothing between them (RFC 7208, section 3.3).
fn concat(tokens: &[Token]) -> Unquoted {
    let escaped = tokens.iter().any(|token| token.escaped);
    if tokens.iter().all(|token| token.bytes.is_ascii()) {
        let text: String = tokens.iter().filter_map(|token| str::from_utf8(&token.bytes).ok()).collect();
        return Unquoted { text, strings: tokens.iter().map(|token| token.bytes.len()).collect(), escaped };
    }
    let bytes: Vec<u8> = tokens.iter().flat_map(|token| token.bytes.iter().copied()).collect();
    // What is no UTF-8 becomes one character for each byte, as where DNS was asked.
    let characters = bytes.utf8_chunks().flat_map(|chunk| {
        let invalid = chunk.invalid().iter().map(|byte| (char::from(*byte), 1));
        chunk.valid().chars().map(|c| (c, c.len_utf8())).chain(invalid)
    });
    let ends = tokens.iter().scan(0, |end, token| {
        *end += token.bytes.len();
        Some(*end)
    });
    let (mut ends, mut at, mut text) = (ends.peekable(), 0, String::with_capacity(bytes.len()));
    // A string that ends within a character ends after it.
    let mut places = Vec::with_capacity(tokens.len());
    for (c, length) in characters {
        while ends.next_if(|end| *end <= at).is_some() {
            places.push(text.len());
        }
        text.push(c);
        at += length;
    }
    places.resize(tokens.len(), text.len());
    let starts = [0].into_iter().chain(places.iter().copied());
    let strings = places.iter().zip(starts).map(|(end, start)| end - start).collect();
    Unquoted { text, strings, escaped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_escapes_are_read() {
        let (value, after) = unquote(r#"( "v=DMARC1\; p=none" "\059\"" ) ; a comment"#).unwrap();
        assert_eq!(
            (value.text.as_str(), value.strings.as_slice(), after),
            ("v=DMARC1; p=none;\"", &[16, 2][..], "")
        );
        assert!(value.escaped);
        assert_eq!(unquote(r#""v=spf1 -all" 1 Hour"#).unwrap().1, "1 Hour");
        assert!(unquote(r#""v=spf1 mx" -all"#).is_none());
    }

    #[test]
    fn escaped_bytes_are_characters_as_dns_holds_them() {
        for (text, expected, strings) in [
            (r#""\226\128\156v=spf1 -all\226\128\157""#, "“v=spf1 -all”", &[17][..]),
            (r#""v=spf1\194\160-all" "x""#, "v=spf1\u{a0}-allx", &[12, 1]),
            (r#""a\226\128" "\156b" "" "c""#, "a“bc", &[4, 1, 0, 1]),
            (r#""a\200b“" "c""#, "aÈb“c", &[7, 1]),
            (r#""" "a""#, "a", &[0, 1]),
            (r#""""#, "", &[0]),
        ] {
            let value = unquote(text).unwrap().0;
            assert_eq!(value.strings.iter().sum::<usize>(), value.text.len(), "{text}");
            assert_eq!((value.text.as_str(), value.strings.as_slice()), (expected, strings), "{text}");
        }
    }

    #[test]
    fn curly_quotes_within_straight_ones_are_what_dns_holds() {
        for (text, expected) in [
            ("\"“v=spf1 -all”\"", "“v=spf1 -all”"),
            ("\"v=spf1 mx \" \"–all”\"", "v=spf1 mx –all”"),
            ("\"v=spf1 mx” “ -all\"", "v=spf1 mx -all"),
            ("\"v=spf1 -all”", "v=spf1 -all"),
            ("“v=spf1 -all\"", "v=spf1 -all"),
        ] {
            assert_eq!(unquote(text).unwrap().0.text, expected, "{text}");
        }
    }

    #[test]
    fn bytes_are_read_where_their_number_is_right() {
        let text = |raw| Some(from_wire(&hex_bytes(raw)?)?.text);
        for raw in ["\\# 12 0b763d73706631202d616c6c", " \\# 12 ( 0B763D73 706631202d616c6c )"] {
            assert_eq!(text(raw).as_deref(), Some("v=spf1 -all"), "{raw}");
        }
        for raw in [
            "\\# 11 0b763d73706631202d616c6c",
            "\\# 12 0c763d73706631202d616c6c",
            "\\# 1 0",
            "\\# 0",
            "\\#",
            "\\# 1 éé",
        ] {
            assert_eq!(text(raw), None, "{raw}");
        }
        let host = |rtype, raw| host_from_wire(rtype, &hex_bytes(raw)?);
        assert_eq!(host("MX", "\\# 8 000a046d61696c00").as_deref(), Some("10 mail."));
        assert_eq!(host("MX", "\\# 3 000000").as_deref(), Some("0 ."));
        assert_eq!(host("CNAME", "\\# 6 046d61696c00").as_deref(), Some("mail."));
        assert_eq!(host("CNAME", "\\# 7 046d61696c0000"), None);
        assert_eq!(host("A", "\\# 4 c0000201"), None);
    }

    #[test]
    fn only_quotes_all_around_are_taken_off() {
        assert_eq!(unquote(r#""a" "b""#).unwrap().0.text, "ab");
        assert_eq!(unquote("“v=spf1 -all”").unwrap().0.text, "v=spf1 -all");
        assert_eq!(unquote(r#""open"#).unwrap().0.text, "open");
        assert!(unquote(r#"v=spf1 "mx" -all"#).is_none());
        assert!(unquote(r#""v=spf1" mx"#).is_none());
    }
}
