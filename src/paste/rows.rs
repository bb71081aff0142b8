//! Rows of a table: a DNS panel's, a help article's, a zone file's. Whatever their order, the record type tells
//! the rest.

use crate::record::{Kind, classify};

/// Record types that a row may name.
const TYPES: [&str; 16] = [
    "A", "AAAA", "CAA", "CNAME", "DNSKEY", "DS", "HINFO", "HTTPS", "MX", "NS", "PTR", "SOA", "SPF", "SRV",
    "TLSA", "TXT",
];
const MORE_TYPES: [&str; 9] = ["ALIAS", "ANAME", "NAPTR", "NSEC", "NSEC3", "RRSIG", "SSHFP", "SVCB", "URI"];
const CLASSES: [&str; 3] = ["IN", "CH", "HS"];

/// A row, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As written.
    pub name: Option<String>,
    /// Upper case.
    pub rtype: String,
    /// The value's text, not yet unquoted; of an MX, number and host.
    pub value: String,
}

/// What a column of a table holds, by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Owner name.
    Name,
    /// Record type.
    Type,
    /// Value.
    Value,
    /// Number of an MX.
    Priority,
    /// TTL, or nothing of interest.
    Other,
}

/// The record type that a word names, upper case.
pub fn record_type(word: &str) -> Option<String> {
    let upper = word.trim_end_matches(['.', ':']).to_ascii_uppercase();
    let known = TYPES.contains(&upper.as_str()) || MORE_TYPES.contains(&upper.as_str());
    // `a` and `mx` in lower case are words of SPF, and `a` is a word of English.
    let plausible = word.len() > 2 || word.bytes().all(|b| b.is_ascii_uppercase());
    (known && plausible).then_some(upper)
}

/// What a heading or a field's label stands for.
pub fn column(label: &str) -> Option<Column> {
    let label = label.trim().trim_end_matches([':', '*']).trim().to_lowercase();
    Some(match label.as_str() {
        "name" | "host" | "hostname" | "host name" | "record name" | "host record" | "dns name"
        | "domain" | "owner" | "host/name" | "name/host" | "subdomain" | "domain name" | "record" => {
            Column::Name
        }
        "type" | "record type" | "dns type" | "dns record type" => Column::Type,
        "value"
        | "content"
        | "data"
        | "target"
        | "points to"
        | "points to address or value"
        | "txt value"
        | "answer"
        | "destination"
        | "record value"
        | "text"
        | "mail server"
        | "rdata"
        | "value/answer"
        | "address"
        | "result"
        | "value/points to"
        | "mail exchanger" => Column::Value,
        "priority" | "pref" | "preference" | "prio" | "mx priority" => Column::Priority,
        "ttl" | "time to live" | "proxy status" | "class" | "status" | "actions" | "comment" | "#" => {
            Column::Other
        }
        _ => return None,
    })
}

/// The cells of a line that is set as a table; one cell where it is not.
pub fn cells(line: &str) -> Vec<&str> {
    let split: Vec<&str> = if line.contains('\t') {
        line.split('\t').collect()
    } else if line.trim_start().starts_with('|') || line.contains(" | ") {
        line.trim().trim_matches('|').split('|').collect()
    } else if let Some(cells) = comma_cells(line) {
        cells
    } else {
        wide_cells(line)
    };
    split.into_iter().map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

/// Cells parted by two or more blanks, outside quotes.
fn wide_cells(line: &str) -> Vec<&str> {
    let (mut out, mut start, mut blanks, mut quoted) = (Vec::new(), 0, 0, false);
    for (i, c) in line.char_indices() {
        if c == '"' {
            quoted = !quoted;
        }
        if c == ' ' && !quoted {
            blanks += 1;
        } else {
            if blanks >= 2 {
                out.push(&line[start..i - blanks]);
                start = i;
            }
            blanks = 0;
        }
    }
    out.push(&line[start..]);
    out
}

/// Cells of a comma-separated line, where one of them is a record type and nothing else.
fn comma_cells(line: &str) -> Option<Vec<&str>> {
    if line.matches(',').count() < 2 {
        return None;
    }
    let (mut out, mut start, mut quoted) = (Vec::new(), 0, false);
    for (i, c) in line.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if c == ',' && !quoted {
            out.push(&line[start..i]);
            start = i + 1;
        }
    }
    out.push(&line[start..]);
    let is_type = |cell: &&str| record_type(cell.trim().trim_matches('"')).is_some();
    (out.len() >= 3 && out.iter().any(is_type)).then_some(out)
}

