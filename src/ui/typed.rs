//! What a person types for a domain.

use crate::dns::{Name, NameProblem};
use crate::text::prose::code;

/// A text in which a domain was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The domain.
    pub name: Name,
    /// What was done to the text to find it, in sentences; empty where the text is the name.
    pub notes: Vec<String>,
}

/// Finds the domain in a text: a name, a mail address or a web address.
///
/// # Errors
/// One or two sentences for the reader on why there is none.
pub fn typed(text: &str) -> Result<Typed, String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err("Type a domain here, such as `example.com`.".to_owned());
    }
    let mut notes = Vec::new();
    let mut rest = trimmed;
    if let Some((_, after)) = rest.split_once("://") {
        rest = after.split(['/', '?', '#']).next().unwrap_or("");
        rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        rest = rest.split_once(':').map_or(rest, |(host, _)| host);
        notes.push(["Waxseal read ", &code(trimmed), " as a web address."].concat());
    } else if let Some((_, domain)) = rest.rsplit_once('@') {
        rest = domain.trim_end_matches('>');
        notes.push(["Waxseal read ", &code(trimmed), " as a mail address."].concat());
    }
    let name = Name::literal(rest).map_err(|problem| no_name(rest, problem))?;
    if rest.contains(char::is_whitespace) || !name.as_str().contains('.') || name.is_root() {
        return Err([&code(rest), " is no domain name: one looks like `example.com`."].concat());
    }
    Ok(Typed { name, notes })
}

fn no_name(text: &str, problem: NameProblem) -> String {
    let quoted = code(text);
    match problem {
        NameProblem::Empty => "There is no domain name in this text.".to_owned(),
        NameProblem::EmptyLabel => [&quoted, " has two dots side by side, or one at its start."].concat(),
        NameProblem::LongLabel => {
            ["In ", &quoted, " a part between dots has more than 63 characters, which DNS does not allow."]
                .concat()
        }
        NameProblem::LongName => {
            [&quoted, " has more than 253 characters, which DNS does not allow."].concat()
        }
        NameProblem::NotAscii => {
            [&quoted, " holds letters that DNS knows in another form only: it starts with `xn--`."].concat()
        }
        NameProblem::BadEscape => [&quoted, " holds a backslash, which no domain name has."].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_what_people_type() {
        for (text, name, notes) in [
            ("example.com", "example.com", 0),
            (" Example.COM. \n", "example.com", 0),
            ("user@Example.COM ", "example.com", 1),
            ("https://www.example.com:8080/x?y#z", "www.example.com", 1),
        ] {
            let typed = typed(text).unwrap();
            assert_eq!((typed.name.as_str(), typed.notes.len()), (name, notes), "{text}");
        }
    }

    #[test]
    fn what_is_no_name_gets_a_sentence() {
        for text in
            ["", "  ", "localhost", "a..b", "two words.example", "user@", "https://", "ü.example", "\u{0}"]
        {
            let says = typed(text).unwrap_err();
            assert!(says.ends_with('.') && says.len() > 20, "{text:?}: {says}");
        }
        assert!(typed(&"a".repeat(100_000)).is_err());
    }
}
