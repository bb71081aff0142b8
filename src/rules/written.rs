//! What rules on text records share: characters that copying leaves behind, and strings that are too long.

use super::{Confidence, Finding, Findings, Fix, Rule, Severity};
use crate::facts::Item;
use crate::record::dmarc::DmarcTag;
use crate::record::tag_list::is_blank;
use crate::record::{Kind, Reading, Record};
use crate::text::odd::{Odd, Repair, has_link, is_plain, repairs};
use crate::text::prose::code;
use crate::text::strings::{LONGEST_STRING, in_strings};
use crate::text::{Edit, Span, apply_edits, list};

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
        Odd::CurlyQuote | Odd::Blank | Odd::Hidden | Odd::Dash | Odd::FullWidth | Odd::Link => {
            Group::LookAlike
        }
        Odd::StraightQuote | Odd::Backslash => Group::Quoting,
    }
}

/// The text holds a character that copying leaves behind.
pub fn has_odd(text: &str) -> bool {
    !is_plain(text) && (text.chars().any(|c| Odd::of(c).is_some()) || has_link(text))
}

/// The same for a list of tags, whose blanks may be tabs too (`WSP`; RFC 9989, section 4.8, RFC 6376, section 2.8).
pub fn has_odd_in_tags(text: &str) -> bool {
    !is_plain(text) && (text.chars().any(|c| !is_blank(c) && Odd::of(c).is_some()) || has_link(text))
}

