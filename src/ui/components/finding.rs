//! One finding: how grave, what was found, what to publish instead, and the way to the reason.

use leptos::prelude::*;

use super::prose::prose;
use super::{copy_button, heading, verdict_class};
use crate::rules::{self, Severity};
use crate::text::prose::plain;
use crate::ui::diff::Piece;
use crate::ui::rows::{FindingRow, FixRow};
use crate::ui::words;

/// A finding that something is to be done about, or to be known.
pub fn finding(level: u8, row: FindingRow) -> AnyView {
    view! {
        <article class="finding">
            <p class=verdict_class(row.severity.into())>{words::severity(row.severity)}</p>
            {heading(level, "finding-says", prose(&row.message))}
            {row.fix.map(fix)}
            <p class="finding-more">{why(row.rule)}</p>
        </article>
    }
    .into_any()
}

/// A finding that something is right.
pub fn confirmed(row: FindingRow) -> AnyView {
    view! { <li>{prose(&row.message)}" "{why(row.rule)}</li> }.into_any()
}

/// The way to the rule's page.
fn why(id: &'static str) -> impl IntoView {
    let label = rules::rule(id).map(|rule| ["Why? ", &plain(rule.title)].concat());
    view! { <a class="why" href=["#/rules/", id].concat() aria-label=label>"Why?"</a> }
}

fn fix(fix: FixRow) -> impl IntoView {
    let word = match (&fix.copy, fix.is_safe, fix.is_example) {
        (Some(_), _, true) => {
            "This is an example: put in what is yours, such as an address where you read mail"
        }
        (Some(_), true, false) => "Publish this instead",
        (Some(_), false, false) => "Read this before you publish it instead",
        (None, ..) => "",
    };
    let shown = !fix.pieces.is_empty();
    let (pieces, place, copy) = (fix.pieces, fix.place, fix.copy);
    view! {
        <div class="fix">
            <p class="fix-title">{prose(&fix.title)}</p>
            {(!word.is_empty()).then(|| view! { <p class="fix-word">{word}</p> })}
            {place.map(|place| view! { <p class="fix-place">{place}</p> })}
            {shown.then(|| view! { <p class="change">{change(pieces)}</p> })}
            {copy
                .map(|text| {
                    let (class, label, said) = if fix.is_example {
                        ("", "Copy the example", "Copied the example. Put in what is yours before you publish it.")
                    } else {
                        ("main", "Copy the corrected record", "Copied the corrected record.")
                    };
                    copy_button(class, label, said, move || text.clone())
                })}
        </div>
    }
}

/// A change: what is taken out, what is put in, and what stays around it.
pub fn change(pieces: Vec<Piece>) -> Vec<AnyView> {
    pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Same(text) => text.into_any(),
            Piece::Out(text) => view! { <del>{text}</del> }.into_any(),
            Piece::In(text) => view! { <ins>{text}</ins> }.into_any(),
            Piece::Gap => view! { <span class="gap" aria-hidden="true">"…"</span> }.into_any(),
        })
        .collect()
}

/// It asks for something, or tells something; it does not confirm.
pub fn asks(row: &FindingRow) -> bool {
    row.severity != Severity::Good
}
