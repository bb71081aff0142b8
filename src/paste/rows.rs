//! Rows of a table: a DNS panel's, a help article's, a zone file's. Whatever their order, the record type tells
//! the rest.

use super::cells::cells;
use super::labels::Column;
use super::look::without_comment;
use super::mx;
pub use super::noise::is_number;
use super::noise::{Numbers, is_panel_noise, is_ttl, without_trailer};
use crate::record::{Kind, classify};
use crate::text::prose::code;

/// Record types that a row may name.
const TYPES: [&str; 16] = [
    "A", "AAAA", "CAA", "CNAME", "DNSKEY", "DS", "HINFO", "HTTPS", "MX", "NS", "PTR", "SOA", "SPF", "SRV",
    "TLSA", "TXT",
];
const MORE_TYPES: [&str; 9] = ["ALIAS", "ANAME", "NAPTR", "NSEC", "NSEC3", "RRSIG", "SSHFP", "SVCB", "URI"];
/// Types by their numbers (RFC 3597, section 5), where people meet them for mail.
const NUMBERED: [(&str, &str); 8] = [
    ("TYPE1", "A"),
    ("TYPE2", "NS"),
    ("TYPE5", "CNAME"),
    ("TYPE15", "MX"),
    ("TYPE16", "TXT"),
    ("TYPE28", "AAAA"),
    ("TYPE52", "TLSA"),
    ("TYPE99", "SPF"),
];
const CLASSES: [&str; 3] = ["IN", "CH", "HS"];

/// A row, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As written.
    pub name: Option<String>,
    /// Upper case, where the row says it.
    pub rtype: Option<String>,
    /// The value's text, not yet unquoted; of an MX, number and host.
    pub value: String,
    /// What was taken for something else than a part of the value, in words.
    pub note: Option<String>,
}

/// The record type that a word names, upper case.
pub fn record_type(word: &str) -> Option<String> {
    let upper = word.trim_end_matches(['.', ':']).to_ascii_uppercase();
    if let Some((_, name)) = NUMBERED.iter().find(|(number, _)| *number == upper) {
        return Some((*name).to_owned());
    }
    let known = TYPES.contains(&upper.as_str()) || MORE_TYPES.contains(&upper.as_str());
    // `a` and `mx` in lower case are words of SPF, and `a` is a word of English.
    let plausible = word.len() > 2 || word.bytes().all(|b| b.is_ascii_uppercase());
    (known && plausible).then_some(upper)
}

/// A row below a line of headings. `None` where the cells don't fit the headings.
pub fn under_header(cells: &[&str], columns: &[Column]) -> Option<Row> {
    let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    if filled < 2 || filled > columns.len() {
        return None;
    }
    let cell = |wanted: Column| {
        let at = columns.iter().position(|column| *column == wanted)?;
        cells.get(at).copied().filter(|cell| !cell.is_empty())
    };
    let typed = columns.contains(&Column::Type);
    let rtype = cell(Column::Type).and_then(|cell| record_type(cell.trim_matches('"')));
    if typed && rtype.is_none() {
        return None;
    }
    let value = cell(Column::Value).filter(|value| !is_ttl(value))?;
    let number = cell(Column::Priority).filter(|cell| is_number(cell));
    // A table of mail servers names no type.
    let is_servers = !typed && number.is_some_and(mx::is_small_number) && is_host(value);
    let rtype = rtype.or_else(|| is_servers.then(|| "MX".to_owned()));
    let telling = |text: &str| classify(None, None, text) != Kind::Other;
    let text_type = matches!(rtype.as_deref(), None | Some("TXT" | "SPF"));
    // Without a type, or with another cell that looks more like the value, the headings are another table's.
    if text_type && !telling(value) && (rtype.is_none() || cells.iter().any(|cell| telling(cell))) {
        return None;
    }
    let value = if rtype.as_deref() == Some("MX") {
        match (mx::cell(value, &[]), number) {
            (Some(value), _) => value,
            (None, Some(number)) if !value.starts_with(|c: char| c.is_ascii_digit()) => {
                format!("{number} {value}")
            }
            _ => value.to_owned(),
        }
    } else {
        value.to_owned()
    };
    Some(Row {
        name: cell(Column::Name).map(|name| without_signs(name).to_owned()),
        rtype,
        value,
        note: None,
    })
}

