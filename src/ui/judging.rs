//! Judges the text on the desk, and shows what came of it.

use std::sync::{LazyLock, Mutex};

use super::components::result::result;
use super::desk::{desk, lock, restart};
use super::parts::{Judging, LIVE};
use super::spread::Sheet;
use super::state::{Announcer, Input, verdict_line};
use super::warming::warm;
use super::watched::Watched;
use crate::browser::frame::Timer;
use crate::report::{RecordReport, Report, explain_records, lone_domain};

/// How long the reader pauses before the verdict is said aloud, in milliseconds.
const PAUSE: i32 = 1_000;

/// What the first module reaches of this.
pub static TABLE: Judging = Judging { judge, result };

/// The result, and the verdict that was last said.
pub struct Judged {
    /// The result.
    pub sheet: Sheet,
    /// The text is a domain's name, and no record: the domain.
    pub lone_domain: Watched<Option<String>>,
    /// There is a record, of which something can be taken away.
    pub is_there: Watched<bool>,
    announcer: Mutex<Announcer>,
    pause: Mutex<Option<Timer>>,
}

/// What came of the text on the desk: a page has one.
pub fn judged() -> &'static Judged {
    static JUDGED: LazyLock<Judged> = LazyLock::new(|| Judged {
        sheet: Sheet::new(),
        lone_domain: Watched::default(),
        is_there: Watched::default(),
        announcer: Mutex::default(),
        pause: Mutex::default(),
    });
    &JUDGED
}

/// The report on the text on the desk.
pub fn report() -> Report {
    let desk = desk();
    desk.input.peek(|input| desk.hints.peek(|hints| explain_records(input.read(), hints)))
}

/// The records in the text, for those who compare them.
pub fn records() -> Vec<RecordReport> {
    report().records
}

fn judge() {
    if let Some(live) = LIVE.peek() {
        (live.forget)();
    }
    let judged = judged();
    let mut line = String::new();
    if desk().input.peek(Input::is_blank) {
        judged.sheet.clear();
        warm();
    } else {
        let report = report();
        line = verdict_line(&report);
        judged.is_there.set(!report.records.is_empty());
        let domain = desk().input.peek(|input| lone_domain(input.read()).map(str::to_owned));
        judged.lone_domain.set(domain.filter(|_| report.records.is_empty()));
        judged.sheet.show(report, line.clone());
    }
    // With an empty box nothing is left to be said, and the next verdict is news again.
    lock(&judged.announcer).hear(&line);
    restart(&judged.pause, PAUSE, || {
        if let Some(line) = lock(&judged.announcer).pause() {
            desk().aloud.put(line);
        }
    });
}
