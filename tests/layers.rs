//! The shape of the house: the table of layers in `src/lib.rs` is what the code does, the core knows no browser,
//! and text never reaches the page as markup.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Crates that only the edges may name.
const BROWSER_CRATES: [&str; 7] =
    ["leptos", "web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "serde", "serde_wasm_bindgen"];

/// The layers that may name them.
const EDGES: [&str; 3] = ["browser", "ui", "bin/embed"];

/// Every way to turn a text into markup, as Rust and as JavaScript write it.
const MARKUP: [&str; 10] = [
    "inner_html",
    "innerHTML",
    "outer_html",
    "outerHTML",
    "insert_adjacent_html",
    "insertAdjacentHTML",
    "document.write",
    "srcdoc",
    "DOMParser",
    "createContextualFragment",
];

const LONGEST_FILE: usize = 600;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file below a folder of the repository, as its path from the root with slashes, in order.
fn files(folder: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let path = path.strip_prefix(root()).expect("it lies below the root");
                let steps: Vec<_> = path.iter().map(|step| step.to_string_lossy()).collect();
                out.insert(steps.join("/"));
            }
        }
    }
    out
}

fn rust_files() -> Vec<(String, String)> {
    let paths = files("src").into_iter().filter(|path| path.ends_with(".rs"));
    paths
        .map(|path| {
            let text = read(&root().join(&path));
            (path, text)
        })
        .collect()
}

/// The code of a file: without comments, and without its tests, which may look at the whole.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or("");
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.fold(String::new(), |out, line| out + line + "\n")
}

/// The layer of a file: `record` for `src/record/spf.rs`; none for the two files that are not in a layer.
fn layer(path: &str) -> Option<&str> {
    let path = path.strip_prefix("src/")?;
    match path {
        "lib.rs" | "main.rs" => None,
        _ if path.starts_with("bin/") => path.rsplit_once('/').map(|(folder, _)| folder),
        _ => path.split(['/', '.']).next(),
    }
}

/// What stands between back-ticks.
fn ticked(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The table in `src/lib.rs`: each layer with the layers that it may name.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = read(&root().join("src/lib.rs"));
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | ")).filter(|row| row.contains('`'));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').collect();
        let name = ticked(cells[0]).next().unwrap_or_else(|| panic!("no layer in {row}"));
        (name.to_owned(), ticked(cells[2]).map(str::to_owned).collect())
    })
    .collect()
}

/// The identifiers that follow `prefix` in a text, where `prefix` is no end of a longer name.
fn names_after<'t>(text: &'t str, prefix: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(prefix)
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$'))
        .map(|(at, _)| {
            let rest = &text[at + prefix.len()..];
            rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("")
        })
}

fn names_word(text: &str, word: &str) -> bool {
    names_after(text, word).any(|rest| rest.is_empty())
}

#[test]
fn the_table_lists_every_layer() {
    let declared: BTreeSet<String> = code(&read(&root().join("src/lib.rs")))
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .chain([String::from("bin/embed")])
        .collect();
    let listed: BTreeSet<String> = table().into_keys().collect();
    assert_eq!(listed, declared, "the table in src/lib.rs and its modules differ");
    let found: BTreeSet<String> =
        rust_files().iter().filter_map(|(path, _)| layer(path)).map(str::to_owned).collect();
    assert_eq!(found, declared, "the files below src and the modules of src/lib.rs differ");
}

#[test]
fn each_layer_names_only_what_its_row_allows() {
    let table = table();
    for (path, text) in rust_files() {
        let Some(layer) = layer(&path) else { continue };
        let code = code(&text);
        let start = if layer.starts_with("bin/") { "waxseal::" } else { "crate::" };
        for name in names_after(&code, start) {
            assert!(!name.is_empty(), "{path}: name each layer in a `use` of its own, so that it is seen");
            assert!(
                name == layer || table[layer].contains(name),
                "{path} names {name}, which the row of {layer} in src/lib.rs does not allow"
            );
        }
        // `super` as often as the module is deep is the crate, and a way round the table.
        let depth = path.trim_end_matches(".rs").split('/').count() - 1;
        assert!(
            layer.starts_with("bin/") || !code.contains(&"super::".repeat(depth)),
            "{path} reaches out of its layer by `super`"
        );
    }
}

#[test]
fn layers_stand_in_order() {
    let text = read(&root().join("src/lib.rs"));
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | ")).filter(|row| row.contains('`'));
    let mut above = BTreeSet::new();
    for row in rows {
        let cells: Vec<&str> = row.split('|').collect();
        for named in ticked(cells[2]) {
            assert!(above.contains(named), "{named} stands below the row that may name it: {row}");
        }
        above.extend(ticked(cells[0]));
    }
}

#[test]
fn the_core_names_no_browser_crate() {
    for (path, text) in rust_files() {
        if layer(&path).is_none_or(|layer| EDGES.contains(&layer)) {
            continue;
        }
        for name in BROWSER_CRATES {
            assert!(!names_word(&code(&text), name), "{path} names {name}");
        }
    }
}

#[test]
fn text_reaches_the_page_as_text_only() {
    let sources = files("src").into_iter().chain(files("static")).chain([String::from("index.html")]);
    for path in
        sources.filter(|path| path.ends_with(".rs") || path.ends_with(".js") || path.ends_with(".html"))
    {
        let text = read(&root().join(&path));
        for word in MARKUP {
            assert!(!text.contains(word), "{path} holds {word}");
        }
    }
}

#[test]
fn every_file_can_be_read_at_one_sitting() {
    for (path, text) in rust_files() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{path} has {lines} lines; {LONGEST_FILE} are enough for one thing");
    }
}
