//! The cells of a line that is set as a table: by tabs, bars, commas, semicolons or wide gaps.

use super::labels::{Column, column};
use super::noise::is_ttl;
use super::rows::{cell_type, record_type};

/// The cells of a line that is set as a table; one cell where it is not. Empty ones are left out.
pub fn cells(line: &str) -> Vec<&str> {
    let mut cells = columns(line);
    cells.retain(|cell| !cell.is_empty());
    cells
}

/// The cells of a line, empty ones too: below headings, the place of a cell says what it is.
pub fn columns(line: &str) -> Vec<&str> {
    let split: Vec<&str> = if line.contains('\t') {
        line.trim_matches([' ', '\r', '\n']).split('\t').collect()
    } else if line.trim_start().starts_with('|') || line.contains(" | ") || has_bars(line) {
        let line = line.trim();
        let line = line.strip_prefix('|').unwrap_or(line);
        line.strip_suffix('|').unwrap_or(line).split('|').collect()
    } else if let Some(cells) = comma(line).or_else(|| semicolon(line)) {
        cells
    } else {
        wide(line)
    };
    split.into_iter().map(str::trim).collect()
}

/// `name|type|value`: bars part cells, one of which is a type or a heading.
fn has_bars(line: &str) -> bool {
    line.matches('|').count() >= 2
        && line
            .split('|')
            .any(|cell| record_type(cell.trim()).is_some() || column(cell) == Some(Column::Type))
}

/// Cells parted by two or more blanks, outside quotes.
fn wide(line: &str) -> Vec<&str> {
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
fn comma(line: &str) -> Option<Vec<&str>> {
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
    let typed =
        out.iter().map(|cell| cell.trim()).find(|cell| record_type(cell.trim_matches('"')).is_some())?;
    // Where the type stands in quotes, so does everything: they are the file's, not the value's.
    if typed.starts_with('"') {
        for cell in &mut out {
            let bare = cell.trim();
            *cell = bare.strip_prefix('"').and_then(|bare| bare.strip_suffix('"')).unwrap_or(bare);
        }
    }
    (out.len() >= 3).then_some(out)
}

/// Cells with semicolons between them, one of the first a record type and nothing else: `TXT;_dmarc;v=DMARC1; p=none;3600`.
/// Those of a value part its tags.
pub fn semicolon(line: &str) -> Option<Vec<&str>> {
    if line.matches(';').count() < 2 {
        return None;
    }
    // Each in quotes, and none of them the value's.
    if let Some(inside) = line.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let cells: Vec<&str> = inside.split("\";\"").collect();
        if cells.len() > 2 && cells.iter().take(4).any(|cell| cell_type(cell).is_some()) {
            return Some(cells);
        }
    }
    let mut cells: Vec<&str> = line.split(';').collect();
    let typed = cells.iter().take(4).position(|cell| cell_type(cell.trim()).is_some())?;
    if cells[..typed].iter().any(|cell| cell.contains('=')) {
        return None;
    }
    let is_version = |cell: &&str| {
        let bare = cell.trim_start_matches(['"', ' ']);
        bare.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("v="))
    };
    if let Some(from) = cells.iter().position(is_version) {
        let is_behind = |cell: &&&str| cell.trim().is_empty() || is_ttl(cell);
        let behind = cells[from + 1..].iter().rev().take_while(is_behind).count();
        let to = cells.len() - behind;
        let start = cells[..from].iter().map(|cell| cell.len() + 1).sum::<usize>();
        let length = cells[from..to].iter().map(|cell| cell.len() + 1).sum::<usize>() - 1;
        cells.splice(from..to, [&line[start..start + length]]);
    }
    Some(cells)
}
