//! A report, spread out on the page so that only what changed is touched.

use std::sync::Arc;

use super::components::sheet::Standing;
use super::rows::{FindingRow, common_rows};
use super::state::{LINES_OVER, verdict_line};
use super::watched::Watched;
use crate::record::Record;
use crate::record::cname::Purpose;
use crate::report::{RecordReport, Report, Verdict};
use crate::text::count;

/// How a record is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Alone: its verdict is the page's verdict.
    Alone,
    /// One of a few.
    Among,
    /// One line: of many, or of a record that is right.
    Line,
    /// No mail record among others that are: behind one line at the end.
    Aside,
}

/// A place on the sheet that holds one record, and keeps it while its text changes.
#[derive(Clone)]
pub struct Slot {
    /// Its number among the records.
    pub index: usize,
    /// How it is shown.
    pub place: Place,
    /// Which it stands with: what needs fixing is seen first, and what is right last.
    pub group: Verdict,
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
    /// How many records are none of mail's.
    pub aside: Watched<usize>,
    /// There are any of those.
    pub any_aside: Watched<bool>,
    /// More records than this are each one line.
    lines_over: usize,
    /// Of a few records, too, those that are none of mail's stand behind one line.
    parts_few: bool,
    /// What is right is one line, however few there are.
    folds_right: bool,
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
            parts_few: true,
            folds_right: false,
        }
    }

    /// An empty sheet on which more than so many records are each one line.
    pub fn with_lines_over(lines_over: usize) -> Self {
        Self { lines_over, ..Self::new() }
    }

    /// The same sheet, on which what is right is one line.
    pub fn folding_right(self) -> Self {
        Self { folds_right: true, ..self }
    }

    /// A sheet that shows one report for good, and all of its records.
    pub fn of(report: Report) -> Self {
        let sheet = Self { parts_few: false, ..Self::new() };
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
        let alone = report.records.len() == 1 && report.findings.is_empty();
        self.standing.set(report.verdict, line, said_below(&report));
        self.together.set(common_rows(&report.findings).into_iter().map(Arc::new).collect());
        self.is_blank.set(false);
        let count = report.records.len();
        // Where nothing is about mail, nothing is left to be seen first.
        let parts_few = self.parts_few && !report.records.iter().all(is_aside);
        let old = self.slots.peek(Vec::clone);
        let mut same = old.len() == count;
        let slots: Vec<Slot> = report
            .records
            .into_iter()
            .enumerate()
            .map(|(index, record)| {
                let group = group_of(&record);
                let is_right = record.verdict == Verdict::Good && group == Verdict::Good;
                let place = match is_aside(&record) {
                    _ if self.folds_right && is_right => Place::Line,
                    _ if alone => Place::Alone,
                    true if count > self.lines_over || parts_few => Place::Aside,
                    _ if count > self.lines_over => Place::Line,
                    _ => Place::Among,
                };
                if let Some(slot) = old.get(index).filter(|slot| slot.place == place) {
                    if slot.report.peek(|shown| !is_same(shown, &record)) {
                        slot.report.put(Arc::new(record));
                    }
                    same &= slot.group == group;
                    return Slot { group, ..slot.clone() };
                }
                same = false;
                Slot { index, place, group, report: Watched::new(Arc::new(record)) }
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

/// At most so many of the slots whose place is wanted, as they are shown: by their group, and within it in the order of
/// the records.
pub fn shown(slots: &[Slot], wanted: impl Fn(Place) -> bool, most: usize) -> Vec<Slot> {
    let mut wanted: Vec<&Slot> = slots.iter().filter(|slot| wanted(slot.place)).collect();
    wanted.sort_by_key(|slot| slot.group);
    wanted.into_iter().take(most).cloned().collect()
}

/// What is said below the line with the verdict: that line counts the records already.
fn said_below(report: &Report) -> String {
    let total = [&count(report.records.len(), "record", "records"), ": "].concat();
    report.summary.strip_prefix(&total).unwrap_or(&report.summary).to_owned()
}

/// With which others a record stands.
fn group_of(record: &RecordReport) -> Verdict {
    match record.verdict {
        // Nothing is wrong with it but the other one beside it.
        Verdict::Good | Verdict::Advice if record.in_conflict => Verdict::Unknown,
        Verdict::Good | Verdict::Advice => Verdict::Good,
        verdict => verdict,
    }
}

/// It is no mail record, and nothing is to be said of it.
fn is_aside(record: &RecordReport) -> bool {
    record.verdict == Verdict::Unknown
        && match &record.record {
            // A header field says something of its own, whether or not it is judged.
            Record::Header(_) => false,
            // Keys and policies stand behind many an alias, and all of them at names with this sign.
            Record::Cname(cname) => {
                let name = record.name.as_deref().unwrap_or_default();
                let purpose = || Purpose::of(name, &cname.name(&record.value));
                !name.contains('_') || matches!(purpose(), Purpose::Host | Purpose::Proof)
            }
            _ => true,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    const ZONE: &str = "example.com. IN A 192.0.2.1\n\
                        example.com. IN MX 10 mail.example.com.\n\
                        s1._domainkey.example.com. IN CNAME s1.vendor.example.\n\
                        www.example.com. IN CNAME example.com.\n\
                        _dmarc.example.com. IN TXT \"v=DMARC1; p=reject; rua=mailto:a@example.com\"\n\
                        example.com. IN TXT \"v=spf1 include=sendgrid.net ~all\"\n";

    fn show(sheet: &Sheet, text: &str) {
        let report = explain_records(text, &Hints::default());
        let line = verdict_line(&report);
        sheet.show(report, line);
    }

    fn places(sheet: &Sheet) -> Vec<Place> {
        sheet.slots.peek(|slots| slots.iter().map(|slot| slot.place).collect())
    }

    /// The numbers of the records as they are shown.
    fn order(sheet: &Sheet, wanted: Place) -> Vec<usize> {
        shown(&sheet.slots.peek(Vec::clone), |place| place == wanted, usize::MAX)
            .iter()
            .map(|slot| slot.index)
            .collect()
    }

    #[test]
    fn what_needs_fixing_comes_first_and_what_is_no_mail_record_stands_aside() {
        let sheet = Sheet::new();
        show(&sheet, ZONE);
        assert_eq!(order(&sheet, Place::Among), [5, 2, 1, 4], "an alias of a key is mail's, and not judged");
        assert_eq!(order(&sheet, Place::Aside), [0, 3]);
        assert_eq!(sheet.aside.peek(|count| *count), 2);
        let many = Sheet::with_lines_over(1);
        show(&many, ZONE);
        assert_eq!(order(&many, Place::Line), [5, 2, 1, 4]);
        assert_eq!(order(&many, Place::Aside), [0, 3]);
    }

    #[test]
    fn a_record_moves_as_its_verdict_does_and_is_not_built_anew() {
        let sheet = Sheet::new();
        show(&sheet, ZONE);
        let before = sheet.slots.peek(|slots| slots[5].report.clone());
        show(&sheet, &ZONE.replace("include=", "include:"));
        assert_eq!(order(&sheet, Place::Among), [2, 1, 4, 5]);
        before.put(sheet.slots.peek(|slots| slots[4].report.peek(Arc::clone)));
        let title = sheet.slots.peek(|slots| slots[5].report.peek(|record| record.title()));
        assert_eq!(title, "DMARC", "both are one value, which the row on the page follows");
    }

    #[test]
    fn where_nothing_is_about_mail_everything_is_shown() {
        let sheet = Sheet::new();
        show(&sheet, "a.example. IN A 192.0.2.1\nb.example. IN A 192.0.2.2");
        assert_eq!(places(&sheet), [Place::Among; 2]);
        let example = Sheet::of(explain_records(ZONE, &Hints::default()));
        assert_eq!(places(&example), [Place::Among; 6], "an example of a rule is shown whole");
    }

    #[test]
    fn what_is_right_is_one_line_where_that_is_wanted() {
        let sheet = Sheet::new().folding_right();
        show(&sheet, "v=spf1 mx -all");
        assert_eq!((places(&sheet), sheet.is_alone.peek(|is| *is)), (vec![Place::Line], false));
        show(&sheet, "v=spf1 include=sendgrid.net -all");
        assert_eq!(places(&sheet), [Place::Alone], "what needs fixing is open");
        show(&sheet, "a.example. TXT \"v=spf1 mx -all\"\na.example. TXT \"v=spf1 a -all\"");
        assert_eq!(places(&sheet), [Place::Among; 2], "together they are not right");
    }

    #[test]
    fn how_many_records_there_are_is_said_once() {
        let report = explain_records(ZONE, &Hints::default());
        assert_eq!(verdict_line(&report), "6 records: needs fixing");
        assert_eq!(said_below(&report), "1 to fix, 3 that Waxseal does not judge and 2 right.");
        let alone = explain_records("v=spf1 -all", &Hints::default());
        assert_eq!(said_below(&alone), alone.summary);
    }
}
