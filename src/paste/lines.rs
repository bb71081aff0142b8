//! The text, line by line, with one record open at a time.

use std::collections::VecDeque;

use super::join::{goes_on, is_base64};
use super::labels::{self, Column, Field};
use super::look::{
    is_unversioned, is_versioned, opens_bracket, starts_record, without_comment, without_mark,
};
use super::noise;
use super::open::{Open, Style};
use super::origin::{full_name, normal_name};
use super::rdata;
use super::rows::{self, Row};
use super::tidy::{decode_address, decode_entities, is_quote};
use super::{Pasted, embedded, tools};
use crate::record::{Kind, classify};
use crate::text::prose::code;

/// Bytes of one value at most that lines still go on with: DNS holds none that is longer.
const LONGEST: usize = 65_535;
/// Lines of one key in PEM form at most.
const PEM_LINES: usize = 60;
/// Lines of one bracket at most: a bracket that is never closed must not swallow a zone.
const BRACKET_LINES: usize = 200;

/// Reads a text line by line.
#[derive(Debug, Default)]
pub struct Reader {
    found: Vec<Pasted>,
    open: Option<Open>,
    origin: Option<String>,
    /// The last owner: a zone line that starts with a blank belongs to it.
    owner: Option<String>,
    /// A name that stands alone on its line, for the value below it.
    waiting_name: Option<String>,
    /// A bracket that was opened: its text so far, and how many lines it has.
    bracket: Option<(String, usize)>,
    /// The headings of a table.
    columns: Option<Vec<Column>>,
    /// Labelled fields of one record.
    fields: Fields,
}

#[derive(Debug, Default)]
struct Fields {
    name: Option<String>,
    rtype: Option<String>,
    priority: Option<String>,
    /// The fields whose values stand on the lines below: of the last label, or of each where three or more
    /// stand below each other, as a table does that was copied cell by cell.
    waiting: VecDeque<Column>,
    /// A value of them was seen.
    filling: bool,
}

impl Reader {
    /// Takes one line.
    pub fn line(&mut self, raw: &str) {
        let raw = raw.trim_start_matches('\u{feff}');
        let decoded = decode_entities(raw);
        let entities = decoded.is_some();
        let line = decoded.as_deref().unwrap_or(raw);
        if let Some(plain) = decode_address(line) {
            self.whole_line(&plain, entities);
            self.note("Read the codes that the text has in an address, such as `%20`.".to_owned());
            return;
        }
        if let Some((text, lines)) = self.bracket.as_mut() {
            text.push(' ');
            text.push_str(without_comment(line));
            *lines += 1;
            if line.contains(')') || *lines > BRACKET_LINES {
                let text = std::mem::take(text);
                self.bracket = None;
                self.whole_line(&text, entities);
            }
            return;
        }
        if opens_bracket(line) {
            self.bracket = Some((without_comment(line).to_owned(), 1));
            return;
        }
        self.whole_line(line, entities);
    }

    /// Takes in what was read by others, behind what was found so far.
    pub fn push(&mut self, pasted: Pasted) {
        self.close();
        self.found.push(pasted);
    }

    /// Takes a whole file that stands in the text.
    pub fn file(&mut self, value: String, cleaned: Vec<String>) {
        self.close();
        self.waiting_name = None;
        self.fields = Fields::default();
        self.found.push(Pasted { value, cleaned, ..Pasted::default() });
    }

    /// Everything that was found.
    pub fn finish(mut self) -> Vec<Pasted> {
        if let Some((text, _)) = self.bracket.take() {
            self.whole_line(&text, false);
        }
        self.close();
        self.found
    }