/// A line of a zone file with a class in it: there, blanks of any kind part words. `indented` lines have no name of
/// their own.
pub fn zone_row(line: &str, indented: bool) -> Option<Row> {
    let has_class = line.split_whitespace().take(5).any(|word| CLASSES.contains(&word));
    if has_class { row_of_words(line.trim(), indented, true) } else { None }
}

/// The host of a zone line that has no dot at its end, while the name before it has one.
pub fn without_last_dot(row: &Row) -> Option<&str> {
    let is_of_hosts = matches!(row.rtype.as_deref(), Some("MX" | "CNAME"));
    let is_whole =
        is_of_hosts && row.name.as_deref().is_some_and(|name| name.len() > 1 && name.ends_with('.'));
    row.value.split_whitespace().next_back().filter(|host| is_whole && is_host(host) && !host.ends_with('.'))
}

/// A line with a record type in it. `indented` lines have no name of their own.
pub fn row(line: &str, indented: bool) -> Option<Row> {
    let cells = cells(line);
    if (cells.len() >= 3 || (cells.len() == 2 && line.contains(['\t', '|'])))
        && let Some(row) = row_of_cells(&cells).or_else(|| row_of_purpose(&cells))
    {
        return Some(row);
    }
    row_of_words(line.trim(), indented, false)
}

/// A line of a zone file whose name is `*`: a list has the same sign before a row without a name, but no more than one
/// blank behind it, and no class, lifetime, quotes or last dot.
pub fn is_wildcard(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('*').filter(|rest| rest.starts_with([' ', '\t'])) else {
        return false;
    };
    let mut words = Words { rest };
    let mut is_sure = rest.starts_with(['\t']) || rest.starts_with("  ");
    for _ in 0..3 {
        let Some(word) = words.next() else { return false };
        if CLASSES.contains(&word) || is_ttl(word) {
            is_sure = true;
            continue;
        }
        let value = words.rest.trim();
        return match record_type(word).as_deref() {
            None => false,
            // `* TXT record: …` is a heading in a list.
            _ if !is_sure && word.ends_with(':') => false,
            Some("A" | "AAAA" | "CNAME") => is_plausible(&finish(word.to_owned(), Some("*"), value, false)),
            Some(_) => is_sure || value.starts_with(['"', '(']) || value.ends_with('.'),
        };
    }
    false
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
    let at = cells.iter().position(|cell| cell_type(cell).is_some())?;
    let (rtype, number) = cell_type(cells[at])?;
    // The question that dig prints: a name, a class and a type.
    if at + 1 == cells.len() && cells[..at].iter().any(|cell| CLASSES.contains(cell)) {
        return None;
    }
    let others: Vec<&str> = cells
        .iter()
        .enumerate()
        .filter(|(i, cell)| *i != at && !CLASSES.contains(&cell.to_ascii_uppercase().as_str()))
        .map(|(_, cell)| if is_ttl(cell.trim_matches('`')) { cell.trim_matches('`') } else { *cell })
        .collect();
    let (mut numbers, mut words): (Vec<&str>, Vec<&str>) = others.into_iter().partition(|cell| is_ttl(cell));
    numbers.extend(number);
    words.retain(|cell| !is_panel_noise(cell));
    // `Alias: No`, where the name was seen.
    let mut is_first = true;
    words.retain(|cell| std::mem::take(&mut is_first) || !matches!(*cell, "No" | "Yes"));
    // All that is left stands before the type, and other cells behind it: that is the name, and the value stands below.
    if let [name] = words.as_slice()
        && is_name(name)
        && cells[..at].contains(name)
        && at + 1 < cells.len()
        && number.is_none()
        && !(rtype == "MX" && numbers.iter().any(|cell| mx::is_small_number(cell)))
    {
        return Some(Row { name: Some((*name).to_owned()), rtype: Some(rtype), ..Row::default() });
    }
    // A zone line that is set in columns keeps several strings apart; they belong together.
    let quoted_from = words.iter().position(|cell| cell.starts_with(['"', '(', '“']));
    let is_mx = rtype == "MX";
    let labelled = is_mx.then(|| words.iter().rposition(|cell| mx::cell(cell, &numbers).is_some())).flatten();
    let value = if let Some(at) = labelled {
        mx::cell(words.remove(at), &numbers)?
    } else if let Some(at) =
        is_mx.then(|| words.iter().position(|cell| mx::number_alone(cell).is_some())).flatten()
    {
        // The host stands on the line below.
        mx::number_alone(words.remove(at))?.to_owned()
    } else if is_mx {
        let host = words.iter().rposition(|cell| mx::is_value(cell.trim_matches('"')))?;
        mx::value(words.remove(host).trim_matches('"'), &numbers)
    } else if let Some(from) = quoted_from {
        let joined = words[from..].join(" ");
        words.truncate(from);
        joined
    } else {
        let telling = words.iter().position(|cell| classify(None, None, cell) != Kind::Other);
        let longest =
            (0..words.len()).rev().max_by_key(|i| words[*i].len() * usize::from(*i > 0 || words.len() == 1));
        without_verb(words.remove(telling.or(longest)?)).to_owned()
    };
    let name = words.into_iter().map(without_signs).find(|cell| is_name(cell)).map(str::to_owned);
    // `SPF` beside a value alone names what it is for, not the type of old.
    let rtype = (rtype != "SPF" || name.is_some()).then_some(rtype);
    Some(Row { name, rtype, value, note: None })
}