/// A line of headings, by column; none where fewer than two cells are headings.
pub fn header(cells: &[&str]) -> Option<Vec<Column>> {
    let columns: Vec<Option<Column>> = cells.iter().map(|cell| column(cell)).collect();
    let known = columns.iter().flatten().count();
    (known >= 2 && known + 1 >= cells.len())
        .then(|| columns.into_iter().map(|column| column.unwrap_or(Column::Other)).collect())
}

/// A row below a line of headings.
pub fn under_header(cells: &[&str], columns: &[Column]) -> Option<Row> {
    if cells.len() < 2 || cells.len() > columns.len() {
        return None;
    }
    let cell = |wanted: Column| {
        columns.iter().zip(cells).find(|(column, _)| **column == wanted).map(|(_, cell)| *cell)
    };
    let rtype = record_type(cell(Column::Type)?.trim_matches('"'))?;
    let value = cell(Column::Value)?;
    let value = match cell(Column::Priority).filter(|p| is_number(p)) {
        Some(priority) if rtype == "MX" && !value.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{priority} {value}")
        }
        _ => value.to_owned(),
    };
    Some(Row { name: cell(Column::Name).map(str::to_owned), rtype, value })
}

/// A line of a zone file with a class in it: there, blanks of any kind part words. `indented` lines have no name of
/// their own.
pub fn zone_row(line: &str, indented: bool) -> Option<Row> {
    let has_class = line.split_whitespace().take(5).any(|word| CLASSES.contains(&word));
    if has_class { row_of_words(line.trim(), indented) } else { None }
}

/// A line with a record type in it. `indented` lines have no name of their own.
pub fn row(line: &str, indented: bool) -> Option<Row> {
    let cells = cells(line);
    if (cells.len() >= 3 || (cells.len() == 2 && line.contains(['\t', '|'])))
        && let Some(row) = row_of_cells(&cells)
    {
        return Some(row);
    }
    row_of_words(line.trim(), indented)
}

/// A row of a table set with tabs or bars whose first cell is the value of a TXT record.
pub fn row_with_value_first(line: &str) -> Option<Row> {
    if !line.contains(['\t', '|']) {
        return None;
    }
    let cells = cells(line);
    // `A` and `MX` could be terms of the record itself, parted by tabs.
    let typed = cells.iter().any(|cell| matches!(record_type(cell).as_deref(), Some("TXT" | "SPF")));
    if typed && cells.len() >= 2 { row_of_cells(&cells) } else { None }
}

/// Cells in any order: the type, then numbers, then the name before the value.
fn row_of_cells(cells: &[&str]) -> Option<Row> {
    // Words of a zone line may share a cell: `IN TXT`.
    let at = cells.iter().position(|cell| record_type(cell.trim_matches('"')).is_some())?;
    let rtype = record_type(cells[at].trim_matches('"'))?;
    let others: Vec<&str> = cells
        .iter()
        .enumerate()
        .filter(|(i, cell)| *i != at && !CLASSES.contains(&cell.to_ascii_uppercase().as_str()))
        .map(|(_, cell)| *cell)
        .collect();
    let (numbers, mut words): (Vec<&str>, Vec<&str>) = others.into_iter().partition(|cell| is_ttl(cell));
    words.retain(|cell| !is_panel_noise(cell));
    // A zone line that is set in columns keeps several strings apart; they belong together.
    let quoted_from = words.iter().position(|cell| cell.starts_with(['"', '(', '“']));
    let value = if rtype == "MX" {
        let host = words.iter().rposition(|cell| is_mx_value(cell))?;
        mx_value(words.remove(host), &numbers)
    } else if let Some(from) = quoted_from {
        let joined = words[from..].join(" ");
        words.truncate(from);
        joined
    } else {
        let telling = words.iter().position(|cell| classify(None, None, cell) != Kind::Other);
        let longest =
            (0..words.len()).rev().max_by_key(|i| words[*i].len() * usize::from(*i > 0 || words.len() == 1));
        words.remove(telling.or(longest)?).to_owned()
    };
    let name = words.into_iter().find(|cell| is_name(cell)).map(str::to_owned);
    Some(Row { name, rtype, value })
}

