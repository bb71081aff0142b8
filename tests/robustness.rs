//! Texts that nobody means to paste: thousands of seeded mutations of real-looking records, and very large
//! ones. `make fuzz` looks further, with the same invariants.

#[path = "common/invariants.rs"]
mod invariants;

use std::panic::{AssertUnwindSafe, catch_unwind};

use invariants::check;
use waxseal::paste::Hints;
use waxseal::report::{Report, explain_records};

const RECORDS: [&str; 4] = [
    include_str!("../benches/records/spf.txt"),
    include_str!("../benches/records/dkim.txt"),
    include_str!("../benches/records/dmarc.txt"),
    include_str!("../benches/records/mx.txt"),
];

/// What pastes and attackers add: syntax of the records and of zone files, odd blanks, marks and quotes.
const PIECES: [&str; 65] = [
    "DKIM-Signature: s=s1; d=example.com;",
    "\nAuthentication-Results: x; dkim=pass",
    " header.d=example.com header.s=s1 ",
    "v=spf1",
    "v=DMARC1",
    "v=DKIM1",
    "V=SPF1",
    "include:",
    "include=",
    "redirect=",
    "exp=",
    "all",
    "-all",
    "~",
    "?",
    "+",
    "ip4:192.0.2.1/33",
    "ip6:::/129",
    "ip4:",
    "a//",
    "mx/",
    "ptr",
    "exists:%{ir}.%{v}._spf.%{d2}",
    "%{",
    "%{{{",
    "%}",
    "%%",
    "%_",
    "%-",
    "p=",
    "p=none",
    "rua=mailto:",
    "!10m",
    ",",
    ";",
    ";;;;",
    "\\;",
    "\\\"",
    "\"",
    "\" \"",
    "(",
    ")",
    "=",
    ":",
    "/",
    "0 .",
    "10 mx.example.com.",
    "IN TXT ",
    "\tTXT\t",
    "$ORIGIN x.\n",
    "\n",
    "\r\n",
    " ",
    "\u{a0}",
    "\u{200b}",
    "\u{201c}",
    "\u{2014}",
    "\u{ff1d}",
    "\u{feff}",
    "\u{0}",
    "é",
    "😀",
    "e\u{301}",
    "\u{202e}",
    "&quot;",
];

#[path = "common/random.rs"]
mod random;

use random::Random;

fn lines() -> Vec<&'static str> {
    RECORDS.iter().flat_map(|text| text.lines()).collect()
}

/// Checks a text, and names it where something does not hold.
fn check_named(case: usize, text: &str) {
    if let Err(cause) = catch_unwind(AssertUnwindSafe(|| check(text))) {
        eprintln!("case {case}: {text:?}");
        std::panic::resume_unwind(cause);
    }
}

fn mutate(random: &mut Random, line: &str, others: &[&str]) -> String {
    let mut chars: Vec<char> = line.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(chars.len() + 1);
        match random.below(8) {
            0 => chars.truncate(at),
            1 | 2 => drop(chars.splice(at..at, random.pick(&PIECES).chars())),
            3 if at < chars.len() => drop(chars.remove(at)),
            4 if at < chars.len() => {
                let other = random.below(chars.len());
                chars.swap(at, other);
            }
            5 if at < chars.len() => {
                let end = (at + 1 + random.below(12)).min(chars.len());
                let copy = chars[at..end].to_vec();
                chars.splice(at..at, copy);
            }
            6 => {
                let other = random.pick(others);
                let from = other.char_indices().nth(random.below(other.len())).map_or(0, |(i, _)| i);
                chars.truncate(at);
                chars.extend(other[from..].chars());
            }
            _ => chars.insert(at, char::from_u32(random.below(0x3_0000) as u32).unwrap_or('\u{fffd}')),
        }
    }
    chars.into_iter().collect()
}

#[test]
fn records_with_a_few_changes() {
    let lines = lines();
    let mut random = Random(0x5EA1_ED00_0000_0001);
    for case in 0..16_000 {
        // Long keys cost time and show little that short ones don't.
        let line = random.pick(&lines);
        let line = if line.len() > 300 { &line[..120] } else { line };
        check_named(case, &mutate(&mut random, line, &lines));
    }
}

#[test]
fn pieces_in_any_order() {
    let mut random = Random(0x5EA1_ED00_0000_0002);
    for case in 0..6_000 {
        let starts = ["", "v=spf1 ", "v=DMARC1; ", "v=DKIM1; ", "10 ", "x. IN TXT "];
        let mut text = random.pick(&starts).to_owned();
        for _ in 0..random.below(12) {
            text.push_str(random.pick(&PIECES));
            if random.below(3) == 0 {
                text.push(' ');
            }
        }
        check_named(case, &text);
    }
}

