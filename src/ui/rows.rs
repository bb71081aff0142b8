//! A report cut into rows for the page, each with a key made of what it shows: a key press touches only the
//! rows that it changes.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::diff::{Piece, around_changes, excerpt, pieces};
use super::words;
use crate::report::RecordReport;
use crate::rules::{Confidence, Finding, Fix, Severity};
use crate::text::{Edit, Span};

/// One part of a record: a stretch of the text with its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartRow {
    /// Of all that is shown, and of how often the same came before.
    pub key: u64,
    /// The text.
    pub text: String,
    /// The class of its hue.
    pub role: &'static str,
    /// What it does; empty for what stands between parts.
    pub says: Cow<'static, str>,
    /// The gravest thing found in it.
    pub worst: Option<Severity>,
    /// Its pieces, where it has more than one.
    pub pieces: Vec<PieceRow>,
}

/// One piece of a part.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PieceRow {
    /// Where it ends, in bytes of the part's text; it starts where the one before ends.
    end: usize,
    /// What it does.
    says: Cow<'static, str>,
}

impl PartRow {
    /// Blanks between parts: shown, not explained.
    pub fn is_space(&self) -> bool {
        self.role == "space"
    }

    /// The text of each piece, and what it does.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut start = 0;
        self.pieces.iter().map(move |piece| {
            let from = std::mem::replace(&mut start, piece.end);
            (&self.text[from..piece.end], &*piece.says)
        })
    }
}

/// The parts of a record.
pub fn part_rows(record: &RecordReport) -> Vec<PartRow> {
    let marks: Vec<(Span, Severity)> = record
        .findings
        .iter()
        .filter(|finding| finding.severity != Severity::Good)
        .filter_map(|finding| finding.span.map(|span| (span, finding.severity)))
        // What is about the whole record is no mark on each of its parts.
        .filter(|(span, _)| span.len() < record.value.len())
        .collect();
    let mut seen = FxHashMap::default();
    record
        .parts()
        .into_iter()
        .map(|part| {
            let worst = marks.iter().filter(|(span, _)| touches(*span, part.span)).map(|mark| mark.1).min();
            let mut row = PartRow {
                key: 0,
                text: part.span.text(&record.value).to_owned(),
                role: part.role.id(),
                says: part.says,
                worst,
                pieces: Vec::new(),
            };
            if part.segments.len() > 1 {
                row.pieces.extend(
                    part.segments.into_iter().map(|segment| PieceRow {
                        end: segment.span.end - part.span.start,
                        says: segment.says,
                    }),
                );
            }
            row.key = key(&mut seen, &(&row.text, row.role, &row.says, row.worst, &row.pieces));
            row
        })
        .collect()
}

fn touches(mark: Span, part: Span) -> bool {
    if mark.is_empty() { part.covers(mark) } else { mark.start < part.end && part.start < mark.end }
}

/// One finding, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingRow {
    /// Of all that is shown, and of how often the same came before.
    pub key: u64,
    /// Its weight.
    pub severity: Severity,
    /// The rule's id.
    pub rule: &'static str,
    /// What was found.
    pub message: String,
    /// What to do.
    pub fix: Option<FixRow>,
}

/// A fix, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FixRow {
    /// What it does, as an order.
    pub title: String,
    /// Where it is published, where that is elsewhere.
    pub place: Option<String>,
    /// The change.
    pub pieces: Vec<Piece>,
    /// The text to copy; none where the corrected record, shown once, holds it.
    pub copy: Option<String>,
    /// It may be published as it is.
    pub is_safe: bool,
    /// Parts of it must be filled in.
    pub is_example: bool,
}

/// The findings on one record.
pub fn finding_rows(record: &RecordReport) -> Vec<FindingRow> {
    rows(&record.findings, Some(record))
}

/// Findings about several records.
pub fn common_rows(findings: &[Finding]) -> Vec<FindingRow> {
    rows(findings, None)
}

fn rows(findings: &[Finding], record: Option<&RecordReport>) -> Vec<FindingRow> {
    let mut seen = FxHashMap::default();
    findings
        .iter()
        .map(|finding| {
            let fix = finding.fix.as_ref().map(|fix| fix_row(fix, finding.span, record));
            let (rule, message) = (finding.rule.id, finding.message.clone());
            let key = key(&mut seen, &(rule, &message, finding.severity, &fix));
            FindingRow { key, severity: finding.severity, rule, message, fix }
        })
        .collect()
}

fn fix_row(fix: &Fix, span: Option<Span>, record: Option<&RecordReport>) -> FixRow {
    let place = match (&fix.name, fix.rtype) {
        (Some(name), Some(rtype)) => Some([rtype, " record at ", name].concat()),
        (Some(name), None) => Some(["At ", name].concat()),
        (None, Some(rtype)) => Some(["As a ", rtype, " record"].concat()),
        (None, None) => None,
    };
    let is_safe = fix.confidence == Confidence::Safe;
    // The corrected record holds every safe change to the record itself: it is shown, and copied, once.
    let in_corrected = record
        .filter(|record| is_safe && place.is_none() && !fix.edits.is_empty() && record.corrected.is_some());
    let (pieces, copy) = match in_corrected {
        Some(record) => {
            let part = span.filter(|span| span.len() < record.value.len());
            (excerpt(&record.value, &fix.edits, part), None)
        }
        None => {
            let old = record.map_or("", |record| &record.value);
            match fix.value(old) {
                Some(value) => (around_changes(changes(old, &fix.edits, &value)), Some(value)),
                None => (Vec::new(), None),
            }
        }
    };
    let is_example = fix.confidence == Confidence::Example;
    FixRow { title: fix.title.clone(), place, pieces, copy, is_safe, is_example }
}

