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
