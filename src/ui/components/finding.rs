//! One finding: how grave, what was found, what to publish instead, and the way to the reason.

use std::sync::Arc;

use leptos::prelude::*;

use super::build_way::build_way;
use super::prose::prose;
use super::{copy_button, heading, verdict_class};
use crate::rules::{self, Severity};
use crate::text::prose::plain;
use crate::ui::diff::Piece;
use crate::ui::element::{El, el, text};
use crate::ui::rows::{FindingRow, FixRow};
use crate::ui::words;

/// A finding that something is to be done about, or to be known.
pub fn finding(level: u8, row: Arc<FindingRow>) -> AnyView {
    el("article")
        .class("finding")
        .child(el("p").class(verdict_class(row.severity.into())).text(words::severity(row.severity)))
        .child(heading(level, "finding-says").children(prose(&row.message)))
        .maybe(row.fix.as_ref().map(fix))
        .child(el("p").class("finding-more").child(why(row.rule)).maybe(build_way(row.rule)))
        .into_any()
}

/// A finding that something is right.
pub fn confirmed(row: Arc<FindingRow>) -> AnyView {
    el("li").children(prose(&row.message)).text(" ").child(why(row.rule)).into_any()
}

/// The way to the rule's page.
pub fn why(id: &'static str) -> El {
    let way = el("a").class("why").attr("href", ["#/rules/", id].concat()).text("Why?");
    match rules::rule(id) {
        Some(rule) => way.attr("aria-label", ["Why? ", &plain(rule.title)].concat()),
        None => way,
    }
}

fn fix(fix: &FixRow) -> El {
    let word = match (&fix.copy, fix.is_safe, fix.is_example) {
        (Some(_), _, true) => {
            Some("This is an example: put in what is yours, such as an address where you read mail")
        }
        (Some(_), true, false) => Some("Publish this instead"),
        (Some(_), false, false) if fix.place.is_some() => Some("Read this before you publish it"),
        (Some(_), false, false) => Some("Read this before you publish it instead"),
        (None, ..) => None,
    };
    let copy = fix.copy.clone().map(|text| {
        let (class, label, said) = if fix.is_example {
            ("", "Copy the example", "Copied the example. Put in what is yours before you publish it.")
        } else if fix.is_safe {
            ("main", "Copy the corrected record", "Copied the corrected record.")
        } else {
            ("", "Copy the new text", "Copied the new text.")
        };
        copy_button(class, label, said, move || text.clone())
    });
    el("div")
        .class("fix")
        .child(el("p").class("fix-title").children(prose(&fix.title)))
        .maybe(word.map(|word| el("p").class("fix-word").text(word)))
        .maybe(fix.place.clone().map(|place| el("p").class("fix-place").text(place)))
        .maybe((!fix.pieces.is_empty()).then(|| el("p").class("change").children(change(&fix.pieces))))
        .maybe(copy)
}

/// A change: what is taken out, what is put in, and what stays around it.
pub fn change(pieces: &[Piece]) -> Vec<AnyView> {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Same(same) => text(same.clone()),
            Piece::Out(out) => el("del").text(out.clone()).into_any(),
            Piece::In(new) => el("ins").text(new.clone()).into_any(),
            Piece::Gap => el("span").class("gap").attr("aria-hidden", "true").text("…").into_any(),
        })
        .collect()
}

/// It asks for something, or tells something; it does not confirm.
pub fn asks(row: &FindingRow) -> bool {
    row.severity != Severity::Good
}
