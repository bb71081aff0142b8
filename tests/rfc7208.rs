//! `check_host()` against the test suite of RFC 7208, and against the cases of another implementation.
//!
//! The cases are not part of this repository. `tools/spf-suite.sh` fetches the standard's suite to
//! `target/rfc7208-tests.yml`; other cases are in the folder that `WAXSEAL_CORPORA` names, or in `../shared/corpora`.

use std::fs;
use std::net::IpAddr;
use std::path::PathBuf;

use futures_util::FutureExt;
use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Value, json};
use waxseal::dns::{Data, Name, RecordType, Trouble, Zone};
use waxseal::spf::networks::AllowList;
use waxseal::spf::tree::tree;
use waxseal::spf::{Receiver, Run, Sender, SpfResult, StepOutcome, check_host};
use waxseal::text::prose;

/// Cases that are known to end otherwise, with the reason. It is empty, and stays so.
const EXPECTED_FAILURES: [(&str, &str); 0] = [];

/// How many cases the standard's suite has.
const CASES: usize = 203;

/// How many of them say which explanation is given.
const EXPLANATIONS: usize = 22;

fn rows(suite: &str) -> Option<Vec<Value>> {
    let folder =
        std::env::var_os("WAXSEAL_CORPORA").map_or_else(|| PathBuf::from("../shared/corpora"), PathBuf::from);
    let text = fs::read_to_string(folder.join("spf_check_host.jsonl")).ok()?;
    let rows = text.lines().map(|line| serde_json::from_str(line).expect("one row in a line"));
    Some(rows.filter(|row: &Value| row["suite"] == suite).collect())
}

/// The suite as its authors give it: scenarios with a zone and tests, as rows like those of the other file.
fn suite() -> Option<Vec<Value>> {
    let path = std::env::var_os("WAXSEAL_SPF_SUITE")
        .map_or_else(|| PathBuf::from("target/rfc7208-tests.yml"), PathBuf::from);
    let text = fs::read_to_string(path).ok()?;
    let scenarios = Yaml::load_from_str(&text).expect("the suite is YAML");
    let mut rows = Vec::new();
    for scenario in scenarios.iter().map(plain) {
        let zone: serde_json::Map<String, Value> = scenario["zonedata"]
            .as_object()
            .expect("a zone")
            .iter()
            .map(|(name, entries)| (name.clone(), records(entries.as_array().expect("records"))))
            .collect();
        for (name, test) in scenario["tests"].as_object().expect("tests") {
            let results =
                if test["result"].is_array() { test["result"].clone() } else { json!([test["result"]]) };
            rows.push(json!({
                "name": name, "zone": zone, "ip": test["host"], "mailfrom": test["mailfrom"], "helo": test["helo"],
                "expected_results": results, "explanation": test["explanation"],
            }));
        }
    }
    Some(rows)
}

/// YAML as JSON has it.
fn plain(yaml: &Yaml<'_>) -> Value {
    match yaml {
        Yaml::Value(Scalar::String(text)) => json!(text),
        Yaml::Value(Scalar::Integer(number)) => json!(number),
        Yaml::Sequence(items) => items.iter().map(plain).collect(),
        Yaml::Mapping(items) => items
            .iter()
            .map(|(key, value)| (plain(key).as_str().unwrap_or("").to_owned(), plain(value)))
            .collect(),
        _ => Value::Null,
    }
}