    fn whole_line(&mut self, line: &str, entities: bool) {
        let trimmed = without_mark(line.trim());
        if trimmed.is_empty() {
            // A blank line ends what is bare; strings in quotes may stand below one.
            if self.open.as_ref().is_some_and(|open| open.style == Style::Bare && !open.raw.trim().is_empty())
            {
                self.close();
            }
            return;
        }
        if self.in_pem(trimmed) {
            self.go_on(trimmed, entities);
            return;
        }
        if trimmed.starts_with(';') || tools::is_noise(trimmed) {
            self.close();
            return;
        }
        if let Some(rest) = trimmed.strip_prefix('$') {
            self.directive(rest);
            return;
        }
        if self.table(line) {
            return;
        }
        let indented = line.starts_with([' ', '\t']) && self.owner.is_some();
        // A mark of a list or a quotation is not of the line.
        let line = if line.trim().len() == trimmed.len() { line } else { trimmed };
        // The tags of a whole row may come before its version: its name is no part of them.
        let starts =
            starts_record(trimmed) && (is_versioned(trimmed) || rows::zone_row(line, indented).is_none());
        if starts {
            if is_unversioned(trimmed) && self.continues(trimmed) {
                self.go_on(trimmed, entities);
                return;
            }
            // The value may stand in the first column of a table.
            if let Some(row) = rows::row_with_value_first(line) {
                self.start_row(row, entities);
                return;
            }
        } else if self.row_or_field(line, trimmed, indented, entities) {
            return;
        }
        if starts || trimmed.starts_with(is_quote) {
            self.value(trimmed, entities);
        } else if self.continues(trimmed) {
            self.go_on(trimmed, entities);
        } else if !self.embedded(trimmed, entities) {
            self.left(trimmed, entities);
        }
    }

    fn row_or_field(&mut self, line: &str, trimmed: &str, indented: bool, entities: bool) -> bool {
        // Zone lines first: they come by the thousand, and what tools print takes longer to tell. Labels before
        // types: `TXT value` is a label.
        if let Some(row) = rows::zone_row(line, indented) {
            self.start_row(row, entities);
            return true;
        }
        if self.field(trimmed, entities) {
            return true;
        }
        if let Some(row) = tools::row(trimmed).or_else(|| rows::row(line, indented)) {
            self.start_row(row, entities);
            return true;
        }
        if let Some(value) = rows::mx_reversed(trimmed) {
            self.value(&value, entities);
            self.note("Put the number before the host name, as DNS holds it.".to_owned());
            return true;
        }
        self.below_label(trimmed, entities)
    }

    /// Adds a line to the open record.
    fn go_on(&mut self, line: &str, entities: bool) {
        if let Some(open) = &mut self.open {
            open.raw.push('\n');
            open.raw.push_str(line);
            open.lines += 1;
            open.entities |= entities;
        }
    }

    /// Says something of the open record.
    fn note(&mut self, note: String) {
        if let Some(open) = &mut self.open {
            open.notes.push(note);
        }
    }

    /// The open record is a key as programs store it, and its last line was not seen yet.
    fn in_pem(&self, line: &str) -> bool {
        let Some(open) = &self.open else { return false };
        open.style == Style::Bare
            && open.lines < PEM_LINES
            && (line.starts_with("-----END") || is_base64(line))
            && open.raw.rfind("-----BEGIN").is_some_and(|at| !open.raw[at..].contains("-----END"))
    }

    /// Records inside a sentence, a web page or the answer of a program.
    fn embedded(&mut self, line: &str, entities: bool) -> bool {
        let pieces = embedded::find(line);
        for piece in &pieces {
            self.close();
            if let Some(name) = piece.name {
                self.waiting_name = Some(name.to_owned());
            }
            self.value(&piece.text, entities);
            let (before, after) = (piece.before.trim_matches(','), piece.after);
            let after = if after.chars().all(|c| c.is_ascii_punctuation()) { "" } else { after };
            match (before.is_empty(), after.is_empty()) {
                (true, true) => {}
                (false, true) => self.note(format!("Left out the text before the record: {}.", code(before))),
                (true, false) => self.note(format!("Left out the text after the record: {}.", code(after))),
                (false, false) => self.note(format!(
                    "Left out the text around the record: {} and {}.",
                    code(before),
                    code(after)
                )),
            }
        }
        !pieces.is_empty()
    }

    /// A line that does not go on with the record above it.
    fn left(&mut self, line: &str, entities: bool) {
        let above = self.open.as_ref().is_some_and(|open| {
            open.style == Style::Bare
                && matches!(open.rtype.as_deref(), None | Some("TXT" | "SPF"))
                && matches!(classify(None, None, &open.raw), Kind::Spf | Kind::Dkim | Kind::Dmarc)
        });
        self.close();
        let taken = self.lone(line, entities);
        if above
            && !taken
            && !noise::is_trailer(line)
            && let Some(last) = self.found.last_mut()
        {
            last.cleaned
                .push(format!("Left out a line that does not go on with the record: {}.", code(line)));
        }
    }

    fn directive(&mut self, rest: &str) {
        self.close();
        let mut words = rest.split_whitespace();
        if words.next().is_some_and(|word| word.eq_ignore_ascii_case("origin")) {
            self.origin = words.next().map(normal_name);
        }
    }