#[test]
fn bytes_without_any_sense() {
    let mut random = Random(0x5EA1_ED00_0000_0003);
    for case in 0..3_000 {
        let bytes: Vec<u8> = (0..random.below(96)).map(|_| random.next() as u8).collect();
        check_named(case, &String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn several_records_in_one_text() {
    let lines = lines();
    let mut random = Random(0x5EA1_ED00_0000_0004);
    for case in 0..500 {
        let mut text = String::new();
        for _ in 0..random.below(6) {
            let line = random.pick(&lines);
            text.push_str(&mutate(&mut random, line, &lines));
            text.push_str(random.pick(&["\n", "\n\n", "\r\n", " ", "\t"]));
        }
        check_named(case, &text);
    }
}

/// `start`, then `piece` again and again, cut at 64 KB.
fn long(start: &str, piece: &str) -> String {
    let mut text = start.to_owned();
    while text.len() < 64 * 1024 {
        text.push_str(piece);
    }
    text
}

#[test]
fn lines_of_64_kilobytes() {
    for (start, piece) in [
        ("v=spf1 ", "include:_spf.example.com "),
        ("v=spf1 ", "include=_spf.example.com "),
        ("v=spf1 ", "a:"),
        ("v=spf1 exists:", "%{{{"),
        ("v=spf1 exists:", "%{i}."),
        ("v=spf1 ip4:192.0.2.1", "/"),
        ("v=spf1 ", "x=y "),
        ("v=spf1 a:", "a."),
        ("v=DMARC1; p=none", ";"),
        ("v=DMARC1; ", "p=none; "),
        ("v=DMARC1; p=none; rua=", "mailto:a@example.com,"),
        ("v=DMARC1; p=none; rua=mailto:a@example.com", "!10m"),
        ("v=DKIM1; p=", "MIGf"),
        ("v=DKIM1; h=", "sha1:"),
        ("v=DKIM1; ", "p=; "),
        ("10 ", "mx."),
        ("example.com. IN TXT ", "\"v=spf1 \" "),
        ("example.com. IN TXT ", "("),
        ("example.com. IN TXT ", "\\\""),
        ("DKIM-Signature: ", "s=a;d=b.example;"),
        ("DKIM-Signature: v=1;\n", " h=from:\n"),
        ("Authentication-Results: x; ", "dkim=pass ("),
        ("Authentication-Results: x; ", "dkim=pass header.d=a.example;"),
        ("", "ARC-Seal: i=1; cv=fail\n"),
        ("", "\t"),
        ("", "\u{201c}"),
        ("", "😀"),
        ("", "&amp;"),
        ("", "v=spf1 -all "),
    ] {
        check(&long(start, piece));
    }
}

#[test]
fn brackets_within_brackets() {
    for open in ["(", "[", "{", "<", "%{", "\"("] {
        check(&format!("example.com. IN TXT {}v=spf1 -all", open.repeat(20_000)));
        check(&format!("{}\nexample.com. IN TXT \"v=spf1 -all\" )", format!("{open}\n").repeat(5_000)));
    }
}

fn explained(text: &str) -> Report {
    explain_records(text, &Hints::default())
}

/// The page holds a text above 1 MB beside the box, because a box alone takes seconds to show it; the core has
/// to finish all the same. Benchmarks say how long it takes.
#[test]
fn ten_megabytes() {
    const SIZE: usize = 10 * 1024 * 1024;
    explained(&"x".repeat(SIZE));
    explained(&format!("v=spf1 a:{} -all", "x".repeat(SIZE)));
    let blank = " \n".repeat(SIZE / 2);
    assert!(explained(&blank).records.is_empty());
    let comment = "; nothing but comments, as at the top of some zone files\n";
    explained(&comment.repeat(SIZE / comment.len()));
}

#[test]
fn a_zone_file_of_two_thousand_lines() {
    let lines = lines();
    let mut text = String::from("$ORIGIN example.com.\n$TTL 3600\n");
    for i in 0..500 {
        text.push_str(&format!("host{i} IN A 192.0.2.{}\n", i % 256));
        text.push_str(&format!("host{i} IN TXT \"{}\"\n", lines[i % 14]));
        text.push_str(&format!(
            "_dmarc.host{i} 300 IN TXT ( \"v=DMARC1; p=none; \"\n \"rua=mailto:a@example.com\" )\n"
        ));
        text.push_str(&format!("host{i} IN MX {i} mx{i}.example.net.\n"));
    }
    check(&text);
    let kinds =
        explained(&text).records.iter().filter(|record| record.kind != waxseal::record::Kind::Other).count();
    assert_eq!(kinds, 1500);
}
