//! A report as plain text, for a ticket or a mail: places are drawn with carets.

mod domain;

pub use domain::domain;

use super::{RecordReport, Report};
use crate::rules::{Finding, Severity};
use crate::text::Span;
use crate::text::prose::plain;

/// The width that lines of a record are cut at, in characters, so that a caret stands below what it marks.
const WIDTH: usize = 72;

/// So many keys and domains that one header field names are told.
const MOST_LEADS: usize = 8;

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
    out.push_str(&format!("== {}{at}: {}\n", record.title(), record.verdict.words()));
    out.push_str(&format!("{}\n\n", plain(&record.summary)));
    let starts = line_starts(&record.value);
    draw(out, &record.value, &starts, None);
    for note in &record.cleaned {
        out.push_str(&format!("({note})\n"));
    }
    for lead in record.leads().iter().take(MOST_LEADS) {
        out.push_str(&format!("({})\n", plain(&lead.words())));
    }
    for finding in &record.findings {
        out.push('\n');
        write_finding(out, finding, Some((&record.value, &starts)));
    }
    if let Some(corrected) = &record.corrected {
        let title = if record.is_mended() {
            "Publish instead"
        } else {
            "With part of it mended, and the rest to be fixed"
        };
        out.push_str(&format!("\n{title}:\n    {corrected}\n"));
    }
}

fn write_finding(out: &mut String, finding: &Finding, drawn: Option<(&str, &[usize])>) {
    let word = match finding.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Advice => "Advice",
        Severity::Good => "Right",
    };
    out.push_str(&format!("{word}: {}\n", plain(&finding.message)));
    if let (Some((value, starts)), Some(span)) = (drawn, finding.span) {
        draw(out, value, starts, Some(span));
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

/// The byte offsets at which the lines of a drawn value start, and its end.
fn line_starts(value: &str) -> Vec<usize> {
    let starts = value.char_indices().step_by(WIDTH).map(|(at, _)| at);
    starts.chain([value.len()]).collect()
}

/// The value in lines; with a span, only the lines that it touches, each with carets below.
fn draw(out: &mut String, value: &str, starts: &[usize], marked: Option<Span>) {
    // A record may have thousands of findings, so the lines before and after a place are not looked at.
    let (first, last) = match marked {
        None => (0, starts.len()),
        Some(span) => (
            starts.partition_point(|start| *start <= span.start).min(starts.len() - 1).saturating_sub(1),
            starts.partition_point(|start| *start < span.end.max(span.start + 1)),
        ),
    };
    let ends = starts.iter().copied().skip(1);
    for (start, end) in starts.iter().copied().zip(ends).take(last).skip(first) {
        let line = &value[start..end];
        let text: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        out.push_str(&format!("    {text}\n"));
        if let Some(span) = marked {
            // A place may be behind the last character, where something is missing.
            let behind = (end == value.len()).then_some(end);
            let marks = line.char_indices().map(|(i, _)| start + i).chain(behind);
            let carets: String = marks
                .map(|i| if i == span.start || (span.start..span.end).contains(&i) { '^' } else { ' ' })
                .collect();
            out.push_str(&format!("    {}\n", carets.trim_end()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(value: &str, span: Span) -> String {
        let mut out = String::new();
        draw(&mut out, value, &line_starts(value), Some(span));
        out
    }

    #[test]
    fn carets_stand_below_what_they_mark() {
        assert_eq!(drawn("v=spf1 é -all", Span::new(7, 9)), "    v=spf1 é -all\n           ^\n");
        assert_eq!(
            drawn("v=spf1", Span::new(2, 2)),
            "    v=spf1\n      ^\n",
            "a place between two characters"
        );
    }

    #[test]
    fn only_the_lines_that_are_marked_are_drawn() {
        let value = format!("{}bc{}", "a".repeat(71), "d".repeat(100));
        let blank = " ".repeat(71);
        let expected = format!("    {}b\n    {blank}^\n    c{}\n    ^\n", "a".repeat(71), "d".repeat(71));
        assert_eq!(drawn(&value, Span::new(71, 73)), expected);
        assert_eq!(drawn(&value, Span::new(72, 73)).lines().count(), 2);
        assert_eq!(drawn("", Span::new(0, 0)), "");
    }
}
