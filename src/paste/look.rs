//! What one line looks like: the start of a record, a bracket left open, a mark of a list.

use super::join::goes_on;
use super::labels;
use super::noise::{self, Numbers};
use super::tidy::is_quote;
use super::{rows, tinydns, tools};
use crate::record::{Kind, classify};
use crate::text::odd::without_links;

/// The value without the lifetime that a panel shows behind it.
pub fn without_trailer(value: &str) -> &str {
    let cut = noise::without_trailer(value, Numbers::Any);
    if cut.len() == value.trim_end().len() {
        return value;
    }
    match classify(None, None, cut) {
        // `-all # updated 2024`: the number is the last word of a note.
        Kind::Spf | Kind::Dmarc if holds_note(cut) => value,
        Kind::Spf | Kind::Dmarc => cut,
        Kind::Dkim => noise::without_trailer(value, Numbers::Usual),
        _ => value,
    }
}

/// Words for people stand in it, behind one of the signs that start a comment.
fn holds_note(value: &str) -> bool {
    value.split_whitespace().any(|word| word.starts_with('#') || word.starts_with("//"))
        || without_trailing_comment(value).len() < value.len()
}

/// The value of its first tag is a version.
fn holds_version(line: &str) -> bool {
    line.split_once('=').is_some_and(|(_, value)| {
        let value = value.trim_start_matches(|c: char| {
            c.is_whitespace() || is_quote(c) || matches!(c, '\'' | '[' | '{' | '(')
        });
        value.starts_with("v=") || value.starts_with("V=")
    })
}

/// Tags of DMARC or of a key, with no version before them.
pub fn is_unversioned(line: &str) -> bool {
    !is_versioned(line) && matches!(classify(None, None, line), Kind::Dmarc | Kind::Dkim)
}

/// It starts with a version: of SPF, of DKIM and so on.
pub fn is_versioned(line: &str) -> bool {
    line.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(['v', 'V'])
}

/// The line starts a record of its own: by its first characters, or as an MX.
pub fn starts_record(line: &str) -> bool {
    // Long enough for every prefix; a long line is not read again and again.
    let end = line.char_indices().nth(400).map_or(line.len(), |(i, _)| i);
    let head = &line[..end];
    match classify(None, None, head) {
        Kind::Other => false,
        Kind::Mx => true,
        // `txt=v=DMARC1; p=none`: the first tag is a label.
        Kind::Dmarc | Kind::Dkim if holds_version(head) => false,
        _ => !head.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_').is_empty(),
    }
}

/// The sign that makes a comment of a line, where what stands behind it is a record: no DNS server reads that one.
pub fn commented(line: &str) -> Option<&str> {
    let sign = [";", "#", "//"].into_iter().find(|sign| line.starts_with(sign))?;
    let rest = line.trim_start_matches([';', '#', '/', ' ', '\t']);
    if starts_record(rest) || tinydns::read(rest, false).is_some() {
        return Some(sign);
    } else if tools::is_noise(rest) {
        return None;
    }
    let row = rows::zone_row(rest, false).or_else(|| rows::row(rest, false))?;
    let kind = classify(row.name.as_deref(), row.rtype.as_deref(), row.value.trim_start_matches(is_quote));
    (kind != Kind::Other).then_some(sign)
}

/// A bracket that this line opens and does not close, on the right-hand side of a record.
pub fn opens_bracket(line: &str) -> bool {
    let bare = without_comment(line);
    let outside = outside_quotes(bare);
    if !outside.contains('(') || outside.contains(')') {
        return false;
    }
    bare.trim_start().starts_with('(')
        || outside.split_whitespace().any(|word| {
            let word = word.split_once('(').map_or(word, |(word, _)| word);
            rows::record_type(word).is_some()
        })
}

fn outside_quotes(line: &str) -> String {
    line.split('"').step_by(2).collect::<Vec<_>>().join(" ")
}

