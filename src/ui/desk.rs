//! What the pages share: the text on the desk, its result, and what is said about it.

use std::sync::Arc;

use leptos::prelude::*;

use super::route::{Explain, Route};
use super::rows::{FindingRow, common_rows};
use super::state::{Announcer, Input, LINES_OVER, verdict_line};
use crate::browser::frame::{self, Timer};
use crate::browser::{clipboard, location};
use crate::paste::Hints;
use crate::report::{RecordReport, Report, Verdict, explain_records, plain};

/// How long the reader pauses before the verdict is said aloud, in milliseconds.
const PAUSE: i32 = 1_000;

/// How long a message such as "Copied" stands, in milliseconds.
const STATUS: i32 = 4_000;

/// The longest link that is offered, in characters: programs cut longer ones.
const LONGEST_LINK: usize = 16_000;

/// The state of the front page, and of the two regions that speak.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The text.
    pub input: RwSignal<Input>,
    /// What a link said about the text.
    pub hints: RwSignal<Hints>,
    /// Counts the times that the text was put into the box by the page.
    pub put: RwSignal<u32>,
    /// The result.
    pub sheet: Sheet,
    /// A short message, shown and said.
    pub status: RwSignal<String>,
    /// What is only said.
    pub aloud: RwSignal<String>,
    announcer: StoredValue<Announcer>,
    pause: StoredValue<Option<Timer>>,
    fading: StoredValue<Option<Timer>>,
}

impl Desk {
    /// An empty desk.
    pub fn new() -> Self {
        Self {
            input: RwSignal::new(Input::default()),
            hints: RwSignal::new(Hints::default()),
            put: RwSignal::new(0),
            sheet: Sheet::new(),
            status: RwSignal::new(String::new()),
            aloud: RwSignal::new(String::new()),
            announcer: StoredValue::new(Announcer::default()),
            pause: StoredValue::new(None),
            fading: StoredValue::new(None),
        }
    }

    /// The reader typed: the box holds `text`.
    pub fn typed(&self, text: String) {
        self.input.set(Input::Box(text));
        self.judge();
    }

    /// A text comes from elsewhere and goes into the box, or beside it.
    pub fn put(&self, input: Input) {
        self.input.set(input);
        self.put.update(|times| *times += 1);
        self.judge();
    }

    /// A link brings a text.
    pub fn open_link(&self, explain: &Explain) {
        self.hints.set(explain.hints());
        self.put(Input::new(explain.text()));
    }

    /// Takes the text away, and what a link said about it.
    pub fn clear(&self) {
        self.hints.set(Hints::default());
        self.put(Input::default());
    }

    fn report(&self) -> Report {
        self.input
            .with_untracked(|input| self.hints.with_untracked(|hints| explain_records(input.read(), hints)))
    }

    fn judge(&self) {
        let mut line = String::new();
        if self.input.with_untracked(Input::is_blank) {
            self.sheet.clear();
        } else {
            let report = self.report();
            line = verdict_line(&report);
            self.sheet.show(report);
        }
        // With an empty box nothing is left to be said, and the next verdict is news again.
        self.announcer.update_value(|announcer| announcer.hear(&line));
        let desk = *self;
        let timer = Timer::after(PAUSE, move || {
            if let Some(line) = desk.announcer.try_update_value(Announcer::pause).flatten() {
                desk.aloud.set(line);
            }
        });
        restart(self.pause, timer);
    }

    /// The whole result as plain text.
    pub fn plain(&self) -> String {
        plain::report(&self.report())
    }

    /// A link to this text, where it is short enough for one.
    pub fn link(&self) -> Option<String> {
        let (name, rtype) = self.hints.with_untracked(|hints| (hints.name.clone(), hints.rtype.clone()));
        let text = self.input.with_untracked(|input| input.whole().trim().to_owned());
        if text.len() > LONGEST_LINK {
            return None;
        }
        let link = location::link(&Route::Explain(Explain { texts: vec![text], name, rtype }).href());
        (link.len() <= LONGEST_LINK).then_some(link)
    }

    /// Shows a message for a while, and says it.
    pub fn say(&self, message: &str) {
        self.status.set(message.to_owned());
        let status = self.status;
        restart(self.fading, Timer::after(STATUS, move || status.set(String::new())));
    }

    /// Copies a text and says so.
    pub fn copy(self, text: String, copied: &'static str) {
        leptos::task::spawn_local(async move {
            let message = if clipboard::copy(&text).await {
                copied
            } else {
                "Your browser did not let Waxseal copy. Select the text, and copy it yourself."
            };
            self.say(message);
        });
    }

    /// Runs `work` on the desk before the next frame.
    pub fn at_next_frame(self, work: impl FnOnce(Desk) + 'static) {
        frame::next(move || work(self));
    }
}

fn restart(cell: StoredValue<Option<Timer>>, timer: Option<Timer>) {
    if let Some(old) = cell.get_value() {
        old.stop();
    }
    cell.set_value(timer);
}

/// How a record is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    pub report: ArcRwSignal<Arc<RecordReport>>,
}

/// A report, spread out so that only what changed is touched.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// There is nothing to show.
    pub is_blank: RwSignal<bool>,
    /// How the whole stands.
    pub verdict: RwSignal<Verdict>,
    /// How the whole stands, in words.
    pub line: RwSignal<String>,
    /// One or two sentences on the whole.
    pub summary: RwSignal<String>,
    /// Findings about several records.
    pub together: RwSignal<Vec<FindingRow>>,
    /// The records.
    pub slots: RwSignal<Vec<Slot>>,
}

impl Sheet {
    /// An empty sheet.
    pub fn new() -> Self {
        Self {
            is_blank: RwSignal::new(true),
            verdict: RwSignal::new(Verdict::Unknown),
            line: RwSignal::new(String::new()),
            summary: RwSignal::new(String::new()),
            together: RwSignal::new(Vec::new()),
            slots: RwSignal::new(Vec::new()),
        }
    }

    /// A sheet that shows one report for good.
    pub fn of(report: Report) -> Self {
        let sheet = Self::new();
        sheet.show(report);
        sheet
    }

    fn clear(&self) {
        set(self.is_blank, true);
        self.slots.set(Vec::new());
        self.together.set(Vec::new());
    }

    fn show(&self, report: Report) {
        set(self.line, verdict_line(&report));
        set(self.verdict, report.verdict);
        set(self.summary, report.summary);
        set(self.together, common_rows(&report.findings));
        set(self.is_blank, false);
        let count = report.records.len();
        let alone = count == 1 && report.findings.is_empty();
        let old = self.slots.get_untracked();
        let mut same = old.len() == count;
        let slots: Vec<Slot> = report
            .records
            .into_iter()
            .enumerate()
            .map(|(index, record)| {
                let place = match record.verdict {
                    _ if alone => Place::Alone,
                    _ if count <= LINES_OVER => Place::Among,
                    Verdict::Unknown => Place::Aside,
                    Verdict::Error | Verdict::Warning | Verdict::Advice | Verdict::Good => Place::Line,
                };
                if let Some(slot) = old.get(index).filter(|slot| slot.place == place) {
                    if slot.report.with_untracked(|shown| **shown != record) {
                        slot.report.set(Arc::new(record));
                    }
                    return slot.clone();
                }
                same = false;
                Slot { index, place, report: ArcRwSignal::new(Arc::new(record)) }
            })
            .collect();
        if !same {
            self.slots.set(slots);
        }
    }
}

/// Sets a signal where that changes it, so that what is shown is left alone where it doesn't.
fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}