    /// A row of a table whose headings were seen.
    fn table(&mut self, line: &str) -> bool {
        let cells = rows::columns(line);
        if let Some(columns) = labels::header(&cells) {
            self.close();
            self.columns = Some(columns);
            return true;
        }
        if cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | '=' | ':' | '+'))) {
            return true;
        }
        let row = self.columns.as_ref().and_then(|columns| {
            // Where headings and rows are set in different ways, empty cells are in the way of one of them.
            rows::under_header(&cells, columns)
        });
        match row {
            Some(row) => {
                self.start_row(row, false);
                true
            }
            None => false,
        }
    }

    /// `Name: _dmarc`, `Value: …`, or the label alone with its value on the next line.
    fn field(&mut self, line: &str, entities: bool) -> bool {
        if let Some(fields) = labels::fields(line) {
            self.close();
            let (values, others): (Vec<&Field<'_>>, Vec<&Field<'_>>) =
                fields.iter().partition(|field| field.column == Column::Value);
            for field in others.iter().chain(values.iter().take(1)) {
                self.fill(field.column, field.value, entities);
            }
            return true;
        }
        let Some(field) = labels::field(line) else {
            return self.title(line, entities);
        };
        self.close();
        if self.fields.rtype.is_none() {
            self.fields.rtype = labels::type_of(field.label);
        }
        if field.value.is_empty() || matches!(field.value, "[" | "{" | "[{") {
            if self.fields.filling {
                self.fields.waiting.clear();
                self.fields.filling = false;
            }
            self.fields.waiting.push_back(field.column);
            return true;
        }
        self.fields.waiting.clear();
        let plain = if field.code { labels::code_string(field.value) } else { None };
        let value = plain.as_deref().unwrap_or(field.value);
        if field.column == Column::Value {
            // `records = ["v=spf1 -all"]`
            let nested = value.starts_with(['[', '{']) && !value.starts_with("[v=");
            if !nested || !self.embedded(value, entities) {
                self.fill(field.column, value, entities);
            }
        } else if is_versioned(value) {
            // `Record: v=spf1 -all`
            self.value(value, entities);
        } else {
            let bare = if field.code { value.trim_matches(['"', '\'', ',', ' ']) } else { value };
            self.fill(field.column, bare, entities);
        }
        true
    }

    /// `TXT record`: the type of what follows, or of what stands after it.
    fn title(&mut self, line: &str, entities: bool) -> bool {
        let (title, value) = match line.split_once(':') {
            Some((title, value)) => (title, value.trim()),
            None => (line, ""),
        };
        if title.len() > 40 || !self.fields.waiting.is_empty() || line.contains('\t') {
            return false;
        }
        let Some(rtype) = labels::title(title) else { return false };
        if !value.is_empty() && (rows::record_type(title.trim()).is_some() || !is_versioned(value)) {
            return false;
        }
        self.close();
        self.fields.rtype = rtype;
        if !value.is_empty() {
            self.value(value, entities);
        }
        true
    }

    /// The value of the label on the line above.
    fn below_label(&mut self, line: &str, entities: bool) -> bool {
        if !self.fields.waiting.is_empty() && line.chars().all(|c| matches!(c, '{' | '[' | '(' | ' ')) {
            return true;
        }
        let column = if self.fields.filling || self.fields.waiting.len() >= 3 {
            self.fields.filling = true;
            self.fields.waiting.pop_front()
        } else {
            let last = self.fields.waiting.pop_back();
            self.fields.waiting.clear();
            last
        };
        let Some(column) = column else {
            self.fields.filling = false;
            return false;
        };
        let plain = labels::code_string(line);
        self.fill(column, plain.as_deref().unwrap_or(line), entities);
        true
    }

    fn fill(&mut self, column: Column, value: &str, entities: bool) {
        match column {
            Column::Name => self.fields.name = Some(value.to_owned()),
            Column::Type => self.fields.rtype = rows::record_type(value).or_else(|| self.fields.rtype.take()),
            Column::Priority => self.priority(value),
            Column::Other => {}
            Column::Value => self.value(value, entities),
        }
    }

    /// The number of an MX, before its host or after it.
    fn priority(&mut self, value: &str) {
        let last = self
            .found
            .last_mut()
            .filter(|last| last.rtype.as_deref() == Some("MX") && !last.value.contains(' '));
        match (&mut self.open, last) {
            (Some(open), _) if open.rtype.as_deref() == Some("MX") && !open.raw.contains(' ') => {
                open.raw = format!("{value} {}", open.raw);
            }
            (None, Some(last)) => last.value = format!("{value} {}", last.value),
            _ => self.fields.priority = Some(value.to_owned()),
        }
    }

    fn start_row(&mut self, row: Row, entities: bool) {
        self.close();
        let name = row.name.map(|name| full_name(&name, self.origin.as_deref()));
        if name.is_some() {
            self.owner.clone_from(&name);
        }
        self.fields = Fields::default();
        self.waiting_name = None;
        let style = if row.value.trim_start().starts_with(is_quote) { Style::Quoted } else { Style::Bare };
        self.open = Some(Open {
            name: name.or_else(|| self.owner.clone()),
            rtype: row.rtype,
            strings_below: row.value.is_empty(),
            raw: row.value,
            lines: 1,
            style,
            entities,
            notes: Vec::new(),
        });
    }

    /// A value that stands alone on its line.
    fn value(&mut self, text: &str, entities: bool) {
        let quoted = text.starts_with(is_quote);
        self.fields.waiting.clear();
        if self.goes_on_quoted(text)
            && let Some(open) = &mut self.open
        {
            open.raw.push(' ');
            open.raw.push_str(text);
            open.style = Style::Quoted;
            return;
        }
        self.close();
        let name = self
            .waiting_name
            .take()
            .or_else(|| self.fields.name.take())
            .map(|name| full_name(&name, self.origin.as_deref()));
        let rtype = self.fields.rtype.take();
        let mut raw = text.to_owned();
        if let (Some("MX"), Some(priority)) = (rtype.as_deref(), self.fields.priority.take())
            && !raw.starts_with(|c: char| c.is_ascii_digit())
        {
            raw = format!("{priority} {raw}");
        }
        let style = if quoted { Style::Quoted } else { Style::Bare };
        let notes = Vec::new();
        self.open = Some(Open { name, rtype, raw, lines: 1, style, entities, strings_below: false, notes });
    }

    /// A string in quotes that belongs to the record above it: that has no value yet, or its text can't end
    /// where it does, or the string could not start a record of its own.
    fn goes_on_quoted(&self, text: &str) -> bool {
        let Some(open) = &self.open else { return false };
        if open.raw.len() > LONGEST
            || !text.starts_with(is_quote)
            || (open.style != Style::Quoted && !open.raw.trim().is_empty())
        {
            return false;
        }
        if open.strings_below || open.raw.trim().is_empty() {
            return true;
        }
        let Some((so_far, "")) = rdata::unquote(&open.raw) else { return false };
        let kind = classify(None, None, &so_far.text);
        let tags = matches!(kind, Kind::Dmarc | Kind::Dkim) && so_far.text.trim_end().ends_with(';');
        if starts_record(text) && (is_versioned(text) || !tags) {
            return false;
        }
        tags || kind == Kind::Dkim || so_far.strings.last().is_some_and(|last| *last >= 200)
    }

    /// A line without quotes that can only go on with the bare value above it.
    fn continues(&self, line: &str) -> bool {
        let Some(open) = &self.open else { return false };
        let text_type = matches!(open.rtype.as_deref(), None | Some("TXT" | "SPF"));
        let judged = || {
            matches!(classify(open.name.as_deref(), None, &open.raw), Kind::Spf | Kind::Dkim | Kind::Dmarc)
        };
        open.style == Style::Bare
            && open.raw.len() <= LONGEST
            && text_type
            && judged()
            && goes_on(&open.raw, line)
    }

    /// A line that is no record by itself: a name for the value below it, or a token that DNS may hold.
    ///
    /// True where something is made of it.
    fn lone(&mut self, line: &str, entities: bool) -> bool {
        if rows::is_name(line) && (line.contains('.') || line.starts_with('_') || line == "@") {
            self.waiting_name = Some(line.to_owned());
            return true;
        }
        if let (Some(name), true) = (&self.waiting_name, self.fields.rtype.is_none()) {
            // Below a name, whatever stands there is its value, as far as the name says what to expect.
            if classify(Some(name), None, line) != Kind::Other {
                self.value(line, entities);
                return true;
            }
        }
        let typed = self.fields.rtype.is_some();
        let token = !line.contains(char::is_whitespace) && line.contains('=') && line.len() >= 8;
        if typed || token {
            self.value(line, entities);
        }
        self.waiting_name = None;
        typed || token
    }

    /// Ends the open record.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        self.found.extend(open.unpacked(self.origin.as_deref()));
    }
}