/// Cells of which one says what a record is for, in the place of its type: `_dmarc.example.com. 0 DMARC …`.
fn row_of_purpose(cells: &[&str]) -> Option<Row> {
    cells.iter().find(|cell| matches!(**cell, "DKIM" | "DMARC" | "SPF"))?;
    let value = cells.iter().find(|cell| classify(None, Some("TXT"), cell) != Kind::Other)?;
    let name = cells
        .iter()
        .map(|cell| without_signs(cell))
        .find(|cell| is_name(cell) && cell.contains(['.', '_', '@']))?;
    Some(Row { name: Some(name.to_owned()), value: (*value).to_owned(), ..Row::default() })
}

/// The type that a cell names, and nothing else: `TXT`, `TXT Record`; `MX (10)` with its number.
pub fn cell_type(cell: &str) -> Option<(String, Option<&str>)> {
    let bare = without_signs(cell);
    if let Some(rtype) = record_type(bare) {
        return Some((rtype, None));
    }
    let (first, rest) = bare.split_once(' ')?;
    let number =
        rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).filter(|inside| is_number(inside));
    (rest.eq_ignore_ascii_case("record") || first == "MX" && number.is_some())
        .then(|| Some((record_type(first)?, number)))
        .flatten()
}

/// A value without the words that some panels put before it: `returns v=spf1 -all`, `is an alias of …`.
pub fn without_verb(value: &str) -> &str {
    ["returns ", "is an alias of "]
        .iter()
        .find_map(|verb| value.strip_prefix(verb))
        .unwrap_or(value)
        .trim_start()
}

/// A cell without the quotes around it, or the back-ticks and the stars of an article.
pub fn without_signs(cell: &str) -> &str {
    const QUOTES: [char; 3] = ['`', '"', '\''];
    let bare = cell.trim_matches(QUOTES);
    // `*` alone, and before a dot, is a name of DNS.
    let bold = bare.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    bold.filter(|inside| !inside.is_empty()).map_or(bare, |inside| inside.trim_matches(QUOTES))
}

/// A name with dots in it, and letters.
pub fn is_host(line: &str) -> bool {
    is_name(line)
        && line.trim_end_matches('.').contains('.')
        && !line.starts_with('_')
        && line.bytes().any(|b| b.is_ascii_alphabetic())
}

/// `_dmarc:`, `'':`: a name as YAML has it, whose record stands below it; where it is empty, the domain itself.
pub fn key_name(line: &str) -> Option<&str> {
    let key = line.strip_suffix(':')?;
    let bare = key.trim_matches(['\'', '"']);
    Some(if bare.is_empty() && !key.is_empty() { "@" } else { bare })
}

