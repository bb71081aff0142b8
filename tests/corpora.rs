//! Records of real domains and cases of other projects, where they are at hand: `WAXSEAL_CORPORA` names their
//! folder, `../shared/corpora` is looked at otherwise. They are not part of this repository.

use std::fs::{self, File};
use std::io::Read;
use std::path::PathBuf;

use flate2::read::GzDecoder;
use futures_util::FutureExt;
use serde_json::Value;
use waxseal::dns::{Data, Zone};
use waxseal::facts::policy::{Known, Source};
use waxseal::facts::{Facts, Item, Wish};
use waxseal::paste::{Hints, unpack};
use waxseal::record::dkim::Key;
use waxseal::record::{Dkim, Dmarc, Kind, Reading, Record, Spf};
use waxseal::report::domain::check_domain;
use waxseal::report::{Verdict, explain_records};
use waxseal::rules::{self, Finding, Severity};
use waxseal::spf::networks::AllowList;
use waxseal::spf::tree::{self, Tree};

/// The rows of a file; none where the folder is not there.
fn rows(file: &str) -> Option<Vec<Value>> {
    let folder =
        std::env::var_os("WAXSEAL_CORPORA").map_or_else(|| PathBuf::from("../shared/corpora"), PathBuf::from);
    let path = folder.join(file);
    let text = if file.ends_with(".gz") {
        let mut text = String::new();
        GzDecoder::new(File::open(path).ok()?).read_to_string(&mut text).expect("it unpacks");
        text
    } else {
        fs::read_to_string(path).ok()?
    };
    Some(text.lines().map(|line| serde_json::from_str(line).expect("one row in a line")).collect())
}

macro_rules! rows_or_skip {
    ($file:literal) => {
        match rows($file) {
            Some(rows) => rows,
            None => {
                println!("skipped: {} is not here", $file);
                return;
            }
        }
    };
}

fn record(row: &Value) -> &str {
    row["record"].as_str().expect("a record")
}

