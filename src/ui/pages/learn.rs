//! What each kind of record is for.

use leptos::prelude::*;

use super::rule::example;
use crate::ui::components::journey::journey;
use crate::ui::components::prose::prose;
use crate::ui::words::learn::{LESSONS, LIST_LEAD, Lesson};

/// All lessons.
pub fn list() -> impl IntoView {
    let lessons: Vec<_> = LESSONS
        .iter()
        .map(|lesson| {
            view! {
                <li>
                    <h2><a href=["#/learn/", lesson.kind.id()].concat()>{lesson.title}</a></h2>
                    <p>{prose(lesson.lead)}</p>
                </li>
            }
        })
        .collect();
    view! {
        <h1 tabindex="-1">"What mail records are for"</h1>
        <div class="lesson">
            <div><p class="lead">{LIST_LEAD}</p><ul class="lessons">{lessons}</ul></div>
            {journey(None)}
        </div>
    }
}

/// One lesson.
pub fn page(lesson: &'static Lesson) -> impl IntoView {
    let body: Vec<_> = lesson.body.iter().map(|paragraph| view! { <p>{prose(paragraph)}</p> }).collect();
    view! {
        <p class="above"><a href="#/learn">"What mail records are for"</a></p>
        <h1 tabindex="-1">{lesson.title}</h1>
        <div class="lesson">
            <div><p class="lead">{prose(lesson.lead)}</p>{body}</div>
            {journey(Some(lesson.kind))}
        </div>
        <h2>"An example, part by part"</h2>
        {example(lesson.example, None)}
    }
}
