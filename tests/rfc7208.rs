//! `check_host()` against the test suite of RFC 7208, and against the cases of another implementation.
//!
//! The cases are not part of this repository: `WAXSEAL_CORPORA` names their folder, `../shared/corpora` is looked
//! at otherwise.

use std::fs;
use std::net::IpAddr;
use std::path::PathBuf;

use futures_util::FutureExt;
use serde_json::Value;
use waxseal::dns::{Data, Name, RecordType, Trouble, Zone};
use waxseal::spf::{Receiver, Run, Sender, StepOutcome, check_host};
use waxseal::text::prose;

/// Cases that are known to end otherwise, with the reason. It is empty, and stays so.
const EXPECTED_FAILURES: [(&str, &str); 0] = [];

/// How many cases the standard's suite has.
const CASES: usize = 203;

fn rows(suite: &str) -> Option<Vec<Value>> {
    let folder =
        std::env::var_os("WAXSEAL_CORPORA").map_or_else(|| PathBuf::from("../shared/corpora"), PathBuf::from);
    let text = fs::read_to_string(folder.join("spf_check_host.jsonl")).ok()?;
    let rows = text.lines().map(|line| serde_json::from_str(line).expect("one row in a line"));
    Some(rows.filter(|row: &Value| row["suite"] == suite).collect())
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

fn run_all(suite: &str, allowed: &[(&str, &str)]) -> Option<usize> {
    let rows = rows(suite)?;
    let mut failed = Vec::new();
    for row in &rows {
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
    Some(rows.len())
}

#[test]
fn the_standard_s_own_suite() {
    match run_all("rfc7208", &EXPECTED_FAILURES) {
        Some(count) => assert_eq!(count, CASES),
        None => println!("skipped: spf_check_host.jsonl is not here"),
    }
}

#[test]
fn the_cases_of_another_implementation() {
    if run_all("mox", &[]).is_none() {
        println!("skipped: spf_check_host.jsonl is not here");
    }
}

#[test]
fn each_run_can_be_followed() {
    let Some(rows) = rows("rfc7208") else {
        println!("skipped: spf_check_host.jsonl is not here");
        return;
    };
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
