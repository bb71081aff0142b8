//! Sentences that quote: plain text with pieces of code between back-ticks.
//!
//! A run of n back-ticks opens code, the next run of exactly n closes it, so a quoted value may hold
//! back-ticks of its own.

use std::fmt;

/// One stretch of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Words.
    Text(&'a str),
    /// A quoted value or a term of art, without its back-ticks.
    Code(&'a str),
}

/// The longest value that a sentence quotes whole, in characters.
const QUOTED: usize = 80;

/// Quotes a value for a sentence: fenced by back-ticks, cut in the middle where it is long.
pub fn code(value: &str) -> String {
    if value.is_empty() {
        return "(empty)".to_owned();
    }
    if value.len() <= QUOTED && !value.contains('`') {
        return ["`", value, "`"].concat();
    }
    let shown: String = if value.chars().nth(QUOTED).is_some() {
        let head: String = value.chars().take(QUOTED / 2).collect();
        let tail: Vec<char> = value.chars().rev().take(QUOTED / 4).collect();
        format!("{head}…{}", tail.into_iter().rev().collect::<String>())
    } else {
        value.to_owned()
    };
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let (left, right) =
        (if shown.starts_with('`') { " " } else { "" }, if shown.ends_with('`') { " " } else { "" });
    format!("{fence}{left}{shown}{right}{fence}")
}

/// A value as [`code`] quotes it, written straight into the sentence around it.
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() || self.0.len() > QUOTED || self.0.contains('`') {
            return f.write_str(&code(self.0));
        }
        f.write_str("`")?;
        f.write_str(self.0)?;
        f.write_str("`")
    }
}

/// Splits a sentence at its quoted pieces. A fence that is never closed is text.
pub fn parts(sentence: &str) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let mut text_from = 0;
    let mut at = 0;
    while let Some(open) = sentence[at..].find('`').map(|i| at + i) {
        let inside = open + run(&sentence[open..]);
        let fence = inside - open;
        let Some(close) = closing(sentence, inside, fence) else {
            at = inside;
            continue;
        };
        if open > text_from {
            out.push(Part::Text(&sentence[text_from..open]));
        }
        let code = &sentence[inside..close];
        out.push(Part::Code(if fence > 1 { code.trim_matches(' ') } else { code }));
        at = close + fence;
        text_from = at;
    }
    if text_from < sentence.len() {
        out.push(Part::Text(&sentence[text_from..]));
    }
    out
}

/// The sentence as plain text, without back-ticks.
pub fn plain(sentence: &str) -> String {
    parts(sentence)
        .into_iter()
        .map(|part| match part {
            Part::Text(text) | Part::Code(text) => text,
        })
        .collect()
}

fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

fn closing(sentence: &str, from: usize, fence: usize) -> Option<usize> {
    let mut at = from;
    while let Some(i) = sentence[at..].find('`').map(|i| at + i) {
        let length = run(&sentence[i..]);
        if length == fence {
            return Some(i);
        }
        at = i + length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_text_are_told_apart() {
        assert_eq!(
            parts("Receivers skip `include=x`, always."),
            [Part::Text("Receivers skip "), Part::Code("include=x"), Part::Text(", always.")]
        );
        assert_eq!(parts("an open ` stays text"), [Part::Text("an open ` stays text")]);
    }

    #[test]
    fn a_quoted_value_may_hold_back_ticks() {
        for value in ["a`b", "``", "`", "a``b`c", "plain"] {
            assert_eq!(parts(&code(value)), [Part::Code(value)], "{value}");
            assert_eq!(Quoted(value).to_string(), code(value));
        }
    }

    #[test]
    fn long_values_are_cut_in_the_middle() {
        let quoted = code(&"é".repeat(500));
        assert!(quoted.chars().count() < 80 && quoted.contains('…'));
    }
}
