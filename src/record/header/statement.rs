//! Words and comments between semicolons, as `Authentication-Results` and `Received-SPF` have them: comments stand in
//! brackets, which nest, and a text in quotes is one word (RFC 5322, section 3.2).

use crate::record::tag_list::is_blank;
use crate::text::Span;

/// A word: `pass`, or `header.d=example.com`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// All of it.
    pub span: Span,
    /// What stands before the `=`; all of it where there is none.
    pub name: Span,
    /// The `=`.
    pub equals: Option<Span>,
    /// What stands after it; empty where there is no `=`.
    pub value: Span,
}

impl Word {
    /// Its name is this one, compared without regard to case.
    pub fn is_named(&self, text: &str, name: &str) -> bool {
        self.equals.is_some() && self.name.text(text).eq_ignore_ascii_case(name)
    }

    /// Its value, or the word itself, without quotes around it.
    pub fn bare<'t>(&self, text: &'t str) -> &'t str {
        let span = if self.equals.is_some() { self.value } else { self.span };
        span.text(text).trim_matches(['"', ','])
    }
}

/// What stands between two semicolons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// The words, in order.
    pub words: Vec<Word>,
    /// The comments, with their brackets.
    pub comments: Vec<Span>,
}

impl Statement {
    /// From the first word or comment to the last; none where there are none.
    pub fn span(&self) -> Option<Span> {
        let all = || self.words.iter().map(|word| word.span).chain(self.comments.iter().copied());
        Some(Span::new(all().map(|span| span.start).min()?, all().map(|span| span.end).max()?))
    }
}

/// Reads what stands behind byte `from`, which is a character boundary. Statements without a word or a comment are
/// left out.
pub fn statements(text: &str, from: usize) -> Vec<Statement> {
    let mut out = Vec::new();
    let mut open = Statement::default();
    let mut rest = text.get(from..).unwrap_or("");
    loop {
        rest = rest.trim_start_matches(is_blank);
        let Some(first) = rest.chars().next() else { break };
        if first == ';' {
            out.push(std::mem::take(&mut open));
            rest = &rest[1..];
            continue;
        }
        let (length, is_comment) = if first == '(' { (comment(rest), true) } else { (word(rest), false) };
        let (piece, after) = rest.split_at(length);
        if is_comment {
            open.comments.push(Span::of(text, piece));
        } else {
            open.words.push(parted(text, piece));
        }
        rest = after;
    }
    out.push(open);
    out.retain(|statement| statement.span().is_some());
    out
}

/// The length of the comment that the text starts with; one that is never closed goes to the end.
fn comment(text: &str) -> usize {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 1 => return at + 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of the word that the text starts with.
fn word(text: &str) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            ';' | '(' => return at,
            _ if is_blank(c) => return at,
            _ => {}
        }
    }
    text.len()
}

fn parted(text: &str, piece: &str) -> Word {
    let span = Span::of(text, piece);
    match piece.find('=') {
        Some(at) if at > 0 => {
            let at = span.start + at;
            let name = Span::new(span.start, at);
            Word { span, name, equals: Some(Span::new(at, at + 1)), value: Span::new(at + 1, span.end) }
        }
        _ => Word { span, name: span, equals: None, value: Span::new(span.end, span.end) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let words = |statement: &Statement| {
            let words = statement.words.iter().map(|word| word.span.text(text));
            words.chain(statement.comments.iter().map(|span| span.text(text))).collect::<Vec<_>>().join(" | ")
        };
        statements(text, 0).iter().map(words).collect()
    }

    #[test]
    fn semicolons_in_comments_and_quotes_part_nothing() {
        assert_eq!(read("a=b (c; (d) e) f=\"g; h\"; i"), ["a=b | f=\"g; h\" | (c; (d) e)", "i"]);
        assert_eq!(read("a(b\\)c)d"), ["a | d | (b\\)c)"]);
        assert_eq!(read(";; a (b"), ["a | (b"]);
        assert_eq!(read("a \"b; c"), ["a | \"b; c"]);
        assert_eq!(read(" ;( "), ["( "]);
        assert_eq!(read(""), Vec::<String>::new());
        let one = statements("=x", 0);
        assert!(one[0].words[0].equals.is_none(), "a word without a name is no pair");
    }
}
