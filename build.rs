//! Turns the tables in `src/providers` into sorted ones, so that the page carries no CSV reader and none of
//! the columns that only people need.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    providers();
    verifications();
    dns_hosts();
    relocations();
}

/// The linker notes what refers to what, by which `tools/split.sh` cuts the page into parts.
fn relocations() {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo:rustc-link-arg-bin=app=--emit-relocs");
    }
}

fn providers() {
    let source = "src/providers/providers.csv";
    println!("cargo:rerun-if-changed={source}");
    let mut reader = csv::Reader::from_path(source).expect("the table of providers is there");
    let headers = reader.headers().expect("it has a first line").clone();
    let column =
        |name: &str| headers.iter().position(|h| h == name).unwrap_or_else(|| panic!("column {name}"));
    let (name, kind) = (column("provider"), column("kind"));
    let tables = [
        ("SPF", column("spf_include")),
        ("MX", column("mx_patterns")),
        ("DKIM_CNAME", column("dkim_cname_suffix")),
        ("VERIFICATION", column("verification_txt_prefix")),
        ("REPORTS", column("dmarc_report_hosts")),
    ];
    let (selectors, spf_include) = (column("dkim_selectors"), column("spf_include"));
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("each line is whole")).collect();

    let mut out = String::from(
        "/// Every provider, in the order of the table.\npub static PROVIDERS: &[Provider] = &[\n",
    );
    for row in &rows {
        let (fixed, made): (Vec<&str>, Vec<&str>) =
            row[selectors].split('|').filter(|s| !s.is_empty()).partition(|s| !s.contains('<'));
        let fixed: Vec<&str> = fixed.into_iter().map(|s| s.trim_end_matches("._domainkey")).collect();
        let spf: Vec<&str> = row[spf_include].split('|').map(str::trim).filter(|s| !s.is_empty()).collect();
        writeln!(
            out,
            "    Provider {{ name: {:?}, kind: {:?}, selectors: &{fixed:?}, makes_selectors: {}, spf: &{spf:?} }},",
            &row[name],
            &row[kind],
            !made.is_empty()
        )
        .expect("a string grows");
    }
    out.push_str("];\n");
    for (table, at) in tables {
        let mut entries: Vec<(String, usize)> = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            let patterns = row[at].split('|').map(pattern).filter(|p| !p.is_empty());
            entries.extend(patterns.map(|p| (as_ending(p), i)));
        }
        entries.sort();
        // Of two providers with one pattern, the first in the table is the one that runs the servers.
        entries.dedup_by(|later, first| later.0 == first.0);
        let (globs, plain): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(p, _)| p.contains('*'));
        writeln!(out, "static {table}: &[(&str, u8)] = &{plain:?};").expect("a string grows");
        writeln!(out, "static {table}_GLOBS: &[(&str, u8)] = &{globs:?};").expect("a string grows");
    }
    let path = Path::new(&env::var("OUT_DIR").expect("cargo names a folder")).join("providers.rs");
    fs::write(path, out).expect("the folder can be written");
}

/// Who asks for a text to prove who holds a domain. Texts and names are compared in lower case.
fn verifications() {
    let source = "src/providers/verifications.csv";
    println!("cargo:rerun-if-changed={source}");
    let mut reader = csv::Reader::from_path(source).expect("the table of verifications is there");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("each line is whole")).collect();
    let mut out = String::from("/// Every row of the table.\npub static VERIFIERS: &[Verifier] = &[\n");
    for row in &rows {
        let role = match &row[1] {
            "proof" => "Proof",
            "kept" => "Kept",
            "setting" => "Setting",
            "certificate" => "Certificate",
            other => panic!("role {other}"),
        };
        writeln!(out, "    Verifier {{ name: {:?}, role: ProofRole::{role} }},", &row[0])
            .expect("a string grows");
    }
    out.push_str("];\n");
    for (table, at) in [("PROOF_TEXTS", 2), ("PROOF_NAMES", 3), ("PROOF_TARGETS", 4)] {
        let mut entries: Vec<(String, usize)> = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            let patterns = row[at].split('|').filter(|raw| !raw.is_empty());
            entries.extend(patterns.map(|raw| (pattern(raw).to_ascii_lowercase(), i)));
        }
        entries.sort();
        writeln!(out, "static {table}: &[(&str, u8)] = &{entries:?};").expect("a string grows");
    }
    let path = Path::new(&env::var("OUT_DIR").expect("cargo names a folder")).join("verifications.rs");
    fs::write(path, out).expect("the folder can be written");
}

