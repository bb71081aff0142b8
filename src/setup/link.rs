//! `#/setup?…`: a link to a [`Setup`] and back.

mod decoded;

use std::collections::BTreeSet;

use decoded::Decoded;

use super::need::Problem;
use super::{Need, Setup, SetupError, VERSION, variables};
use crate::text::percent::{decode, encode};
use crate::text::prose::code;
use crate::text::{Span, utf16_len};

/// The most bytes that a link may have.
pub const LONGEST: usize = 8192;

/// The most needs that it may hold.
pub const NEEDS: usize = 40;

/// The most variables that it may set or use.
pub const VARIABLES: usize = 40;

/// The most characters that the vendor's name may have.
pub const VENDOR: usize = 60;

/// The most characters that a domain may have.
const DOMAIN: usize = 255;

/// Tests whose value keeps its plus signs.
const KEEPS_PLUS: [&str; 3] = ["dkim:", "is:", "starts:"];

/// Reads a fragment, with its `#` or without, or a URL that ends in one.
///
/// # Errors
/// The first thing that is wrong with it, and at which character.
pub fn parse(link: &str) -> Result<Setup, SetupError> {
    read(link).map_err(|Problem { message, at }| {
        let before: String = link.char_indices().take_while(|(i, _)| *i < at).map(|(_, c)| c).collect();
        SetupError { message, at: utf16_len(&before) }
    })
}

/// The fragment that reads back to the same setup: `#/setup?…`.
pub fn format(setup: &Setup) -> String {
    let mut out = format!("#/setup?v={VERSION}");
    let mut put = |name: &str, value: &str| {
        if !value.is_empty() {
            out.extend(["&", name, "=", &encode(value)]);
        }
    };
    put("for", setup.vendor.as_deref().unwrap_or(""));
    put("help", setup.help.as_deref().unwrap_or(""));
    put("domain", setup.domain.as_deref().unwrap_or(""));
    for (name, value) in &setup.variables {
        put(&["set.", name].concat(), value);
    }
    for need in &setup.needs {
        put("need", &need.to_string());
    }
    out
}

/// The host of an `https` address that a page may show: letters, digits, hyphens and dots, with no name or password
/// before it. A port is left out.
pub fn host(address: &str) -> Option<&str> {
    let scheme = address.get(..8).filter(|scheme| scheme.eq_ignore_ascii_case("https://"))?;
    let rest = &address[scheme.len()..];
    // Browsers take a backslash for a slash.
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or("");
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let name = host.strip_suffix('.').unwrap_or(host);
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    let good = name.split('.').all(label)
        && name.len() <= 253
        && port.is_none_or(|port| port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit()));
    good.then_some(name)
}

fn problem<T>(message: impl Into<String>, at: usize) -> Result<T, Problem> {
    Err(Problem { message: message.into(), at })
}

fn read(link: &str) -> Result<Setup, Problem> {
    if link.len() > LONGEST {
        let message =
            format!("This link has {} bytes, and {LONGEST} are the most that one may have.", link.len());
        return problem(message, LONGEST);
    }
    // A blank at the end may be the value's own.
    let trimmed = link.trim_start().trim_end_matches(['\r', '\n']);
    let start = Span::of(link, trimmed).start;
    let fragment = trimmed.find('#').map_or(trimmed, |hash| &trimmed[hash + 1..]);
    let (path, query) = fragment.split_once('?').unwrap_or((fragment, &fragment[fragment.len()..]));
    let mut steps = path.split('/').filter(|step| !step.is_empty()).map(decode);
    if (steps.next().as_deref(), steps.next()) != (Some("setup"), None) {
        return problem("This is no link to a checklist: such a link holds `#/setup?`.", start);
    }
    let mut setup = Setup::default();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for part in query.split('&') {
        // Links that went through HTML, once or more.
        let mut part = part;
        while let Some(rest) = part.strip_prefix("amp;") {
            part = rest;
        }
        let at = Span::of(link, part).start;
        let (name, raw) = part.split_once('=').unwrap_or((part, ""));
        let name = decode(name);
        let value = Decoded::new(raw, at + part.len() - raw.len());
        if name != "need" && is_known(&name) && !seen.insert(name.clone()) {
            return problem(format!("{} stands twice in this link.", code(&name)), at);
        }
        if is_known(&name) {
            value.check_characters()?;
        }
        match name.as_str() {
            "v" if value.text == VERSION.to_string() => {}
            "v" => {
                let message =
                    format!("This link is of version {}, and this page reads version 1.", code(&value.text));
                return problem(message, value.place(0));
            }
            "for" => setup.vendor = vendor(&value)?,
            "help" => setup.help = help(&value)?,
            "domain" => setup.domain = domain(&value)?,
            "need" => {
                if setup.needs.len() == NEEDS {
                    return problem(format!("A link may hold {NEEDS} needs, and this is one more."), at);
                }
                setup.needs.push(need(&value)?);
            }
            _ => {
                if let Some(variable) = name.strip_prefix("set.") {
                    set(&mut setup, variable, value, at)?;
                    used.insert(variable.to_owned());
                }
            }
        }
        let new = setup.needs.last().filter(|_| name == "need");
        let texts = new.map(Need::texts).unwrap_or_default();
        let names = texts.into_iter().flat_map(variables::names).filter(|name| *name != variables::DOMAIN);
        used.extend(names.map(str::to_owned));
        if used.len() > VARIABLES {
            return problem(format!("A link may hold {VARIABLES} variables, and here is one more."), at);
        }
    }
    if setup.needs.is_empty() {
        return problem("This link names no record: it holds no `need`.", start + trimmed.len());
    }
    relative_to_its_own_domain(&setup, link, query)?;
    setup.number();
    Ok(setup)
}

