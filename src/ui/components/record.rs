//! One record: the text as hero, what each part does, and what to change.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::corrected::{Corrected, corrected};
use super::finding::{asks, confirmed, finding};
use super::prose::{names, prose};
use super::{button, heading, list, live, maybe};
use crate::browser::{focus, frame, mark};
use crate::record::header::Lead;
use crate::report::{RecordReport, Verdict};
use crate::ui::build::can_be_edited;
use crate::ui::element::{El, el, text};
use crate::ui::parts::MAKING;
use crate::ui::rows::{self, FindingRow, PartRow, finding_rows, part_rows};
use crate::ui::state::STEP;
use crate::ui::watched::Watched;
use crate::ui::words;

/// The longest text that the list of parts repeats whole, in characters.
const REPEATED: usize = 120;

/// In a record of at most so many parts, long names break at their dots: in a longer one, that would cost time at every key.
const BROKEN_AT_DOTS: usize = 60;

/// A part of at most so many bytes has room in a line of a narrow page, where it stays whole.
const ONE_LINE: usize = 26;

/// So many keys and domains that one header field names are offered.
const MOST_LEADS: usize = 8;

/// What of a record is shown.
#[derive(Clone, Copy)]
pub struct Show {
    /// The level of its headings.
    pub level: u8,
    /// The findings of this rule alone.
    pub only: Option<&'static str>,
    /// Its number on the desk, where it can be edited.
    pub edit: Option<usize>,
}

/// A record spread out into what is shown of it, so that a key press touches only what it changes.
struct Spread {
    reading: Watched<String>,
    tidied: Watched<Option<String>>,
    cleaned: Watched<Vec<String>>,
    leads: Watched<Vec<Lead>>,
    parts: Watched<Vec<Arc<PartRow>>>,
    /// How many of the parts are built.
    built: Watched<usize>,
    heads: Watched<Heads>,
    /// There is a corrected record, and no error is left in it.
    mends: Watched<Option<bool>>,
    corrected: Corrected,
    to_change: Watched<Vec<Arc<FindingRow>>>,
    right: Watched<Vec<Arc<FindingRow>>>,
}

/// Which headings stand above the findings.
#[derive(Clone, Copy, Default, PartialEq)]
struct Heads {
    to_change: bool,
    /// It was looked for, and nothing found.
    nothing: bool,
    right: bool,
}

impl Spread {
    fn new() -> Self {
        Self {
            reading: Watched::default(),
            tidied: Watched::default(),
            cleaned: Watched::default(),
            leads: Watched::default(),
            parts: Watched::default(),
            built: Watched::new(STEP),
            heads: Watched::default(),
            mends: Watched::default(),
            corrected: Watched::default(),
            to_change: Watched::default(),
            right: Watched::default(),
        }
    }

    fn show(&self, record: &RecordReport, only: Option<&'static str>) {
        self.reading.set(words::reading(record));
        self.tidied.set(record.tidied.clone().filter(|text| record.corrected.as_ref() != Some(text)));
        self.cleaned.set(record.cleaned.clone());
        self.leads.set(record.leads().into_iter().take(MOST_LEADS).collect());
        self.parts.put(part_rows(record).into_iter().map(Arc::new).collect());
        let corrected = rows::corrected(record);
        self.mends.set(corrected.as_ref().map(|row| row.is_mended));
        self.corrected.set(corrected);
        let wanted = |row: &FindingRow| only.is_none_or(|only| row.rule == only);
        let wanted = finding_rows(record).into_iter().filter(wanted).map(Arc::new);
        let (to_change, right): (Vec<_>, Vec<_>) = wanted.partition(|row| asks(row));
        self.heads.set(Heads {
            to_change: !to_change.is_empty(),
            nothing: to_change.is_empty()
                && record.verdict != Verdict::Unknown
                && !record.in_conflict
                && only.is_none(),
            right: !right.is_empty(),
        });
        self.to_change.set(to_change);
        self.right.set(right);
    }

    /// The parts that are built.
    fn head(&self, wanted: fn(&PartRow) -> bool) -> Vec<Arc<PartRow>> {
        let built = self.built.get();
        self.parts.with(|rows| rows.iter().take(built).filter(|row| wanted(row)).cloned().collect())
    }

    /// The text of the parts that are not built yet.
    fn tail(&self) -> String {
        let built = self.built.get();
        self.parts.with(|rows| rows.iter().skip(built).map(|row| row.text.as_str()).collect())
    }

