//! What rules on text records share: characters that copying leaves behind, and strings that are too long.

use super::{Confidence, Finding, Findings, Fix, Rule, Severity};
use crate::facts::Item;
use crate::record::dmarc::DmarcTag;
use crate::record::tag_list::is_blank;
use crate::record::{Reading, Record};
use crate::text::odd::{Odd, is_plain};
use crate::text::prose::code;
use crate::text::strings::{LONGEST_STRING, in_strings};
use crate::text::{Edit, Span, list};

/// Two groups of odd characters, each with rules of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Characters that look like others, or like nothing.
    LookAlike,
    /// Quotation marks and backslashes, which a zone file needs and a value does not.
    Quoting,
}

fn group(odd: Odd) -> Group {
    match odd {
        Odd::CurlyQuote | Odd::Blank | Odd::Hidden | Odd::Dash | Odd::FullWidth => Group::LookAlike,
        Odd::StraightQuote | Odd::Backslash => Group::Quoting,
    }
}

/// The text holds a character that copying leaves behind.
pub fn has_odd(text: &str) -> bool {
    !is_plain(text) && text.chars().any(|c| Odd::of(c).is_some())
}

/// The same for a list of tags, whose blanks may be tabs too (`WSP`; RFC 9989, section 4.8, RFC 6376, section 2.8).
pub fn has_odd_in_tags(text: &str) -> bool {
    !is_plain(text) && text.chars().any(|c| !is_blank(c) && Odd::of(c).is_some())
}

/// Edits that put `; ` in the place of the commas, colons and blanks before each `name=` of `names` in `span`.
pub fn separators(text: &str, span: Span, names: &[&str]) -> Vec<Edit> {
    let part = span.text(text);
    let is_gap = |c: char| matches!(c, ',' | ':' | '|' | ' ' | '\t');
    let mut edits = Vec::new();
    for (at, _) in part.match_indices('=') {
        let head = part[..at].trim_end_matches([' ', '\t']);
        let name_at = head.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
        let gap_at = head[..name_at].trim_end_matches(is_gap).len();
        let known = names.iter().any(|name| head[name_at..].eq_ignore_ascii_case(name));
        // After a semicolon all is well.
        if known && gap_at < name_at && !head[..gap_at].ends_with(';') {
            edits.push(Edit::replace(Span::new(span.start + gap_at, span.start + name_at), "; "));
        }
    }
    edits
}

/// The odd characters of one group, with their places.
pub fn odd_of(text: &str, wanted: Group) -> impl Iterator<Item = (Span, char, Odd)> {
    text.char_indices().filter_map(move |(at, c)| {
        let odd = Odd::of(c).filter(|odd| group(*odd) == wanted)?;
        Some((Span::new(at, at + c.len_utf8()), c, odd))
    })
}