fn is_known(name: &str) -> bool {
    matches!(name, "v" | "for" | "help" | "domain" | "need") || name.starts_with("set.")
}

fn vendor(value: &Decoded) -> Result<Option<String>, Problem> {
    let text = value.spaced(value.text.len());
    let trimmed = text.trim();
    let length = trimmed.chars().count();
    if length > VENDOR {
        let start = Span::of(&text, trimmed).start;
        let over = trimmed.char_indices().nth(VENDOR).map_or(0, |(i, _)| i);
        let message = format!("The vendor's name has {length} characters, and {VENDOR} are the most.");
        return problem(message, value.place(start + over));
    }
    Ok(Some(trimmed.to_owned()).filter(|text| !text.is_empty()))
}

fn help(value: &Decoded) -> Result<Option<String>, Problem> {
    let text = value.text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if !text.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")) {
        return problem("The address of the article must start with `https://`.", value.place(0));
    }
    if host(text).is_none() || text.contains(char::is_whitespace) {
        let message = "The address of the article must be `https://`, a plain host name, and a path.";
        return problem(message, value.place(8));
    }
    Ok(Some(text.to_owned()))
}

fn domain(value: &Decoded) -> Result<Option<String>, Problem> {
    let text = value.text.trim();
    if text.chars().count() > DOMAIN {
        return problem("The domain is longer than any name in DNS.", value.place(0));
    }
    Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

fn set(setup: &mut Setup, variable: &str, value: Decoded, at: usize) -> Result<(), Problem> {
    if variable == variables::DOMAIN {
        return problem("`{domain}` is the reader's own, so a link can't set it.", at);
    }
    if !variables::is_name(variable) {
        let message = format!(
            "{} can't be the name of a variable: such names are made of letters, digits, hyphens and underscores.",
            code(variable)
        );
        return problem(message, at);
    }
    // Set to nothing is not set: the reader is asked.
    if !value.text.is_empty() {
        setup.variables.push((variable.to_owned(), value.text));
    }
    Ok(())
}

fn need(value: &Decoded) -> Result<Need, Problem> {
    let mut text = value.spaced(value.text.len());
    let test = text.match_indices(' ').nth(1).map(|(at, _)| at + 1);
    if let Some(test) = test {
        let lower = text[test..].to_ascii_lowercase();
        if let Some(word) = KEEPS_PLUS.iter().find(|word| lower.starts_with(**word)) {
            text = value.spaced(test + word.len());
        }
    }
    Need::read(&text).map_err(|Problem { message, at }| Problem { message, at: value.place(at) })
}

/// A name that ends in the link's own domain would stand twice below it.
fn relative_to_its_own_domain(setup: &Setup, link: &str, query: &str) -> Result<(), Problem> {
    let Some(domain) = setup.domain.as_deref() else { return Ok(()) };
    let domain = domain.trim_end_matches('.').to_ascii_lowercase();
    let ends = |name: &str| {
        let name = name.to_ascii_lowercase();
        name == domain || name.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'))
    };
    match setup.needs.iter().position(|need| domain.contains('.') && ends(&need.name)) {
        None => Ok(()),
        Some(i) => {
            let starts = query.split('&').filter(|part| {
                let part = part.trim_start_matches("amp;");
                decode(part.split('=').next().unwrap_or("")) == "need"
            });
            let at = starts.map(|part| Span::of(link, part).start).nth(i).unwrap_or(0);
            let name = code(&setup.needs[i].name);
            problem(format!("Names are relative to the reader's domain, and {name} ends in it."), at)
        }
    }
}
