//! Characters that copying leaves behind: they look right, and no receiver reads them as they look.

use super::Span;

/// What an odd character is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    /// `“`, `’` and the like.
    CurlyQuote,
    /// `"`, left over inside a value.
    StraightQuote,
    /// `\\`, left over from a zone file.
    Backslash,
    /// A blank that is no plain space.
    Blank,
    /// A character that shows nothing.
    Hidden,
    /// A dash in place of a hyphen.
    Dash,
    /// A wide form of an ASCII character.
    FullWidth,
    /// `[a@b.example](mailto:a@b.example)`: chats and wikis make it of an address or a name.
    Link,
}

impl Odd {
    /// Every kind.
    pub const ALL: [Odd; 8] = [
        Odd::CurlyQuote,
        Odd::StraightQuote,
        Odd::Backslash,
        Odd::Blank,
        Odd::Hidden,
        Odd::Dash,
        Odd::FullWidth,
        Odd::Link,
    ];

    /// What `c` is, where it is odd.
    pub fn of(c: char) -> Option<Self> {
        // Nearly every character of a record, and each is asked about several times.
        if matches!(c, ' '..='~' if c != '"' && c != '\\') {
            return None;
        }
        Some(match c {
            '\u{2018}'..='\u{201f}'
            | '\u{ab}'
            | '\u{bb}'
            | '\u{2039}'
            | '\u{203a}'
            | '\u{300c}'
            | '\u{300d}' => Self::CurlyQuote,
            '"' => Self::StraightQuote,
            '\\' => Self::Backslash,
            '\u{200b}'..='\u{200f}'
            | '\u{2060}'
            | '\u{feff}'
            | '\u{ad}'
            | '\u{202a}'..='\u{202e}'
            | '\u{180e}' => Self::Hidden,
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => Self::Dash,
            '\u{ff01}'..='\u{ff5e}' => Self::FullWidth,
            '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => Self::Blank,
            c if c.is_whitespace() && c != ' ' => Self::Blank,
            _ => return None,
        })
    }

    /// What was meant by `c`; none where it means nothing.
    pub fn repaired(self, c: char) -> Option<char> {
        match self {
            Self::CurlyQuote | Self::StraightQuote | Self::Backslash | Self::Hidden | Self::Link => None,
            Self::Blank => Some(' '),
            Self::Dash => Some('-'),
            // The full-width forms stand in the order of ASCII.
            Self::FullWidth => char::from_u32(u32::from(c) - 0xfee0),
        }
    }

    /// Its name, with its article.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CurlyQuote => "a curly quote",
            Self::StraightQuote => "a quotation mark",
            Self::Backslash => "a backslash",
            Self::Blank => "a blank that is no plain space",
            Self::Hidden => "a character that you can't see",
            Self::Dash => "a long dash",
            Self::FullWidth => "a wide letter",
            Self::Link => "a link, as chats and wikis write it",
        }
    }
}

/// Printable ASCII without quotes, backslashes and links, as nearly every text is: seen without a look at each character.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~') && b != b'"' && b != b'\\') && !has_link(text)
}

/// A link stands in the text.
pub fn has_link(text: &str) -> bool {
    text.contains("](") && text.match_indices('[').any(|(at, _)| link(&text[at..]).is_some())
}

/// The text with the text that each link shows in its place, and the number of links.
pub fn without_links(text: &str) -> (String, usize) {
    let (mut out, mut count, mut at) = (String::with_capacity(text.len()), 0, 0);
    for (start, _) in text.match_indices('[') {
        if let Some((length, shown)) = link(&text[start..]).filter(|_| start >= at) {
            out.push_str(&text[at..start]);
            out.push_str(shown);
            at = start + length;
            count += 1;
        }
    }
    out.push_str(&text[at..]);
    (out, count)
}

/// No name and no address in a link is longer, in bytes.
const LONGEST_LINK: usize = 320;

