//! The text, line by line, with one record open at a time.

use super::rdata::{self, Unquoted};
use super::rows::{self, Column, Row};
use super::tidy::{decode_entities, is_quote};
use super::{Pasted, tools};
use crate::record::{Kind, classify};
use crate::text::count;

/// Bytes of one value at most that lines still go on with: DNS holds none that is longer.
const LONGEST: usize = 65_535;
/// Lines of one bracket at most: a bracket that is never closed must not swallow a zone.
const BRACKET_LINES: usize = 200;

/// Lower case, without the last dot.
pub fn normal_name(name: &str) -> String {
    let name = name.trim();
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.is_ascii() { name.to_ascii_lowercase() } else { name.to_lowercase() }
}

/// How the value of the open record is written, and so which lines may go on with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// Words without quotes.
    Bare,
    /// Strings in quotes.
    Quoted,
}

/// The record that lines still go on with.
#[derive(Debug)]
struct Open {
    name: Option<String>,
    rtype: Option<String>,
    /// The value's text as it stands, lines joined by a line break.
    raw: String,
    lines: usize,
    style: Style,
    entities: bool,
    /// Its strings stand on the lines below it, one on each.
    strings_below: bool,
}

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
    /// The field whose value stands on the next line.
    waiting: Option<Column>,
}

impl Reader {
    /// Takes one line.
    pub fn line(&mut self, raw: &str) {
        let raw = raw.trim_start_matches('\u{feff}');
        let decoded = decode_entities(raw);
        let entities = decoded.is_some();
        let line = decoded.as_deref().unwrap_or(raw);
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

    /// Everything that was found.
    pub fn finish(mut self) -> Vec<Pasted> {
        if let Some((text, _)) = self.bracket.take() {
            self.whole_line(&text, false);
        }
        self.close();
        self.found
    }

    fn whole_line(&mut self, line: &str, entities: bool) {
        let trimmed = trim_bullet(line.trim());
        if trimmed.is_empty() {
            // A blank line ends what is bare; strings in quotes may stand below one.
            if self.open.as_ref().is_some_and(|open| open.style == Style::Bare && !open.raw.trim().is_empty())
            {
                self.close();
            }
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
        let starts = starts_record(trimmed);
        if starts {
            // The value may stand in the first column of a table.
            if let Some(row) = rows::row_with_value_first(line) {
                self.start_row(row, entities);
                return;
            }
        } else {
            // Zone lines first: they come by the thousand, and what tools print takes longer to tell.
            let row = rows::zone_row(line, indented).or_else(|| tools::row(trimmed));
            if let Some(row) = row.or_else(|| rows::row(line, indented)) {
                self.start_row(row, entities);
                return;
            }
            if self.field(trimmed, entities) {
                return;
            }
        }
        if starts || trimmed.starts_with(is_quote) {
            self.value(trimmed, entities);
        } else if self.continues(trimmed) {
            if let Some(open) = &mut self.open {
                open.raw.push('\n');
                open.raw.push_str(trimmed);
                open.lines += 1;
                open.entities |= entities;
            }
        } else {
            self.close();
            self.lone(trimmed, entities);
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
        let cells = rows::cells(line);
        if let Some(columns) = rows::header(&cells) {
            self.close();
            self.columns = Some(columns);
            return true;
        }
        if cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | '=' | ':' | '+'))) {
            return true;
        }
        let row = self.columns.as_ref().and_then(|columns| rows::under_header(&cells, columns));
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
        let (column, value) = match line.split_once(':') {
            Some((label, value)) => (rows::column(label), value.trim()),
            None => (rows::column(line), ""),
        };
        if let Some(column) = column {
            self.close();
            if value.is_empty() {
                self.fields.waiting = Some(column);
            } else {
                self.fill(column, value, entities);
            }
            return true;
        }
        if let Some(column) = self.fields.waiting.take() {
            self.fill(column, line, entities);
            return true;
        }
        // `TXT` alone: the type of what follows.
        if let Some(rtype) = rows::record_type(line) {
            self.close();
            self.fields.rtype = Some(rtype);
            return true;
        }
        false
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
        let name = row.name.map(|name| self.full_name(&name));
        if name.is_some() {
            self.owner.clone_from(&name);
        }
        self.fields = Fields::default();
        self.waiting_name = None;
        let style = if row.value.trim_start().starts_with(is_quote) { Style::Quoted } else { Style::Bare };
        self.open = Some(Open {
            name: name.or_else(|| self.owner.clone()),
            rtype: Some(row.rtype),
            strings_below: row.value.is_empty(),
            raw: row.value,
            lines: 1,
            style,
            entities,
        });
    }