/// `[name] [ttl] [class] TYPE value`, words parted by blanks; or `TYPE name value`.
fn row_of_words(line: &str, indented: bool) -> Option<Row> {
    let mut words = Words { rest: line };
    let mut name: Option<&str> = None;
    for i in 0..4 {
        let before = words.rest;
        let word = words.next()?;
        if let Some(rtype) = record_type(word) {
            let value = words.rest.trim_start();
            if value.is_empty() {
                return None;
            }
            return Some(finish(rtype, name, value, i == 0 && !indented));
        }
        let filler = CLASSES.contains(&word.to_ascii_uppercase().as_str()) || is_ttl(word);
        if i == 0 && !indented && (is_name(word) || (is_number(word) && !before.is_empty())) {
            name = Some(word);
        } else if !filler {
            return None;
        }
    }
    None
}

fn finish(rtype: String, name: Option<&str>, value: &str, type_first: bool) -> Row {
    let (mut name, mut value) = (name, value);
    if type_first {
        // `TXT _dmarc v=DMARC1; …`: the name stands after the type, where what follows it is the value.
        let mut words = Words { rest: value };
        if let Some(first) = words.next().filter(|word| is_name(word)) {
            let after = words.rest.trim_start();
            let mx_host = rtype == "MX" && after.split_whitespace().any(is_mx_value);
            if mx_host || (rtype != "MX" && !after.is_empty() && classify(None, None, first) == Kind::Other) {
                name = Some(first);
                value = after;
            }
        }
    }
    let value = if rtype == "MX" {
        let words: Vec<&str> = value.split_whitespace().take_while(|word| !word.starts_with(';')).collect();
        let (numbers, hosts): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_number(word));
        match hosts.as_slice() {
            [host] => mx_value(host, &numbers),
            _ => words.join(" "),
        }
    } else {
        without_ttl(value, &rtype).to_owned()
    };
    Row { name: name.map(str::to_owned), rtype, value }
}

/// A bare text with a number after its last blank: a TTL that came along.
fn without_ttl<'v>(value: &'v str, rtype: &str) -> &'v str {
    let text = rtype == "TXT" || rtype == "SPF";
    match value.trim_end().rsplit_once(char::is_whitespace) {
        Some((head, last))
            if text && is_number(last) && matches!(classify(None, None, head), Kind::Spf | Kind::Dmarc) =>
        {
            head.trim_end()
        }
        _ => value,
    }
}

fn mx_value(host: &str, numbers: &[&str]) -> String {
    if host.split_whitespace().count() > 1 {
        return host.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let smallest =
        numbers.iter().filter(|n| is_number(n)).min_by_key(|n| n.parse::<u64>().unwrap_or(u64::MAX));
    smallest.map_or_else(|| host.to_owned(), |number| format!("{number} {host}"))
}

fn is_mx_value(cell: &str) -> bool {
    let last = cell.split_whitespace().last().unwrap_or("");
    last == "." || (last.contains('.') || last.contains(':')) && !is_ttl(cell)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// `3600`, `1h`, `1 hour`, `Auto`.
fn is_ttl(cell: &str) -> bool {
    let lower = cell.trim().to_ascii_lowercase();
    if matches!(lower.as_str(), "auto" | "automatic" | "default" | "automatisch") {
        return true;
    }
    let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
    let unit = lower[digits..].trim();
    digits > 0
        && digits <= 10
        && matches!(
            unit,
            "" | "s"
                | "m"
                | "h"
                | "d"
                | "w"
                | "sec"
                | "secs"
                | "second"
                | "seconds"
                | "min"
                | "mins"
                | "minute"
                | "minutes"
                | "hour"
                | "hours"
                | "hr"
                | "hrs"
                | "day"
                | "days"
        )
}

/// Words that panels print beside a record.
fn is_panel_noise(cell: &str) -> bool {
    let lower = cell.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "dns only"
            | "proxied"
            | "edit"
            | "delete"
            | "n/a"
            | "-"
            | "✓"
            | "active"
            | "verified"
            | "pending"
            | "simple"
    )
}

/// `@`, `*`, a label, or several with dots between them: no `=`, no blank.
pub fn is_name(cell: &str) -> bool {
    if matches!(cell, "@" | "*" | ".") {
        return true;
    }
    !cell.is_empty()
        && cell.len() <= 255
        && cell.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '*'))
        && !is_number(cell)
        && cell.strip_suffix('.').unwrap_or(cell).split('.').all(|label| !label.is_empty())
}

/// Words parted by blanks, with what is left after each.
struct Words<'l> {
    rest: &'l str,
}

impl<'l> Words<'l> {
    fn next(&mut self) -> Option<&'l str> {
        let start = self.rest.trim_start();
        if start.is_empty() {
            return None;
        }
        let end = start.find(char::is_whitespace).unwrap_or(start.len());
        self.rest = &start[end..];
        Some(&start[..end])
    }
}
