//! What is named and not judged.

use super::tile::Tiler;
use super::{Part, Role};
use crate::record::Other;
use crate::text::Span;

/// One part over the whole text.
pub fn parts(other: &Other, text: &str) -> Vec<Part> {
    let mut tiler = Tiler::new(text, |_| String::new());
    tiler.push(Span::new(0, text.len()), Role::Unknown, summary(other), Vec::new());
    tiler.finish()
}

/// What it is.
pub fn summary(other: &Other) -> String {
    format!("This is {}.", other.what)
}