    /// A value that stands alone on its line.
    fn value(&mut self, text: &str, entities: bool) {
        let quoted = text.starts_with(is_quote);
        if self.goes_on_quoted(text)
            && let Some(open) = &mut self.open
        {
            open.raw.push(' ');
            open.raw.push_str(text);
            open.style = Style::Quoted;
            return;
        }
        self.close();
        let name =
            self.waiting_name.take().or_else(|| self.fields.name.take()).map(|name| self.full_name(&name));
        let rtype = self.fields.rtype.take();
        let mut raw = text.to_owned();
        if let (Some("MX"), Some(priority)) = (rtype.as_deref(), self.fields.priority.take())
            && !raw.starts_with(|c: char| c.is_ascii_digit())
        {
            raw = format!("{priority} {raw}");
        }
        let style = if quoted { Style::Quoted } else { Style::Bare };
        self.open = Some(Open { name, rtype, raw, lines: 1, style, entities, strings_below: false });
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
        if starts_record(text) {
            return false;
        }
        let so_far = rdata::unquote(&open.raw);
        let last = so_far.as_ref().and_then(|value| value.strings.last().copied()).unwrap_or(0);
        let key = so_far.is_some_and(|value| classify(None, None, &value.text) == Kind::Dkim);
        key || last >= 200
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
    fn lone(&mut self, line: &str, entities: bool) {
        if rows::is_name(line) && (line.contains('.') || line.starts_with('_') || line == "@") {
            self.waiting_name = Some(line.to_owned());
            return;
        }
        if let (Some(name), true) = (&self.waiting_name, self.fields.rtype.is_none()) {
            // Below a name, whatever stands there is its value, as far as the name says what to expect.
            if classify(Some(name), None, line) != Kind::Other {
                self.value(line, entities);
                return;
            }
        }
        let typed = self.fields.rtype.is_some();
        let token = !line.contains(char::is_whitespace) && line.contains('=') && line.len() >= 8;
        if typed || token {
            self.value(line, entities);
        }
        self.waiting_name = None;
    }

    fn full_name(&self, name: &str) -> String {
        let relative = !name.ends_with('.');
        match (&self.origin, relative) {
            (Some(origin), true) if name == "@" => origin.clone(),
            (Some(origin), true) => format!("{}.{origin}", normal_name(name)),
            _ => normal_name(name),
        }
    }

    /// Ends the open record.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let mut cleaned = Vec::new();
        if open.entities {
            cleaned.push(
                "Turned codes of web pages, such as &quot;, into the characters that they stand for."
                    .to_owned(),
            );
        }
        if open.lines > 1 {
            cleaned.push(format!("Joined {}.", count(open.lines, "line", "lines")));
        }
        let text_type = matches!(open.rtype.as_deref(), None | Some("TXT" | "SPF"));
        let mut pasted = Pasted { name: open.name, rtype: open.rtype, ..Pasted::default() };
        match rdata::unquote(&open.raw).or_else(|| rdata::join_inner(&open.raw)).filter(|_| text_type) {
            Some(Unquoted { text, strings, escaped }) => {
                match strings.len() {
                    1 => cleaned.push("Took off the quotation marks around the value.".to_owned()),
                    n => cleaned.push(format!("Joined {n} quoted strings into one text.")),
                }
                if escaped {
                    cleaned.push("Undid the escapes of a zone file, such as \\; for a semicolon.".to_owned());
                }
                pasted.strings = strings;
                pasted.value = text;
            }
            None => {
                let joined = join_lines(&open.raw);
                let joined = if text_type { joined } else { rdata_without_comment(&joined) };
                match rdata::unescape_bare(&joined) {
                    Some(plain) => {
                        cleaned.push(
                            "Undid the escapes of a zone file, such as \\; for a semicolon.".to_owned(),
                        );
                        pasted.value = plain;
                    }
                    None => pasted.value = joined,
                }
            }
        }
        pasted.cleaned = cleaned;
        if !pasted.value.is_empty() || pasted.rtype.is_some() && !pasted.strings.is_empty() {
            self.found.push(pasted);
        }
    }
}

