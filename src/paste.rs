//! What people paste: zone lines, tool output, rows of a DNS panel, quoted values.
//!
//! [`unpack`] finds the records in a text and gives each as DNS would hold it, saying what it took off.

use crate::facts::Item;
use crate::record::{Kind, Record, classify};

/// What the one who pasted said about the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The name that the records stand at.
    pub name: Option<String>,
    /// Their type.
    pub rtype: Option<String>,
    /// Their kind.
    pub kind: Option<Kind>,
}

/// One record found in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Lower case, without the last dot.
    pub name: Option<String>,
    /// Upper case.
    pub rtype: Option<String>,
    /// The text that DNS would hold.
    pub value: String,
    /// `value` with odd characters repaired, where that differs.
    pub tidied: Option<String>,
    /// Lengths in bytes of the character-strings, where the paste showed them in quotes.
    pub strings: Vec<usize>,
    /// What was unpacked or tidied, in words.
    pub cleaned: Vec<String>,
}

impl Pasted {
    /// The record with its tree, and what was cleaned.
    pub fn into_item(self, kind: Option<Kind>) -> (Item, Vec<String>) {
        let kind = kind.unwrap_or_else(|| classify(self.name.as_deref(), self.rtype.as_deref(), &self.value));
        let record = Record::parse(kind, &self.value, self.rtype.as_deref());
        let Self { name, rtype, value, tidied, strings, cleaned } = self;
        (Item { name, rtype, value, tidied, strings, record }, cleaned)
    }
}

/// Finds the records in a text.
pub fn unpack(text: &str, hints: &Hints) -> Vec<Pasted> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| unpack_line(line, hints)).collect()
}

fn unpack_line(line: &str, hints: &Hints) -> Pasted {
    for rtype in ["TXT", "MX"] {
        let Some((name, rest)) = line.split_once(&format!(" IN {rtype} ")) else { continue };
        let strings: Vec<&str> = rest.split('"').skip(1).step_by(2).collect();
        let value = if strings.is_empty() { rest.trim().to_owned() } else { strings.concat() };
        return Pasted {
            name: Some(name.trim().trim_end_matches('.').to_ascii_lowercase()),
            rtype: Some(rtype.to_owned()),
            value,
            strings: strings.iter().map(|s| s.len()).collect(),
            ..Pasted::default()
        };
    }
    Pasted {
        name: hints.name.clone(),
        rtype: hints.rtype.clone(),
        value: line.to_owned(),
        ..Pasted::default()
    }
}
