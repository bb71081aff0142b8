//! A whole result: the verdict, what is about several records, and each record.

use std::sync::Arc;

use leptos::prelude::*;

use super::finding::{asks, confirmed, finding};
use super::prose::{names, prose};
use super::record::{Show, record};
use super::{button, heading, list, live, maybe, verdict_class};
use crate::report::{RecordReport, Verdict};
use crate::ui::element::{el, text};
use crate::ui::rows::FindingRow;
use crate::ui::spread::{Place, Sheet, Slot, shown};
use crate::ui::state::{LINES_STEP, record_line};
use crate::ui::watched::Watched;
use crate::ui::words;

/// The result; `only` shows the findings of one rule alone.
pub fn sheet(sheet: &Sheet, level: u8, only: Option<&'static str>) -> Vec<AnyView> {
    let mut views = vec![overall(sheet, level, only)];
    views.extend(below(sheet, level, level, only, Lines::default()));
    views
}

/// The result of the text on the desk, whose records can be edited where they stand.
pub fn sheet_to_edit(sheet: &Sheet, level: u8) -> Vec<AnyView> {
    let mut views = vec![overall(sheet, level, None)];
    views.extend(below(sheet, level, level, None, Lines { can_be_edited: true, is_open: false }));
    views
}

/// The records of one kind, below a heading of `level`; `is_open` where the reader came for them.
pub fn of_kind(sheet: &Sheet, level: u8, is_open: bool) -> Vec<AnyView> {
    below(sheet, level, level + 1, None, Lines { can_be_edited: false, is_open })
}

/// How records are shown that are each one line.
#[derive(Clone, Copy, Default)]
struct Lines {
    /// Records can be edited where they stand.
    can_be_edited: bool,
    /// A line that stands alone is open.
    is_open: bool,
}

/// Everything but the verdict on the whole, which has `level`; a record that stands alone has its own.
fn below(sheet: &Sheet, level: u8, alone: u8, only: Option<&'static str>, how: Lines) -> Vec<AnyView> {
    let together = |is_wanted: fn(&FindingRow) -> bool| {
        let rows = sheet.together.clone();
        move || {
            let is_wanted =
                |row: &&Arc<FindingRow>| is_wanted(row) && only.is_none_or(|only| row.rule == only);
            rows.with(|rows| rows.iter().filter(is_wanted).cloned().collect())
        }
    };
    let key = |row: &Arc<FindingRow>| row.key;
    let (asked, right) = (together(asks), together(|row| !asks(row)));
    let slots = sheet.slots.clone();
    vec![
        list(asked, key, move |row| finding(level + 1, row)),
        el("ul").class("right").child(list(right, key, confirmed)).into_any(),
        list(
            move || slots_at(&slots, |place| matches!(place, Place::Alone | Place::Among), usize::MAX),
            // Where a record moves between the two places, it is built anew.
            |slot| slot.index as u64 * 2 + u64::from(slot.place == Place::Alone),
            move |slot| {
                let level = if slot.place == Place::Alone { alone } else { level + 1 };
                whole(slot, level, only, how.can_be_edited)
            },
        ),
        lines(sheet.slots.clone(), Place::Line, level, how),
        aside(sheet, level),
    ]
}

fn slots_at(slots: &Watched<Vec<Slot>>, wanted: impl Fn(Place) -> bool, most: usize) -> Vec<Slot> {
    slots.with(|slots| shown(slots, wanted, most))
}

/// The verdict on all records, where there is not just one, which has its own.
fn overall(sheet: &Sheet, level: u8, only: Option<&'static str>) -> AnyView {
    let (is_alone, standing) = (sheet.is_alone.clone(), sheet.standing.clone());
    live(move || {
        let is_shown = !is_alone.get() && only.is_none();
        maybe(is_shown.then(|| el("div").class("whole").children(standing.views(level))))
    })
}

/// How a record or a whole sheet stands.
#[derive(Clone)]
pub struct Standing {
    verdict: Watched<Verdict>,
    line: Watched<String>,
    summary: Watched<String>,
}

impl Standing {
    /// Not known yet.
    pub fn new() -> Self {
        Self {
            verdict: Watched::new(Verdict::Unknown),
            line: Watched::default(),
            summary: Watched::default(),
        }
    }

    /// The verdict, the same in a line, and one or two sentences.
    pub fn set(&self, verdict: Verdict, line: String, summary: String) {
        self.verdict.set(verdict);
        self.line.set(line);
        self.summary.set(summary);
    }

