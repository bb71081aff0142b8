//! One record: the text as hero, what each part does, and what to change.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::prelude::*;

use super::corrected::corrected;
use super::finding::{asks, confirmed, finding};
use super::prose::prose;
use super::{heading, list, live, maybe};
use crate::browser::{focus, frame, mark};
use crate::report::{RecordReport, Verdict};
use crate::ui::rows::{FindingRow, PartRow, finding_rows, part_rows};
use crate::ui::state::STEP;
use crate::ui::words;

/// The longest text that the list of parts repeats whole, in characters.
const REPEATED: usize = 120;

/// What of a record is shown.
#[derive(Clone, Copy)]
pub struct Show {
    /// The level of its headings.
    pub level: u8,
    /// The findings of this rule alone.
    pub only: Option<&'static str>,
}

/// A record below its verdict.
pub fn record(report: Signal<Arc<RecordReport>>, show: Show) -> impl IntoView {
    // Ids are made of it: the same part may stand in two records.
    static RECORDS: AtomicUsize = AtomicUsize::new(0);
    let number = RECORDS.fetch_add(1, Ordering::Relaxed);

    let rows = Memo::new(move |_| {
        report.with(|report| part_rows(report).into_iter().map(Arc::new).collect::<Vec<Arc<PartRow>>>())
    });
    let shown = RwSignal::new(STEP);
    let reading = Memo::new(move |_| report.with(|report| words::reading(report)));
    let cleaned = Memo::new(move |_| report.with(|report| report.cleaned.clone()));
    let root = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        rows.track();
        shown.track();
        // The rows are there when the frame is painted.
        frame::next(move || {
            if let Some(root) = root.get_untracked() {
                focus::tend_stops(&root);
            }
        });
    });
    view! {
        <div
            class="record-view"
            node_ref=root
            data-marks=""
            // Not mouseover: that is told also where the page scrolls below a pointer that rests, and would take
            // the mark away from the part that was chosen.
            on:mousemove=|event| mark::from_event(&event)
            on:mouseleave=|event| mark::leave(&event)
            on:focusin=|event| mark::from_event(&event)
            on:click=|event| mark::show_sentence(&event)
            on:keydown=move |event| {
                if matches!(event.key().as_str(), "Enter" | " ") {
                    mark::show_sentence(&event);
                } else {
                    focus::rove(&event);
                }
            }
        >
            <p class="reading">{move || reading.get()}</p>
            <div class="sheet">
                <p class="record" role="group" aria-label="The record, part by part" data-rove="">
                    {list(move || head(rows, shown), |row| row.key, move |row| part(number, &row))}
                    {move || tail(rows, shown)}
                </p>
            </div>
            {tidied(report)}
            {live(move || {
                let notes = cleaned.get();
                maybe((!notes.is_empty())
                    .then(|| {
                        let notes: Vec<_> =
                            notes.iter().map(|note| view! { <li>{prose(note)}</li> }.into_any()).collect();
                        view! { <ul class="cleaned" aria-label="What was tidied">{notes}</ul> }
                    }))
            })}
            <div class="columns">
                <section class="column">
                    {heading(show.level, "", "What each part does")}
                    <ol class="parts" data-rove="">
                        {list(move || head_told(rows, shown), |row| row.key, move |row| sentence(number, row))}
                    </ol>
                    {more(rows, shown)}
                </section>
                {findings(report, show)}
            </div>
        </div>
    }
}

fn head(rows: Memo<Vec<Arc<PartRow>>>, shown: RwSignal<usize>) -> Vec<Arc<PartRow>> {
    rows.with(|rows| rows.iter().take(shown.get()).cloned().collect())
}

/// The rows that have something to say.
fn head_told(rows: Memo<Vec<Arc<PartRow>>>, shown: RwSignal<usize>) -> Vec<Arc<PartRow>> {
    rows.with(|rows| rows.iter().take(shown.get()).filter(|row| !row.is_space()).cloned().collect())
}

/// The text of the parts that are not built yet.
fn tail(rows: Memo<Vec<Arc<PartRow>>>, shown: RwSignal<usize>) -> String {
    rows.with(|rows| rows.iter().skip(shown.get()).map(|row| row.text.as_str()).collect())
}

fn more(rows: Memo<Vec<Arc<PartRow>>>, shown: RwSignal<usize>) -> AnyView {
    let left = Memo::new(move |_| rows.with(Vec::len).saturating_sub(shown.get()));
    live(move || {
        maybe((left.get() > 0).then(|| {
            view! {
                <button type="button" on:click=move |_| shown.update(|shown| *shown += STEP)>
                    "Explain the next parts"
                </button>
            }
        }))
    })
}

