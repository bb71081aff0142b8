//! Parts and segments laid end to end: what no sentence was given for is filled in, so nothing is left out.

use std::borrow::Cow;

use super::{Part, Role, Segment};
use crate::text::Span;

/// Lays parts over a record, from its start to its end.
pub struct Tiler<'t> {
    text: &'t str,
    parts: Vec<Part>,
    at: usize,
    /// What stands between two parts: the sentence for it.
    gap: fn(&str) -> &'static str,
}

impl<'t> Tiler<'t> {
    /// An empty row over `text`; `gap` says what the text between two parts does.
    pub fn new(text: &'t str, gap: fn(&str) -> &'static str) -> Self {
        Self { text, parts: Vec::new(), at: 0, gap }
    }

    /// Adds a part, and what stands between it and the one before.
    pub fn push(
        &mut self,
        span: Span,
        role: Role,
        says: impl Into<Cow<'static, str>>,
        segments: Vec<Segment>,
    ) {
        self.push_part(span, role, says.into(), segments);
    }

    fn push_part(&mut self, span: Span, role: Role, says: Cow<'static, str>, segments: Vec<Segment>) {
        if span.start < self.at || span.is_empty() {
            return;
        }
        self.fill(span.start);
        let segments = if segments.is_empty() {
            vec![Segment { span, role, says: says.clone() }]
        } else {
            close(span, segments, self.text)
        };
        self.parts.push(Part { span, role, says, segments });
        self.at = span.end;
    }

    /// Adds what stands after the last part, and gives the row.
    pub fn finish(mut self) -> Vec<Part> {
        self.fill(self.text.len());
        self.parts
    }

    fn fill(&mut self, to: usize) {
        if self.at >= to {
            return;
        }
        let span = Span::new(self.at, to);
        let between = span.text(self.text);
        let says = Cow::Borrowed((self.gap)(between));
        // A semicolon and the blanks around it are told apart.
        let mut segments = Vec::new();
        let mut start = span.start;
        for (i, c) in between.char_indices().filter(|(_, c)| matches!(c, ';' | ',')) {
            let at = span.start + i;
            if at > start {
                segments.push(blank(Span::new(start, at)));
            }
            start = at + c.len_utf8();
            segments.push(Segment { span: Span::new(at, start), role: Role::Separator, says: says.clone() });
        }
        if start < to {
            let rest = Span::new(start, to);
            if segments.is_empty() {
                segments.push(Segment { span: rest, role: Role::Space, says: says.clone() });
            } else {
                segments.push(blank(rest));
            }
        }
        self.parts.push(Part { span, role: Role::Space, says, segments });
        self.at = to;
    }
}

fn blank(span: Span) -> Segment {
    Segment { span, role: Role::Space, says: Cow::Borrowed("Blanks here change nothing.") }
}

/// Makes segments tile `span`: gaps become blanks or unknown text, and what overlaps is left out.
fn close(span: Span, segments: Vec<Segment>, text: &str) -> Vec<Segment> {
    let filler = |from: usize, to: usize| {
        let here = Span::new(from, to);
        if here.text(text).trim().is_empty() {
            blank(here)
        } else {
            Segment {
                span: here,
                role: Role::Unknown,
                says: Cow::Borrowed("Receivers can't read these characters."),
            }
        }
    };
    let mut out = Vec::with_capacity(segments.len());
    let mut at = span.start;
    for segment in segments {
        if segment.span.is_empty() || segment.span.start < at || segment.span.end > span.end {
            continue;
        }
        if segment.span.start > at {
            out.push(filler(at, segment.span.start));
        }
        at = segment.span.end;
        out.push(segment);
    }
    if at < span.end {
        out.push(filler(at, span.end));
    }
    out
}
