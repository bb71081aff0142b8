//! The corrected record, with every safe change made and shown.

use leptos::prelude::*;

use super::finding::change;
use super::{copy_button, live, maybe};
use crate::ui::element::{el, text};
use crate::ui::rows::CorrectedRow;
use crate::ui::watched::Watched;

/// The corrected record, where there is any safe change.
pub type Corrected = Watched<Option<CorrectedRow>>;

/// The box that the new record is copied from; it stays while the text in it changes. `mends` says whether there is one,
/// and whether no error is left in it.
pub fn corrected(mends: Watched<Option<bool>>, corrected: Corrected) -> AnyView {
    live(move || {
        let (placed, shown, copied) = (corrected.clone(), corrected.clone(), corrected.clone());
        let place = live(move || maybe(placed.with(|row| row.as_ref().map(|row| text(row.place.clone())))));
        let change = live(move || maybe(shown.with(|row| row.as_ref().map(|row| change(&row.pieces)))));
        let copy = move || copied.peek(|row| row.as_ref().map(|row| row.text.clone())).unwrap_or_default();
        let words = |is_mended| match is_mended {
            true => {
                ("Publish this instead", "main", "Copy the corrected record", "Copied the corrected record.")
            }
            false => (
                "A part of it can be mended at once. The rest is still to be fixed: see below.",
                "",
                "Copy with this part mended",
                "Copied. The rest is still to be fixed.",
            ),
        };
        maybe(mends.get().map(|is_mended| {
            let (title, class, label, said) = words(is_mended);
            el("div")
                .class("fix fix-whole")
                .child(el("p").class("fix-title").text(title))
                // What still has an error is no text to publish yet.
                .maybe(is_mended.then(|| el("p").class("fix-place").child(place)))
                .child(el("p").class("change").child(change))
                .child(copy_button(class, label, said, copy))
        }))
    })
}
