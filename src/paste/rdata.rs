//! The value of a record as a zone file writes it: quoted strings, bare words, escapes, brackets (RFC 1035,
//! section 5.1).

use nom::Parser;
use nom::bytes::complete::take_while_m_n;
use nom::character::complete::{anychar, char};
use nom::combinator::map_res;
use nom::sequence::preceded;
use nom::{IResult, branch::alt};

use super::tidy::is_quote;

/// One word or one string in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Without quotes and escapes.
    pub text: String,
    /// It stood in quotes.
    pub quoted: bool,
    /// An escape was undone in it.
    pub escaped: bool,
}

/// `\DDD` or `\X`.
fn escape(input: &str) -> IResult<&str, char> {
    let decimal = map_res(take_while_m_n(3, 3, |c: char| c.is_ascii_digit()), |digits: &str| {
        digits.parse::<u8>().map(char::from)
    });
    preceded(char('\\'), alt((decimal, anychar))).parse(input)
}

/// Splits the right-hand side of a zone line. Brackets are layout; a semicolon outside quotes starts a comment
/// once a quoted string has been seen.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let quoted_before = out.last().is_some_and(|token| token.quoted);
        if c.is_whitespace() || c == '(' || c == ')' {
            rest = &rest[c.len_utf8()..];
        } else if c == ';' && quoted_before {
            break;
        } else if is_quote(c) {
            let (token, after) = quoted(&rest[c.len_utf8()..]);
            out.push(token);
            rest = after;
        } else {
            let (token, after) = word(rest);
            out.push(token);
            rest = after;
        }
    }
    out
}

/// Up to the closing quote, or the end where there is none.
fn quoted(text: &str) -> (Token, &str) {
    let mut token = Token { text: String::new(), quoted: true, escaped: false };
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

fn word(text: &str) -> (Token, &str) {
    let mut token = Token { text: String::new(), quoted: false, escaped: false };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Ok((after, plain)) = escape(rest) {
            token.text.push(plain);
            token.escaped = true;
            rest = after;
        } else if c.is_whitespace() {
            break;
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

/// Reads a text that is made of quoted strings and nothing else. `None` where it is anything else: then quotes
/// in it are part of the value.
pub fn unquote(text: &str) -> Option<Unquoted> {
    let trimmed = text.trim().trim_start_matches('(').trim_end_matches(')').trim();
    if !trimmed.starts_with(is_quote) {
        return None;
    }
    let tokens = tokens(trimmed);
    if tokens.is_empty() || !tokens.iter().all(|token| token.quoted) {
        return None;
    }
    Some(join(&tokens))
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
pub fn join(tokens: &[Token]) -> Unquoted {
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
    fn strings_words_and_escapes_are_told_apart() {
        let seen: Vec<(String, bool)> = tokens(r#"( "v=DMARC1\; p=none" "\059\"" ) ; a comment"#)
            .into_iter()
            .map(|t| (t.text, t.quoted))
            .collect();
        assert_eq!(seen, [("v=DMARC1; p=none".to_owned(), true), (";\"".to_owned(), true)]);
        let bare: Vec<String> = tokens("v=DMARC1; p=none").into_iter().map(|t| t.text).collect();
        assert_eq!(bare, ["v=DMARC1;", "p=none"]);
    }

    #[test]
    fn only_quotes_all_around_are_taken_off() {
        assert_eq!(unquote(r#""a" "b""#).unwrap().text, "ab");
        assert_eq!(unquote("“v=spf1 -all”").unwrap().text, "v=spf1 -all");
        assert_eq!(unquote(r#""open"#).unwrap().text, "open");
        assert!(unquote(r#"v=spf1 "mx" -all"#).is_none());
        assert!(unquote(r#""v=spf1" mx"#).is_none());
    }
}
