//! What the pages share: the text on the desk, its result, and what is said about it.

use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use super::comparing::comparing;
use super::components::sheet::Standing;
use super::examples::are_offered;
use super::route::{Explain, Route};
use super::rows::{FindingRow, common_rows};
use super::state::{Announcer, Input, LINES_OVER, verdict_line};
use super::watched::Watched;
use super::words;
use crate::browser::frame::Timer;
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
pub struct Desk {
    /// The text.
    pub input: Watched<Input>,
    /// What a link said about the text.
    pub hints: Watched<Hints>,
    /// The same in words.
    pub hinted: Watched<Option<String>>,
    /// There is a text.
    pub has_text: Watched<bool>,
    /// What is said of a text that is too long for the box.
    pub held: Watched<Option<String>>,
    /// The examples are shown.
    pub offers_examples: Watched<bool>,
    /// The page put a text into the box.
    pub put: Watched<()>,
    /// The result.
    pub sheet: Sheet,
    /// A short message, shown and said.
    pub status: Watched<String>,
    /// What is only said.
    pub aloud: Watched<String>,
    announcer: Mutex<Announcer>,
    pause: Mutex<Option<Timer>>,
    fading: Mutex<Option<Timer>>,
}

/// The desk: a page has one, for as long as it is open.
pub fn desk() -> &'static Desk {
    static DESK: LazyLock<Desk> = LazyLock::new(Desk::new);
    &DESK
}

impl Desk {
    fn new() -> Self {
        Self {
            input: Watched::default(),
            hints: Watched::default(),
            hinted: Watched::default(),
            has_text: Watched::default(),
            held: Watched::default(),
            offers_examples: Watched::new(true),
            put: Watched::default(),
            sheet: Sheet::new(),
            status: Watched::default(),
            aloud: Watched::default(),
            announcer: Mutex::default(),
            pause: Mutex::default(),
            fading: Mutex::default(),
        }
    }

    /// The reader typed: the box holds `text`.
    pub fn typed(&'static self, text: String) {
        self.input.put(Input::Box(text));
        self.judge();
    }

    /// A text comes from elsewhere and goes into the box, or beside it.
    pub fn put(&'static self, input: Input) {
        self.input.put(input);
        self.put.put(());
        self.judge();
    }

    /// A link brings a text.
    pub fn open_link(&'static self, explain: &Explain) {
        self.hints.put(explain.hints());
        // A link without a text says where the text stands that is going to be pasted.
        if explain.texts.is_empty() && explain.name.is_some() {
            return self.put(self.input.peek(Input::clone));
        }
        self.put(Input::new(explain.text()));
    }

    /// Takes the text away, and what a link said about it.
    pub fn clear(&'static self) {
        self.hints.put(Hints::default());
        self.put(Input::default());
    }

    fn report(&self) -> Report {
        self.input.peek(|input| self.hints.peek(|hints| explain_records(input.read(), hints)))
    }

    /// The records in the text, for those who compare them.
    pub fn records(&self) -> Vec<RecordReport> {
        self.report().records
    }

    fn judge(&'static self) {
        comparing().forget();
        self.hinted.set(self.hints.peek(words::hinted));
        self.input.peek(|input| {
            self.has_text.set(!input.whole().is_empty());
            self.held.set(input.says());
            self.offers_examples.set(are_offered(input.read()));
        });
        let mut line = String::new();
        if self.input.peek(Input::is_blank) {
            self.sheet.clear();
        } else {
            let report = self.report();
            line = verdict_line(&report);
            self.sheet.show(report, line.clone());
        }
        // With an empty box nothing is left to be said, and the next verdict is news again.
        lock(&self.announcer).hear(&line);
        restart(&self.pause, PAUSE, || {
            if let Some(line) = lock(&self.announcer).pause() {
                self.aloud.put(line);
            }
        });
    }

    /// The whole result as plain text.
    pub fn plain(&self) -> String {
        plain::report(&self.report())
    }

    /// A link to this text, where it is short enough for one.
    pub fn link(&self) -> Option<String> {
        let (name, rtype) = self.hints.peek(|hints| (hints.name.clone(), hints.rtype.clone()));
        let text = self.input.peek(|input| input.whole().trim().to_owned());
        if text.len() > LONGEST_LINK {
            return None;
        }
        let link = location::link(&Route::Explain(Explain { texts: vec![text], name, rtype }).href());
        (link.len() <= LONGEST_LINK).then_some(link)
    }

    /// Shows a message for a while, and says it.
    pub fn say(&'static self, message: &str) {
        self.status.put(message.to_owned());
        restart(&self.fading, STATUS, || self.status.put(String::new()));
    }

    /// Copies a text and says so.
    pub fn copy(&'static self, text: String, copied: &'static str) {
        leptos::task::spawn_local(async move {
            let message = if clipboard::copy(&text).await {
                copied
            } else {
                "Your browser did not let Waxseal copy. Select the text, and copy it yourself."
            };
            self.say(message);
        });
    }
}

/// The page has one thread, which never waits for itself.
pub fn lock<T>(cell: &Mutex<T>) -> MutexGuard<'_, T> {
    cell.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does something later, and not what was to be done before.
pub fn restart(cell: &Mutex<Option<Timer>>, milliseconds: i32, work: impl FnOnce() + 'static) {
    let mut timer = lock(cell);
    if let Some(old) = timer.take() {
        old.stop();
    }
    *timer = Timer::after(milliseconds, work);
}

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
                    Verdict::Unknown => Place::Aside,
                    Verdict::Error | Verdict::Warning | Verdict::Advice | Verdict::Good => Place::Line,
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