/// The companies that hold zones. An empty cell means that nobody has read that part of their form.
fn dns_hosts() {
    let source = "src/providers/dns_hosts.csv";
    println!("cargo:rerun-if-changed={source}");
    let mut reader = csv::Reader::from_path(source).expect("the table of DNS hosts is there");
    let headers = reader.headers().expect("it has a first line").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("each line is whole")).collect();
    let cell = |row: &csv::StringRecord, name: &str| {
        let at = headers.iter().position(|h| h == name).unwrap_or_else(|| panic!("column {name}"));
        row[at].to_owned()
    };

    let mut out = String::from(
        "/// Every DNS host, in the order of the table.\npub static DNS_HOSTS: &[DnsHost] = &[\n",
    );
    let mut names: Vec<(String, String, usize)> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let text = |column: &str| Some(cell(row, column)).filter(|text| !text.is_empty());
        let apex = match cell(row, "apex_entry").as_str() {
            "@" => "Some(ApexEntry::At)",
            "empty" => "Some(ApexEntry::Empty)",
            "domain" => "Some(ApexEntry::Domain)",
            "" => "None",
            other => panic!("apex_entry {other}"),
        };
        let number = cell(row, "mx_priority_label");
        let appends = match cell(row, "appends_domain").as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        writeln!(
            out,
            "    DnsHost {{ name: {:?}, where_in_panel: {:?}, name_field: {:?}, apex: {apex}, appends_domain: {appends:?}, \
             txt_field: {:?}, mx_field: {:?}, cname_field: {:?}, number_field: {:?}, number_in_value: {}, \
             wants_quotes: {}, note: {:?} }},",
            cell(row, "name"),
            text("where_in_panel"),
            text("field_name_label"),
            text("value_label_txt"),
            text("value_label_mx"),
            text("value_label_cname"),
            Some(&number).filter(|label| !label.is_empty() && *label != "none"),
            number == "none",
            cell(row, "wants_quotes_txt") == "yes",
            text("note"),
        )
        .expect("a string grows");
        let mailbox = cell(row, "soa_mailbox");
        let patterns = cell(row, "ns_patterns");
        names.extend(patterns.split('|').map(|p| (as_ending(p.to_owned()), mailbox.clone(), i)));
    }
    out.push_str("];\n");
    names.sort();
    // Servers that several companies use name none of them; the mailbox of the zone may.
    let of = |wanted: &str| names.iter().filter(|(pattern, ..)| pattern == wanted).count();
    let told: Vec<_> =
        names.iter().filter(|(pattern, mailbox, _)| of(pattern) == 1 || !mailbox.is_empty()).collect();
    let (shared, plain): (Vec<_>, Vec<_>) = told.into_iter().partition(|(_, mailbox, _)| !mailbox.is_empty());
    let (globs, plain): (Vec<_>, Vec<_>) = plain.into_iter().partition(|(pattern, ..)| pattern.contains('*'));
    let pairs = |list: &[&(String, String, usize)]| {
        format!("{:?}", list.iter().map(|(pattern, _, i)| (pattern.as_str(), *i)).collect::<Vec<_>>())
    };
    writeln!(out, "static NAME_SERVERS: &[(&str, u8)] = &{};", pairs(&plain)).expect("a string grows");
    writeln!(out, "static NAME_SERVERS_GLOBS: &[(&str, u8)] = &{};", pairs(&globs)).expect("a string grows");
    writeln!(out, "static NAME_SERVERS_SHARED: &[(&str, &str, u8)] = &{shared:?};").expect("a string grows");
    let path = Path::new(&env::var("OUT_DIR").expect("cargo names a folder")).join("dns_hosts.rs");
    fs::write(path, out).expect("the folder can be written");
}

/// `*.x` as `.x`: that a label stands before needs no star, and what has none is looked up in order.
fn as_ending(pattern: String) -> String {
    match pattern.strip_prefix('*') {
        Some(ending) if ending.starts_with('.') && !ending.contains('*') => ending.to_owned(),
        _ => pattern,
    }
}

/// A pattern in one form: placeholders are stars, and what stands before a macro or a whole name is cut.
fn pattern(raw: &str) -> String {
    let raw = raw.trim().trim_start_matches("a:");
    let raw = raw.rsplit_once("}.").map_or(raw, |(_, rest)| rest);
    let raw = raw.rsplit_once("<domain>.").map_or(raw, |(_, rest)| rest);
    let mut out = String::new();
    let mut inside = false;
    for c in raw.chars() {
        match c {
            '<' => {
                inside = true;
                out.push('*');
            }
            '>' => inside = false,
            _ if inside => {}
            _ => out.push(c),
        }
    }
    // A star alone says nothing about whose it is, and `name:` speaks of an owner name, not of a text.
    let telling = !out.chars().all(|c| c == '*') && !out.starts_with("name:");
    if telling { out } else { String::new() }
}
