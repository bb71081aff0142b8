//! The way back from edits of the text on the desk.

use std::sync::{LazyLock, Mutex};

use crate::build::edit::History;
use crate::ui::desk::{desk, lock};
use crate::ui::state::Input;
use crate::ui::watched::Watched;

/// The edits that were made.
pub struct Edits {
    /// A record was edited where it stands, or an edit was taken back.
    pub changed: Watched<()>,
    history: Mutex<History<String>>,
}

/// The edits of the text on the desk: a page has one list of them.
pub fn edits() -> &'static Edits {
    static EDITS: LazyLock<Edits> =
        LazyLock::new(|| Edits { changed: Watched::default(), history: Mutex::default() });
    &EDITS
}

impl Edits {
    /// The text on the desk becomes another one.
    pub fn make(&'static self, after: String) {
        lock(&self.history).push("", now(), after.clone());
        desk().put(Input::new(after));
        self.changed.put(());
    }

    /// Takes the last edit back, where nothing was typed since; false where there is none.
    pub fn undo(&'static self) -> bool {
        let Some(before) = lock(&self.history).undo(&now()) else { return false };
        desk().put(Input::new(before));
        self.changed.put(());
        desk().say("Taken back.");
        true
    }

    /// There is an edit that can be taken back.
    pub fn can_undo(&self) -> bool {
        lock(&self.history).can_undo(&now())
    }

    /// The text before the first of the edits; none where the text is as it was given.
    pub fn unedited(&self) -> Option<String> {
        lock(&self.history).first(&now()).cloned()
    }
}

fn now() -> String {
    desk().input.peek(|input| input.whole().to_owned())
}
