//! `{name}` in a need: what the vendor's article can't know, and each customer fills in.

/// The variable that every link has without setting it: the reader's domain.
pub const DOMAIN: &str = "domain";

/// The most characters that the name of a variable may have.
const LONGEST: usize = 40;

/// The text can be the name of a variable: letters, digits, hyphens and underscores.
pub fn is_name(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'t> {
    Text(&'t str),
    Variable(&'t str),
}

/// Splits a text at its variables. Braces around anything else are text, and so are those of a macro of SPF, `%{d}`.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(open) = text[at..].find('{').map(|i| at + i) {
        at = open + 1;
        if text[..open].ends_with('%') {
            continue;
        }
        // A name is short: no more of the text is looked at.
        let close = text.as_bytes()[at..].iter().take(LONGEST + 1).position(|b| *b == b'}').map(|i| at + i);
        let Some(close) = close.filter(|close| text.get(at..*close).is_some_and(is_name)) else { continue };
        if open > from {
            out.push(Piece::Text(&text[from..open]));
        }
        out.push(Piece::Variable(&text[at..close]));
        at = close + 1;
        from = at;
    }
    if from < text.len() {
        out.push(Piece::Text(&text[from..]));
    }
    out
}

/// The names of the variables in a text, in order, as often as they stand there.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Variable(name) => Some(name),
        Piece::Text(_) => None,
    })
}

/// The text holds a variable.
pub fn any(text: &str) -> bool {
    names(text).next().is_some()
}

/// The text with its variables filled in, once: what a value holds is never read as a variable. One that `value` does
/// not know stays.
pub fn replace<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Variable(name) => match value(name) {
                Some(value) => out.push_str(value),
                None => out.extend(["{", name, "}"]),
            },
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_names_in_braces() {
        for (text, expected) in [
            ("{t1}._domainkey", vec!["t1"]),
            ("a{b}{c-d}", vec!["b", "c-d"]),
            ("{a b} {} {\"json\":1} {é} {", vec![]),
            ("{{x}}", vec!["x"]),
            ("exists:%{i}._spf.{region}.example", vec!["region"]),
        ] {
            assert_eq!(names(text).collect::<Vec<_>>(), expected, "{text}");
        }
        assert!(!any(&format!("{{{}}}", "a".repeat(41))));
    }

    #[test]
    fn values_are_filled_in_once() {
        let value = |name: &str| match name {
            "a" => Some("{b}"),
            "b" => Some("no"),
            _ => None,
        };
        assert_eq!(replace("{a}-{b}-{c}-%{a}", value), "{b}-no-{c}-%{a}");
    }
}
