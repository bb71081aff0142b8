//! What MTA-STS and TLS-RPT records share: `v=…; name=value; name=value` with nothing around the equals sign (RFC 8461,
//! section 3.1; RFC 8460, section 3).

use super::tag_list::{Tag, TagList};
use crate::text::Span;

/// The text starts with exactly this version and goes on with a semicolon, blanks before it or not.
pub fn starts_with_version(text: &str, version: &str) -> bool {
    let rest = text.strip_prefix("v=").and_then(|rest| rest.strip_prefix(version));
    rest.is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with(';'))
}

/// Nothing stands between its name, its equals sign and its value.
pub fn is_tight(tag: &Tag) -> bool {
    let Some(equals) = tag.equals else { return false };
    tag.name.end == equals.start && (tag.value.is_empty() || equals.end == tag.value.start)
}

/// A field that a later standard may define: readers skip it, as long as its form is right.
fn is_extension(text: &str, tag: &Tag) -> bool {
    let (name, value) = (tag.name.text(text), tag.value.text(text));
    let first = name.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
    let rest = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    is_tight(tag)
        && first
        && name.len() <= 32
        && name.bytes().all(rest)
        && !value.is_empty()
        && value.bytes().all(|b| matches!(b, b'!'..=b'~') && b != b'=')
}

/// What the grammar has no place for: parts that are no field, and semicolons with nothing between them. `known` are
/// the fields that are looked at by themselves.
pub fn unreadable(text: &str, list: &TagList, known: &[&str]) -> Vec<Span> {
    let is_known = |tag: &&Tag| {
        let name = tag.name.text(text);
        tag.equals.is_some() && known.iter().any(|known| name.eq_ignore_ascii_case(known))
    };
    let parts = list.tags.iter().filter(|tag| !is_known(tag) && !is_extension(text, tag));
    let mut out: Vec<Span> = parts.map(|tag| tag.span).chain(list.empty.iter().copied()).collect();
    out.sort_by_key(|span| span.start);
    out
}
