//! Odd characters that copying leaves in a value: each is repaired beside the value, and said.

use super::Pasted;
use crate::text::count;

/// What an odd character is, for the note on its repair.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Odd {
    CurlyQuote,
    StraightQuote,
    Backslash,
    Blank,
    Hidden,
    Dash,
    FullWidth,
}

impl Odd {
    const ALL: [Odd; 7] = [
        Odd::CurlyQuote,
        Odd::StraightQuote,
        Odd::Backslash,
        Odd::Blank,
        Odd::Hidden,
        Odd::Dash,
        Odd::FullWidth,
    ];

    fn of(c: char) -> Option<Self> {
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

    fn repaired(self, c: char) -> Option<char> {
        match self {
            Self::CurlyQuote | Self::StraightQuote | Self::Backslash | Self::Hidden => None,
            Self::Blank => Some(' '),
            Self::Dash => Some('-'),
            // The full-width forms stand in the order of ASCII.
            Self::FullWidth => char::from_u32(u32::from(c) - 0xfee0),
        }
    }

    fn note(self, n: usize) -> String {
        match self {
            Self::CurlyQuote => format!("Removed {}.", count(n, "curly quote", "curly quotes")),
            Self::StraightQuote => {
                format!("Removed {} inside the value.", count(n, "quotation mark", "quotation marks"))
            }
            Self::Backslash => format!("Removed {}.", count(n, "backslash", "backslashes")),
            Self::Blank => format!("Replaced {} by plain spaces.", count(n, "odd blank", "odd blanks")),
            Self::Hidden => format!("Removed {}.", count(n, "invisible character", "invisible characters")),
            Self::Dash => format!("Replaced {} by hyphens.", count(n, "long dash", "long dashes")),
            Self::FullWidth => {
                format!(
                    "Replaced {} by plain ones.",
                    count(n, "full-width character", "full-width characters")
                )
            }
        }
    }
}

/// Sets `tidied` where the value holds odd characters, and says what differs.
pub fn tidy(pasted: &mut Pasted) {
    if !pasted.value.chars().any(|c| Odd::of(c).is_some()) {
        return;
    }
    let mut counts = [0_usize; Odd::ALL.len()];
    let mut out = String::with_capacity(pasted.value.len());
    for c in pasted.value.chars() {
        match Odd::of(c) {
            None => out.push(c),
            Some(odd) => {
                counts[odd as usize] += 1;
                out.extend(odd.repaired(c));
            }
        }
    }
    let out = out.trim().to_owned();
    for odd in Odd::ALL {
        if counts[odd as usize] > 0 {
            pasted.cleaned.push(odd.note(counts[odd as usize]));
        }
    }
    if out != pasted.value {
        pasted.tidied = Some(out);
    }
}

/// A quotation mark of any form.
pub fn is_quote(c: char) -> bool {
    c == '"' || matches!(Odd::of(c), Some(Odd::CurlyQuote))
}

/// The entities that copied web pages hold; `None` where there are none.
pub fn decode_entities(line: &str) -> Option<String> {
    const NAMED: [(&str, &str); 11] = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#x22;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&#160;", " "),
        ("&semi;", ";"),
        ("&amp;", "&"),
    ];
    if !line.contains('&') {
        return None;
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    let mut found = false;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match NAMED.iter().find(|(entity, _)| rest.starts_with(entity)) {
            Some((entity, plain)) => {
                out.push_str(plain);
                rest = &rest[entity.len()..];
                found = true;
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    found.then_some(out)
}