/// The lines of a bare value: a key goes on without a blank, everything else with one.
fn join_lines(raw: &str) -> String {
    let raw = raw.trim();
    if !raw.contains('\n') {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    for line in raw.lines() {
        let inside_key = is_base64(line) && out.rsplit(';').next().is_some_and(ends_in_key);
        if !out.is_empty() && !inside_key {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// The last tag is a key, with at least a few characters of it.
fn ends_in_key(last: &str) -> bool {
    last.trim_start().strip_prefix("p=").is_some_and(|key| key.is_empty() || is_base64(key))
}

fn is_base64(text: &str) -> bool {
    let body = text.trim().trim_end_matches(';');
    !body.is_empty() && body.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
}

/// Whether `line` can go on with the value `so_far`: a piece of a key, terms of SPF, tags.
fn goes_on(so_far: &str, line: &str) -> bool {
    let last = so_far.rsplit(';').next().unwrap_or(so_far);
    if is_base64(line) && ends_in_key(&last.replace('\n', "")) {
        return true;
    }
    let spf = matches!(classify(None, None, so_far), Kind::Spf);
    let word = line.split_whitespace().next().unwrap_or("");
    if spf {
        let name = word.trim_start_matches(['+', '-', '~', '?', '–', '—']);
        let end = name.find([':', '=', '/']).unwrap_or(name.len());
        return crate::record::spf::is_mechanism_name(&name[..end])
            || matches!(
                name[..end].to_ascii_lowercase().as_str(),
                "redirect" | "exp" | "ipv4" | "ipv6" | "ip"
            )
            || so_far.trim_end().ends_with(':');
    }
    // A tag and its value, or an address that goes on with a list.
    let equals =
        word.find('=').is_some_and(|at| at > 0 && word[..at].bytes().all(|b| b.is_ascii_alphanumeric()));
    equals || so_far.trim_end().ends_with([';', ',', '='])
}

/// The line starts a record of its own: by its first characters, or as an MX.
fn starts_record(line: &str) -> bool {
    // Long enough for every prefix; a long line is not read again and again.
    let end = line.char_indices().nth(400).map_or(line.len(), |(i, _)| i);
    let head = &line[..end];
    match classify(None, None, head) {
        Kind::Other => false,
        Kind::Mx => true,
        _ => !head.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_').is_empty(),
    }
}

/// A bracket that this line opens and does not close, on the right-hand side of a record.
fn opens_bracket(line: &str) -> bool {
    let bare = without_comment(line);
    let outside = outside_quotes(bare);
    if !outside.contains('(') || outside.contains(')') {
        return false;
    }
    bare.trim_start().starts_with('(')
        || outside.split_whitespace().any(|word| rows::record_type(word).is_some())
}

fn outside_quotes(line: &str) -> String {
    line.split('"').step_by(2).collect::<Vec<_>>().join(" ")
}

/// The line without what follows a semicolon outside quotes; for zone lines alone.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    for (i, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => return &line[..i],
            _ => {}
        }
    }
    line
}

fn rdata_without_comment(value: &str) -> String {
    without_comment(value).trim().to_owned()
}

/// `- `, `* `, `1. `: marks of a list.
fn trim_bullet(line: &str) -> &str {
    for mark in ["- ", "* ", "• ", "· "] {
        if let Some(rest) = line.strip_prefix(mark) {
            return rest.trim_start();
        }
    }
    line
}
