//! An MX as people write it: number and host in any order, several on one line, with labels or a comment.

use super::noise::{is_number, is_ttl};
use super::rows::{is_host, is_name};
use crate::record::{Kind, classify};

/// `10 a.example, 20 b.example`, each with or without its type, and one name before them all or none: the MX records that a
/// line lists; none where it is none.
pub fn list(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    if !line.contains([',', ';']) {
        return None;
    }
    let titled = ["MX records:", "MX record:", "MX:"].iter().find_map(|title| line.strip_prefix(title));
    let found = line.find("MX ").filter(|_| titled.is_none());
    let (head, list) = match found.filter(|at| *at == 0 || line[..*at].ends_with([' ', '\t'])) {
        Some(at) => line.split_at(at + "MX ".len()),
        None => ("MX ", titled.unwrap_or(line)),
    };
    // A lifetime may stand behind the type.
    let list = match list.trim_start().split_once(char::is_whitespace) {
        Some((lifetime, rest))
            if is_ttl(lifetime) && rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) =>
        {
            rest
        }
        _ => list,
    };
    if !list.contains(|c: char| c.is_ascii_digit())
        || head.split_whitespace().count() > 4
        || !head.split_whitespace().all(|word| is_name(word) || is_ttl(word))
    {
        return None;
    }
    let pieces = list.split([',', ';']).map(str::trim).filter(|piece| !piece.is_empty());
    let records: Option<Vec<String>> = pieces
        .map(|piece| {
            let bare = piece.strip_prefix("MX ").unwrap_or(piece).trim_start();
            let shown = if titled.is_some() { cell(bare, &[]) } else { None };
            let bare = shown.as_deref().unwrap_or(bare);
            let (number, host) = bare.split_once(char::is_whitespace)?;
            (is_small_number(number) && is_host(host.trim())).then(|| [head, bare].concat())
        })
        .collect();
    records.filter(|records| records.len() > 1)
}

/// `mail.example.com 10`: a host with its number behind it, as some panels show it.
pub fn reversed(line: &str) -> Option<String> {
    let (host, number) = line.split_once(char::is_whitespace)?;
    let number = number.trim();
    // A larger number is a lifetime.
    let small = is_number(number) && number.len() <= 3;
    (small && is_host(host)).then(|| format!("{number} {host}"))
}

/// `10 mail.example.com. ; main server`: an MX with a comment behind it.
pub fn commented(line: &str) -> Option<&str> {
    let at = line.find([';', '#'])?;
    let value = line[..at].trim_end();
    (classify(None, None, value) == Kind::Mx && line[value.len()..at].contains(' ')).then_some(value)
}

/// `mail.example.com. (Priority: 0)`, `Priority: 0 Destination: mail.example.com`, `mail handled by mail.example.com. 0`,
/// `[0][mail.example.com.]`: number and host; the number may stand in one of the other cells, `numbers`.
pub fn cell(cell: &str, numbers: &[&str]) -> Option<String> {
    let is_one = cell.contains([':', '(']) || cell.contains(" prio") || cell.contains("handled by ");
    if cell.len() > 400 {
        return None;
    }
    if let Some(inside) = cell.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let (number, host) = inside.split_once("][")?;
        return (is_number(number) && is_host(host)).then(|| [number, " ", host].concat());
    }
    if !is_one {
        return None;
    }
    let (mut number, mut host) = (None, None);
    let mut labelled = false;
    for word in cell.split_whitespace() {
        let is_in_brackets = word.starts_with('(');
        let word = word.trim_matches(['(', ')', ',', ';', ':']);
        match word.to_ascii_lowercase().as_str() {
            "" | "mail" | "is" => {}
            "priority" | "preference" | "prio" | "destination" | "points" | "to" | "handled" | "by" => {
                labelled = true;
            }
            _ if is_number(word) && number.is_none() => {
                labelled |= is_in_brackets;
                number = Some(word);
            }
            _ if host.is_none() => host = Some(word),
            _ => return None,
        }
    }
    let host = host.filter(|_| labelled)?;
    match number {
        Some(number) => Some([number, " ", host].concat()),
        None if numbers.is_empty() => None,
        None => Some(value(host, numbers)),
    }
}

/// `Priority: 0`: the number alone, whose host stands elsewhere.
pub fn number_alone(cell: &str) -> Option<&str> {
    let (label, number) = cell.split_once(':')?;
    let number = number.trim();
    let is_label = matches!(label.trim().to_ascii_lowercase().as_str(), "priority" | "preference" | "prio");
    (is_label && is_small_number(number)).then_some(number)
}

/// The value of an MX: the host, and the smallest of the numbers beside it; one that stands before it already is kept.
pub fn value(host: &str, numbers: &[&str]) -> String {
    if host.split_whitespace().count() > 1 {
        return host.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let smallest =
        numbers.iter().filter(|n| is_number(n)).min_by_key(|n| n.parse::<u64>().unwrap_or(u64::MAX));
    smallest.map_or_else(|| host.to_owned(), |number| format!("{number} {host}"))
}

/// It may be the host of an MX, with its number or without it.
pub fn is_value(cell: &str) -> bool {
    let last = cell.split_whitespace().last().unwrap_or("");
    last == "." || (last.contains('.') || last.contains(':')) && !is_ttl(cell)
}

/// The number of an MX: digits that 16 bits may hold.
pub fn is_small_number(word: &str) -> bool {
    is_number(word) && word.parse::<u16>().is_ok()
}