    fn is_all_built(&self) -> bool {
        self.parts.with(Vec::len) <= self.built.get()
    }
}

/// A record below its verdict.
pub fn record(report: Watched<Arc<RecordReport>>, show: Show) -> El {
    // Ids are made of it: the same part may stand in two records.
    static RECORDS: AtomicUsize = AtomicUsize::new(0);
    let number = RECORDS.fetch_add(1, Ordering::Relaxed);

    let spread = Arc::new(Spread::new());
    let (fills, tended) = (spread.clone(), spread.clone());
    let (told, reading, cleaned, leads) = (spread.clone(), spread.clone(), spread.clone(), spread.clone());
    let edit = show.edit.map(|index| edit(index, &report, show.level));
    let columns = el("div")
        .class("columns")
        .child(
            el("section")
                .class("column")
                .child(heading(show.level, "").text("What each part does"))
                .child(el("ol").class("parts").attr("data-rove", "").child(list(
                    move || told.head(|row| !row.is_space()),
                    |row| row.key,
                    move |row| sentence(number, row),
                )))
                .child(more(spread.clone())),
        )
        .child(findings(&spread, show.level));
    el("div")
        .class("record-view")
        .attr("data-marks", "")
        .tend(move |_| report.with(|report| fills.show(report, show.only)))
        .tend(move |root| {
            tended.parts.track();
            tended.built.track();
            let root = root.clone();
            // The rows are there when the frame is painted.
            frame::next(move || focus::tend_stops(&root));
        })
        // Not mouseover: that is told also where the page scrolls below a pointer that rests, and would take
        // the mark away from the part that was chosen.
        .on("mousemove", |event| mark::from_event(&event))
        .on("mouseleave", |event| mark::leave(&event))
        .on("focusin", |event| mark::from_event(&event))
        .on("click", |event| mark::show_sentence(&event))
        .on("keydown", |event| match event.dyn_ref::<KeyboardEvent>() {
            Some(key) if matches!(key.key().as_str(), "Enter" | " ") => mark::show_sentence(&event),
            Some(key) => focus::rove(key),
            None => {}
        })
        .child(el("p").class("reading").child(live(move || text(reading.reading.get()))))
        .child(el("div").class("sheet").child(whole_text(&spread, number)))
        .maybe(edit)
        .child(tidied(spread.tidied.clone()))
        .child(live(move || maybe(cleaned.cleaned.with(|notes| notes_on(notes)))))
        .child(live(move || maybe(leads.leads.with(|leads| lead_on(leads)))))
        .child(columns)
}

/// The record itself, in one line of parts.
fn whole_text(spread: &Arc<Spread>, number: usize) -> El {
    let (head, tail, all) = (spread.clone(), spread.clone(), spread.clone());
    el("p")
        .class("record")
        .attr("role", "group")
        .attr("aria-label", "The record, part by part")
        .attr("data-rove", "")
        .child(list(
            move || head.head(|_| true),
            |row| row.key,
            move |row| part(number, &row, all.parts.peek(Vec::len) <= BROKEN_AT_DOTS),
        ))
        .child(live(move || text(tail.tail())))
}

/// The way to the controls, which are built when they are asked for.
fn edit(index: usize, report: &Watched<Arc<RecordReport>>, level: u8) -> El {
    let (is_there, is_open) = (Watched::new(false), Watched::new(false));
    let (watched, told, boxed) = (report.clone(), is_there.clone(), report.clone());
    let (toggled, told_open, expanded) = (is_open.clone(), is_open.clone(), is_open);
    let press = el("button")
        .attr("type", "button")
        .class("quiet edit-toggle")
        .text("Edit")
        .attr_while("aria-expanded", "true", move || expanded.get())
        .on("click", move |_| {
            MAKING.prepare();
            toggled.set(!toggled.peek(|is| *is));
        });
    el("div")
        .class("edit")
        .tend(move |_| is_there.set(watched.with(|report| can_be_edited(report))))
        .attr_while("hidden", "", move || !told.get())
        .child(press)
        .child(live(move || match told_open.get() {
            true => MAKING.show(|making| (making.edit)(index, boxed.clone(), level), || MAKING.want(|_| ())),
            false => ().into_any(),
        }))
}

/// What was tidied.
fn notes_on(notes: &[String]) -> Option<El> {
    let notes = || notes.iter().map(|note| el("li").children(prose(note)));
    let list = || el("ul").class("cleaned").attr("aria-label", "What was tidied").children(notes());
    notes().next().map(|_| list())
}

