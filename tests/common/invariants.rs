//! What holds for every text, whatever is in it. The seeded test and the fuzz target both call [`check`].

use waxseal::explain::Part;
use waxseal::facts::{Facts, Item};
use waxseal::paste::{Hints, selectors_in};
use waxseal::record::{Kind, Record};
use waxseal::report::{RecordReport, Report, explain_records, plain};
use waxseal::rules::{self, Confidence, Finding};
use waxseal::text::{Span, prose, utf16_len};

/// Beyond this many bytes a text is read once, and not as every kind of record too.
const SMALL: usize = 4096;

/// So many findings of one rule on one record are kept.
const MOST: usize = 50;

/// So many fixes of one record are made and read again.
const FIXES: usize = 8;

/// Explains a text, as pasted and as each kind that is judged, and checks everything that must stay true.
pub fn check(text: &str) {
    assert_eq!(utf16_len(text), text.encode_utf16().count());
    for (selector, domain) in selectors_in(text) {
        let name = format!("{selector}._domainkey.{domain}");
        assert!(name.parse::<waxseal::dns::Name>().is_ok(), "{name:?} is no name");
    }
    let report = explain_records(text, &Hints::default());
    check_report(&report);
    check_fixes(&report);
    if text.len() <= SMALL {
        for kind in Kind::ALL {
            let report = explain_records(text, &Hints { kind: Some(kind), ..Hints::default() });
            check_report(&report);
            check_fixes(&report);
        }
    }
}

fn check_report(report: &Report) {
    assert!(!report.summary.is_empty(), "a report says something");
    for finding in &report.findings {
        assert!(finding.span.is_none(), "{}: a place in no record", finding.rule.id);
    }
    for record in &report.records {
        for finding in &record.findings {
            check_finding(finding, &record.value);
        }
        check_parts(&record.parts(), &record.value);
    }
    assert!(!plain::report(report).is_empty());
}

fn check_finding(finding: &Finding, value: &str) {
    let id = finding.rule.id;
    if let Some(span) = finding.span {
        assert!(fits(span, value), "{id}: {span:?} does not fit {value:?}");
    }
    for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
        assert!(fits(edit.span, value), "{id}: an edit at {:?} does not fit {value:?}", edit.span);
    }
    assert!(!prose::plain(&finding.message).is_empty(), "{id}: it says nothing of {value:?}");
}

/// The span is in order, in range and on character boundaries.
fn fits(span: Span, value: &str) -> bool {
    value.get(span.start..span.end).is_some()
}

fn check_parts(parts: &[Part], value: &str) {
    assert_tile(parts.iter().map(|part| part.span), Span::new(0, value.len()), value);
    for part in parts {
        assert_tile(part.segments.iter().map(|segment| segment.span), part.span, value);
    }
}

#[track_caller]
fn assert_tile(spans: impl Iterator<Item = Span>, whole: Span, value: &str) {
    let mut end = whole.start;
    for span in spans {
        assert!(fits(span, value), "{span:?} does not fit {value:?}");
        assert!(span.start == end && !span.is_empty(), "{span:?} does not go on from {end} in {value:?}");
        end = span.end;
    }
    assert_eq!(end, whole.end, "the end of {value:?} is not covered");
}

/// A fix that may be copied without reading does what it says, and so does the corrected record.
fn check_fixes(report: &Report) {
    for record in &report.records {
        let safe = record.findings.iter().filter_map(|finding| Some((finding, copied(finding, record)?)));
        // A long text may have thousands of them, each with a whole text to read again.
        for (finding, fixed) in safe.take(FIXES) {
            check_silenced(record, finding, &fixed);
        }
        if let Some(corrected) = &record.corrected {
            let again = explain_again(record, corrected);
            assert!(!again.records.is_empty(), "no record is left of {:?}: {corrected:?}", record.value);
            check_report(&again);
        }
    }
}

/// The value that a reader may copy over the record's own without reading it.
fn copied(finding: &Finding, record: &RecordReport) -> Option<String> {
    let fix = finding.fix.as_ref()?;
    let here = fix.confidence == Confidence::Safe && fix.name.is_none() && fix.rtype.is_none();
    here.then(|| fix.value(&record.value)).flatten()
}

fn check_silenced(record: &RecordReport, finding: &Finding, fixed: &str) {
    let same = |other: &&Finding| other.rule == finding.rule && other.severity == finding.severity;
    let before = record.findings.iter().filter(same).count();
    let after = judged_again(record, fixed).iter().filter(same).count();
    // A record that has more of them than are kept shows the next ones instead.
    assert!(
        after < before || before >= MOST,
        "{} is still found after its own safe fix:\n{:?}\n{fixed:?}",
        finding.rule.id,
        record.value
    );
}

/// What is found in `value` in the place of the record's own, as DNS would hold it.
fn judged_again(record: &RecordReport, value: &str) -> Vec<Finding> {
    let item = Item {
        name: record.name.clone(),
        rtype: None,
        value: value.to_owned(),
        tidied: None,
        strings: Vec::new(),
        record: Record::parse(record.kind, value, None),
    };
    rules::check(&Facts { items: vec![item], domain: None })
}

fn explain_again(record: &RecordReport, text: &str) -> Report {
    explain_records(text, &Hints { name: record.name.clone(), rtype: None, kind: Some(record.kind) })
}
