//! A whole result: the verdict, what is about several records, and each record.

use std::sync::Arc;

use leptos::prelude::*;

use super::finding::{asks, confirmed, finding};
use super::prose::prose;
use super::record::{Show, record};
use super::{heading, verdict_class};
use crate::report::RecordReport;
use crate::ui::desk::{Place, Sheet, Slot};
use crate::ui::state::{LINES_STEP, record_line};
use crate::ui::words;

/// The result; `only` shows the findings of one rule alone.
pub fn sheet(sheet: Sheet, level: u8, only: Option<&'static str>) -> impl IntoView {
    let alone =
        Memo::new(move |_| sheet.slots.with(|slots| slots.first().is_some_and(|s| s.place == Place::Alone)));
    let at = move |places: &'static [Place]| {
        move || {
            sheet
                .slots
                .with(|slots| slots.iter().filter(|s| places.contains(&s.place)).cloned().collect::<Vec<_>>())
        }
    };
    let key = |slot: &Slot| (slot.index, slot.place);
    let wanted = move |row: &super::super::rows::FindingRow| only.is_none_or(|only| row.rule == only);
    let asked = move || {
        sheet.together.with(|rows| rows.iter().filter(|r| asks(r) && wanted(r)).cloned().collect::<Vec<_>>())
    };
    let right = move || {
        sheet.together.with(|rows| rows.iter().filter(|r| !asks(r) && wanted(r)).cloned().collect::<Vec<_>>())
    };
    view! {
        {move || {
            (!alone.get() && only.is_none())
                .then(|| {
                    view! {
                        <div class="whole">
                            {verdict(level, sheet)}
                            <p class="summary">{move || sheet.summary.with(|summary| prose(summary))}</p>
                        </div>
                    }
                })
        }}
        <For each=asked key=|row| row.key let(row)>
            {finding(level + 1, row)}
        </For>
        <ul class="right">
            <For each=right key=|row| row.key let(row)>
                {confirmed(row)}
            </For>
        </ul>
        <For each=at(&[Place::Alone, Place::Among]) key=key let(slot)>
            {
                let level = if slot.place == Place::Alone { level } else { level + 1 };
                whole(slot, level, only)
            }
        </For>
        {lines(at(&[Place::Line]), level)}
        {aside(at(&[Place::Aside]), level)}
    }
}

/// The verdict on everything: a heading whose colour follows.
fn verdict(level: u8, sheet: Sheet) -> impl IntoView {
    move || heading(level, verdict_class(sheet.verdict.get()), move || sheet.line.get())
}

/// A record with its verdict above it.
fn whole(slot: Slot, level: u8, only: Option<&'static str>) -> impl IntoView {
    let report: Signal<Arc<RecordReport>> = slot.report.into();
    let verdict = Memo::new(move |_| report.with(|report| report.verdict));
    let line = Memo::new(move |_| report.with(|report| record_line(report)));
    let summary = Memo::new(move |_| report.with(|report| report.summary.clone()));
    view! {
        <section class="one">
            {move || heading(level, verdict_class(verdict.get()), move || line.get())}
            <p class="summary">{move || summary.with(|summary| prose(summary))}</p>
            {record(report, Show { level: level + 1, only })}
        </section>
    }
}

/// Many records, each one line that opens; more lines come when they are asked for.
fn lines(each: impl Fn() -> Vec<Slot> + Send + Sync + 'static, level: u8) -> impl IntoView {
    let shown = RwSignal::new(LINES_STEP);
    let all = Memo::new_with_compare(move |_| each(), |_, _| true);
    let some = move || all.with(|all| all.iter().take(shown.get()).cloned().collect::<Vec<_>>());
    let left = move || all.with(Vec::len).saturating_sub(shown.get());
    view! {
        <div class="lines">
            <For each=some key=|slot| slot.index let(slot)>
                {line(slot, level)}
            </For>
        </div>
        {move || {
            (left() > 0)
                .then(|| {
                    view! {
                        <button type="button" on:click=move |_| shown.update(|shown| *shown += LINES_STEP)>
                            "Show more records"
                        </button>
                    }
                })
        }}
    }
}

fn line(slot: Slot, level: u8) -> impl IntoView {
    let report: Signal<Arc<RecordReport>> = slot.report.into();
    let opened = RwSignal::new(false);
    view! {
        <details class="line" on:toggle=move |_| opened.set(true)>
            <summary>
                {move || report.with(|report| {
                    view! {
                        <span class=verdict_class(report.verdict)>{report.verdict.words()}</span>
                        <span class="line-what">{words::place(report)}</span>
                        <code class="line-text">{words::shortened(&report.value, 80)}</code>
                    }
                })}
            </summary>
            {move || {
                opened
                    .get()
                    .then(|| {
                        let summary = move || report.with(|report| prose(&report.summary));
                        view! {
                            <p class="summary">{summary}</p>
                            {record(report, Show { level: level + 1, only: None })}
                        }
                    })
            }}
        </details>
    }
}

/// Of many records, those that are not judged stand behind one line.
fn aside(each: impl Fn() -> Vec<Slot> + Clone + Send + Sync + 'static, level: u8) -> impl IntoView {
    let opened = RwSignal::new(false);
    let counted = each.clone();
    let count = Memo::new(move |_| counted().len());
    move || {
        let each = each.clone();
        (count.get() > 0).then(|| {
            view! {
                <details class="aside" on:toggle=move |_| opened.set(true)>
                    <summary>{move || words::not_judged(count.get())}</summary>
                    {move || opened.get().then(|| lines(each.clone(), level))}
                </details>
            }
        })
    }
}
