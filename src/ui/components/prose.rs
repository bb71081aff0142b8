//! Sentences whose back-ticked pieces are set as code, and names that break where a reader would break them.

use leptos::prelude::*;

use crate::text::prose::{Part, parts};
use crate::ui::element::{el, text};

/// A word as long as this may be wider than a narrow page, in bytes.
const LONG: usize = 18;

/// The sentence, as text nodes and `code` elements.
pub fn prose(sentence: &str) -> Vec<AnyView> {
    parts(sentence)
        .into_iter()
        .map(|part| match part {
            Part::Text(plain) => text(plain.to_owned()),
            Part::Code(code) => el("code").children(names(code)).into_any(),
        })
        .collect()
}

/// The text, which may break before the dots of long names, and not inside a label. What is copied of it is the text
/// alone.
pub fn names(said: &str) -> Vec<AnyView> {
    let mut out = Vec::new();
    for piece in at_dots(said) {
        if !out.is_empty() {
            out.push(el("wbr").into_any());
        }
        out.push(text(piece.to_owned()));
    }
    out
}

/// The text, cut before the dots inside of long words.
fn at_dots(said: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut from, mut word) = (0, 0);
    let is_of_name =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || !byte.is_ascii();
    let bytes = said.as_bytes();
    while word < bytes.len() {
        let end = bytes[word..].iter().position(u8::is_ascii_whitespace).map_or(bytes.len(), |at| word + at);
        if end - word >= LONG {
            for dot in word + 1..end.saturating_sub(1) {
                if bytes[dot] == b'.' && is_of_name(&bytes[dot - 1]) && is_of_name(&bytes[dot + 1]) {
                    out.push(&said[from..dot]);
                    from = dot;
                }
            }
        }
        word = end + 1;
    }
    out.push(&said[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_before_their_dots() {
        let says = "SPF record at mail.customer-with-a-name.example.com: right";
        let cut = at_dots(says);
        assert_eq!(cut, ["SPF record at mail", ".customer-with-a-name", ".example", ".com: right"]);
        assert_eq!(cut.concat(), says, "what is copied is the text");
        assert_eq!(at_dots("s1._domainkey.bücher.example."), ["s1", "._domainkey", ".bücher", ".example."]);
    }

    #[test]
    fn short_words_and_the_ends_of_sentences_are_left_alone() {
        for whole in
            ["", "a.example", "192.0.2.1", "It is right. And so is this.", "a-long-word-without-any-dot."]
        {
            assert_eq!(at_dots(whole), [whole]);
        }
        assert_eq!(at_dots("........................."), ["........................."]);
        assert_eq!(at_dots("…éééééééééé.éé…"), ["…éééééééééé", ".éé…"]);
    }
}
