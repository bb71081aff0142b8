//! What the documents say holds: commands, files, links and the list of what is banned.

use std::fs;
use std::path::PathBuf;

use waxseal::rules;
use waxseal::ui::route::Route;
use waxseal::ui::words::learn::LESSONS;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands between back-ticks in running text; blocks of code are left out.
fn ticked(text: &str) -> Vec<String> {
    let prose: String = text.split("```").step_by(2).collect();
    prose.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// It names something in this repository, rather than an address, a header or what a build writes.
fn is_path(text: &str) -> bool {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-/".contains(&b));
    let ending = [".rs", ".md", ".csv", ".json", ".html", ".lock", ".toml", "LICENSE"];
    let named = ending.iter().any(|end| text.ends_with(end));
    let place = text.contains('/') && text.starts_with(|c: char| c.is_ascii_alphabetic());
    plain && (named || place) && !text.starts_with("dist/") && !is_media_type(text)
}

fn is_media_type(text: &str) -> bool {
    text.starts_with("application/") || text.starts_with("text/")
}

#[test]
fn every_command_that_is_named_is_there() {
    let makefile = read("Makefile");
    for document in ["README.md", "CONTRIBUTING.md"] {
        let named = ticked(&read(document));
        for code in &named {
            let Some(at) = code.find("make ") else { continue };
            let target = code[at + 5..].split_whitespace().next().unwrap_or("");
            assert!(makefile.contains(&format!("\n{target}:\n")), "{document} says {code:?}");
        }
    }
    let readme = ticked(&read("README.md"));
    for command in ["make serve", "make test"] {
        assert!(readme.iter().any(|code| code == command), "README.md says nothing of {command}");
    }
}

#[test]
fn every_script_that_make_starts_is_there() {
    for script in read("Makefile").split_whitespace().filter_map(|word| word.strip_prefix("@tools/")) {
        assert!(root().join("tools").join(script).is_file(), "tools/{script}");
    }
}

#[test]
fn every_file_that_is_named_is_there() {
    for document in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        for path in ticked(&read(document)).iter().filter(|code| is_path(code)) {
            assert!(root().join(path).exists(), "{document} names {path}, which is not there");
        }
    }
}

#[test]
fn every_link_that_is_named_opens_a_page() {
    for code in ticked(&read("README.md")).iter().filter(|code| code.starts_with("#/")) {
        match Route::parse(code) {
            Route::Unknown(_) => panic!("{code} opens no page"),
            Route::Rule(id) => assert!(rules::rule(&id).is_some(), "{code} is no rule"),
            Route::LearnKind(kind) => assert!(LESSONS.iter().any(|l| l.kind.id() == kind), "{code}"),
            Route::Explain(explain) => assert!(!explain.texts.is_empty(), "{code} brings no text"),
            Route::Domain(link) => assert!(!link.domain.is_empty(), "{code} names no domain"),
            Route::Spf(link) => assert!(!link.domain.is_empty(), "{code} names no domain"),
            Route::Setup(link) => assert!(waxseal::setup::parse(&link).is_ok(), "{code}"),
            Route::Front | Route::Link | Route::Build(_) | Route::Rules | Route::Learn => {}
        }
    }
}

#[test]
fn the_documents_and_the_tests_ban_the_same_words() {
    let tests = read("tests/words.rs");
    let (_, list) = tests.split_once("const BANNED").expect("the list is in tests/words.rs");
    let (_, list) = list.split_once('[').and_then(|(_, rest)| rest.split_once('[')).expect("a list");
    let (list, _) = list.split_once(']').expect("it ends");
    let contributing = read("CONTRIBUTING.md").to_lowercase();
    for word in list.split('"').skip(1).step_by(2) {
        assert!(contributing.contains(word), "CONTRIBUTING.md says nothing of {word:?}");
    }
}
