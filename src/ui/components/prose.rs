//! Sentences whose back-ticked pieces are set as code.

use leptos::prelude::*;

use crate::text::prose::{Part, parts};

/// The sentence, as text nodes and `code` elements.
pub fn prose(sentence: &str) -> Vec<AnyView> {
    parts(sentence)
        .into_iter()
        .map(|part| match part {
            Part::Text(text) => text.to_owned().into_any(),
            Part::Code(code) => view! { <code>{code.to_owned()}</code> }.into_any(),
        })
        .collect()
}
