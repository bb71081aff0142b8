//! Sentences whose back-ticked pieces are set as code.

use leptos::prelude::*;

use crate::text::prose::{Part, parts};
use crate::ui::element::{el, text};

/// The sentence, as text nodes and `code` elements.
pub fn prose(sentence: &str) -> Vec<AnyView> {
    parts(sentence)
        .into_iter()
        .map(|part| match part {
            Part::Text(plain) => text(plain.to_owned()),
            Part::Code(code) => el("code").text(code.to_owned()).into_any(),
        })
        .collect()
}
