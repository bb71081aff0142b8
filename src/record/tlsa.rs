//! TLSA records as written: which certificate a mail server must show (RFC 6698, section 2; RFC 7672, section 3.1).

use super::Reading;
use crate::text::Span;

/// One of the three numbers at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// What is named: a certificate of the server's own, or one above it.
    Usage,
    /// Whether the whole certificate counts, or its key alone.
    Selector,
    /// Whether it is written out, or as a fingerprint.
    Matching,
}

/// Why senders can't use the record for mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsaProblem {
    /// A number is not there, or is none from 0 to 255.
    NoNumber(Place),
    /// Nothing stands after the numbers.
    NoData,
    /// Something else than the digits 0 to 9 and the letters a to f.
    NotHex,
    /// An odd number of digits.
    HalfByte,
    /// A number that has no meaning.
    UnknownNumber(Place),
    /// A fingerprint of this kind has another length, in bytes.
    Length {
        /// As it should be.
        wanted: usize,
        /// As it is.
        found: usize,
    },
    /// The data are to be a whole certificate, and start as none does.
    NotACertificate,
    /// A usage that rests on public certificate authorities, which senders of mail don't take (RFC 7672, section
    /// 3.1.3).
    NotForMail,
}

/// A TLSA record as written: `3 1 1 0123…`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tlsa {
    /// The words before the data, with their values where they fit.
    pub numbers: Vec<(Place, Span, Option<u8>)>,
    /// Everything after them; blanks may stand between the digits.
    pub data: Span,
    /// How many bytes the digits make.
    pub bytes: usize,
    /// Why senders can't use it.
    pub problem: Option<TlsaProblem>,
}

const PLACES: [Place; 3] = [Place::Usage, Place::Selector, Place::Matching];

impl Tlsa {
    /// Reads any text as the value of a TLSA record.
    pub fn parse(text: &str) -> Self {
        let mut rest = text.trim_start();
        let mut numbers = Vec::new();
        for place in PLACES {
            let word = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
            // A long word is the data, before which a number is not there.
            if word.is_empty() || word.len() > 8 {
                break;
            }
            let value = if word.bytes().all(|b| b.is_ascii_digit()) { word.parse().ok() } else { None };
            numbers.push((place, Span::of(text, word), value));
            rest = rest[word.len()..].trim_start();
        }
        let data = rest.trim_end();
        let data = if data.is_empty() { Span::new(text.len(), text.len()) } else { Span::of(text, data) };
        let digits = data.text(text).chars().filter(|c| !c.is_whitespace());
        let count = digits.clone().count();
        let problem = problem(&numbers, digits, count);
        Self { numbers, data, bytes: count / 2, problem }
    }

    /// The value of one of the numbers.
    pub fn number(&self, place: Place) -> Option<u8> {
        self.numbers.iter().find(|(at, ..)| *at == place).and_then(|(.., value)| *value)
    }

    /// Where one of the numbers stands.
    pub fn place(&self, place: Place) -> Option<Span> {
        self.numbers.iter().find(|(at, ..)| *at == place).map(|(_, span, _)| *span)
    }

    /// What senders make of it.
    pub fn reading(&self) -> Reading {
        if self.problem.is_none() { Reading::Used } else { Reading::Broken }
    }
}

fn problem(
    numbers: &[(Place, Span, Option<u8>)],
    digits: impl Iterator<Item = char> + Clone,
    count: usize,
) -> Option<TlsaProblem> {
    let value = |wanted| numbers.iter().find(|(place, ..)| *place == wanted).and_then(|(.., value)| *value);
    if let Some(missing) = PLACES.into_iter().find(|place| value(*place).is_none()) {
        return Some(TlsaProblem::NoNumber(missing));
    }
    let [usage, selector, matching] = PLACES.map(|place| value(place).unwrap_or_default());
    let wanted = match matching {
        1 => Some(32),
        2 => Some(64),
        _ => None,
    };
    // A certificate is a SEQUENCE in DER, and so is a key by itself (RFC 5280).
    let is_sequence = || digits.clone().take(2).eq(['3', '0']);
    if count == 0 {
        Some(TlsaProblem::NoData)
    } else if !digits.clone().all(|c| c.is_ascii_hexdigit()) {
        Some(TlsaProblem::NotHex)
    } else if usage > 3 {
        Some(TlsaProblem::UnknownNumber(Place::Usage))
    } else if selector > 1 {
        Some(TlsaProblem::UnknownNumber(Place::Selector))
    } else if matching > 2 {
        Some(TlsaProblem::UnknownNumber(Place::Matching))
    } else if count % 2 == 1 {
        Some(TlsaProblem::HalfByte)
    } else if let Some(wanted) = wanted.filter(|wanted| *wanted != count / 2) {
        Some(TlsaProblem::Length { wanted, found: count / 2 })
    } else if matching == 0 && !is_sequence() {
        Some(TlsaProblem::NotACertificate)
    } else if usage < 2 {
        Some(TlsaProblem::NotForMail)
    } else {
        None
    }
}

/// Three small numbers and then digits enough for a fingerprint: nothing else looks like that.
pub fn looks_like(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let small = |word: &str| word.len() == 1 && word.bytes().all(|b| b.is_ascii_digit());
    let numbers = words.by_ref().take(3).filter(|word| small(word)).count() == 3;
    let data = words.next().unwrap_or("");
    numbers && data.len() >= 16 && data.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1";

    #[test]
    fn what_senders_make_of_it() {
        use TlsaProblem::*;
        for (text, expected) in [
            (format!("3 1 1 {HASH}"), None),
            (format!("2 0 2 {HASH}{HASH}"), None),
            (format!("3 1 1 {} {}", &HASH[..20], &HASH[20..]), None),
            (format!("3 1 1 {}", HASH.to_uppercase()), None),
            ("3 0 0 30820122".to_owned(), None),
            (format!("3 1 2 {HASH}"), Some(Length { wanted: 64, found: 32 })),
            (format!("3 1 1 {}", &HASH[..62]), Some(Length { wanted: 32, found: 31 })),
            (format!("3 1 1 {}", &HASH[..63]), Some(HalfByte)),
            (format!("1 0 1 {HASH}"), Some(NotForMail)),
            (format!("4 1 1 {HASH}"), Some(UnknownNumber(Place::Usage))),
            (format!("3 2 1 {HASH}"), Some(UnknownNumber(Place::Selector))),
            (format!("3 1 3 {HASH}"), Some(UnknownNumber(Place::Matching))),
            (format!("3 1 {HASH}"), Some(NoNumber(Place::Matching))),
            (format!("3 x 1 {HASH}"), Some(NoNumber(Place::Selector))),
            ("3 1 1".to_owned(), Some(NoData)),
            (String::new(), Some(NoNumber(Place::Usage))),
            (format!("3 1 1 {}:00", &HASH[..62]), Some(NotHex)),
            (format!("3 1 0 {HASH}"), Some(NotACertificate)),
        ] {
            assert_eq!(Tlsa::parse(&text).problem, expected, "{text}");
        }
    }

    #[test]
    fn bare_data_are_known_by_their_form() {
        assert!(looks_like(&format!("3 1 1 {HASH}")));
        assert!(looks_like(&format!("3 1 1 {} {}", &HASH[..20], &HASH[20..])));
        for text in
            ["3 1 1", "3 1 1 apples", "10 mail.example.com", "1 2 3 4 5 6", "30 1 1 00112233445566778899"]
        {
            assert!(!looks_like(text), "{text}");
        }
    }
}
