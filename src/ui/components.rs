//! What the pages are made of.

pub mod answers;
pub mod asked;
pub mod build_way;
pub mod changes;
pub mod contrast;
pub mod corrected;
pub mod domain_box;
pub mod encryption;
pub mod field_row;
pub mod finding;
pub mod journey;
pub mod need;
pub mod paste_box;
pub mod prose;
pub mod published;
pub mod record;
pub mod requirements;
pub mod resolver;
pub mod result;
pub mod sheet;
pub mod spf_tree;
pub mod spf_tried;
pub mod way;

use leptos::prelude::*;
use leptos::tachys::view::keyed::keyed;

use super::desk::desk;
use super::element::{El, el};
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
pub fn list<T: Send + 'static>(
    rows: impl Fn() -> Vec<T> + Send + 'static,
    key: impl Fn(&T) -> u64 + Send + 'static,
    show: impl Fn(T) -> AnyView + Clone + Send + 'static,
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
    show: Box<dyn FnOnce() -> AnyView + Send>,
}

fn list_of(rows: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
    let moved = |_: usize| {};
    live(move || keyed(rows(), |row: &Row| row.key, move |_, row: Row| (moved, (row.show)())).into_any())
}

/// What is done or right, behind one line that says so.
pub fn fold(says: impl IntoAny, content: impl IntoIterator<Item = impl IntoAny>) -> El {
    el("details").class("fold").child(el("summary").child(says)).children(content)
}

/// A heading of the second to the sixth level.
pub fn heading(level: u8, class: &'static str) -> El {
    let tag = match level {
        0..=2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    };
    el(tag).class(class)
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

/// A button.
pub fn button(class: &'static str, label: &'static str, press: impl Fn() + Send + 'static) -> El {
    let press: Box<dyn Fn() + Send> = Box::new(press);
    el("button").attr("type", "button").class(class).text(label).on("click", move |_| press())
}

/// A button that copies a text made when it is pressed.
pub fn copy_button(
    class: &'static str,
    label: &'static str,
    said: &'static str,
    text: impl Fn() -> String + Send + 'static,
) -> El {
    button(class, label, move || desk().copy(text(), said))
}
