//! Taking over from the static page, and saying so where something breaks.

use std::panic::PanicHookInfo;

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

/// Says on the page that something broke, and where. What was typed stays in its box.
pub fn say_panics_on_the_page() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let place = info.location().map(|at| [at.file(), ":", &at.line().to_string()].concat());
        let Some(trouble) = find("#trouble") else { return };
        let says = [
            "Something in Waxseal broke, and the result below may be old. Your text is still in the box: copy it, then \
             load the page again. If it happens again, tell us this place: ",
            place.as_deref().unwrap_or("unknown"),
        ]
        .concat();
        trouble.set_text_content(Some(&says));
        trouble.set_hidden(false);
    }));
}
