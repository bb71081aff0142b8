//! A value of a link, percent-decoded, that knows where each of its characters is written.

use crate::setup::need::Problem;
use crate::text::percent;

/// A decoded value.
pub struct Decoded {
    /// The text; a plus sign is a plus.
    pub text: String,
    /// For each byte of the text, the byte of the link at which it is written.
    places: Vec<usize>,
    /// The byte of the link behind the value.
    end: usize,
    /// The bytes of the text that are plus signs which the link writes as such.
    pluses: Vec<usize>,
}

impl Decoded {
    /// Decodes `raw`, which starts at byte `base` of the link.
    pub fn new(raw: &str, base: usize) -> Self {
        let (bytes, origins): (Vec<u8>, Vec<usize>) = percent::bytes(raw).unzip();
        let mut out =
            Self { text: String::new(), places: Vec::new(), end: base + raw.len(), pluses: Vec::new() };
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            for (i, byte) in chunk.valid().bytes().enumerate() {
                let origin = origins[at + i];
                if byte == b'+' && raw.as_bytes()[origin] == b'+' {
                    out.pluses.push(out.places.len());
                }
                out.places.push(base + origin);
            }
            out.text.push_str(chunk.valid());
            at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                out.text.push('\u{FFFD}');
                out.places.extend(std::iter::repeat_n(base + origins[at], '\u{FFFD}'.len_utf8()));
                at += chunk.invalid().len();
            }
        }
        out
    }

    /// The byte of the link at which a byte of the text is written.
    pub fn place(&self, at: usize) -> usize {
        self.places.get(at).copied().unwrap_or(self.end)
    }

    /// The text with the plus signs before byte `until` as blanks.
    pub fn spaced(&self, until: usize) -> String {
        let mut bytes = self.text.clone().into_bytes();
        for at in self.pluses.iter().filter(|at| **at < until) {
            bytes[*at] = b' ';
        }
        // One byte of ASCII in the place of another leaves it UTF-8.
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// Text that changes the direction or the lines of what stands around it is not taken.
    pub fn check_characters(&self) -> Result<(), Problem> {
        let odd = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        match self.text.char_indices().find(|(_, c)| odd(*c)) {
            None => Ok(()),
            Some((at, _)) => Err(Problem {
                message:
                    "This link holds a character that can't be seen, and that changes what stands around it."
                        .to_owned(),
                at: self.place(at),
            }),
        }
    }
}
