//! The record that is open while lines are read, and what is left of it once its layout is taken away.

use super::Pasted;
use super::join::join_lines;
use super::look::{rdata_without_comment, without_brackets, without_trailer, without_trailing_comment};
use super::noise::is_number;
use super::origin::relative;
use super::rdata::{self, Unquoted};
use super::tidy::unwrap;
use crate::text::count;
use crate::text::prose::code;

const ESCAPES: &str = "Undid the escapes of a zone file, such as \\; for a semicolon.";

/// How the value of the open record is written, and so which lines may go on with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Words without quotes.
    Bare,
    /// Strings in quotes.
    Quoted,
}

/// The record that lines still go on with.
#[derive(Debug)]
pub struct Open {
    pub name: Option<String>,
    pub rtype: Option<String>,
    /// The value's text as it stands, lines joined by a line break.
    pub raw: String,
    pub lines: usize,
    pub style: Style,
    pub entities: bool,
    /// Its strings stand on the lines below it, one on each.
    pub strings_below: bool,
    /// What was left out around it, in words.
    pub notes: Vec<String>,
}

impl Open {
    /// Its value is still to come; of an MX, the number may be there.
    pub fn is_hollow(&self) -> bool {
        let raw = self.raw.trim();
        raw.is_empty() || self.rtype.as_deref() == Some("MX") && is_number(raw)
    }

    /// The record as DNS would hold it, below `origin` where a zone file names one; none where nothing is left.
    pub fn unpacked(self, origin: Option<&str>) -> Option<Pasted> {
        let mut cleaned = Vec::new();
        if self.entities {
            cleaned.push(
                "Turned codes of web pages, such as &quot;, into the characters that they stand for."
                    .to_owned(),
            );
        }
        if self.lines > 1 {
            cleaned.push(format!("Joined {}.", count(self.lines, "line", "lines")));
        }
        let text_type = matches!(self.rtype.as_deref(), None | Some("TXT" | "SPF"));
        let is_tlsa = self.rtype.as_deref() == Some("TLSA");
        let mut pasted = Pasted { name: self.name, rtype: self.rtype, ..Pasted::default() };
        cleaned.extend(self.notes);
        let mut raw = self.raw.as_str();
        for _ in 0..3 {
            let Some(wrapped) = unwrap(raw).filter(|_| text_type) else { break };
            let (left, right) = wrapped.signs;
            cleaned.push(format!("Left out the signs around the value: {} and {}.", code(left), code(right)));
            if !wrapped.after.is_empty() {
                cleaned.push(format!("Left out what stands after the value: {}.", code(wrapped.after)));
            }
            raw = wrapped.inside;
        }
        if let Some(rtype) = pasted.rtype.as_deref().filter(|_| raw.trim_start().starts_with("\\#")) {
            let read = rdata::hex_bytes(raw).and_then(|bytes| {
                let text = || rdata::from_wire(&bytes).map(|read| (read.text, read.strings));
                if text_type { text() } else { Some((rdata::host_from_wire(rtype, &bytes)?, Vec::new())) }
            });
            cleaned.push(match &read {
                Some(_) => "Turned the bytes of the value, in hexadecimal digits, into text.".to_owned(),
                None => format!(
                    "{} says that the value follows in bytes, and these are no whole record of this type.",
                    code("\\#")
                ),
            });
            if let Some((value, strings)) = read {
                return Some(Pasted { value, strings, cleaned, ..pasted });
            }
        }
        let quoted = rdata::unquote(raw).or_else(|| Some((rdata::join_inner(raw)?, "")));
        match quoted.filter(|_| text_type) {
            Some((Unquoted { text, strings, escaped }, after)) => {
                match strings.len() {
                    1 => cleaned
                        .push("Left out the quotation marks: they are not part of the value.".to_owned()),
                    n => cleaned.push(format!("Joined {n} quoted strings into one text.")),
                }
                if !after.is_empty() {
                    cleaned.push(format!("Left out what stands after the value: {}.", code(after)));
                }
                if escaped {
                    cleaned.push(ESCAPES.to_owned());
                }
                pasted.strings = strings;
                pasted.value = text;
            }
            None => {
                let joined = join_lines(raw);
                // No name has the back-ticks of an article in it.
                let joined = if text_type { joined } else { rdata_without_comment(&joined).replace('`', "") };
                // A bracket around the digits is layout of a zone file.
                let joined = if is_tlsa { without_brackets(&joined) } else { joined };
                let joined = match rdata::unescape_bare(&joined) {
                    Some(plain) => {
                        cleaned.push(ESCAPES.to_owned());
                        plain
                    }
                    None => joined,
                };
                let kept = if text_type { without_trailer(&joined) } else { &joined };
                let kept = if pasted.rtype.is_some() { without_trailing_comment(kept) } else { kept };
                if kept.len() < joined.trim_end().len() {
                    let after = joined[kept.len()..].trim();
                    cleaned.push(format!("Left out what stands after the value: {}.", code(after)));
                }
                pasted.value = kept.to_owned();
            }
        }
        if let Some(whole) =
            origin.and_then(|origin| relative(pasted.rtype.as_deref(), &pasted.value, origin))
        {
            cleaned.push(format!(
                "Added the domain of `$ORIGIN` to {}, as a zone file does where no dot ends a name.",
                code(whole.written)
            ));
            pasted.value = whole.value;
        }
        pasted.cleaned = cleaned;
        (!pasted.value.is_empty() || pasted.rtype.is_some() && !pasted.strings.is_empty()).then_some(pasted)
    }
}
