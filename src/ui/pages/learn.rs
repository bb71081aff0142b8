//! What each kind of record is for.

use leptos::prelude::*;

use super::rule::explained;
use super::{above, title};
use crate::ui::components::journey::journey;
use crate::ui::components::prose::prose;
use crate::ui::element::el;
use crate::ui::words::learn::{LESSONS, LIST_LEAD, Lesson};

/// All lessons.
pub fn list() -> Vec<AnyView> {
    let lessons = LESSONS.iter().map(|lesson| {
        let link = el("a").attr("href", ["#/learn/", lesson.kind.id()].concat()).text(lesson.title);
        el("li").child(el("h2").child(link)).child(el("p").children(prose(lesson.lead)))
    });
    let left = el("div")
        .child(el("p").class("lead").text(LIST_LEAD))
        .child(el("ul").class("lessons").children(lessons));
    vec![
        title().text("What mail records are for").into_any(),
        el("div").class("lesson").child(left).child(journey(None)).into_any(),
    ]
}

/// One lesson.
pub fn page(lesson: &'static Lesson) -> Vec<AnyView> {
    let left = el("div")
        .child(el("p").class("lead").children(prose(lesson.lead)))
        .children(lesson.body.iter().map(|paragraph| el("p").children(prose(paragraph))));
    let mut page = vec![
        above("#/learn", "What mail records are for").into_any(),
        title().text(lesson.title).into_any(),
        el("div").class("lesson").child(left).child(journey(Some(lesson.kind))).into_any(),
        el("h2").text("An example, part by part").into_any(),
    ];
    page.extend(explained(lesson.example, None));
    page
}