/// What stands within quotation marks or brackets, or behind one of them alone; none where there are none.
pub fn unwrapped(text: &str) -> Option<&str> {
    let inside = text.trim_matches(['\'', '`', '*', '(', ')', '[', ']', '<', '>', '{', '}']).trim();
    (inside.len() < text.len() && !inside.is_empty()).then_some(inside)
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

/// How the odd characters of one group are repaired.
pub fn odd_of(text: &str, wanted: Group) -> impl Iterator<Item = Repair> {
    repairs(text).filter(move |repair| group(repair.odd) == wanted)
}

/// One finding on all odd characters of a group in a record.
pub fn report_odd(rule: &'static Rule, wanted: Group, record: usize, item: &Item, out: &mut Findings) {
    let text = item.value.as_str();
    if is_plain(text) {
        return;
    }
    let in_tags =
        matches!(item.record, Record::Dkim(_) | Record::Dmarc(_) | Record::MtaSts(_) | Record::TlsRpt(_));
    let found: Vec<Repair> =
        odd_of(text, wanted).filter(|repair| !(in_tags && is_blank(repair.character))).collect();
    let Some(opening) = found.first() else { return };
    let first = Span::new(opening.span.start, opening.span.start + opening.character.len_utf8());
    let mut kinds = Vec::new();
    for repair in &found {
        if !kinds.contains(&repair.odd.name()) {
            kinds.push(repair.odd.name());
        }
    }
    let edits: Vec<Edit> =
        found.iter().map(|repair| Edit::replace(repair.span, repair.text.as_str())).collect();
    let whole = whole_word(text, first);
    let place = if opening.is_code {
        format!("a code with a backslash, {},", code(opening.span.text(text)))
    } else if opening.odd == Odd::Link {
        [opening.odd.name(), ","].concat()
    } else {
        format!("{}, U+{:04X},", opening.odd.name(), u32::from(opening.character))
    };
    let others = match found.len() {
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
        Group::LookAlike if found.iter().all(|repair| repair.odd == Odd::Link) => {
            "Leave the text alone that the link shows"
        }
        Group::LookAlike => "Put plain characters in place of the odd ones",
        Group::Quoting if found.iter().any(|repair| repair.text == "/") => {
            "Put a slash in place of the backslash, if a slash was meant"
        }
        Group::Quoting if found.iter().any(|repair| repair.is_code) => {
            "Put plain signs in place of the codes with a backslash"
        }
        Group::Quoting => "Take the quotation marks and backslashes out",
    };
    let is_sure = found.iter().all(|repair| repair.is_sure) || makes_a_key(item, &edits);
    let confidence = if is_sure { Confidence::Safe } else { Confidence::Review };
    let fix = Fix::edit(title, edits, confidence);
    let mut finding = Finding::new(rule, record, first, message).weighing(severity);
    // Of a text of nothing else, no record would be left.
    if text.chars().any(|c| Odd::of(c).is_none() && c != ' ') {
        finding = finding.fixed_by(fix);
    }
    out.push(finding);
}

/// The edits make a key that receivers can load: there is one way alone to that.
fn makes_a_key(item: &Item, edits: &[Edit]) -> bool {
    matches!(item.record, Record::Dkim(_))
        && Record::parse(Kind::Dkim, &apply_edits(&item.value, edits), None).reading() == Reading::Used
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
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn a_backslash_that_may_mean_two_things_is_for_the_reader_to_judge() {
        for (text, expected, confidence) in [
            (r"v=spf1 ip4:192.0.2.0\24 -all", "v=spf1 ip4:192.0.2.0/24 -all", Confidence::Review),
            (r"v=spf1 include:x.example \032~all", "v=spf1 include:x.example  ~all", Confidence::Safe),
            (r"v=spf1 include:x.example\032~all", "v=spf1 include:x.example ~all", Confidence::Safe),
            (r"v=spf1 mx \-all", "v=spf1 mx -all", Confidence::Safe),
            (r"v=spf1 a:\mail.example.com -all", "v=spf1 a:mail.example.com -all", Confidence::Review),
            (
                r"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQH\nOg7hcvPapiMlrwIaaPcHURo=",
                "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                Confidence::Safe,
            ),
            (
                r"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQH\nOg7hcvPapiMl",
                "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMl",
                Confidence::Review,
            ),
        ] {
            let report = explain_records(text, &Hints::default());
            let [record] = report.records.as_slice() else { panic!("{text}") };
            let ours = |finding: &&Finding| finding.rule.id.ends_with("-quotes-inside");
            let finding = record.findings.iter().find(ours).unwrap();
            let fix = finding.fix.as_ref().unwrap();
            assert_eq!((fix.value(text).as_deref(), fix.confidence), (Some(expected), confidence), "{text}");
        }
    }

    #[test]
    fn a_link_in_a_value_is_one_finding_with_a_safe_fix() {
        for (text, expected) in [
            (
                "v=DMARC1; p=none; rua=mailto:[a@b.example](mailto:a@b.example)",
                "v=DMARC1; p=none; rua=mailto:a@b.example",
            ),
            (
                "v=spf1 include:[_spf.x.example](http://_spf.x.example) ~all",
                "v=spf1 include:_spf.x.example ~all",
            ),
        ] {
            let report = explain_records(text, &Hints::default());
            let [record] = report.records.as_slice() else { panic!("{text}") };
            let wrong: Vec<&Finding> =
                record.findings.iter().filter(|found| found.severity == Severity::Error).collect();
            let [finding] = wrong.as_slice() else { panic!("{wrong:?}") };
            assert!(finding.rule.id.ends_with("-odd-character"), "{finding:?}");
            assert!(finding.message.contains("holds a link, as chats and wikis write it, at"), "{finding:?}");
            let fix = finding.fix.as_ref().unwrap();
            assert_eq!((fix.value(text).as_deref(), fix.confidence), (Some(expected), Confidence::Safe));
            assert_eq!(record.tidied.as_deref(), Some(expected));
            assert_eq!(record.cleaned, ["Replaced 1 link by the text shown."]);
        }
    }

    #[test]
    fn a_place_is_told_by_its_word() {
        let text = "v=spf1 include:\u{200b}a.com -all";
        let span = odd_of(text, Group::LookAlike).next().unwrap().span;
        assert_eq!((whole_word(text, span), nth(text, span.start)), ("include:\u{200b}a.com", 16));
    }
}
