//! The sentences that stand in the source: every string of the program that reads as one.

use std::fs;
use std::path::Path;

/// Every string literal outside tests that reads as a sentence, with the file that it stands in.
pub fn sentences() -> Vec<(String, String)> {
    let mut out = Vec::new();
    in_folder(Path::new("src"), &mut out);
    assert!(out.len() > 500, "the source is where it should be");
    out
}

fn in_folder(folder: &Path, out: &mut Vec<(String, String)>) {
    let entries = fs::read_dir(folder).expect("a folder of the source");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            in_folder(&path, out);
        } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).expect("a file of the source");
            let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or("");
            let of_file =
                literals(text).into_iter().map(|literal| in_place(&literal)).filter(|text| is_sentence(text));
            out.extend(of_file.map(|text| (path.display().to_string(), text)));
        }
    }
}

/// What is put in at run time stands for a quoted value.
fn in_place(literal: &str) -> String {
    let mut out = String::new();
    let mut rest = literal;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        out.push_str(&rest[..open]);
        out.push_str("`it`");
        rest = &rest[open + close + 1..];
    }
    out + rest
}

/// It starts as a sentence does, ends as one, and has words between.
fn is_sentence(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_uppercase() || c == '`');
    let words = text.split_whitespace().filter(|word| word.bytes().any(|b| b.is_ascii_lowercase())).count();
    let is_code = text.contains(" TXT ") || text.contains(" MX ") && text.contains("example.com.");
    starts && words >= 3 && text.ends_with(['.', '?', '!']) && !is_code
}

/// The strings of a Rust source, with their escapes undone as far as sentences need it.
fn literals(source: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '/', '\'', '#']) {
        let here = &rest[at..];
        if here.starts_with("//") {
            rest = here.split_once('\n').map_or("", |(_, after)| after);
        } else if here.starts_with("'\"'") || here.starts_with("'\\\"'") {
            rest = &here[if here.starts_with("'\"'") { 3 } else { 4 }..];
        } else if here.starts_with("#\"") && rest[..at].ends_with('r') {
            let (inside, after) = here[2..].split_once("\"#").unwrap_or((&here[2..], ""));
            out.push(inside.to_owned());
            rest = after;
        } else if let Some(inside) = here.strip_prefix('"') {
            let (text, length) = unescaped(inside);
            out.push(text);
            rest = &inside[length..];
        } else {
            rest = &here[1..];
        }
    }
    out
}

/// A string up to its closing quote, and the length of it with that quote.
fn unescaped(inside: &str) -> (String, usize) {
    let mut text = String::new();
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (text, at + 1),
            '\\' => match chars.next() {
                // The line goes on where the next one starts.
                Some((_, '\n')) => {
                    let start =
                        chars.clone().find(|(_, c)| !c.is_whitespace()).map_or(inside.len(), |(at, _)| at);
                    while chars.clone().next().is_some_and(|(at, _)| at < start) {
                        chars.next();
                    }
                }
                Some((_, 'n')) => text.push('\n'),
                Some((_, other)) => text.push(other),
                None => {}
            },
            _ => text.push(c),
        }
    }
    (text, inside.len())
}