/// The ways to what a header field names.
fn lead_on(leads: &[Lead]) -> Option<El> {
    let way = |lead: &Lead| {
        let href = words::lead_to(lead).href();
        el("li").child(el("a").attr("href", href).children(prose(&lead.words())))
    };
    let all = || el("ul").class("leads").attr("aria-label", "What it names").children(leads.iter().map(way));
    (!leads.is_empty()).then(all)
}

fn more(spread: Arc<Spread>) -> AnyView {
    live(move || {
        let built = spread.built.clone();
        maybe((!spread.is_all_built()).then(|| {
            button("", "Explain the next parts", move || built.put(built.peek(|built| built + STEP)))
        }))
    })
}

/// A part in the record itself.
fn part(number: usize, row: &PartRow, at_dots: bool) -> AnyView {
    if row.is_space() {
        return text(row.text.clone());
    }
    let is_cut = at_dots && row.text.len() > ONE_LINE;
    let shown = if is_cut { names(&row.text) } else { vec![text(row.text.clone())] };
    el("span")
        .class(marked("seg r-", row))
        .attr("role", "button")
        .attr("tabindex", "-1")
        .attr("data-stop", "")
        .attr("data-part", row.key.to_string())
        .attr("aria-describedby", id(number, row))
        .children(shown)
        .into_any()
}

/// What a part does.
fn sentence(number: usize, row: Arc<PartRow>) -> AnyView {
    let mark = |severity| el("span").class("part-mark").text(words::severity(severity));
    let code = el("code").children(names(&words::shortened(&row.text, REPEATED)));
    el("li")
        .class(marked("part r-", &row))
        .attr("data-part", row.key.to_string())
        .attr("id", id(number, &row))
        .child(el("p").class("part-text").child(code).maybe(row.worst.map(mark)))
        .child(el("p").class("part-says").children(prose(&row.says)))
        .maybe((row.pieces.len() > 1).then(|| pieces(row)))
        .into_any()
}

/// The class of a part: its role, and the mark of the gravest thing found in it.
fn marked(class: &'static str, row: &PartRow) -> String {
    match row.worst {
        Some(severity) => [words::mark_class(severity), " ", class, row.role].concat(),
        None => [class, row.role].concat(),
    }
}

/// The pieces of a part, built when they are asked for.
fn pieces(row: Arc<PartRow>) -> El {
    let opened = Watched::new(false);
    let is_open = opened.clone();
    let table = live(move || {
        let pieces = row.pieces().map(|(text, says)| {
            let text = words::shown_blanks(&words::shortened(text, REPEATED));
            el("div").child(el("dt").child(el("code").text(text))).child(el("dd").children(prose(says)))
        });
        maybe(is_open.get().then(|| el("dl").children(pieces)))
    });
    let summary = el("summary").attr("tabindex", "-1").attr("data-stop", "").text("Piece by piece");
    el("details").class("pieces").on("toggle", move |_| opened.set(true)).child(summary).child(table)
}

fn id(number: usize, row: &PartRow) -> String {
    ["part-", &number.to_string(), "-", &row.key.to_string()].concat()
}

/// The text as it was probably meant, beside the text that is judged.
fn tidied(tidied: Watched<Option<String>>) -> AnyView {
    live(move || {
        maybe(tidied.get().map(|text| {
            el("div")
                .class("tidied")
                .child(el("p").class("fix-word").text("Without the odd characters it reads"))
                .child(el("p").class("change").text(text))
        }))
    })
}

fn findings(spread: &Spread, level: u8) -> El {
    let heads = |show: fn(Heads, u8) -> AnyView| {
        let heads = spread.heads.clone();
        live(move || show(heads.get(), level))
    };
    let (to_change, right) = (spread.to_change.clone(), spread.right.clone());
    el("section")
        .class("column")
        .child(heads(|heads, level| {
            maybe((heads.to_change || heads.nothing).then(|| heading(level, "").text("What to change")))
        }))
        .child(corrected(spread.mends.clone(), spread.corrected.clone()))
        .child(list(move || to_change.get(), |row| row.key, move |row| finding(level + 1, row)))
        .child(heads(|heads, _| {
            let nothing = || el("p").text("Waxseal found nothing to change in this record.");
            maybe(heads.nothing.then(nothing))
        }))
        .child(heads(|heads, level| {
            maybe(heads.right.then(|| heading(level, "right-title").text("What is right")))
        }))
        .child(el("ul").class("right").child(list(move || right.get(), |row| row.key, confirmed)))
}
