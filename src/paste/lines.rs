//! The text, line by line, with one record open at a time.

mod fields;
mod value;

use fields::Fields;

use super::join::{ends_in_key, goes_on, is_base64};
use super::labels::{self, Column};
use super::look::{
    is_unversioned, is_versioned, opens_bracket, starts_record, without_comment, without_mark,
};
use super::noise;
use super::open::{Open, Style};
use super::origin::{full_name, normal_name};

use super::rows::{self, Row};
use super::tidy::{self, decode_address, decode_entities, is_quote};
use super::{Pasted, cells, embedded, look, mx, tinydns, tools};
use crate::record::{Kind, classify};
use crate::text::odd::Odd;
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
    /// What was said of lines that hold a record and count for none, for the next one that does.
    skipped: Vec<String>,
    /// Lines of a data file of tinydns were seen.
    is_tinydns: bool,
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
        if let Some((plain, links)) = look::with_plain_names(line) {
            self.whole_line(&plain, entities);
            self.note(tidy::note(Odd::Link, links));
            return;
        }
        let plain = look::without_emphasis(line);
        let line = plain.as_deref().unwrap_or(line);
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
        if let Some(records) = mx::list(line) {
            for record in &records {
                self.whole_line(record, entities);
                self.note(format!("Read a line of {} MX records as one record each.", records.len()));
            }
            return;
        }
        match tools::call(line) {
            Some(tools::Call::Domain(domain)) => {
                self.close();
                self.origin = Some(normal_name(domain));
            }
            Some(tools::Call::Record(row)) => self.start_row(row, entities),
            None => self.whole_line(line, entities),
        }
    }

    /// Takes in what was read by others, behind what was found so far.
    pub fn push(&mut self, mut pasted: Pasted) {
        self.close();
        pasted.cleaned.append(&mut self.skipped);
        self.found.push(pasted);
    }

    /// Takes a record of a JSON text.
    pub fn object(&mut self, row: Row) {
        self.close();
        self.owner = None;
        self.start_row(row, false);
        self.note("Read the record out of JSON, as programs write it.".to_owned());
        self.close();
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
        if let Some(last) = self.found.last_mut() {
            last.cleaned.append(&mut self.skipped);
        }
        self.found
    }

    fn whole_line(&mut self, line: &str, entities: bool) {
        let trimmed = match (line.trim().strip_prefix('>'), &self.open) {
            // Below a record that is quoted in a mail, so is what goes on with it.
            (Some(rest), Some(_)) => rest.trim_start_matches(['>', ' ', '\t']),
            _ => without_mark(line.trim()),
        };
        if trimmed.is_empty() {
            // A blank line ends what is bare; strings in quotes may stand below one.
            if self.open.as_ref().is_some_and(|open| open.style == Style::Bare && !open.raw.trim().is_empty())
            {
                self.close();
            }
            self.fields.gap();
            return;
        }
        if self.in_pem(trimmed) {
            self.go_on(trimmed, entities);
            return;
        }
        if self.in_string(trimmed) {
            self.go_on_in_string(trimmed, entities);
            return;
        }
        let commented = look::commented(trimmed).is_some();
        if commented || trimmed.starts_with(';') || tools::is_noise(trimmed) {
            self.close();
            if commented {
                self.skipped.push(format!(
                    "Left out a comment line that holds a record. DNS servers skip such lines: {}.",
                    code(trimmed)
                ));
            }
            return;
        }
        if let Some(pasted) = tinydns::read(trimmed, self.is_tinydns) {
            self.is_tinydns = true;
            self.push(pasted);
            return;
        }
        if let Some(rest) = trimmed.strip_prefix('$') {
            self.directive(rest);
            return;
        }
        if trimmed.starts_with([']', '}']) {
            self.fields.list = None;
        }
        if self.table(line) || labels::is_key_alone(trimmed) {
            return;
        }
        let indented = line.starts_with([' ', '\t']) && self.owner.is_some();
        // A mark of a list or a quotation is not of the line.
        let line = if line.trim().len() == trimmed.len() { line } else { trimmed };
        // The tags of a whole row may come before its version: its name is no part of them. Zone lines come by the
        // thousand, and need no further look.
        if !is_versioned(trimmed) && self.zone_row(line, indented, entities) {
            return;
        }
        // `@ v=spf1 …`: the domain itself, as a name.
        let starts = !trimmed.starts_with('@')
            && starts_record(trimmed)
            && (is_versioned(trimmed) || cells::semicolon(trimmed).is_none());
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
        let of_list = || self.fields.list.as_ref().and_then(|_| labels::code_string(trimmed));
        if let Some(text) = labels::text_of_key(trimmed).or_else(of_list) {
            self.value(&text, entities);
        } else if starts || trimmed.starts_with(is_quote) {
            self.value(trimmed, entities);
        } else if self.continues(trimmed) {
            self.go_on(trimmed, entities);
        } else if !self.embedded(trimmed, entities) && !self.named(trimmed, entities) {
            self.left(trimmed, entities);
        }
    }

    /// `@ MS=ms12345678`: a name and a value, and no type.
    fn named(&mut self, line: &str, entities: bool) -> bool {
        let Some((name, value)) = rows::name_and_value(line) else { return false };
        self.close();
        self.waiting_name = Some(name.to_owned());
        self.value(value, entities);
        true
    }

    /// A line of a zone file with a class in it.
    fn zone_row(&mut self, line: &str, indented: bool, entities: bool) -> bool {
        let Some(mut row) = rows::zone_row(line, indented) else { return false };
        // Below `$ORIGIN` the whole name is known, and that is said.
        if self.origin.is_none()
            && row.note.is_none()
            && let Some(host) = rows::without_last_dot(&row)
        {
            row.note = Some(format!(
                "Where no dot ends {}, a zone file adds its domain to it. Forms of DNS hosts mostly don't.",
                code(host)
            ));
        }
        self.start_row(row, entities);
        true
    }

    fn row_or_field(&mut self, line: &str, trimmed: &str, indented: bool, entities: bool) -> bool {
        // Zone lines first: they come by the thousand, and what tools print takes longer to tell. Labels before
        // types: `TXT value` is a label.
        if self.zone_row(line, indented, entities) {
            return true;
        }
        if self.field(trimmed, entities) {
            return true;
        }
        if let Some(row) = tools::row(trimmed).or_else(|| rows::row(line, indented)) {
            self.start_row(row, entities);
            return true;
        }
        if let Some(value) = mx::reversed(trimmed) {
            self.value(&value, entities);
            self.note("Put the number before the host name, as DNS holds it.".to_owned());
            return true;
        }
        if let Some(value) = mx::commented(trimmed) {
            self.value(value, entities);
            self.note(format!(
                "Left out what stands after the value: {}.",
                code(trimmed[value.len()..].trim())
            ));
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

    /// The open record has a string that was not closed, and the line goes on with it: a mail was wrapped there.
    fn in_string(&self, line: &str) -> bool {
        let Some(open) = &self.open else { return false };
        let marks = |text: &str| text.matches('"').count() - text.matches("\\\"").count();
        open.style == Style::Quoted
            && open.lines < PEM_LINES
            && marks(&open.raw) % 2 == 1
            && marks(line) <= 1
            && open
                .raw
                .split_once('"')
                .is_some_and(|(_, so_far)| goes_on(so_far, line.trim_end_matches(['"', ' ', ')'])))
    }

    fn go_on_in_string(&mut self, line: &str, entities: bool) {
        if let Some(open) = &mut self.open {
            let so_far = open.raw.split_once('"').map_or("", |(_, so_far)| so_far);
            if !is_base64(line.trim_end_matches('"')) || !so_far.rsplit(';').next().is_some_and(ends_in_key) {
                open.raw.push(' ');
            }
            open.raw.push_str(line);
            open.lines += 1;
            open.entities |= entities;
        }
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
        self.fields.end_group();
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
        let cells = cells::columns(line);
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
            notes: row.note.into_iter().collect(),
        });
    }

    /// A line that is no record by itself: a name for the value below it, or a token that DNS may hold.
    ///
    /// True where something is made of it.
    fn lone(&mut self, line: &str, entities: bool) -> bool {
        if self.fields.is_mx() && rows::is_number(line)
            || self.host_without_number().is_some_and(|last| last.rtype.is_some())
                && mx::is_small_number(line)
        {
            self.priority(line);
            return true;
        }
        let rtype = self.fields.rtype.as_deref();
        if self.fields.is_mx()
            && let Some(value) = mx::cell(line, &[]).or_else(|| rows::is_host(line).then(|| line.to_owned()))
            && self.waiting_name.is_some()
        {
            self.value(&value, entities);
            return true;
        }
        let target = rows::without_verb(line);
        if rtype == Some("CNAME") && rows::is_name(target) && !noise::is_dull(line) {
            match &self.waiting_name {
                // A target that is one label leads nowhere.
                None => self.waiting_name = Some(line.to_owned()),
                Some(_) => self.value(target, entities),
            }
            return true;
        }
        if rtype.is_none()
            && let Some(server) = mx::cell(line, &[])
            && server.split_once(' ').is_some_and(|(_, host)| rows::is_host(host))
        {
            self.fields.rtype = Some("MX".to_owned());
            self.value(&server, entities);
            return true;
        }
        // Where each cell of a row stands on a line of its own, some say nothing of the record.
        if noise::is_dull(line) {
            return false;
        }
        let name = rows::key_name(line).unwrap_or(line);
        if rows::is_name(name) && (name.contains('.') || name.starts_with('_') || name == "@") {
            self.waiting_name = Some(name.to_owned());
            return true;
        }
        if let (Some(name), true) = (&self.waiting_name, self.fields.rtype.is_none()) {
            // Below a name, whatever stands there is its value, as far as the name says what to expect.
            if classify(Some(name), None, line) != Kind::Other {
                self.value(line, entities);
                return true;
            }
        }
        let is_host_with_number = |line: &str| {
            line.split_whitespace().any(|word| rows::is_host(word) || word == ".") && !line.contains('\t')
        };
        let typed = match self.fields.rtype.as_deref() {
            None => false,
            Some("MX") => is_host_with_number(line),
            Some(_) => !line.contains('\t') && !look::is_step(line),
        };
        // What a label that is not known here says is not the value.
        if typed && labels::is_like_a_field(line) {
            return true;
        }
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
        let Some(mut pasted) = open.unpacked(self.origin.as_deref()) else { return };
        pasted.cleaned.append(&mut self.skipped);
        self.found.push(pasted);
    }
}