/// A name that no other word looks like, and behind it the text of a record.
pub fn name_and_value(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(char::is_whitespace)?;
    let name = name.trim_end_matches([':', '=']);
    let value = value.trim_start_matches([':', '=', '|', ' ', '\t']);
    let is_telling = name == "@" || name.contains('.') || name.starts_with('_');
    let is_text = value.starts_with(|c: char| c.is_alphanumeric() || super::tidy::is_quote(c));
    let kind = classify(None, Some("TXT"), value);
    (is_telling && is_name(name) && is_text && kind != Kind::Other).then_some((name, value))
}

/// `[name] [ttl] [class] TYPE value`, words parted by blanks; or `TYPE name value`. Where a line shows no class
/// and no lifetime, it may be a sentence: then the rest has to look like a record.
fn row_of_words(line: &str, indented: bool, zone: bool) -> Option<Row> {
    let mut words = Words { rest: line };
    let mut name: Option<&str> = None;
    let mut sure = zone;
    for i in 0..4 {
        let whole = words.rest;
        let word = words.next()?;
        // `TXT("v=spf1 -all")`: no blank before the bracket.
        let opened = word.find('(').filter(|at| i > 0 && *at > 0);
        let word = &word[..opened.unwrap_or(word.len())];
        if let Some(rtype) = record_type(word) {
            let value = match opened {
                Some(at) => &whole.trim_start()[at..],
                // `example.com MX = 10 mail.example.com`
                None if i > 0 => without_sign(words.rest.trim_start()),
                None => words.rest.trim_start(),
            };
            if value.is_empty() {
                return None;
            }
            let type_first = i == 0 && !indented;
            if type_first && (is_title(value) || rtype == "SPF" && word.ends_with(':')) {
                return None;
            }
            let row = finish(rtype, name, value, type_first);
            return (sure || is_plausible(&row)).then_some(row);
        }
        // In upper case a class is no name, whatever stands before it.
        let filler = CLASSES.contains(&word.to_ascii_uppercase().as_str()) || is_ttl(word);
        if i == 0 && !indented && (is_name(word) || is_number(word)) && !CLASSES.contains(&word) {
            name = Some(word);
        } else if filler {
            sure |= is_ttl(word);
        } else {
            return None;
        }
    }
    None
}

fn without_sign(value: &str) -> &str {
    value.strip_prefix("= ").unwrap_or(value).trim_start_matches(['→', '⇒', '➜', ' '])
}

/// What stands behind the type makes a title of it: `TXT = "…"`, `SPF record "…"`.
fn is_title(value: &str) -> bool {
    const WORDS: [&str; 6] = ["record", "records", "entry", "entries", "value", "values"];
    let end = value.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(value.len());
    value.starts_with(['=', ':']) || WORDS.iter().any(|word| value[..end].eq_ignore_ascii_case(word))
}

/// Words that go on with a sentence about records, after the name of their type.
const PROSE: [&str; 31] = [
    "record", "records", "entry", "entries", "value", "values", "name", "names", "host", "server", "servers",
    "is", "are", "was", "were", "has", "have", "for", "should", "must", "can", "will", "and", "or", "to",
    "in", "lookup", "lookups", "setup", "settings", "of",
];

