//! Reading a need, and saying what is wrong with one.

use super::{Need, PolicyTag, ReportTag, TagTest, Test};
use crate::dns::{Name, RecordType};
use crate::record::dmarc::Policy;
use crate::record::spf::{Qualifier, Term, TermKind, parse_term};
use crate::setup::variables;
use crate::text::Span;
use crate::text::prose::code;

/// What is wrong with a need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// One sentence.
    pub message: String,
    /// At which byte of the text.
    pub at: usize,
}

/// A piece of the whole need, which knows its place.
#[derive(Clone, Copy)]
struct At<'t> {
    whole: &'t str,
    text: &'t str,
}

impl<'t> At<'t> {
    fn of(self, text: &'t str) -> Self {
        Self { text, ..self }
    }

    fn problem<T>(self, message: impl Into<String>) -> Result<T, Problem> {
        self.problem_in(0, message)
    }

    fn problem_in<T>(self, by: usize, message: impl Into<String>) -> Result<T, Problem> {
        Err(Problem { message: message.into(), at: Span::of(self.whole, self.text).start + by })
    }
}

/// `<type> SP <name> SP <test>`, split at its first two spaces.
pub fn need(text: &str) -> Result<Need, Problem> {
    let whole = At { whole: text, text };
    let Some((rtype, rest)) = text.split_once(' ') else {
        return whole.problem("A need has three parts with blanks between them: type, name and test.");
    };
    let Some((name, test)) = rest.split_once(' ') else {
        return whole.of(rest).problem("This need ends after its name: the test is missing.");
    };
    let test = whole.of(test);
    let test = match rtype.to_ascii_uppercase().as_str() {
        "TXT" => txt(test)?,
        "MX" => mx(test)?,
        "CNAME" => Test::Cname(host(test.of(test.text.trim()))?),
        _ => {
            let message = format!("A need is of type TXT, MX or CNAME, and {} is none of them.", code(rtype));
            return whole.problem(message);
        }
    };
    let mut need = Need { id: String::new(), name: owner(whole.of(name))?, test };
    need.id = need.bare_id();
    Ok(need)
}

/// `@`, or labels that are letters, digits, hyphens, underscores and variables.
fn owner(name: At<'_>) -> Result<String, Problem> {
    if name.text.is_empty() {
        return name
            .problem("The name is missing: two blanks stand side by side. Write `@` for the domain itself.");
    }
    if name.text == "@" {
        return Ok(name.text.to_owned());
    }
    if name.text.to_ascii_lowercase().ends_with("{domain}") {
        return name.problem("Names are relative to the reader's domain, so they don't end in it.");
    }
    relative(name)?;
    Ok(name.text.to_owned())
}

/// Labels with dots between them; variables count as letters.
fn relative(name: At<'_>) -> Result<(), Problem> {
    let plain = variables::replace(name.text, |_| Some("x"));
    match Name::literal(&plain) {
        _ if plain.ends_with('.') => {
            name.problem_in(name.text.len() - 1, "A dot stands at the end of this name.")
        }
        Err(_) => name.problem(format!("{} can't be a name in DNS.", code(name.text))),
        Ok(_) => {
            let odd = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.' | '{' | '}');
            if let Some(at) = name.text.find(odd) {
                return name
                    .problem_in(at, format!("{} holds a character that no name has.", code(name.text)));
            }
            if let Some(at) = plain.find(['{', '}']) {
                let message = format!("The braces in {} are around no name of a variable.", code(name.text));
                return name.problem_in(at.min(name.text.len()), message);
            }
            Ok(())
        }
    }
}

/// A host or a target: a name that is whole.
fn host(name: At<'_>) -> Result<String, Problem> {
    if name.text.is_empty() {
        return name.problem("The target is missing.");
    }
    if let Some(at) = name.text.find(char::is_whitespace) {
        return name.problem_in(at, "A target is one name, without blanks.");
    }
    let bare = name.of(name.text.strip_suffix('.').unwrap_or(name.text));
    relative(bare)?;
    if !bare.text.contains('.') && !variables::any(bare.text) {
        return name.problem(format!("{} is one word, and a target is a whole name.", code(name.text)));
    }
    Ok(name.text.to_owned())
}

fn mx(test: At<'_>) -> Result<Test, Problem> {
    let text = test.of(test.text.trim());
    let mut words = text.text.split(' ').filter(|word| !word.is_empty());
    let nothing = &text.text[text.text.len()..];
    let mut first = words.next().unwrap_or(nothing);
    let only = first.eq_ignore_ascii_case("only");
    if only {
        first = words.next().unwrap_or(nothing);
    }
    let (Some(server), rest) = (words.next(), words.next()) else {
        return text.problem("An MX test is a priority and a host, as in `10 mx.example.com`.");
    };
    let Ok(preference) = first.parse::<u16>() else {
        return text
            .of(first)
            .problem(format!("The priority is a number from 0 to 65535, and not {}.", code(first)));
    };
    if let Some(more) = rest {
        return text.of(more).problem("An MX test ends after its host.");
    }
    Ok(Test::Mx { only, preference, host: host(text.of(server))? })
}