    /// A heading whose colour and words follow, and the sentences.
    fn views(&self, level: u8) -> [AnyView; 2] {
        let Self { verdict, line, summary } = self.clone();
        let heading = live(move || {
            let line = line.clone();
            heading(level, verdict_class(verdict.get()))
                .child(live(move || names(&line.get()).into_any()))
                .into_any()
        });
        let summary = live(move || summary.with(|summary| prose(summary)).into_any());
        [heading, el("p").class("summary").child(summary).into_any()]
    }
}

/// A record with its verdict above it.
fn whole(slot: Slot, level: u8, only: Option<&'static str>, can_be_edited: bool) -> AnyView {
    let edit = can_be_edited.then_some(slot.index);
    let standing = Standing::new();
    let views = standing.views(level);
    let report = slot.report.clone();
    el("section")
        .class("one")
        .tend(move |_| {
            report.with(|report| {
                // Green would say that all is well with it.
                let colour =
                    if report.in_conflict { report.verdict.min(Verdict::Unknown) } else { report.verdict };
                standing.set(colour, record_line(report), report.summary.clone());
            });
        })
        .children(views)
        .child(record(slot.report, Show { level: level + 1, only, edit }))
        .into_any()
}

/// Many records, each one line that opens; more lines come when they are asked for.
fn lines(slots: Watched<Vec<Slot>>, place: Place, level: u8, how: Lines) -> AnyView {
    let built = Watched::new(LINES_STEP);
    let (all, wanted) = (slots.clone(), built.clone());
    let counted = slots.clone();
    let some = move || slots_at(&slots, |at| at == place, wanted.get());
    let more = live(move || {
        let is_more =
            all.with(|all| all.iter().filter(|slot| slot.place == place).nth(built.get()).is_some());
        let built = built.clone();
        maybe(is_more.then(|| {
            button("", "Show more records", move || built.put(built.peek(|built| built + LINES_STEP)))
        }))
    });
    let each = list(
        some,
        |slot| slot.index as u64,
        move |slot| {
            let is_open = how.is_open && counted.peek(Vec::len) == 1;
            line(slot, level, Lines { is_open, ..how })
        },
    );
    vec![el("div").class("lines").child(each).into_any(), more].into_any()
}

fn line(slot: Slot, level: u8, how: Lines) -> AnyView {
    let edit = how.can_be_edited.then_some(slot.index);
    let opened = Watched::new(how.is_open);
    let (is_open, report) = (opened.clone(), slot.report.clone());
    let summary = live(move || report.with(|report| in_line(report).into_any()));
    let rest = live(move || {
        let report = slot.report.clone();
        maybe(is_open.get().then(|| {
            let of = report.clone();
            let summary = live(move || of.with(|report| prose(&report.summary)).into_any());
            vec![
                el("p").class("summary").child(summary).into_any(),
                record(report, Show { level: level + 1, only: None, edit }).into_any(),
            ]
        }))
    });
    let details = el("details")
        .class("line")
        .on("toggle", move |_| opened.set(true))
        .child(el("summary").child(summary))
        .child(rest);
    if how.is_open { details.attr("open", "").into_any() } else { details.into_any() }
}

fn in_line(report: &RecordReport) -> Vec<AnyView> {
    vec![
        el("span").class(verdict_class(report.verdict)).text(report.verdict.words()).into_any(),
        el("span").class("line-what").children(names(&words::place(report))).into_any(),
        el("code").class("line-text").text(words::shortened(&report.value, 80)).into_any(),
    ]
}

/// The records that are none of mail's stand behind one line.
fn aside(sheet: &Sheet, level: u8) -> AnyView {
    let (any, count, slots) = (sheet.any_aside.clone(), sheet.aside.clone(), sheet.slots.clone());
    live(move || {
        let (count, slots, opened) = (count.clone(), slots.clone(), Watched::new(false));
        let is_open = opened.clone();
        maybe(any.get().then(|| {
            let all = slots.clone();
            let count = live(move || text(words::no_mail_records(count.get(), all.with(Vec::len))));
            let lines = live(move || {
                maybe(is_open.get().then(|| lines(slots.clone(), Place::Aside, level, Lines::default())))
            });
            el("details")
                .class("aside")
                .on("toggle", move |_| opened.set(true))
                .child(el("summary").child(count))
                .child(lines)
        }))
    })
}
