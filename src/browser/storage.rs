//! What a reader typed, kept on their own machine.

use web_sys::Storage;

use super::window;

/// What was kept under a name.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a text under a name; does nothing where the browser keeps nothing.
pub fn put(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}