/// A part in the record itself.
fn part(number: usize, row: &PartRow) -> AnyView {
    if row.is_space() {
        return row.text.clone().into_any();
    }
    let class = match row.worst {
        Some(severity) => [words::mark_class(severity), " seg r-", row.role].concat(),
        None => ["seg r-", row.role].concat(),
    };
    view! {
        <span
            class=class
            role="button"
            tabindex="-1"
            data-stop=""
            data-part=row.key.to_string()
            aria-describedby=id(number, row)
        >
            {row.text.clone()}
        </span>
    }
    .into_any()
}

/// What a part does.
fn sentence(number: usize, row: Arc<PartRow>) -> AnyView {
    let class = match row.worst {
        Some(severity) => [words::mark_class(severity), " part r-", row.role].concat(),
        None => ["part r-", row.role].concat(),
    };
    let mark = row.worst.map(|severity| view! { <span class="part-mark">{words::severity(severity)}</span> });
    view! {
        <li class=class data-part=row.key.to_string() id=id(number, &row)>
            <p class="part-text">
                <code>{words::shortened(&row.text, REPEATED)}</code>
                {mark}
            </p>
            <p class="part-says">{prose(&row.says)}</p>
            {maybe((row.pieces.len() > 1).then(|| pieces(row.clone())))}
        </li>
    }
    .into_any()
}

/// The pieces of a part, built when they are asked for.
fn pieces(row: Arc<PartRow>) -> AnyView {
    let opened = RwSignal::new(false);
    let table = live(move || {
        maybe(opened.get().then(|| {
            let pieces: Vec<_> = row
                .pieces
                .iter()
                .map(|piece| {
                    let text = words::shown_blanks(&words::shortened(&piece.text, REPEATED));
                    view! {
                        <div>
                            <dt><code>{text}</code></dt>
                            <dd>{prose(&piece.says)}</dd>
                        </div>
                    }
                    .into_any()
                })
                .collect();
            view! { <dl>{pieces}</dl> }
        }))
    });
    view! {
        <details class="pieces" on:toggle=move |_| opened.set(true)>
            <summary tabindex="-1" data-stop="">"Piece by piece"</summary>
            {table}
        </details>
    }
    .into_any()
}

fn id(number: usize, row: &PartRow) -> String {
    ["part-", &number.to_string(), "-", &row.key.to_string()].concat()
}

/// The text as it was probably meant, beside the text that is judged.
fn tidied(report: Signal<Arc<RecordReport>>) -> AnyView {
    let tidied = Memo::new(move |_| {
        report.with(|report| report.tidied.clone().filter(|text| report.corrected.as_ref() != Some(text)))
    });
    live(move || {
        maybe(tidied.get().map(|text| {
            view! {
                <div class="tidied">
                    <p class="fix-word">"Without the odd characters it reads"</p>
                    <p class="change">{text}</p>
                </div>
            }
        }))
    })
}

fn findings(report: Signal<Arc<RecordReport>>, show: Show) -> impl IntoView {
    let rows = Memo::new(move |_| {
        let mut rows = report.with(|report| finding_rows(report));
        rows.retain(|row| show.only.is_none_or(|only| row.rule == only));
        rows
    });
    let to_change =
        move || rows.with(|rows| rows.iter().filter(|row| asks(row)).cloned().collect::<Vec<_>>());
    let right = move || rows.with(|rows| rows.iter().filter(|row| !asks(row)).cloned().collect::<Vec<_>>());
    let nothing = Memo::new(move |_| {
        let is_judged = report.with(|report| report.verdict != Verdict::Unknown);
        is_judged && show.only.is_none() && rows.with(|rows| !rows.iter().any(asks))
    });
    let any_asks = Memo::new(move |_| rows.with(|rows| rows.iter().any(asks)));
    let any_right = Memo::new(move |_| rows.with(|rows| rows.iter().any(|row| !asks(row))));
    let level = show.level;
    let key = |row: &FindingRow| row.key;
    view! {
        <section class="column">
            {live(move || maybe(any_asks.get().then(|| heading(level, "", "What to change"))))}
            {corrected(report)}
            {list(to_change, key, move |row| finding(level + 1, row))}
            {live(move || {
                maybe(nothing
                    .get()
                    .then(|| {
                        view! {
                            {heading(level, "", "What to change")}
                            <p>"Waxseal found nothing to change in this record."</p>
                        }
                    }))
            })}
            {live(move || maybe(any_right.get().then(|| heading(level, "right-title", "What is right"))))}
            <ul class="right">{list(right, key, confirmed)}</ul>
        </section>
    }
}
