//! What a fix changes, as pieces to show: kept, taken out, put in.

use super::state::head;
use crate::text::{Edit, Span};

/// One stretch of a changed text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// Stays.
    Same(String),
    /// Was there, and is taken out.
    Out(String),
    /// Is put in.
    In(String),
    /// Text left out of what is shown, because nothing changes in it.
    Gap,
}

/// The pieces of `text` with `edits` made; of two edits that overlap, the later is left out, as
/// [`crate::text::apply_edits`] does.
pub fn pieces(text: &str, edits: &[Edit]) -> Vec<Piece> {
    let mut order: Vec<&Edit> = edits.iter().collect();
    order.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = Vec::new();
    let mut done = 0;
    for edit in order {
        let (Some(kept), Some(old)) =
            (text.get(done..edit.span.start), text.get(edit.span.start..edit.span.end))
        else {
            continue;
        };
        push(&mut out, Piece::Same, kept);
        push(&mut out, Piece::Out, old);
        push(&mut out, Piece::In, &edit.text);
        done = edit.span.end;
    }
    push(&mut out, Piece::Same, &text[done..]);
    out
}

/// The pieces of that part of `text` that lies around the edits: `within` widened to hold them all.
pub fn excerpt(text: &str, edits: &[Edit], within: Option<Span>) -> Vec<Piece> {
    let start = edits.iter().map(|e| e.span.start).chain(within.map(|s| s.start)).min().unwrap_or(0);
    let end = edits.iter().map(|e| e.span.end).chain(within.map(|s| s.end)).max().unwrap_or(text.len());
    let Some(part) = text.get(start..end) else { return pieces(text, edits) };
    let moved: Vec<Edit> = edits
        .iter()
        .map(|e| Edit::replace(Span::new(e.span.start - start, e.span.end - start), e.text.clone()))
        .collect();
    let mut out = pieces(part, &moved);
    if start > 0 {
        out.insert(0, Piece::Gap);
    }
    if end < text.len() {
        out.push(Piece::Gap);
    }
    out
}

/// The longest stretch that stays and is shown whole, in bytes.
const WHOLE: usize = 300;
/// What is shown of a longer one on each side where something changes, in bytes.
const AROUND: usize = 80;

/// The pieces, with what stays left out where it is long and far from every change.
///
/// A long record with one change in it is read at that place; all of it is in what is copied.
pub fn around_changes(pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    if last == 0 {
        return pieces;
    }
    let mut out = Vec::with_capacity(pieces.len() + 2);
    for (i, piece) in pieces.into_iter().enumerate() {
        let Piece::Same(text) = &piece else {
            out.push(piece);
            continue;
        };
        if text.len() <= WHOLE {
            out.push(piece);
            continue;
        }
        if i > 0 {
            out.push(Piece::Same(words_up_to(text, AROUND).to_owned()));
        }
        out.push(Piece::Gap);
        if i < last {
            out.push(Piece::Same(words_from(text, text.len() - AROUND).to_owned()));
        }
    }
    out
}

/// The start of `text`, up to the last word that ends before byte `end`, or up to the character there.
fn words_up_to(text: &str, end: usize) -> &str {
    let head = head(text, end);
    head.rfind(' ').filter(|at| *at > 0).map_or(head, |at| &head[..=at])
}

/// The end of `text`, from the first word that starts after byte `start`, or from the character there.
fn words_from(text: &str, start: usize) -> &str {
    let tail = &text[head(text, start).len()..];
    tail.find(' ').filter(|at| at + 1 < tail.len()).map_or(tail, |at| &tail[at..])
}

fn push(out: &mut Vec<Piece>, piece: fn(String) -> Piece, text: &str) {
    if !text.is_empty() {
        out.push(piece(text.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply_edits;

    fn same(text: &str) -> Piece {
        Piece::Same(text.to_owned())
    }

    /// What stands there afterwards.
    fn after(pieces: &[Piece]) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Same(text) | Piece::In(text) => text.clone(),
            Piece::Out(_) | Piece::Gap => String::new(),
        };
        pieces.iter().map(text).collect()
    }

    #[test]
    fn kept_taken_out_and_put_in_are_told_apart() {
        let edits = [Edit::replace(Span::new(9, 10), ":")];
        assert_eq!(
            pieces("a include=b", &edits),
            [same("a include"), Piece::Out("=".to_owned()), Piece::In(":".to_owned()), same("b")]
        );
    }

    #[test]
    fn the_pieces_make_the_text_that_the_edits_make() {
        let text = "v=spf1 a,b é -all";
        let edits = [
            Edit::delete(Span::new(8, 9)),
            Edit::insert(0, "x"),
            Edit::replace(Span::new(7, 10), "mx"),
            Edit::replace(Span::new(12, 13), "?"),
        ];
        assert_eq!(after(&pieces(text, &edits)), apply_edits(text, &edits));
    }

    #[test]
    fn an_excerpt_shows_the_place_alone() {
        let text = "v=spf1 include=b ~all";
        let edits = [Edit::replace(Span::new(14, 15), ":")];
        assert_eq!(
            excerpt(text, &edits, Some(Span::new(7, 16))),
            [
                Piece::Gap,
                same("include"),
                Piece::Out("=".to_owned()),
                Piece::In(":".to_owned()),
                same("b"),
                Piece::Gap
            ]
        );
    }

    #[test]
    fn what_stays_far_from_a_change_is_left_out() {
        let text = format!("v=spf1 {}include=b {}~all", "a:one.example ".repeat(40), "é".repeat(200));
        let at = text.find("=b").unwrap();
        let edits = [Edit::replace(Span::new(at, at + 1), ":")];
        let shown = around_changes(pieces(&text, &edits));
        let [Piece::Gap, Piece::Same(before), Piece::Out(_), Piece::In(_), Piece::Same(behind), Piece::Gap] =
            shown.as_slice()
        else {
            panic!("{shown:?}")
        };
        assert!(
            before.starts_with(" a:one.example ") && before.ends_with(" a:one.example include"),
            "{before}"
        );
        assert_eq!(behind, "b ", "it ends with a word");
        let short = pieces("a include=b", &[Edit::replace(Span::new(9, 10), ":")]);
        assert_eq!(around_changes(short.clone()), short, "what is short is shown whole");
        let alone = vec![same(&"x".repeat(1000))];
        assert_eq!(around_changes(alone.clone()), alone, "a text in which nothing stays is all new");
    }
}
