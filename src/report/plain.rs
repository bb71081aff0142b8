//! A report as plain text, for a ticket or a mail: places are drawn with carets.

use super::{RecordReport, Report};
use crate::rules::{Finding, Severity};
use crate::text::Span;
use crate::text::prose::plain;

/// The width that lines of a record are cut at, in characters, so that a caret stands below what it marks.
const WIDTH: usize = 72;

/// The whole report.
pub fn report(report: &Report) -> String {
    let mut out = format!("{}: {}\n", report.verdict.words(), plain(&report.summary));
    for finding in &report.findings {
        out.push('\n');
        write_finding(&mut out, finding, None);
    }
    for record in &report.records {
        out.push('\n');
        write_record(&mut out, record);
    }
    out
}

fn write_record(out: &mut String, record: &RecordReport) {
    let at = record.name.as_deref().map(|name| format!(" at {name}")).unwrap_or_default();
    out.push_str(&format!("== {}{at}: {}\n", record.kind.title(), record.verdict.words()));
    out.push_str(&format!("{}\n\n", plain(&record.summary)));
    draw(out, &record.value, None);
    for note in &record.cleaned {
        out.push_str(&format!("({note})\n"));
    }
    for finding in &record.findings {
        out.push('\n');
        write_finding(out, finding, Some(&record.value));
    }
    if let Some(corrected) = &record.corrected {
        out.push_str(&format!("\nPublish instead:\n    {corrected}\n"));
    }
}

fn write_finding(out: &mut String, finding: &Finding, value: Option<&str>) {
    let word = match finding.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Advice => "Advice",
        Severity::Good => "Right",
    };
    out.push_str(&format!("{word}: {}\n", plain(&finding.message)));
    if let (Some(value), Some(span)) = (value, finding.span) {
        draw(out, value, Some(span));
    }
    if finding.severity != Severity::Good {
        out.push_str(&format!(
            "    Why: {} ({})\n",
            finding.rule.reference.title, finding.rule.reference.url
        ));
    }
    if let Some(fix) = &finding.fix {
        out.push_str(&format!("    Fix: {}\n", plain(&fix.title)));
    }
}

/// The value in lines; with a span, only the lines that it touches, each with carets below.
fn draw(out: &mut String, value: &str, marked: Option<Span>) {
    let chars: Vec<(usize, char)> = value.char_indices().collect();
    for line in chars.chunks(WIDTH) {
        let (start, end) = (line[0].0, line[line.len() - 1].0 + line[line.len() - 1].1.len_utf8());
        let text: String = line.iter().map(|(_, c)| if c.is_control() { ' ' } else { *c }).collect();
        let Some(span) = marked else {
            out.push_str(&format!("    {text}\n"));
            continue;
        };
        let touches = span.start < end && (span.end > start || span.is_empty() && span.start >= start);
        if touches {
            let carets: String = line
                .iter()
                .map(|(i, _)| if *i == span.start || (span.start..span.end).contains(i) { '^' } else { ' ' })
                .collect();
            out.push_str(&format!("    {text}\n    {}\n", carets.trim_end()));
        }
    }
}
