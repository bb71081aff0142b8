//! DNS messages that another library encoded, where they are at hand: see `tests/corpora.rs`.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use waxseal::dns::{Absence, Data, Outcome, Question, RecordType, Trouble, wire};

#[test]
fn messages_of_another_encoder() {
    let folder =
        std::env::var_os("WAXSEAL_CORPORA").map_or_else(|| PathBuf::from("../shared/corpora"), PathBuf::from);
    let Ok(text) = fs::read_to_string(folder.join("dns_wire_cases.jsonl")) else {
        println!("skipped: dns_wire_cases.jsonl is not here");
        return;
    };
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).expect("one row in a line");
        let id = &row["id"];
        let mut bytes = unhex(row["hex"].as_str().expect("a message"));
        // DNS over HTTPS has 0 for an ID: RFC 8484, section 4.1.
        bytes.iter_mut().take(2).for_each(|byte| *byte = 0);
        let Some(qname) = row["qname"].as_str() else {
            let question = Question::new("benningen.de".parse().expect("a name"), RecordType::Txt);
            let answer = wire::decode(&bytes, &question);
            assert_eq!(answer.outcome, Outcome::Unknown(Trouble::BadAnswer), "{id}");
            continue;
        };
        let question = Question::new(qname.parse().expect("a name"), RecordType::Txt);
        let answer = wire::decode(&bytes, &question);
        assert_eq!(answer.authenticated, row["ad"] == true, "{id}");
        let mut expected: Vec<&str> =
            row["expected_txt"].as_array().expect("texts").iter().filter_map(Value::as_str).collect();
        match (&answer.outcome, row["rcode"].as_u64()) {
            (Outcome::Found(found), Some(0)) => {
                // The records of one name have no order.
                let mut texts: Vec<String> = found.iter().filter_map(|record| record.data.text()).collect();
                texts.sort();
                expected.sort_unstable();
                assert_eq!(texts, expected, "{id}");
                assert!(found.iter().all(|record| matches!(record.data, Data::Txt(_))), "{id}");
            }
            (Outcome::Absent { what, ttl }, Some(3)) => {
                assert_eq!((*what, *ttl), (Absence::NoSuchName, Some(5)), "{id}");
            }
            (Outcome::Unknown(Trouble::Refused), Some(5))
            | (Outcome::Unknown(Trouble::ServerFailure), Some(2)) => {}
            (outcome, rcode) => panic!("{id}: {outcome:?} for response code {rcode:?}"),
        }
        let alias = row["cname"].as_str().map(|name| name.parse().expect("a name"));
        assert_eq!(answer.aliases.last(), alias.as_ref(), "{id}");
    }
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal"))
        .collect()
}
