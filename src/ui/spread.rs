//! A report, spread out on the page so that only what changed is touched.

use std::sync::Arc;

use super::components::sheet::Standing;
use super::rows::{FindingRow, common_rows};
use super::state::{LINES_OVER, verdict_line};
use super::watched::Watched;
use crate::record::Record;
use crate::report::{RecordReport, Report, Verdict};

/// How a record is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Alone: its verdict is the page's verdict.
    Alone,
    /// One of a few.
    Among,
    /// One line of many.
    Line,
    /// One line of many, and not judged.
    Aside,
}

/// A place on the sheet that holds one record, and keeps it while its text changes.
#[derive(Clone)]
pub struct Slot {
    /// Its number among the records.
    pub index: usize,
    /// How it is shown.
    pub place: Place,
    /// What it holds.
    pub report: Watched<Arc<RecordReport>>,
}

/// A report, spread out so that only what changed is touched.
pub struct Sheet {
    /// There is nothing to show.
    pub is_blank: Watched<bool>,
    /// How the whole stands.
    pub standing: Standing,
    /// Findings about several records.
    pub together: Watched<Vec<Arc<FindingRow>>>,
    /// The records.
    pub slots: Watched<Vec<Slot>>,
    /// There is one record, whose verdict is that of the whole.
    pub is_alone: Watched<bool>,
    /// How many of many records are not judged.
    pub aside: Watched<usize>,
    /// There are any of those.
    pub any_aside: Watched<bool>,
    /// More records than this are each one line.
    lines_over: usize,
}

impl Sheet {
    /// An empty sheet.
    pub fn new() -> Self {
        Self {
            is_blank: Watched::new(true),
            standing: Standing::new(),
            together: Watched::default(),
            slots: Watched::default(),
            is_alone: Watched::default(),
            aside: Watched::default(),
            any_aside: Watched::default(),
            lines_over: LINES_OVER,
        }
    }

    /// An empty sheet on which more than so many records are each one line.
    pub fn with_lines_over(lines_over: usize) -> Self {
        Self { lines_over, ..Self::new() }
    }

    /// A sheet that shows one report for good.
    pub fn of(report: Report) -> Self {
        let sheet = Self::new();
        let line = verdict_line(&report);
        sheet.show(report, line);
        sheet
    }

    /// Shows nothing.
    pub fn clear(&self) {
        self.is_blank.set(true);
        self.together.put(Vec::new());
        self.place(Vec::new());
    }

    /// Shows a report, whose verdict in a line is `line`.
    pub fn show(&self, report: Report, line: String) {
        self.standing.set(report.verdict, line, report.summary);
        self.together.set(common_rows(&report.findings).into_iter().map(Arc::new).collect());
        self.is_blank.set(false);
        let count = report.records.len();
        let alone = count == 1 && report.findings.is_empty();
        let old = self.slots.peek(Vec::clone);
        let mut same = old.len() == count;
        let slots: Vec<Slot> = report
            .records
            .into_iter()
            .enumerate()
            .map(|(index, record)| {
                let place = match record.verdict {
                    _ if alone => Place::Alone,
                    _ if count <= self.lines_over => Place::Among,
                    // A header field says something of its own, whether or not it is judged.
                    Verdict::Unknown if !matches!(record.record, Record::Header(_)) => Place::Aside,
                    _ => Place::Line,
                };
                if let Some(slot) = old.get(index).filter(|slot| slot.place == place) {
                    if slot.report.peek(|shown| !is_same(shown, &record)) {
                        slot.report.put(Arc::new(record));
                    }
                    return slot.clone();
                }
                same = false;
                Slot { index, place, report: Watched::new(Arc::new(record)) }
            })
            .collect();
        if !same {
            self.place(slots);
        }
    }

    fn place(&self, slots: Vec<Slot>) {
        let aside = slots.iter().filter(|slot| slot.place == Place::Aside).count();
        self.is_alone.set(slots.first().is_some_and(|slot| slot.place == Place::Alone));
        self.aside.set(aside);
        self.any_aside.set(aside > 0);
        self.slots.put(slots);
    }
}

/// Both reports show the same. The tree of a record is not compared: it follows from the record's text.
fn is_same(one: &RecordReport, other: &RecordReport) -> bool {
    one.kind == other.kind
        && one.name == other.name
        && one.value == other.value
        && one.tidied == other.tidied
        && one.verdict == other.verdict
        && one.in_conflict == other.in_conflict
        && one.summary == other.summary
        && one.corrected == other.corrected
        && one.cleaned == other.cleaned
        && one.findings == other.findings
}
