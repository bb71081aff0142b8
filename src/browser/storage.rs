//! What this browser remembers for this page; nothing where the reader does not let it.

use web_sys::Storage;

use super::window;

/// How long a text is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// On this machine, until the reader clears it.
    Good,
    /// In this tab, until it is closed.
    Tab,
}

fn storage(time: For) -> Option<Storage> {
    let window = window()?;
    // It fails where storage is blocked, and is none where there is no such thing.
    match time {
        For::Good => window.local_storage(),
        For::Tab => window.session_storage(),
    }
    .ok()?
}

/// What was put under a key.
pub fn get(time: For, key: &str) -> Option<String> {
    storage(time)?.get_item(key).ok()?
}

/// Remembers a text under a key; an empty one is forgotten.
pub fn put(time: For, key: &str, text: &str) {
    let Some(storage) = storage(time) else { return };
    // It fails where storage is full or for reading only.
    let _ = if text.is_empty() { storage.remove_item(key) } else { storage.set_item(key, text) };
}
