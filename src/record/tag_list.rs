//! `tag=value; tag=value`: the form that DKIM and DMARC records share (RFC 6376, section 3.2; RFC 9989,
//! section 4.8).

use std::collections::hash_map::Entry;

use nom::bytes::complete::take_till;
use nom::character::complete::char;
use nom::combinator::opt;
use nom::{IResult, Parser};
use rustc_hash::FxHashMap;

use crate::text::Span;

/// One `name=value`, without the blanks around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// From its name to the end of its value.
    pub span: Span,
    /// What stands before the `=`, or all of it where there is none.
    pub name: Span,
    /// The `=`.
    pub equals: Option<Span>,
    /// What stands after it, without blanks at either end; empty where there is no `=`.
    pub value: Span,
    /// The name is made of characters that a tag's name may have.
    pub well_named: bool,
}

/// A whole list, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagList {
    /// The tags, in order.
    pub tags: Vec<Tag>,
    /// Semicolons with nothing before them.
    pub empty: Vec<Span>,
}

impl TagList {
    /// Splits `text` at its semicolons and each part at its first `=`.
    pub fn parse(text: &str) -> Self {
        Self::parse_from(text, 0)
    }

    /// The same of what stands behind byte `at`, which is a character boundary; places are those of the whole text.
    pub fn parse_from(text: &str, at: usize) -> Self {
        let mut list = Self::default();
        let mut rest = text.get(at..).unwrap_or("");
        while let Ok((after, (part, semicolon))) = part(rest) {
            let trimmed = part.trim_matches(is_blank);
            if !trimmed.is_empty() {
                list.tags.push(tag(text, trimmed));
            } else if semicolon.is_some() {
                let end = Span::of(text, after).start;
                list.empty.push(Span::new(end - 1, end));
            }
            if semicolon.is_none() {
                break;
            }
            rest = after;
        }
        list
    }

    /// The first tag of that name; `name` in lower case, compared without regard to case.
    pub fn get(&self, text: &str, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.name.text(text).eq_ignore_ascii_case(name))
    }

    /// Tags whose name stood earlier in the list, with the index of the first.
    pub fn repeated(&self, text: &str) -> Vec<(usize, &Tag)> {
        let mut first_by_name: FxHashMap<String, usize> = FxHashMap::default();
        let mut repeated = Vec::new();
        for (i, tag) in self.tags.iter().enumerate() {
            match first_by_name.entry(tag.name.text(text).to_ascii_lowercase()) {
                Entry::Occupied(first) => repeated.push((*first.get(), tag)),
                Entry::Vacant(free) => {
                    free.insert(i);
                }
            }
        }
        repeated
    }
}

/// Blanks that may stand around names, values and separators. A line break can't be in what DNS holds from
/// a well-kept zone, but where it is, it folds white space (`FWS`).
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// Up to the next semicolon, and that semicolon.
fn part(input: &str) -> IResult<&str, (&str, Option<char>)> {
    (take_till(|c| c == ';'), opt(char(';'))).parse(input)
}

fn tag(text: &str, part: &str) -> Tag {
    let span = Span::of(text, part);
    let Some(at) = part.find('=') else {
        return Tag {
            span,
            name: span,
            equals: None,
            value: Span::new(span.end, span.end),
            well_named: false,
        };
    };
    let name = part[..at].trim_end_matches(is_blank);
    let value = part[at + 1..].trim_start_matches(is_blank);
    let equals = Span::new(span.start + at, span.start + at + 1);
    let mut characters = name.chars();
    let well_named = characters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && characters.all(|c| c.is_ascii_alphanumeric() || c == '_');
    Tag { span, name: Span::of(text, name), equals: Some(equals), value: Span::of(text, value), well_named }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_their_places() {
        let text = "v = DMARC1 ; p=; junk;; x==1";
        let list = TagList::parse(text);
        let seen: Vec<(&str, &str)> =
            list.tags.iter().map(|tag| (tag.name.text(text), tag.value.text(text))).collect();
        assert_eq!(seen, [("v", "DMARC1"), ("p", ""), ("junk", ""), ("x", "=1")]);
        assert!(list.tags[2].equals.is_none());
        assert_eq!(list.empty, [Span::new(22, 23)]);
    }

    #[test]
    fn repeated_tags_are_found() {
        let text = "p=a; P=b; v=c";
        let list = TagList::parse(text);
        assert_eq!(
            list.repeated(text).iter().map(|(first, tag)| (*first, tag.span)).collect::<Vec<_>>(),
            [(0, Span::new(5, 8))]
        );
    }
}