/// The line without what follows a semicolon outside quotes; for zone lines alone.
pub fn without_comment(line: &str) -> &str {
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

/// An SPF value without the comment behind it. No semicolon is part of SPF: one that terms follow was put there by mistake,
/// and one that other words follow starts a comment of a zone file.
pub fn without_trailing_comment(value: &str) -> &str {
    let Some((kept, comment)) = value.split_once(" ;") else { return value };
    let is_comment = !comment.trim().is_empty()
        && classify(None, None, kept) == Kind::Spf
        && !comment.split_whitespace().any(|word| goes_on(kept, word));
    if is_comment { kept.trim_end() } else { value }
}

pub fn rdata_without_comment(value: &str) -> String {
    without_comment(value).trim().to_owned()
}

/// The words of a value alone: brackets around some of them are layout.
pub fn without_brackets(value: &str) -> String {
    value.replace(['(', ')'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `**Type:** TXT`, `*Type:* TXT`: a label that an article or a chat sets in bold or in italics. `None` where there is none.
pub fn without_emphasis(line: &str) -> Option<String> {
    let bare = without_mark(line.trim());
    let sign = ["**", "__", "*", "_"].into_iter().find(|sign| bare.starts_with(sign))?;
    if sign.len() == 1 {
        // One sign may start a name: `*.example.com`, `_dmarc`.
        let (label, rest) = bare[1..].split_once(sign)?;
        let has_colon = label.ends_with(':') || rest.starts_with(':');
        let is_label = has_colon && labels::column(label.trim_end_matches(':')).is_some();
        return is_label.then(|| [label, rest].concat());
    }
    let plain = bare.replacen(sign, "", 2);
    labels::field(&plain).is_some().then_some(plain)
}

/// A line that is no record by itself, with its names as plain text where a chat made links of them, and the number of
/// those links; what follows a version is the value, and stays. `None` where there are none.
pub fn with_plain_names(line: &str) -> Option<(String, usize)> {
    if !line.contains("](") || is_versioned(line) {
        return None;
    }
    let (head, value) = line.split_at(line.find("v=").unwrap_or(line.len()));
    let (plain, links) = without_links(head);
    (links > 0).then(|| ([&plain, value].concat(), links))
}

/// `1. Click Add`: a step of an article.
pub fn is_step(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && line[digits..].strip_prefix(['.', ')']).is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

/// A line without the mark of a list or a quotation before it: `- `, `* `, `1. `, `> `. The `*` of a zone file is a name.
pub fn without_mark(line: &str) -> &str {
    if rows::is_wildcard(line) {
        return line;
    }
    for mark in ["- ", "* ", "• ", "· "] {
        if let Some(rest) = line.strip_prefix(mark) {
            return rest.trim_start();
        }
    }
    if line.starts_with('>') {
        let rest = line.trim_start_matches(['>', ' ', '\t']);
        let is_field = || labels::field(rest).is_some_and(|field| !field.value.is_empty());
        let is_row = || rows::zone_row(rest, false).is_some() || is_field();
        return if rest.contains("v=") || starts_record(rest) || is_row() { rest } else { line };
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits)
        && let Some(rest) =
            line[digits..].strip_prefix(['.', ')']).filter(|rest| rest.starts_with([' ', '\t']))
        && (rest.contains("v=")
            || starts_record(rest.trim_start())
            || rows::row(rest.trim_start(), false).is_some())
    {
        return rest.trim_start();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_at_the_end_of_a_note_is_no_lifetime() {
        for (value, kept) in [
            ("v=spf1 mx -all # updated 2024", "v=spf1 mx -all # updated 2024"),
            ("v=spf1 mx -all #2024 1", "v=spf1 mx -all #2024 1"),
            ("v=spf1 mx -all // updated 2024", "v=spf1 mx -all // updated 2024"),
            ("v=spf1 mx -all ; updated 2024", "v=spf1 mx -all ; updated 2024"),
            ("v=DMARC1; p=none # updated 2024", "v=DMARC1; p=none # updated 2024"),
            ("v=spf1 mx -all 3600", "v=spf1 mx -all"),
            ("v=spf1 mx -all ; 3600", "v=spf1 mx -all ;"),
            ("v=spf1 mx ; a -all 3600", "v=spf1 mx ; a -all"),
            ("v=DMARC1; p=none ; sp=none 3600", "v=DMARC1; p=none ; sp=none"),
        ] {
            assert_eq!(without_trailer(value), kept, "{value}");
        }
    }
}
