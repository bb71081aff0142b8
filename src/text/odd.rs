//! Characters that copying leaves behind: they look right, and no receiver reads them as they look.

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
}

impl Odd {
    /// Every kind.
    pub const ALL: [Odd; 7] = [
        Odd::CurlyQuote,
        Odd::StraightQuote,
        Odd::Backslash,
        Odd::Blank,
        Odd::Hidden,
        Odd::Dash,
        Odd::FullWidth,
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
            Self::CurlyQuote | Self::StraightQuote | Self::Backslash | Self::Hidden => None,
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
        }
    }
}
/// Printable ASCII without quotes and backslashes, as nearly every text is: seen without a look at each character.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~') && b != b'"' && b != b'\\')
}

/// The text with its odd characters repaired; none where there are none, or where that changes nothing.
pub fn tidied(text: &str) -> Option<String> {
    if is_plain(text) || !text.chars().any(|c| Odd::of(c).is_some()) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match Odd::of(c) {
            None => out.push(c),
            Some(odd) => out.extend(odd.repaired(c)),
        }
    }
    let out = out.trim();
    (out != text).then(|| out.to_owned())
}
