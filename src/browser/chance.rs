//! Names that nobody has.

/// A label of letters that was never used before, in all likelihood.
pub fn label() -> String {
    let letter = |_| char::from(b'a' + (js_sys::Math::random() * 26.0) as u8 % 26);
    (0..16).map(letter).collect()
}
