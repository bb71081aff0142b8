//! What this browser remembers for this page; nothing where the reader does not let it.

use web_sys::Storage;

use super::window;

fn storage() -> Option<Storage> {
    // It fails where storage is blocked, and is none where there is no such thing.
    window()?.local_storage().ok()?
}

/// What was put under a key.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Remembers a text under a key; an empty one is forgotten.
pub fn put(key: &str, text: &str) {
    let Some(storage) = storage() else { return };
    // It fails where storage is full or for reading only.
    let _ = if text.is_empty() { storage.remove_item(key) } else { storage.set_item(key, text) };
}
