//! What the pages are made of.

pub mod corrected;
pub mod finding;
pub mod journey;
pub mod paste_box;
pub mod prose;
pub mod record;
pub mod sheet;

use leptos::prelude::*;

use super::desk::Desk;
use crate::report::Verdict;

/// A place in the page whose content follows what it reads. All such places are of one type: a function of Leptos for
/// each type of content is what the page's code otherwise consists of.
pub fn live(content: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let content: Box<dyn Fn() -> AnyView + Send> = Box::new(content);
    content.into_any()
}

/// Content that is there at times.
pub fn maybe(content: Option<impl IntoAny>) -> AnyView {
    match content {
        Some(content) => content.into_any(),
        None => ().into_any(),
    }
}

/// A list that keeps the rows whose key stays, moves them where their order changes, and builds those that are new.
/// All lists are of one type, as all places that are [`live`] are.
pub fn list<T: Clone + Send + Sync + 'static>(
    rows: impl Fn() -> Vec<T> + Send + Sync + 'static,
    key: impl Fn(&T) -> u64 + Send + Sync + 'static,
    show: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    list_of(Box::new(move || {
        let row = |row: T| {
            let (key, show) = (key(&row), show.clone());
            Row { key, show: Box::new(move || show(row)) }
        };
        rows().into_iter().map(row).collect()
    }))
}

struct Row {
    key: u64,
    show: Box<dyn FnOnce() -> AnyView + Send + Sync>,
}

fn list_of(rows: Box<dyn Fn() -> Vec<Row> + Send + Sync>) -> AnyView {
    view! { <For each=rows key=|row| row.key children=|row: Row| (row.show)() /> }.into_any()
}

/// A heading of the second to the sixth level.
pub fn heading(level: u8, class: &'static str, content: impl IntoView + 'static) -> AnyView {
    let content = content.into_any();
    match level {
        0..=2 => view! { <h2 class=class>{content}</h2> }.into_any(),
        3 => view! { <h3 class=class>{content}</h3> }.into_any(),
        4 => view! { <h4 class=class>{content}</h4> }.into_any(),
        5 => view! { <h5 class=class>{content}</h5> }.into_any(),
        _ => view! { <h6 class=class>{content}</h6> }.into_any(),
    }
}

/// The class that colours a verdict; its words stand beside it.
pub const fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Error => "verdict v-error",
        Verdict::Warning => "verdict v-warning",
        Verdict::Unknown => "verdict v-unknown",
        Verdict::Advice => "verdict v-advice",
        Verdict::Good => "verdict v-good",
    }
}

/// A button that copies a text made when it is pressed.
pub fn copy_button(
    class: &'static str,
    label: &'static str,
    said: &'static str,
    text: impl Fn() -> String + 'static,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    view! { <button type="button" class=class on:click=move |_| desk.copy(text(), said)>{label}</button> }
}