/// Whether what stands around a record type is a record, and not a sentence that names the type.
fn is_plausible(row: &Row) -> bool {
    let value = row.value.as_str();
    let first = value.split_whitespace().next().unwrap_or("");
    let plain = first.trim_end_matches([':', ',', '.']).to_ascii_lowercase();
    if PROSE.contains(&plain.as_str()) {
        return false;
    }
    let named = row.name.as_deref().is_some_and(|name| name.contains(['.', '_', '@', '*']));
    let single = first.len() == without_comment(value).trim_end().len();
    // Whatever its type, a whole text of mail behind a name is what was entered there.
    if named && (value.starts_with(super::tidy::is_quote) || is_text_of_mail(value)) {
        return true;
    }
    match row.rtype.as_deref() {
        Some("TXT" | "SPF") => {
            let inside = value.trim_start_matches(['(', ' ']);
            named
                || (single && row.name.is_some())
                || inside.starts_with(super::tidy::is_quote)
                || classify(None, None, inside) != Kind::Other
                || (single && first.contains('='))
        }
        Some("MX") => {
            let words = value.split_whitespace().count();
            let last = value.split_whitespace().last().unwrap_or("");
            let host = |word: &str| word == "." || word.trim_end_matches('.').contains(['.', ':', '@']);
            (words <= 3 && (is_number(first) || (is_number(last) && host(first))))
                || (single && (named || host(first)))
        }
        Some("A") => first.bytes().all(|b| b.is_ascii_digit() || b == b'.') || (named && single),
        Some("AAAA") => first.contains(':') || (named && single),
        Some("CNAME" | "NS" | "PTR" | "ALIAS" | "ANAME") => {
            single && (named || first.trim_end_matches('.').contains('.'))
        }
        _ => named,
    }
}

fn is_text_of_mail(value: &str) -> bool {
    !matches!(classify(None, Some("TXT"), value), Kind::Other | Kind::Verification)
}

fn finish(rtype: String, name: Option<&str>, value: &str, type_first: bool) -> Row {
    let (mut name, mut value) = (name, value);
    // `TXT default v=DKIM1; …`: in the place of a name, that is one.
    let is_name_first = |word: &str| type_first && word.eq_ignore_ascii_case("default");
    let mut lifetime = lifetime_first(&rtype, value).filter(|(word, _)| !is_name_first(word));
    if type_first && lifetime.is_none() {
        // `TXT _dmarc v=DMARC1; …`: the name stands after the type, where what follows it is the value.
        let mut words = Words { rest: value };
        if let Some(first) = words.next().filter(|word| is_name(word)) {
            let after = words.rest.trim_start();
            let mx_host = rtype == "MX" && after.split_whitespace().any(mx::is_value);
            if mx_host || (rtype != "MX" && !after.is_empty() && classify(None, None, first) == Kind::Other) {
                name = Some(first);
                value = without_sign(after);
            }
        }
    }
    lifetime = lifetime.or_else(|| lifetime_first(&rtype, value));
    let note = lifetime.map(|(lifetime, rest)| {
        value = rest;
        format!(
            "Took {} behind the type for the lifetime (TTL). In a zone file it stands before the type.",
            code(lifetime)
        )
    });
    if matches!(rtype.as_str(), "CNAME" | "NS" | "PTR") {
        value = without_trailer(value, Numbers::Any);
    }
    let value = if rtype == "MX" {
        let value = without_trailer(value, Numbers::Named);
        let words: Vec<&str> = value.split_whitespace().take_while(|word| !starts_comment(word)).collect();
        let (numbers, hosts): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_number(word));
        match hosts.as_slice() {
            [host] => mx::value(host, &numbers),
            _ => mx::cell(value, &[]).unwrap_or_else(|| words.join(" ")),
        }
    } else {
        value.to_owned()
    };
    Row { name: name.map(|name| without_signs(name).to_owned()), rtype: Some(rtype), value, note }
}

/// `3600 "v=DMARC1; …"`: a lifetime that stands behind the type, as some articles have it, and the value behind it. Only
/// where what follows can be nothing but the whole value. The numbers of an MX are told apart elsewhere.
fn lifetime_first<'v>(rtype: &str, value: &'v str) -> Option<(&'v str, &'v str)> {
    let (lifetime, rest) = value.split_once(char::is_whitespace).filter(|(word, _)| is_ttl(word))?;
    let rest = rest.trim_start();
    let whole = match rtype {
        "TXT" | "SPF" => rest.starts_with(['"', '“', '(']) || classify(None, None, rest) != Kind::Other,
        "CNAME" => is_name(without_comment(rest).trim_end()),
        _ => false,
    };
    whole.then_some((lifetime, rest))
}

/// No host has one of these in its name.
fn starts_comment(word: &str) -> bool {
    word.starts_with([';', '#']) || word.starts_with("//")
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
