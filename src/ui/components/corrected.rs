//! The corrected record, with every safe change made and shown.

use std::sync::Arc;

use leptos::prelude::*;

use super::finding::change;
use super::{copy_button, live, maybe};
use crate::report::RecordReport;
use crate::ui::diff::Piece;
use crate::ui::{rows, words};

/// The box that the new record is copied from; nothing where there is no safe change.
pub fn corrected(report: Signal<Arc<RecordReport>>) -> AnyView {
    let shown = Memo::new(move |_| report.with(|report| rows::corrected(report)));
    let is_there = Memo::new(move |_| shown.with(Option::is_some));
    let text = move || {
        shown.with_untracked(|shown| shown.as_ref().map(|(_, text)| text.clone())).unwrap_or_default()
    };
    live(move || {
        maybe(is_there.get().then(|| {
            view! {
                <div class="fix fix-whole">
                    <p class="fix-title">"Publish this instead"</p>
                    <p class="fix-place">{live(move || report.with(|report| words::where_to_enter(report)).into_any())}</p>
                    <p class="change">
                        {live(move || {
                            maybe(shown.with(|shown| shown.as_ref().map(|(pieces, _)| change(clean(pieces)))))
                        })}
                    </p>
                    {copy_button("main", "Copy the corrected record", "Copied the corrected record.", text)}
                </div>
            }
        }))
    })
}

/// The new text alone: whoever selects it by hand gets what the button copies. What is taken out stands with each
/// finding.
fn clean(pieces: &[Piece]) -> Vec<Piece> {
    pieces.iter().filter(|piece| matches!(piece, Piece::Same(_) | Piece::In(_))).cloned().collect()
}