/// The record with every safe change made, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedRow {
    /// Where it is entered at the DNS host.
    pub place: String,
    /// The new text alone, with what is new marked: whoever selects it by hand gets what the button copies. What is
    /// taken out stands with each finding.
    pub pieces: Vec<Piece>,
    /// The text to copy.
    pub text: String,
    /// No error is left in it.
    pub is_mended: bool,
}

/// The corrected record, where there is any safe change.
pub fn corrected(record: &RecordReport) -> Option<CorrectedRow> {
    let corrected = record.corrected.clone()?;
    let edits: Vec<Edit> = record
        .findings
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
        .filter(|fix| fix.confidence == Confidence::Safe && fix.rtype.is_none() && fix.name.is_none())
        .flat_map(|fix| fix.edits.iter().cloned())
        .collect();
    let mut pieces = changes(&record.value, &edits, &corrected);
    pieces.retain(|piece| matches!(piece, Piece::Same(_) | Piece::In(_)));
    Some(CorrectedRow {
        place: words::where_to_enter(record),
        pieces,
        text: corrected,
        is_mended: record.is_mended(),
    })
}

/// The way from `old` to `new` by `edits`, where they lead there; else the new text alone.
fn changes(old: &str, edits: &[Edit], new: &str) -> Vec<Piece> {
    let pieces = pieces(old, edits);
    let after: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Same(text) | Piece::In(text) => text.as_str(),
            Piece::Out(_) | Piece::Gap => "",
        })
        .collect();
    if after == new { pieces } else { vec![Piece::Same(new.to_owned())] }
}

/// A key of `shown`, and of how often the same came before it.
fn key(seen: &mut FxHashMap<u64, u32>, shown: &impl Hash) -> u64 {
    let hash = FxBuildHasher.hash_one(shown);
    let times = seen.entry(hash).and_modify(|times| *times += 1).or_insert(0);
    hash.wrapping_add(u64::from(*times).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    fn record(text: &str) -> RecordReport {
        explain_records(text, &Hints::default()).records.remove(0)
    }

    #[test]
    fn rows_tile_the_record() {
        for text in
            ["v=spf1 include=sendgrid.net a a -all", "v=DMARC1; p=none", "10 mx.example.com", "v=spf1 é"]
        {
            let rows = part_rows(&record(text));
            assert_eq!(rows.iter().map(|row| row.text.as_str()).collect::<String>(), text);
            for row in rows.iter().filter(|row| !row.pieces.is_empty()) {
                assert_eq!(row.pieces().map(|(text, _)| text).collect::<String>(), row.text);
            }
        }
    }

    #[test]
    fn every_row_has_a_key_of_its_own() {
        let rows = part_rows(&record("v=spf1 a a a ip4:192.0.2.1 ip4:192.0.2.1 -all"));
        let keys: std::collections::HashSet<u64> = rows.iter().map(|row| row.key).collect();
        assert_eq!(keys.len(), rows.len());
    }

    #[test]
    fn a_safe_change_is_copied_from_the_corrected_record() {
        let record = record("v=spf1 include=sendgrid.net ~all");
        let row = corrected(&record).expect("it has a safe fix");
        assert_eq!(row.text, "v=spf1 include:sendgrid.net ~all");
        assert!(row.is_mended);
        assert_eq!(row.pieces[1], Piece::In(":".to_owned()));
        assert!(
            !row.pieces.contains(&Piece::Out("=".to_owned())),
            "what is selected by hand is the new text"
        );
        let row = finding_rows(&record).into_iter().find(|row| row.rule == "spf-mechanism-as-option");
        let fix = row.and_then(|row| row.fix).expect("the finding has a fix");
        assert_eq!(fix.copy, None);
        assert_eq!(fix.pieces.first(), Some(&Piece::Gap), "the place alone is shown");
    }

    #[test]
    fn what_is_mended_in_part_is_not_called_corrected() {
        let mended = |text: &str| corrected(&record(text)).map(|row| row.is_mended);
        assert_eq!(mended("v=spf1 include=sendgrid.net ip4:192.0.2.300 ~all"), Some(false));
        assert_eq!(mended("v=spf1 include=sendgrid.net ip4:192.0.2.30 ~all"), Some(true));
        assert_eq!(mended("v=spf1 ip4:192.0.2.30 ~all"), None);
    }

    #[test]
    fn a_finding_keeps_its_key_while_the_record_changes_elsewhere() {
        let key = |text: &str| {
            let rows = finding_rows(&record(text));
            rows.into_iter().find(|row| row.rule == "spf-mechanism-as-option").map(|row| row.key)
        };
        assert!(key("v=spf1 include=sendgrid.net ~all").is_some());
        assert_eq!(
            key("v=spf1 include=sendgrid.net ~all"),
            key("v=spf1 include:a.example include=sendgrid.net ~all")
        );
    }
}