/// One finding on all odd characters of a group in a record.
pub fn report_odd(rule: &'static Rule, wanted: Group, record: usize, item: &Item, out: &mut Findings) {
    let text = item.value.as_str();
    if is_plain(text) {
        return;
    }
    let in_tags =
        matches!(item.record, Record::Dkim(_) | Record::Dmarc(_) | Record::MtaSts(_) | Record::TlsRpt(_));
    let mut found = odd_of(text, wanted).filter(|(_, c, _)| !(in_tags && is_blank(*c))).peekable();
    let Some((first, character, odd)) = found.peek().copied() else { return };
    let (mut edits, mut kinds, mut more) = (Vec::new(), Vec::new(), 0_usize);
    for (span, c, odd) in found {
        let repaired = odd.repaired(c).map_or_else(String::new, String::from);
        edits.push(Edit::replace(span, repaired));
        if !kinds.contains(&odd.name()) {
            kinds.push(odd.name());
        }
        more += 1;
    }
    let whole = whole_word(text, first);
    let place = format!("{}, U+{:04X},", odd.name(), u32::from(character));
    let others = match more {
        1 => String::new(),
        2 => " There is one more like it in this record.".to_owned(),
        n => format!(" There are {} more in this record: {}.", n - 1, list(&kinds)),
    };
    // Receivers that read on still lose the policy or the address that it stands in.
    let loses = edits.iter().any(|edit| loses_a_value(&item.record, edit.span));
    let (severity, effect) = match item.record.reading() {
        Reading::Used if loses => {
            (Severity::Error, "Receivers read it as part of the value, and can't use that")
        }
        Reading::Used => (Severity::Warning, "Receivers read it as part of the value"),
        Reading::Ignored | Reading::Broken => {
            (Severity::Error, "Receivers read it as it stands, and can't use the record")
        }
    };
    let message =
        format!("{} holds {place} at character {}. {effect}.{others}", code(whole), nth(text, first.start));
    let title = match wanted {
        Group::LookAlike => "Put plain characters in place of the odd ones",
        Group::Quoting => "Take the quotation marks and backslashes out",
    };
    let fix = Fix::edit(title, edits, Confidence::Safe);
    let mut finding = Finding::new(rule, record, first, message).weighing(severity);
    // Of a text of nothing else, no record would be left.
    if text.chars().any(|c| Odd::of(c).is_none() && c != ' ') {
        finding = finding.fixed_by(fix);
    }
    out.push(finding);
}

/// A policy, or an address for reports where no other one is left, that holds `span` and can't be used for it.
fn loses_a_value(record: &Record, span: Span) -> bool {
    let Record::Dmarc(dmarc) = record else { return false };
    dmarc.tags.iter().filter(|(_, tag)| tag.value.covers(span)).any(|(kind, _)| match kind {
        DmarcTag::Policy | DmarcTag::SubdomainPolicy | DmarcTag::NonexistentPolicy => true,
        DmarcTag::AggregateReports => !dmarc.has_report_address,
        DmarcTag::Version
        | DmarcTag::Testing
        | DmarcTag::PublicSuffix
        | DmarcTag::DkimAlignment
        | DmarcTag::SpfAlignment
        | DmarcTag::FailureReports
        | DmarcTag::FailureOptions
        | DmarcTag::Percent
        | DmarcTag::ReportFormat
        | DmarcTag::ReportInterval
        | DmarcTag::Unknown => false,
    })
}

/// The word around a place, so that the reader can find it.
fn whole_word(text: &str, at: Span) -> &str {
    let is_end = |c: char| c == ' ' || c == ';';
    let start = text[..at.start].rfind(is_end).map_or(0, |i| i + 1);
    let end = text[at.end..].find(is_end).map_or(text.len(), |i| at.end + i);
    &text[start..end]
}

/// The number of the character at byte `at`, counted from 1 as people count.
fn nth(text: &str, at: usize) -> usize {
    text[..at].chars().count() + 1
}

/// One finding on the first quoted string that is longer than DNS can hold.
pub fn report_long_string(rule: &'static Rule, record: usize, item: &Item, out: &mut Findings) {
    let mut start = 0;
    for length in &item.strings {
        if *length > LONGEST_STRING {
            let span = Span::new(start, start + length);
            let message = format!(
                "One string of this record has {length} characters, and DNS can hold {LONGEST_STRING} in one string. \
                 A DNS host may cut it or refuse it."
            );
            let title = "Split it into strings of at most 255 characters, if your DNS host does not do that by itself";
            let fix = Fix::new(title, Some(in_strings(&item.value)), Confidence::Review);
            out.push(Finding::new(rule, record, span, message).fixed_by(fix));
            return;
        }
        start += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_by_its_word() {
        let text = "v=spf1 include:\u{200b}a.com -all";
        let (span, ..) = odd_of(text, Group::LookAlike).next().unwrap();
        assert_eq!((whole_word(text, span), nth(text, span.start)), ("include:\u{200b}a.com", 16));
    }
}