/// The link that a text starts with, as its length in bytes, and the text that it shows; it leads to nothing else.
fn link(text: &str) -> Option<(usize, &str)> {
    // Neither part holds a bracket or a blank: so links that are opened over and over are no more work than others.
    let part =
        |text: &str| text.find(['[', ']', '(', ')', ' ']).filter(|end| (1..LONGEST_LINK).contains(end));
    let end = 1 + part(&text[1..])?;
    let shown = &text[1..end];
    let target = text[end..].strip_prefix("](")?;
    let length = part(target)?;
    let target = target.get(..length).filter(|_| target[length..].starts_with(')'))?;
    let bare = ["mailto:", "https://", "http://"].iter().find_map(|scheme| target.strip_prefix(scheme));
    let leads = |to: &str| to.strip_suffix('/').unwrap_or(to).eq_ignore_ascii_case(shown);
    (leads(target) || bare.is_some_and(leads)).then_some((end + 2 + length + 1, shown))
}

/// What one odd character, or a code that starts with a backslash, is to be replaced by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards; empty where the character means nothing.
    pub text: String,
    /// The first character that is replaced.
    pub character: char,
    /// What that is.
    pub odd: Odd,
    /// A code that was read: `\032`, as a zone file writes a space (RFC 1035, section 5.1).
    pub is_code: bool,
    /// Nothing else can be meant.
    pub is_sure: bool,
}

/// How each odd character of a text is repaired, in order.
pub fn repairs(text: &str) -> impl Iterator<Item = Repair> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let kind = |i: usize, c: char| match c {
            '[' => link(&rest[i..]).map(|_| Odd::Link),
            c => Odd::of(c),
        };
        let (start, character, odd) =
            rest.char_indices().find_map(|(i, c)| Some((at + i, c, kind(i, c)?)))?;
        let repair = match odd {
            Odd::Link => {
                let (length, shown) = link(&text[start..])?;
                let span = Span::new(start, start + length);
                Repair { span, text: shown.to_owned(), character, odd, is_code: false, is_sure: true }
            }
            Odd::Backslash => backslash(text, start),
            Odd::CurlyQuote | Odd::StraightQuote | Odd::Blank | Odd::Hidden | Odd::Dash | Odd::FullWidth => {
                let span = Span::new(start, start + character.len_utf8());
                let text = odd.repaired(character).map_or_else(String::new, String::from);
                Repair { span, text, character, odd, is_code: false, is_sure: true }
            }
        };
        at = repair.span.end;
        Some(repair)
    })
}

/// What the backslash at `start` was meant as, with what belongs to it.
fn backslash(text: &str, start: usize) -> Repair {
    let after = &text[start + 1..];
    let repair = |length: usize, with: &str, is_code: bool, is_sure: bool| Repair {
        span: Span::new(start, start + length),
        text: with.to_owned(),
        character: '\\',
        odd: Odd::Backslash,
        is_code,
        is_sure,
    };
    if let Some((length, plain)) = decimal_codes(&text[start..]) {
        return repair(length, &plain, true, true);
    }
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    match after.bytes().next() {
        // `192.0.2.0\24`: the slash that leans the other way.
        Some(b'0'..=b'9') if digits < 3 => repair(1, "/", false, false),
        // A program's code for the end of a line, unless the letter itself is meant.
        Some(b'n' | b'r' | b't') => {
            let length = line_codes(&text[start..]);
            // Behind everything else it can be nothing but the end of the line.
            let is_last = start + length == text.len();
            let gap = if is_last || ends_in_key(&text[..start]) { "" } else { " " };
            repair(length, gap, true, is_last)
        }
        Some(next) => repair(1, "", false, !next.is_ascii_alphanumeric()),
        None => repair(1, "", false, true),
    }
}

