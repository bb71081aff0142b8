//! The value of a record as a zone file writes it: quoted strings, bare words, escapes, brackets (RFC 1035,
//! section 5.1).

use nom::Parser;
use nom::bytes::complete::take_while_m_n;
use nom::character::complete::{anychar, char};
use nom::combinator::map_res;
use nom::sequence::preceded;
use nom::{IResult, branch::alt};

use super::tidy::is_quote;
use super::{join, noise};
use crate::record::{Kind, classify};

/// One string in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    /// Without quotes and escapes.
    text: String,
    /// An escape was undone in it.
    escaped: bool,
}

/// `\DDD` or `\X`.
fn escape(input: &str) -> IResult<&str, char> {
    let decimal = map_res(take_while_m_n(3, 3, |c: char| c.is_ascii_digit()), |digits: &str| {
        digits.parse::<u8>().map(char::from)
    });
    preceded(char('\\'), alt((decimal, anychar))).parse(input)
}

/// Up to the closing quote, or the end where there is none.
fn quoted(text: &str) -> (Token, &str) {
    let mut token = Token { text: String::new(), escaped: false };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Ok((after, plain)) = escape(rest) {
            token.text.push(plain);
            token.escaped = true;
            rest = after;
        } else if is_quote(c) {
            return (token, &rest[c.len_utf8()..]);
        } else {
            token.text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (token, rest)
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
    let mut strings: Vec<Token> = Vec::new();
    let mut rest = trimmed;
    while let Some(first) = rest.chars().next().filter(|c| is_quote(*c)) {
        let (token, after) = quoted(&rest[first.len_utf8()..]);
        strings.push(token);
        // Brackets are layout.
        rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == '(' || c == ')');
    }
    let value = concat(&strings);
    // A semicolon after a string starts a comment.
    let after = if rest.starts_with(';') { "" } else { rest.trim_end() };
    (after.is_empty() || is_left_over(&value.text, after)).then_some((value, after))
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

/// Joins strings with nothing between them (RFC 7208, section 3.3).
fn concat(tokens: &[Token]) -> Unquoted {
    Unquoted {
        text: tokens.iter().map(|token| token.text.as_str()).collect(),
        strings: tokens.iter().map(|token| token.text.len()).collect(),
        escaped: tokens.iter().any(|token| token.escaped),
    }
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
    fn only_quotes_all_around_are_taken_off() {
        assert_eq!(unquote(r#""a" "b""#).unwrap().0.text, "ab");
        assert_eq!(unquote("“v=spf1 -all”").unwrap().0.text, "v=spf1 -all");
        assert_eq!(unquote(r#""open"#).unwrap().0.text, "open");
        assert!(unquote(r#"v=spf1 "mx" -all"#).is_none());
        assert!(unquote(r#""v=spf1" mx"#).is_none());
    }
}
