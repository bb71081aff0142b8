//! Reports in the shape that `waxseal.d.ts` promises: names in camel case, places in UTF-16 units.

use std::borrow::Cow;

use serde::Serialize;
use wasm_bindgen::JsValue;
use waxseal::record::Reading;
use waxseal::report;
use waxseal::rules::{Confidence, Finding as CoreFinding, Severity};
use waxseal::text::Span;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report<'r> {
    input: &'r str,
    verdict: &'static str,
    summary: String,
    records: Vec<RecordReport<'r>>,
    findings: Vec<Finding<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordReport<'r> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'r str>,
    value: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tidied: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<&'r str>,
    verdict: &'static str,
    reading: &'static str,
    summary: &'r str,
    segments: Vec<Segment<'r>>,
    findings: Vec<Finding<'r>>,
    cleaned: &'r [String],
}

#[derive(Serialize)]
struct Segment<'r> {
    start: usize,
    end: usize,
    text: &'r str,
    role: &'static str,
    says: Cow<'static, str>,
}

#[derive(Serialize)]
pub struct Finding<'r> {
    rule: &'static str,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    message: &'r str,
    why: &'static str,
    reference: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'r>>,
}

#[derive(Serialize)]
struct Reference {
    title: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Fix<'r> {
    title: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'r str>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    rtype: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    confidence: &'static str,
}

impl<'r> Report<'r> {
    pub fn new(input: &'r str, report: &'r report::Report) -> Self {
        Self {
            input,
            verdict: report.verdict.id(),
            summary: report.summary.clone(),
            records: records(report),
            findings: findings(report),
        }
    }
}

/// The records of a report.
pub fn records(report: &report::Report) -> Vec<RecordReport<'_>> {
    report.records.iter().map(RecordReport::new).collect()
}

/// The findings about no single record of it.
pub fn findings(report: &report::Report) -> Vec<Finding<'_>> {
    let units = Units::default();
    report.findings.iter().map(|finding| Finding::new(finding, None, "", &units)).collect()
}

/// A time in milliseconds since the start of 1970, as ISO 8601 has it.
pub fn time(at: u64) -> String {
    js_sys::Date::new(&JsValue::from_f64(at as f64)).to_iso_string().into()
}

impl<'r> RecordReport<'r> {
    fn new(record: &'r report::RecordReport) -> Self {
        let units = Units::new(&record.value);
        let parts = record.parts();
        let segments = parts.into_iter().flat_map(|part| part.segments).map(|segment| Segment {
            start: units.at(segment.span.start),
            end: units.at(segment.span.end),
            text: segment.span.text(&record.value),
            role: segment.role.id(),
            says: segment.says,
        });
        Self {
            kind: record.kind.id(),
            name: record.name.as_deref(),
            value: &record.value,
            tidied: record.tidied.as_deref(),
            corrected: record.corrected.as_deref(),
            verdict: record.verdict.id(),
            reading: match record.reading {
                Reading::Used => "used",
                Reading::Ignored => "ignored",
                Reading::Broken => "broken",
            },
            summary: &record.summary,
            segments: segments.collect(),
            findings: record
                .findings
                .iter()
                .map(|finding| Finding::new(finding, finding.span, &record.value, &units))
                .collect(),
            cleaned: &record.cleaned,
        }
    }
}

impl<'r> Finding<'r> {
    fn new(finding: &'r CoreFinding, span: Option<Span>, old: &str, units: &Units) -> Self {
        let rule = finding.rule;
        Self {
            rule: rule.id,
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Advice => "advice",
                Severity::Good => "good",
            },
            start: span.map(|span| units.at(span.start)),
            end: span.map(|span| units.at(span.end)),
            message: &finding.message,
            why: rule.why,
            reference: Reference { title: rule.reference.title, url: rule.reference.url },
            fix: finding.fix.as_ref().map(|fix| Fix {
                title: &fix.title,
                name: fix.name.as_deref(),
                rtype: fix.rtype,
                value: fix.value(old),
                confidence: match fix.confidence {
                    Confidence::Safe => "safe",
                    Confidence::Review => "review",
                    Confidence::Example => "example",
                },
            }),
        }
    }
}

/// Byte offsets as UTF-16 units. Text in ASCII, which records are, needs no table.
#[derive(Default)]
pub struct Units {
    table: Vec<usize>,
}

impl Units {
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::default();
        }
        let mut table = vec![0; text.len() + 1];
        let mut units = 0;
        for (i, c) in text.char_indices() {
            table[i] = units;
            units += c.len_utf16();
        }
        table[text.len()] = units;
        Self { table }
    }

    pub fn at(&self, byte: usize) -> usize {
        if self.table.is_empty() { byte } else { self.table.get(byte).copied().unwrap_or(0) }
    }
}