/// The length of the codes `\DDD` at the start of a text, and the plain characters that they stand for; none where those
/// can't stand in a record.
fn decimal_codes(text: &str) -> Option<(usize, String)> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(code) = rest.strip_prefix('\\').and_then(|after| after.get(..3))
        && code.bytes().all(|b| b.is_ascii_digit())
    {
        bytes.push(code.parse().ok()?);
        rest = &rest[4..];
    }
    let decoded = String::from_utf8(bytes).ok().filter(|decoded| !decoded.is_empty())?;
    let mut plain = String::with_capacity(decoded.len());
    for c in decoded.chars() {
        match Odd::of(c) {
            Some(odd) => plain.extend(odd.repaired(c)),
            None if c.is_control() => return None,
            None => plain.push(c),
        }
    }
    Some((text.len() - rest.len(), plain))
}

/// How long the codes `\r`, `\n` and `\t` at the start of a text are.
fn line_codes(text: &str) -> usize {
    let mut rest = text;
    while let Some(after) = ["\\r", "\\n", "\\t"].iter().find_map(|code| rest.strip_prefix(code)) {
        rest = after;
    }
    text.len() - rest.len()
}

/// The text ends in the middle of a key: in more letters and digits in a row than a word or a name has.
fn ends_in_key(text: &str) -> bool {
    let is_key = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    text.bytes().rev().take(16).take_while(is_key).count() == 16
}

/// The text with its odd characters repaired, but for those of which nobody can know what they were meant as; none where
/// there are none, or where that changes nothing.
pub fn tidied(text: &str) -> Option<String> {
    if is_plain(text) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for repair in repairs(text).filter(|repair| repair.is_sure) {
        out.push_str(&text[done..repair.span.start]);
        out.push_str(&repair.text);
        done = repair.span.end;
    }
    if done == 0 {
        return None;
    }
    out.push_str(&text[done..]);
    let out = out.trim();
    (out != text).then(|| out.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backslash_is_read_by_what_follows_it() {
        for (text, expected) in [
            // The codes of a zone file, and what it writes with a backslash before it.
            (r"a\032~all", "a ~all"),
            (r"none\059 pct=1", "none; pct=1"),
            (r"\034v=spf1\034", "v=spf1"),
            (r"\226\128\147all", "-all"),
            (r"none\; pct=1", "none; pct=1"),
            (r"_\-all\", "_-all"),
            (r"-all\r\n", "-all"),
            // What nobody can know stays.
            (r"192.0.2.0\24", r"192.0.2.0\24"),
            (r"a\000b", r"a\000b"),
            (r"a\299b", r"a\299b"),
            (r"a\nb\;", r"a\nb;"),
            (r"a\db", r"a\db"),
        ] {
            assert_eq!(tidied(text).as_deref().unwrap_or(text), expected, "{text}");
        }
    }

    #[test]
    fn a_link_is_the_text_that_it_shows() {
        for (text, expected) in [
            ("rua=mailto:[a@b.example](mailto:a@b.example);", "rua=mailto:a@b.example;"),
            ("rua=[mailto:a@b.example](mailto:a@b.example)", "rua=mailto:a@b.example"),
            (
                "include:[_spf.x.example](http://_spf.x.example) a:[m.x.example](https://m.x.example/)",
                "include:_spf.x.example a:m.x.example",
            ),
        ] {
            assert_eq!(tidied(text).as_deref(), Some(expected));
            assert_eq!(without_links(text), (expected.to_owned(), text.matches("](").count()));
            assert!(has_link(text) && !is_plain(text));
        }
        for text in ["[a](b)", "[](x)", "[a]", "[a](a", "mailto:a@[192.0.2.1]", "[a b](a b)"] {
            assert!(is_plain(text) && !has_link(text), "{text}");
        }
    }

    #[test]
    fn what_is_not_sure_has_its_best_guess() {
        for (text, expected) in [
            (r"192.0.2.0\24", "/"),
            (r"mx\r\n-all", " "),
            (r"p=11qYAYKxCrfVS/7TyWQH\nOg7hcvPapiMlrwIaaPcHURo=", ""),
            (r"a\db", ""),
        ] {
            let found: Vec<(String, bool)> =
                repairs(text).map(|repair| (repair.text, repair.is_sure)).collect();
            assert_eq!(found, [(expected.to_owned(), false)], "{text}");
        }
    }
}
