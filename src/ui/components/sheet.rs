//! A whole result: the verdict, what is about several records, and each record.

use std::sync::Arc;

use leptos::prelude::*;

use super::finding::{asks, confirmed, finding};
use super::prose::prose;
use super::record::{Show, record};
use super::{heading, list, live, maybe, verdict_class};
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
    // Where a record moves between the two places, it is built anew.
    let key = |slot: &Slot| slot.index as u64 * 2 + u64::from(slot.place == Place::Alone);
    let wanted = move |row: &super::super::rows::FindingRow| only.is_none_or(|only| row.rule == only);
    let asked = move || {
        sheet.together.with(|rows| rows.iter().filter(|r| asks(r) && wanted(r)).cloned().collect::<Vec<_>>())
    };
    let right = move || {
        sheet.together.with(|rows| rows.iter().filter(|r| !asks(r) && wanted(r)).cloned().collect::<Vec<_>>())
    };
    view! {
        {live(move || {
            maybe((!alone.get() && only.is_none())
                .then(|| {
                    view! {
                        <div class="whole">
                            {verdict(level, sheet)}
                            <p class="summary">{live(move || sheet.summary.with(|summary| prose(summary).into_any()))}</p>
                        </div>
                    }
                }))
        })}
        {list(asked, |row| row.key, move |row| finding(level + 1, row))}
        <ul class="right">{list(right, |row| row.key, confirmed)}</ul>
        {list(
            at(&[Place::Alone, Place::Among]),
            key,
            move |slot| {
                let level = if slot.place == Place::Alone { level } else { level + 1 };
                whole(slot, level, only)
            },
        )}
        {lines(at(&[Place::Line]), level)}
        {aside(at(&[Place::Aside]), level)}
    }
}

/// The verdict on everything: a heading whose colour follows.
fn verdict(level: u8, sheet: Sheet) -> AnyView {
    live(move || heading(level, verdict_class(sheet.verdict.get()), move || sheet.line.get()))
}

/// A record with its verdict above it.
fn whole(slot: Slot, level: u8, only: Option<&'static str>) -> AnyView {
    let report: Signal<Arc<RecordReport>> = slot.report.into();
    let verdict = Memo::new(move |_| report.with(|report| report.verdict));
    let line = Memo::new(move |_| report.with(|report| record_line(report)));
    let summary = Memo::new(move |_| report.with(|report| report.summary.clone()));
    view! {
        <section class="one">
            {live(move || heading(level, verdict_class(verdict.get()), move || line.get()))}
            <p class="summary">{live(move || summary.with(|summary| prose(summary).into_any()))}</p>
            {record(report, Show { level: level + 1, only })}
        </section>
    }
    .into_any()
}

/// Many records, each one line that opens; more lines come when they are asked for.
fn lines(each: impl Fn() -> Vec<Slot> + Send + Sync + 'static, level: u8) -> AnyView {
    let shown = RwSignal::new(LINES_STEP);
    let all = Memo::new_with_compare(move |_| each(), |_, _| true);
    let some = move || all.with(|all| all.iter().take(shown.get()).cloned().collect::<Vec<_>>());
    let left = move || all.with(Vec::len).saturating_sub(shown.get());
    view! {
        <div class="lines">{list(some, |slot| slot.index as u64, move |slot| line(slot, level))}</div>
        {live(move || {
            maybe((left() > 0)
                .then(|| {
                    view! {
                        <button type="button" on:click=move |_| shown.update(|shown| *shown += LINES_STEP)>
                            "Show more records"
                        </button>
                    }
                }))
        })}
    }
    .into_any()
}

fn line(slot: Slot, level: u8) -> AnyView {
    let report: Signal<Arc<RecordReport>> = slot.report.into();
    let opened = RwSignal::new(false);
    view! {
        <details class="line" on:toggle=move |_| opened.set(true)>
            <summary>
                {live(move || report.with(|report| {
                    view! {
                        <span class=verdict_class(report.verdict)>{report.verdict.words()}</span>
                        <span class="line-what">{words::place(report)}</span>
                        <code class="line-text">{words::shortened(&report.value, 80)}</code>
                    }
                    .into_any()
                }))}
            </summary>
            {live(move || {
                maybe(opened
                    .get()
                    .then(|| {
                        let summary = live(move || report.with(|report| prose(&report.summary).into_any()));
                        view! {
                            <p class="summary">{summary}</p>
                            {record(report, Show { level: level + 1, only: None })}
                        }
                    }))
            })}
        </details>
    }
    .into_any()
}

/// Of many records, those that are not judged stand behind one line.
fn aside(each: impl Fn() -> Vec<Slot> + Clone + Send + Sync + 'static, level: u8) -> AnyView {
    let opened = RwSignal::new(false);
    let counted = each.clone();
    let count = Memo::new(move |_| counted().len());
    live(move || {
        let each = each.clone();
        maybe((count.get() > 0).then(|| {
            view! {
                <details class="aside" on:toggle=move |_| opened.set(true)>
                    <summary>{move || words::not_judged(count.get())}</summary>
                    {live(move || maybe(opened.get().then(|| lines(each.clone(), level))))}
                </details>
            }
        }))
    })
}
