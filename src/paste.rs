//! What people paste: zone lines, tool output, rows of a DNS panel, quoted values.
//!
//! [`unpack`] finds the records in a text and gives each as DNS would hold it, saying what it took off. Apart from JSON, it
//! goes through the text line by line, once, with one record open at a time. What it decides where a text can be
//! read in two ways:
//! - A line that starts with a version starts a new record. Another line goes on with the bare value above it,
//!   where it looks like terms or tags: help articles wrap long values. One that does not is left out, and said.
//! - The name of a record type in a line makes it a row only where the rest looks like a record: a sentence may
//!   name a type. Labels, such as `TXT value`, come before types.
//! - Labelled fields are of one record until one of them comes again: a name below a value is that value's. Behind a
//!   blank line it is the next one's, unless blank lines stand between all of them.
//! - What a panel shows for a cell on a line of its own, such as a lifetime or a button, says nothing and ends nothing.
//! - JSON is read as such where a line starts with it, and by its keys; where it was cut, line by line.
//! - In any other line a record is looked for from its version to its last term or tag; the words around it are
//!   left out, and said.
//! - In a row with a record type in it, numbers are a priority or a TTL, and the smaller one is the priority.
//! - A semicolon starts a comment only where a line starts with it, or after a quoted string: in a bare value it
//!   parts tags.
//! - A line that starts as a comment and holds a record is published by nobody: it is left out, and said.
//! - The lines of an MTA-STS policy file belong together, and are one record with line breaks in it.
//! - `\;` and `\"` are escapes of zone files, wherever they stand. What is odd after that stays in the value,
//!   because it may stand in DNS just so; the repaired text goes beside it.
//! - Header fields of a message that tell of its checks stand among the records, unfolded, each as one; other fields
//!   beside them are left out, and said.

mod cells;
mod embedded;
mod headers;
mod html;
mod join;
mod json;
mod labels;
mod lines;
mod look;
mod mx;
mod noise;
mod open;
mod origin;
mod policy;
mod rdata;
mod rows;
mod tidy;
mod tinydns;
mod tools;

pub use headers::selectors_in;

use crate::facts::Item;
use crate::record::{Header, Kind, Record, classify};
use crate::text::prose::code;

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
    let table = html::rows(text);
    let text = table.as_deref().unwrap_or(text);
    let mut reader = lines::Reader::default();
    let wants_fields = hints.rtype.is_none() && matches!(hints.kind, None | Some(Kind::Other));
    for piece in json::pieces(text) {
        match piece {
            json::Piece::Text(text) => read_text(&mut reader, text, wants_fields),
            json::Piece::Rows(rows) => rows.into_iter().for_each(|row| reader.object(row)),
        }
    }
    let mut found = reader.finish();
    if found.is_empty() && (hints.kind.is_some() || hints.rtype.is_some()) && !text.trim().is_empty() {
        let value = if hints.kind == Some(Kind::MtaStsPolicy) {
            text.trim().replace('\r', "")
        } else {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        found.push(Pasted { value, ..Pasted::default() });
    }
    for pasted in &mut found {
        if table.is_some() {
            pasted.cleaned.push("Read the rows of a web page's table, and left out its tags.".to_owned());
        }
        // What is not in DNS has no name there, and may hold what a record may not.
        if wants_fields && pasted.rtype.is_none() && Header::is_one(&pasted.value) {
            continue;
        }
        if pasted.name.is_none() {
            pasted.name = hints.name.as_deref().map(origin::normal_name);
        }
        if pasted.rtype.is_none() {
            pasted.rtype = hints.rtype.as_deref().map(str::to_ascii_uppercase);
        }
        tidy::tidy(pasted);
    }
    found
}

/// Reads a text that may hold policy files.
fn read_text(reader: &mut lines::Reader, text: &str, wants_fields: bool) {
    let all: Vec<&str> = text.lines().collect();
    // Where the stretch starts that holds no policy file.
    let (mut at, mut from) = (0, 0);
    while let Some(line) = all.get(at) {
        let Some(block) = policy::block(&all[at..]) else {
            at += 1;
            continue;
        };
        read_lines(reader, &text[from..place(text, line)], wants_fields);
        // No sender knows of notes in a policy file: whether the line stands in it, the reader knows.
        let above = at.checked_sub(1).and_then(|above| all.get(above)).map(|line| line.trim());
        let note = above.filter(|line| line.starts_with(['#', ';']) || line.starts_with("//"));
        let note = note.map(|line| {
            format!("Left out the line above: {}. In the file itself, no such line may stand.", code(line))
        });
        reader.file(block.value, block.note.into_iter().chain(note).collect());
        at += block.lines;
        from = all.get(at).map_or(text.len(), |next| place(text, next));
    }
    read_lines(reader, &text[from..], wants_fields);
}

/// The sign that makes a comment of the first line that would hold a record without it.
pub fn comment_sign(text: &str) -> Option<&str> {
    text.lines().find_map(|line| look::commented(line.trim()))
}

/// Where a line that was cut from `text` starts in it, in bytes.
fn place(text: &str, line: &str) -> usize {
    line.as_ptr() as usize - text.as_ptr() as usize
}

/// Reads a stretch of lines; where there may be header fields of a message, each of which may be several lines, they come
/// out whole.
fn read_lines(reader: &mut lines::Reader, text: &str, wants_fields: bool) {
    if !wants_fields {
        return text.lines().for_each(|line| reader.line(line));
    }
    headers::pieces(text, &mut |piece| match piece {
        headers::Piece::Line(line) => reader.line(line),
        headers::Piece::Field(field) => {
            reader.push(Pasted { value: field.text, cleaned: field.cleaned, ..Pasted::default() });
        }
    });
}
