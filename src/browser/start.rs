//! Taking over from the static page. (`start.js` speaks where something breaks.)

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use super::{document, find};

/// What a reader did in the static page's box before the page came to life.
#[derive(Clone, Debug, Default)]
pub struct Meanwhile {
    /// What was typed.
    pub text: String,
    /// The box has the focus.
    pub focused: bool,
    /// The selection, in UTF-16 units.
    pub selection: (u32, u32),
}

impl Meanwhile {
    /// Gives the focus and the selection to the box that took the static one's place.
    pub fn resume(&self, area: &str) {
        if !self.focused {
            return;
        }
        if let Some(area) = find(area).and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok()) {
            super::focus::on(&area);
            // It fails on a box without text, where there is nothing to select.
            let _ = area.set_selection_range(self.selection.0, self.selection.1);
        }
    }
}

/// Reads the static page's box, then clears the place that the page is mounted in.
pub fn take_over(place: &str, area: &str) -> Option<(HtmlElement, Meanwhile)> {
    let place = find(place)?;
    let mut meanwhile = Meanwhile::default();
    if let Some(area) = find(area).and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok()) {
        meanwhile.text = area.value();
        meanwhile.focused = document().and_then(|d| d.active_element()).as_ref() == Some(area.as_ref());
        let at = |at: Result<Option<u32>, _>| at.ok().flatten().unwrap_or(0);
        meanwhile.selection = (at(area.selection_start()), at(area.selection_end()));
    }
    place.set_text_content(None);
    Some((place, meanwhile))
}