/// The records of a name. Those of SPF's own type stand for TXT too, where the name has no entry for TXT: the suite
/// is also used with implementations that ask for the old type.
fn records(entries: &[Value]) -> Value {
    let has_txt = entries.iter().any(|entry| entry.get("TXT").is_some());
    let strings = |value: &Value| if value.is_array() { value.clone() } else { json!([value]) };
    let mut out = Vec::new();
    for entry in entries {
        let Some((rtype, value)) = entry.as_object().and_then(|entry| entry.iter().next()) else {
            out.push(json!({"type": "*", "error": "TIMEOUT"}));
            continue;
        };
        match (rtype.as_str(), value) {
            (rtype, value) if value == "TIMEOUT" => out.push(json!({"type": rtype, "error": "TIMEOUT"})),
            (_, value) if value == "NONE" => {}
            ("SPF", _) if has_txt => {}
            ("SPF" | "TXT", value) => out.push(json!({"type": "TXT", "strings": strings(value)})),
            ("MX", value) => out.push(json!({"type": "MX", "preference": value[0], "data": value[1]})),
            (rtype, value) => out.push(json!({"type": rtype, "data": value})),
        }
    }
    Value::Array(out)
}

fn text<'r>(row: &'r Value, field: &str) -> &'r str {
    row[field].as_str().unwrap_or("")
}

/// The suite writes each byte as one character.
fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("a byte")).collect()
}

fn name(text: &str) -> Option<Name> {
    if text.is_empty() { Some(Name::root()) } else { Name::literal(text).ok() }
}

fn data(record: &Value) -> Option<Data> {
    let target = || name(text(record, "data"));
    Some(match text(record, "type") {
        "TXT" => {
            let strings = record["strings"].as_array().expect("strings");
            Data::Txt(strings.iter().map(|string| bytes(string.as_str().expect("a string"))).collect())
        }
        "A" => Data::A(text(record, "data").parse().expect("an address")),
        "AAAA" => Data::Aaaa(text(record, "data").parse().expect("an address")),
        "PTR" => Data::Ptr(target()?),
        "CNAME" => Data::Cname(target()?),
        "MX" => {
            let preference = record["preference"].as_u64().and_then(|n| u16::try_from(n).ok()).unwrap_or(0);
            Data::Mx { preference, exchange: target()? }
        }
        other => panic!("a record of type {other}"),
    })
}

fn zone(row: &Value) -> Zone {
    let mut zone = Zone::new("case");
    for (owner, records) in row["zone"].as_object().expect("a zone") {
        // What can't be a name in DNS is not there.
        let Some(owner) = name(owner) else { continue };
        for record in records.as_array().expect("records") {
            let rtype: Option<RecordType> = text(record, "type").parse().ok();
            match text(record, "error") {
                "" => {
                    if let Some(data) = data(record) {
                        zone.add(owner.clone(), 300, data);
                    }
                }
                "TIMEOUT" => zone.fail(owner.clone(), rtype, Trouble::Timeout),
                _ => zone.fail(owner.clone(), rtype, Trouble::ServerFailure),
            }
        }
    }
    zone
}

fn run(row: &Value) -> Run {
    let ip: IpAddr = text(row, "ip").parse().expect("an address");
    let sender = Sender {
        ip,
        mail_from: text(row, "mailfrom").to_owned(),
        helo: text(row, "helo").to_owned(),
        domain: None,
    };
    let receiver = Receiver { name: "", clock: &0_u64 };
    // A zone in memory answers at once, so one poll is enough.
    check_host(&zone(row), &sender, receiver).now_or_never().expect("a zone in memory answers at once")
}

/// What is wrong with a run, where something is.
fn wrong(row: &Value, run: &Run) -> Option<String> {
    let expected: Vec<&str> = row["expected_results"].as_array()?.iter().filter_map(Value::as_str).collect();
    if !expected.contains(&run.result.id()) {
        return Some(format!("{} instead of {expected:?}", run.result));
    }
    // The suite says DEFAULT for what a receiver says where the domain has no words of its own.
    let expected = row["explanation"].as_str().map(|text| Some(text).filter(|text| *text != "DEFAULT"))?;
    (run.explanation.as_deref() != expected).then(|| format!("{:?} instead of {expected:?}", run.explanation))
}

