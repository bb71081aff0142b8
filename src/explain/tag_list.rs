//! What the tag lists of DKIM and DMARC have in common when they are explained.

use std::borrow::Cow;

use super::{Role, Segment};
use crate::record::tag_list::Tag;
use crate::text::prose::code;

/// What stands between two tags.
pub fn gap(between: &str) -> &'static str {
    match between.matches(';').count() {
        0 => "Blanks here change nothing.",
        1 => "A semicolon ends one tag and starts the next.",
        _ => "One semicolon is enough here; the others stand for empty tags.",
    }
}

/// Name, equals sign and value, with the value's own pieces.
pub fn segments(
    tag: &Tag,
    text: &str,
    name_says: impl Into<Cow<'static, str>>,
    value: Vec<Segment>,
) -> Vec<Segment> {
    let mut out = vec![Segment::new(tag.name, Role::Tag, name_says)];
    if let Some(equals) = tag.equals {
        let says = format!("What follows is the value of {}.", code(tag.name.text(text)));
        out.push(Segment::new(equals, Role::Separator, says));
    }
    out.extend(value);
    out
}

/// The whole value as one piece.
pub fn whole(tag: &Tag, role: Role, says: impl Into<Cow<'static, str>>) -> Vec<Segment> {
    vec![Segment::new(tag.value, role, says)]
}

/// A tag that is no `name=value`.
pub fn no_equals(tag: &Tag, text: &str) -> String {
    format!(
        "Receivers can't read {}: a tag is a name, an equals sign and a value.",
        code(tag.span.text(text))
    )
}