#[track_caller]
fn none_wrong(wrong: &[String], total: usize) {
    assert!(wrong.is_empty(), "{} of {total}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn real_spf_records_are_read_as_two_other_parsers_read_them() {
    let rows = rows_or_skip!("real_spf_unique.jsonl.gz");
    let mut wrong = Vec::new();
    for row in &rows {
        let reading = Spf::parse(record(row)).reading();
        if (reading == Reading::Used) != row["syntax_ok"].as_bool().expect("a verdict") {
            wrong.push(format!("{reading:?}: {}", record(row)));
        }
    }
    none_wrong(&wrong, rows.len());
}

/// What the rules say of a text as DNS holds it, with nothing unpacked.
fn findings(kind: Kind, value: &str) -> Vec<Finding> {
    let item = Item {
        name: None,
        rtype: None,
        value: value.to_owned(),
        tidied: None,
        strings: Vec::new(),
        record: Record::parse(kind, value, None),
    };
    rules::check(&Facts { items: vec![item], domain: None })
}

/// Errors of records that receivers can read and that fail to do what they are for.
const MEANING: [&str; 7] = [
    "spf-allows-everyone",
    "spf-mechanism-as-option",
    "spf-missing-space",
    "spf-not-a-bare-domain",
    "spf-second-version",
    "spf-too-many-lookups",
    "spf-unknown-option",
];

#[test]
fn broken_spf_records_have_an_error_and_sound_ones_no_error_of_syntax() {
    let rows = rows_or_skip!("real_spf_unique.jsonl.gz");
    let mut wrong = Vec::new();
    for row in &rows {
        let found = findings(Kind::Spf, record(row));
        let errors: Vec<&str> =
            found.iter().filter(|f| f.severity == Severity::Error).map(|f| f.rule.id).collect();
        let sound = row["syntax_ok"] == true;
        if !sound && errors.is_empty() {
            wrong.push(format!("no error: {}", record(row)));
        }
        if sound && errors.iter().any(|id| !MEANING.contains(id)) {
            wrong.push(format!("{errors:?}: {}", record(row)));
        }
    }
    none_wrong(&wrong, rows.len());
}

#[test]
fn a_bare_record_comes_out_of_the_box_as_it_went_in() {
    let rows = rows_or_skip!("real_spf_unique.jsonl.gz");
    let mut wrong = Vec::new();
    for row in rows.iter().filter(|row| row["syntax_ok"] == true) {
        let found = unpack(record(row), &Hints::default());
        if found.len() != 1 || found[0].value != record(row).trim() {
            wrong.push(format!("{found:?}: {}", record(row)));
        }
    }
    none_wrong(&wrong, rows.len());
}

#[test]
fn spf_cases_of_other_projects() {
    let rows = rows_or_skip!("spf_parse_cases.jsonl");
    let mut wrong = Vec::new();
    for row in &rows {
        let Some(valid) = row["valid"].as_bool().or_else(|| row["adjudicated"].as_bool()) else { continue };
        let reading = Spf::parse(record(row)).reading();
        if (reading == Reading::Used) != valid {
            wrong.push(format!("{reading:?}, expected {valid}: {:?} {}", record(row), row["claims"]));
        }
    }
    none_wrong(&wrong, rows.len());
}

#[test]
fn dmarc_cases_of_other_projects() {
    let rows = rows_or_skip!("dmarc_parse_cases.jsonl");
    let mut wrong = Vec::new();
    for row in &rows {
        let dmarc = Dmarc::parse(record(row));
        if row["ref"]["is_record"] == true && !dmarc.recognised {
            wrong.push(format!("not recognised: {:?}", record(row)));
        }
        let hints = Hints { kind: Some(Kind::Dmarc), ..Hints::default() };
        let report = explain_records(record(row), &hints);
        let Some(one) = report.records.first() else { continue };
        if row["valid"] == false && one.verdict > Verdict::Advice {
            wrong.push(format!("nothing found: {:?} {}", record(row), row["ref"]["problems"]));
        }
    }
    none_wrong(&wrong, rows.len());
}

#[test]
fn real_dmarc_records_with_nothing_wrong_have_no_error() {
    let rows = rows_or_skip!("real_dmarc_unique.jsonl");
    let mut wrong = Vec::new();
    for row in &rows {
        let found = findings(Kind::Dmarc, record(row));
        let worst = found.iter().map(|finding| finding.severity).min().unwrap_or(Severity::Good);
        let problems = row["ref"]["problems"].as_array().map_or(0, Vec::len);
        if (problems == 0 && worst == Severity::Error) || (problems > 0 && worst == Severity::Good) {
            let ids: Vec<&str> = found.iter().map(|finding| finding.rule.id).collect();
            wrong.push(format!("{} {} {ids:?}", record(row), row["ref"]));
        }
    }
    none_wrong(&wrong, rows.len());
}

#[test]
fn key_cases_of_other_projects() {
    let rows = rows_or_skip!("dkim_key_cases.jsonl");
    let mut wrong = Vec::new();
    for row in &rows {
        // An empty key is a record that works, and some parsers have another word for it.
        if row["claims"][0]["valid"].is_null() {
            continue;
        }
        // One parser allows no blank after the last semicolon; verifiers do (RFC 6376, section 3.2).
        let valid = row["valid"] == true || record(row).ends_with("; ");
        let reading = Dkim::parse(record(row)).reading();
        let errors = findings(Kind::Dkim, record(row)).iter().any(|f| f.severity == Severity::Error);
        if (reading == Reading::Used) != valid || errors == valid {
            wrong.push(format!(
                "{reading:?}, errors {errors}, expected {valid}: {} {}",
                record(row),
                row["claims"]
            ));
        }
    }
    none_wrong(&wrong, rows.len());
}

#[test]
fn real_keys_are_measured_as_another_verifier_measures_them() {
    let rows = rows_or_skip!("real_dkim_keys.jsonl");
    let mut wrong = Vec::new();
    for row in rows.iter().filter(|row| row["dkimpy_ok"] == true) {
        // Some rows still hold the quotation marks between two strings.
        let hints = Hints { kind: Some(Kind::Dkim), ..Hints::default() };
        let unpacked = unpack(record(row), &hints).remove(0).value;
        let bits = match Dkim::parse(&unpacked).key {
            Key::Rsa { bits, .. } => bits as u64,
            Key::Ed25519 { .. } => 256,
            _ => 0,
        };
        if row["key_bits"].as_u64().is_some_and(|expected| expected != bits) {
            wrong.push(format!("{bits}: {} {}", record(row), row["key_bits"]));
        }
    }
    none_wrong(&wrong, rows.len());
}

#[test]
fn what_dig_prints_is_unpacked() {
    let rows = rows_or_skip!("paste_format_cases.jsonl");
    let mut wrong = Vec::new();
    for row in &rows {
        let text = row["text"].as_str().expect("a text");
        let found = unpack(text, &Hints::default());
        if let Some(expected) = row["expected_txt"].as_str() {
            if !found.iter().any(|pasted| pasted.value == expected) {
                wrong.push(format!("{expected}: {found:?}"));
            }
            continue;
        }
        let parts = row["expected"].as_array().into_iter().flatten();
        for answer in parts
            .flat_map(|part| part["answer"].as_array().into_iter().chain(part["axfr"].as_array()))
            .flatten()
        {
            let (kind, name) = (answer["type"].as_str().unwrap_or(""), answer["name"].as_str().unwrap_or(""));
            if !matches!(kind, "TXT" | "MX") {
                continue;
            }
            let data = answer["data"].as_str().unwrap_or("");
            let value = if kind == "TXT" { data.trim_matches('"') } else { data };
            let name = name.trim_end_matches('.').to_lowercase();
            if !found.iter().any(|p| p.name.as_deref() == Some(name.as_str()) && p.value == value) {
                wrong.push(format!("{kind} {name} {value}"));
            }
        }
    }
    none_wrong(&wrong, rows.len());
}

/// The tree of a record whose includes are not there.
fn tree_of(record: &str) -> Tree {
    let mut zone = Zone::new("zone");
    let domain = "domain.example".parse().expect("a name");
    zone.add(domain, 60, Data::txt(record));
    let domain = "domain.example".parse().expect("a name");
    tree::tree(&zone, &domain).now_or_never().expect("a zone in memory answers at once")
}

#[test]
fn lookups_are_counted_as_another_project_counts_them() {
    let rows = rows_or_skip!("spf_lookup_count_cases.jsonl");
    let mut wrong = Vec::new();
    for row in &rows {
        let found = tree_of(record(row)).lookups();
        if row["dns_lookups"].as_u64() != Some(u64::from(found)) {
            wrong.push(format!("{found}: {row}"));
        }
    }
    none_wrong(&wrong, rows.len());
}

#[test]
fn real_records_have_a_tree_and_a_list() {
    let rows = rows_or_skip!("real_spf_unique.jsonl.gz");
    let mut wrong = Vec::new();
    for row in &rows {
        let tree = tree_of(record(row));
        let spf = Spf::parse(record(row));
        let used = spf.reading() == Reading::Used;
        let costs = spf.reachable().filter(|term| term.is_lookup()).count();
        if tree.lookups() as usize != if used { costs } else { 0 } || tree.cut_off {
            wrong.push(format!("{}: {}", tree.lookups(), record(row)));
        }
        let list = AllowList::new(&tree);
        let held: u128 = list.networks.iter().map(|network| network.addresses).fold(0, u128::saturating_add);
        if held != u128::from(list.ipv4_addresses).saturating_add(list.ipv6_addresses) {
            wrong.push(format!("{held} addresses: {}", record(row)));
        }
    }
    none_wrong(&wrong, rows.len());
}

/// The zone of a case, answered from memory.
fn zone(row: &Value) -> Zone {
    let mut zone = Zone::new("case");
    for (name, records) in row["zone"].as_object().expect("a zone") {
        for record in records.as_array().expect("records") {
            let strings = record["strings"].as_array().expect("a TXT record");
            let strings = strings.iter().map(|s| s.as_str().expect("a string").as_bytes().to_vec()).collect();
            zone.add(name.parse().expect("a name"), 300, Data::Txt(strings));
        }
    }
    zone
}

#[test]
fn the_record_that_applies_is_found_as_another_program_finds_it() {
    let rows = rows_or_skip!("dmarc_discovery_cases.jsonl");
    let mut wrong = Vec::new();
    for row in &rows {
        let author = row["author_domain"].as_str().expect("a domain");
        let wish = Wish {
            domain: author.parse().expect("a name"),
            selectors: Vec::new(),
            probe: String::from("no-such-name"),
        };
        let report = check_domain(&zone(row), &wish, &|_| {}).now_or_never().expect("answered at once");
        let new = match report.domain.applied() {
            Known::Is(applied) => Some((applied.record.value.clone(), applied.source != Source::Own)),
            Known::Nothing => None,
            Known::Unknown => panic!("{author}: every question has an answer"),
        };
        let old = match report.domain.policy.old_way() {
            Known::Is(old) => Some((old.record.value.clone(), old.record.domain.as_str() != author)),
            Known::Nothing | Known::Unknown => None,
        };
        let expect = &row["expect"];
        let text = expect["record"].as_str();
        let expected = text.map(|text| (text, expect["is_org_record"] == true));
        for found in [&new, &old] {
            // The other program leaves out the blanks at the end.
            if found.as_ref().map(|(text, above)| (text.trim_end(), *above)) != expected {
                wrong.push(format!("{author}: {found:?}, not {expected:?}"));
            }
        }
        let is_missing = report.report.findings.iter().any(|finding| finding.rule.id == "dmarc-missing");
        if is_missing && text.is_some() {
            wrong.push(format!("{author}: missing"));
        }
    }
    none_wrong(&wrong, rows.len());
}

#[test]
fn records_on_encryption_are_read_as_others_read_them() {
    let files = [
        (Kind::MtaSts, rows("mta_sts_record_cases.jsonl")),
        (Kind::MtaStsPolicy, rows("mta_sts_policy_cases.jsonl")),
        (Kind::TlsRpt, rows("tlsrpt_record_cases.jsonl")),
    ];
    let mut wrong = Vec::new();
    let mut total = 0;
    for (kind, rows) in files {
        let Some(rows) = rows else {
            println!("skipped: the cases of {} are not here", kind.title());
            continue;
        };
        for row in &rows {
            let Some(valid) = row["valid"].as_bool() else { continue };
            total += 1;
            let reading = Record::parse(kind, record(row).trim(), None).reading();
            // What some refuse and the standard does not is at least a risk.
            let refused = reading != Reading::Used
                || findings(kind, record(row).trim())
                    .iter()
                    .any(|finding| finding.severity <= Severity::Warning);
            if (reading == Reading::Used) != valid && refused == valid || !valid && !refused {
                wrong.push(format!("{reading:?}, and {valid}: {:?}", record(row)));
            }
        }
    }
    none_wrong(&wrong, total);
}