fn txt(test: At<'_>) -> Result<Test, Problem> {
    let (word, value) =
        test.text.split_once(':').map_or((test.text, None), |(word, value)| (word, Some(value)));
    let value = |what: &str| match value {
        Some(value) if !value.trim().is_empty() => Ok(test.of(value)),
        _ => test.problem_in(test.text.len(), format!("{what} must stand here.")),
    };
    match word.trim().to_ascii_lowercase().as_str() {
        "spf" => Ok(Test::Spf(spf(value("After `spf:`, a part of an SPF record")?)?)),
        "dkim" if word.len() == test.text.len() => Ok(Test::Dkim(None)),
        "dkim" => Ok(Test::Dkim(Some(key(value("After `dkim:`, a key")?)?))),
        "dmarc" => Ok(Test::Dmarc(dmarc(value("After `dmarc:`, at least one test of a tag")?)?)),
        "is" => Ok(Test::Is(value("After `is:`, the text")?.text.to_owned())),
        "starts" => Ok(Test::Starts(value("After `starts:`, the start of the text")?.text.to_owned())),
        _ => test.problem(
            "A TXT test is one of `spf:`, `dkim`, `dmarc:`, `is:` and `starts:`; this one starts with none of them.",
        ),
    }
}

fn key(value: At<'_>) -> Result<String, Problem> {
    let plain = variables::replace(value.text, |_| Some("x"));
    let text = plain.trim();
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')) {
        return Ok(value.text.trim().to_owned());
    }
    let odd = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '/' | '=' | '{' | '}' | '-' | '_');
    let at = value.text.find(odd).unwrap_or(0);
    value.problem_in(at, "After `dkim:` stands the key alone, in base64: what follows `p=` in the record.")
}

fn spf(value: At<'_>) -> Result<String, Problem> {
    let text = value.of(value.text.trim());
    let text = text.of(text.text.strip_prefix('+').unwrap_or(text.text));
    if let Some(at) = text.text.find(char::is_whitespace) {
        return text.problem_in(at, "After `spf:` stands one part of an SPF record, without blanks.");
    }
    // With its variables, it can't be judged yet.
    if !variables::any(text.text) {
        mechanism(text.text).or_else(|message| text.problem(message))?;
    }
    Ok(text.text.to_owned())
}

/// Reads a mechanism that can be asked for: one that lets servers send, and not every server.
///
/// # Errors
/// Why it can't, as a sentence.
fn mechanism(text: &str) -> Result<Term, String> {
    let term = parse_term(text, Span::new(0, text.len()));
    let shown = code(text);
    if term.problem.is_some() || !text.is_ascii() {
        return Err(format!("{shown} is no part of an SPF record that receivers can read."));
    }
    if !term.is_mechanism() {
        return Err(format!("{shown} lets no server send, so nobody can be asked for it."));
    }
    if matches!(term.kind, TermKind::All) {
        return Err(format!("{shown} is about every server there is, so nobody can be asked for it."));
    }
    match term.effect() {
        Qualifier::Pass => Ok(term),
        Qualifier::Fail | Qualifier::SoftFail | Qualifier::Neutral => {
            Err(format!("{shown} does not let a server send: leave out the sign before it."))
        }
    }
}

fn dmarc(value: At<'_>) -> Result<Vec<TagTest>, Problem> {
    value.text.split(',').map(|part| tag(value.of(part.trim()))).collect()
}

fn tag(part: At<'_>) -> Result<TagTest, Problem> {
    let text = part.text;
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, rest) = (text[..end].to_ascii_lowercase(), text[end..].trim_start());
    let operator = [">=", "=", "~"].into_iter().find(|operator| rest.starts_with(operator));
    let Some(operator) = operator.filter(|_| !name.is_empty()) else {
        return part.problem("A test of a tag is `tag=value`, `p>=policy` or `rua~host`.");
    };
    let right = part.of(rest[operator.len()..].trim());
    if right.text.is_empty() {
        return part.problem_in(text.len(), format!("Nothing stands after {}.", code(operator)));
    }
    match operator {
        ">=" => {
            let tag = match name.as_str() {
                "p" => PolicyTag::Domain,
                "sp" => PolicyTag::Subdomains,
                "np" => PolicyTag::Nonexistent,
                _ => return part.problem("Only `p`, `sp` and `np` can be tested with `>=`."),
            };
            match Policy::read(right.text) {
                Some(policy) => Ok(TagTest::AtLeast(tag, policy)),
                None => right.problem("A policy is `none`, `quarantine` or `reject`."),
            }
        }
        "~" => {
            let tag = match name.as_str() {
                "rua" => ReportTag::Aggregate,
                "ruf" => ReportTag::Failure,
                _ => return part.problem("Only `rua` and `ruf` can be tested with `~`."),
            };
            let domain = right.of(right.text.rsplit_once('@').map_or(right.text, |(_, domain)| domain));
            let odd = |c: char| c.is_whitespace() || matches!(c, ';' | '!' | ':' | '<' | '>');
            match right.text.find(odd) {
                Some(at) => {
                    right.problem_in(at, "After `~` stands a host, or a mail address without `mailto:`.")
                }
                None => {
                    host(domain)?;
                    Ok(TagTest::Reports(tag, right.text.to_owned()))
                }
            }
        }
        _ => match right.text.find(';') {
            Some(at) => right.problem_in(at, "A semicolon would end the tag here."),
            None => Ok(TagTest::Equals { tag: name, value: right.text.to_owned() }),
        },
    }
}

/// A need as DNS type and test, where its name stands elsewhere: what [`super::super::fill`] reads anew.
pub(in crate::setup) fn test(rtype: RecordType, text: &str) -> Result<Test, Problem> {
    need(&format!("{rtype} @ {text}")).map(|need| need.test)
}
