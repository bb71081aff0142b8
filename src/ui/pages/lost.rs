//! An address that no page has.

use leptos::prelude::*;

use super::title;
use crate::ui::element::el;
use crate::ui::words::shortened;

/// Says which address was asked for, and where to go.
pub fn page(asked: &str) -> Vec<AnyView> {
    let says = el("p")
        .text("Waxseal has no page at ")
        .child(el("code").text(shortened(asked, 200)))
        .text(". The link may have been cut or changed on its way to you.");
    let way =
        |(href, label): (&'static str, &'static str)| el("li").child(el("a").attr("href", href).text(label));
    let ways = [
        ("#/", "Check a record"),
        ("#/rules", "See all rules"),
        ("#/learn", "Learn what the records are for"),
    ];
    vec![
        title().text("This page is not here").into_any(),
        says.into_any(),
        el("ul").children(ways.map(way)).into_any(),
    ]
}
