//! Header fields of a message in words.

mod results;
mod signature;

use super::tile::Tiler;
use super::{Part, Role, Segment, tag_list};
use crate::record::header::{Body, Field, Header, Statement};
use crate::text::prose::code;

/// The name of the field, then each tag or result and what it tells.
pub fn parts(header: &Header, text: &str) -> Vec<Part> {
    let mut tiler = Tiler::new(text, tag_list::gap);
    tiler.push(header.name, Role::Name, name_says(header.field).to_owned(), Vec::new());
    match &header.body {
        Body::Tags(list) => {
            for tag in &list.tags {
                signature::part(header, tag, text, &mut tiler);
            }
        }
        Body::Statements(all) => {
            for (i, statement) in all.iter().enumerate() {
                let Some(span) = statement.span() else { continue };
                let (role, says) = results::says(header, i, statement, text);
                tiler.push(span, role, says, segments(header, statement, text));
            }
        }
    }
    tiler.finish()
}

/// Words and comments, in the order in which they stand.
fn segments(header: &Header, statement: &Statement, text: &str) -> Vec<Segment> {
    let mut out = Vec::new();
    for word in &statement.words {
        let Some(equals) = word.equals else {
            out.push(Segment::new(word.span, Role::Value, results::lone_word(header, word, text)));
            continue;
        };
        let (name, value) = results::pair(header, word, text);
        out.push(Segment::new(word.name, Role::Tag, name));
        let says = ["What follows is the value of ", &code(word.name.text(text)), "."].concat();
        out.push(Segment::new(equals, Role::Separator, says));
        out.push(Segment::new(word.value, Role::Value, value));
    }
    let comment =
        |span| Segment::new(span, Role::Unknown, "A note for people, in brackets; programs skip it.");
    out.extend(statement.comments.iter().copied().map(comment));
    out.sort_by_key(|segment| segment.span);
    out
}

const fn name_says(field: Field) -> &'static str {
    match field {
        Field::Signature => "This line of a message holds a DKIM signature, made where the message was sent.",
        Field::Results => "In this line the server that took the message in says what its checks found.",
        Field::ReceivedSpf => "In this line the server that took the message in says what it found by SPF.",
        Field::ArcSeal => {
            "This line seals one step of an ARC chain. It shows whether the steps before it were changed."
        }
        Field::ArcSignature => {
            "This line signs a message that was passed on, as it looked at this step of an ARC chain."
        }
        Field::ArcResults => {
            "In this line a server that passed the message on says what its own checks had found."
        }
    }
}

/// One sentence, or two, on the whole field.
pub fn summary(header: &Header, text: &str) -> String {
    match header.field {
        Field::Signature | Field::ArcSeal | Field::ArcSignature => signature::summary(header, text),
        Field::Results | Field::ReceivedSpf | Field::ArcResults => results::summary(header, text),
    }
}

/// `Step 2 of an ARC chain: `, where the field is one.
fn step(header: &Header, text: &str) -> String {
    match header.instance(text) {
        Some(number) => ["Step ", &code(number), " of an ARC chain: "].concat(),
        None => String::new(),
    }
}