/// Runs all, and says which end otherwise than they should.
fn run_all(rows: &[Value], allowed: &[(&str, &str)]) {
    let mut failed = Vec::new();
    for row in rows {
        let id = text(row, "name");
        let run = run(row);
        let known = allowed.iter().any(|(name, _)| *name == id);
        match wrong(row, &run) {
            Some(wrong) if !known => {
                let steps: Vec<String> = run.steps.iter().map(|step| format!("    {}", step.says)).collect();
                failed.push(format!("{id}: {wrong}\n{}", steps.join("\n")));
            }
            None if known => failed.push(format!("{id} ends as expected now: take it from the list")),
            _ => {}
        }
    }
    assert!(failed.is_empty(), "{} of {} fail:\n{}", failed.len(), rows.len(), failed.join("\n"));
}

macro_rules! or_skip {
    ($rows:expr, $what:literal) => {
        match $rows {
            Some(rows) => rows,
            None => {
                println!("skipped: {} is not here", $what);
                return;
            }
        }
    };
}

#[test]
fn the_standard_s_own_suite() {
    let rows = or_skip!(suite(), "target/rfc7208-tests.yml");
    assert_eq!(rows.len(), CASES);
    assert_eq!(rows.iter().filter(|row| row["explanation"].is_string()).count(), EXPLANATIONS);
    run_all(&rows, &EXPECTED_FAILURES);
}

#[test]
fn the_standard_s_own_suite_as_others_hold_it() {
    let rows = or_skip!(rows("rfc7208"), "spf_check_host.jsonl");
    assert_eq!(rows.len(), CASES);
    run_all(&rows, &EXPECTED_FAILURES);
}

#[test]
fn the_cases_of_another_implementation() {
    run_all(&or_skip!(rows("mox"), "spf_check_host.jsonl"), &[]);
}

#[test]
fn each_run_can_be_followed() {
    let rows = or_skip!(suite().or_else(|| rows("rfc7208")), "the suite of RFC 7208");
    for row in &rows {
        let run = run(row);
        let id = text(row, "name");
        let last = run.steps.iter().rfind(|step| matches!(step.outcome, StepOutcome::Result(_)));
        let last = last.unwrap_or_else(|| panic!("{id} has no end"));
        assert_eq!(last.outcome.id(), run.result.id(), "{id} ends otherwise than its steps say");
        for step in &run.steps {
            let says: String = prose::parts(&step.says)
                .into_iter()
                .map(|part| if let prose::Part::Text(text) = part { text } else { "it" })
                .collect();
            assert!(says.ends_with(['.', '?']) && !says.contains("  "), "{id}: {says}");
            if let (Some(span), Some(term)) = (step.span, &step.term) {
                assert_eq!(span.len(), term.len(), "{id}");
            }
        }
    }
}

/// Where a record can be listed whole, the list holds the address exactly where the run passes it.
#[test]
fn the_tree_and_the_list_agree_with_each_run() {
    let rows = or_skip!(suite().or_else(|| rows("rfc7208")), "the suite of RFC 7208");
    let mut compared = 0;
    for row in &rows {
        let (run, id) = (run(row), text(row, "name"));
        let Some(domain) = run.steps.last().and_then(|step| Name::literal(&step.domain).ok()) else {
            continue;
        };
        let tree = tree(&zone(row), &domain).now_or_never().expect("a zone in memory answers at once");
        let ip = text(row, "ip").parse::<IpAddr>().expect("an address").to_canonical();
        let list = AllowList::new(&tree);
        let stops = tree.over_limit() || tree.over_void_limit() || !tree.problems().is_empty();
        if stops || !tree.exact() || !list.not_listed.is_empty() {
            continue;
        }
        let listed = list.networks.iter().any(|network| network.net.contains(&ip));
        assert_eq!(listed, run.result == SpfResult::Pass, "{id}: {:?}", list.networks);
        assert!(run.used.lookups <= tree.lookups(), "{id}");
        compared += 1;
    }
    assert!(compared > 30, "{compared}");
}
