//! The sentences that stand in the source: every string of the program that reads as one.

use std::fs;
use std::path::Path;

/// Every string literal outside tests that reads as a sentence, with the file that it stands in.
pub fn sentences() -> Vec<(String, String)> {
    let all = in_source().into_iter().flat_map(|(file, texts)| {
        texts.into_iter().map(move |literal| (file.clone(), in_place(&literal.text)))
    });
    let out: Vec<_> = all.filter(|(_, text)| is_sentence(text)).collect();
    assert!(out.len() > 500, "the source is where it should be");
    out
}

/// Everything that the source has a reader read, as it stands there, whole sentences and parts of them: by file, and in
/// each file in its order.
pub fn wording() -> Vec<(String, Vec<String>)> {
    let mut files = in_source();
    for file in ["index.html", "static/start.js", "static/waxseal-check.js"] {
        let text = fs::read_to_string(file).expect("a file of the page");
        let of_file = if file.ends_with(".js") { literals(&text) } else { between_tags(&text) };
        files.push((file.to_owned(), of_file));
    }
    let read = |literal: Literal| (literal.is_read && is_wording(&literal.text)).then_some(literal.text);
    files
        .into_iter()
        .map(|(file, texts)| (file, texts.into_iter().filter_map(read).collect::<Vec<_>>()))
        .filter(|(_, texts)| !texts.is_empty())
        .collect()
}

/// A string of the source.
struct Literal {
    text: String,
    /// It is none of those that a program says as it stops, and no name of a style.
    is_read: bool,
}

/// The string literals of each file outside tests, by the files' names.
fn in_source() -> Vec<(String, Vec<Literal>)> {
    let mut out = Vec::new();
    in_folder(Path::new("src"), &mut out);
    out.sort_by(|(one, _), (other, _)| one.cmp(other));
    out
}

fn in_folder(folder: &Path, out: &mut Vec<(String, Vec<Literal>)>) {
    let entries = fs::read_dir(folder).expect("a folder of the source");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            in_folder(&path, out);
        } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).expect("a file of the source");
            let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or("");
            out.push((path.display().to_string(), literals(text)));
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

/// The texts of a web page.
fn between_tags(page: &str) -> Vec<Literal> {
    let texts =
        page.split('>').filter_map(|text| text.split_once('<')).map(|(text, _)| text.trim().to_owned());
    texts.map(|text| Literal { text, is_read: true }).collect()
}

/// It is made of words: what a record, a pattern or a name of the program is made of is not.
fn is_wording(text: &str) -> bool {
    let is_word = |word: &&str| {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
        word.len() > 1 && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '-'))
    };
    let words = text.split_whitespace().filter(is_word).count();
    let is_code =
        text.contains('\n') || text.contains(" TXT ") || text.contains(" IN ") || text.contains("\">");
    words >= 2
        && text.contains(|c: char| c.is_ascii_lowercase())
        && !is_code
        && words * 2 >= text.split_whitespace().count()
}

/// The strings of a Rust source, with their escapes undone as far as sentences need it.
fn literals(source: &str) -> Vec<Literal> {
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
            out.push(Literal { text: inside.to_owned(), is_read: true });
            rest = after;
        } else if let Some(inside) = here.strip_prefix('"') {
            let (text, length) = unescaped(inside);
            let before = rest[..at].trim_end();
            let is_read =
                !["expect(", "panic!(", "reason =", ".class("].iter().any(|what| before.ends_with(what));
            out.push(Literal { text, is_read });
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
