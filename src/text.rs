//! Places in a text, changes to it, and sentences with quoted code.
//!
//! Every offset in the core is a byte offset on a character boundary of the text that it belongs to; the
//! JS API turns them into UTF-16 units at its edge ([`utf16_len`]).

pub mod clock;
pub mod near;
pub mod odd;
pub mod percent;
pub mod prose;
pub mod strings;

use std::ops::Range;

/// A half-open range of bytes in a text: `start..end`, both on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Where `inner` lies in `outer`.
    ///
    /// `inner` must be a slice of `outer`, as a parser's output is a slice of its input.
    pub fn of(outer: &str, inner: &str) -> Self {
        let start = inner.as_ptr() as usize - outer.as_ptr() as usize;
        debug_assert!(start + inner.len() <= outer.len());
        Self::new(start, start + inner.len())
    }

    /// The piece of `text` that this span covers; empty where the span does not fit.
    pub fn text(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Covers nothing: a place between two characters.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Moved right by `by` bytes.
    pub const fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// From the start of `self` to the end of `other`.
    pub const fn to(self, other: Span) -> Self {
        Self::new(self.start, other.end)
    }

    /// `other` lies inside `self`.
    pub const fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// Puts `text` in the place of `span`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards; empty to delete.
    pub text: String,
}

impl Edit {
    /// Replaces `span` by `text`.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Inserts `text` before byte `at`.
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::replace(Span::new(at, at), text)
    }

    /// Deletes `span`.
    pub fn delete(span: Span) -> Self {
        Self::replace(span, "")
    }
}

/// Applies edits to a text, whatever their order.
///
/// Of two edits that overlap, the one that starts first is applied and the other is left out, unless both only delete: then
/// all goes that either takes. An edit that does not lie on character boundaries of `text` is left out.
pub fn apply_edits(text: &str, edits: &[Edit]) -> String {
    let mut order: Vec<&Edit> = edits.iter().collect();
    order.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len() + 16);
    let mut done = 0;
    let mut deletes = false;
    for edit in order {
        if deletes && edit.text.is_empty() && edit.span.start < done && text.is_char_boundary(edit.span.end) {
            done = done.max(edit.span.end.min(text.len()));
            continue;
        }
        let Some(kept) = text.get(done..edit.span.start) else { continue };
        if text.get(edit.span.start..edit.span.end).is_none() {
            continue;
        }
        out.push_str(kept);
        out.push_str(&edit.text);
        done = edit.span.end;
        deletes = edit.text.is_empty();
    }
    out.push_str(&text[done..]);
    out
}

/// Length of a text in UTF-16 units, as JavaScript counts it.
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// `1 server`, `2 servers`: a count with its noun.
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// Joins names as a sentence does: `a`, `a and b`, `a, b and c`.
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_any_order_and_overlaps_are_left_out() {
        let edits = [
            Edit::insert(5, "!"),
            Edit::replace(Span::new(0, 1), "J"),
            Edit::delete(Span::new(0, 3)),
            Edit::delete(Span::new(90, 91)),
        ];
        assert_eq!(apply_edits("hello", &edits), "Jello!");
        let tags = [Edit::delete(Span::new(2, 5)), Edit::delete(Span::new(3, 7))];
        assert_eq!(apply_edits("a; b; c", &tags), "a;", "what either deletes is gone");
        assert_eq!(apply_edits("né", &[Edit::delete(Span::new(2, 3))]), "né", "not on a character boundary");
    }

    #[test]
    fn a_span_finds_its_text_again() {
        let outer = "v=spf1 -all";
        let span = Span::of(outer, &outer[7..]);
        assert_eq!((span, span.text(outer)), (Span::new(7, 11), "-all"));
        assert_eq!(Span::new(3, 99).text(outer), "");
    }

    #[test]
    fn lists_read_as_sentences_do() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(count(1, "server", "servers"), "1 server");
        assert_eq!(utf16_len("a😀"), 3);
    }
}
