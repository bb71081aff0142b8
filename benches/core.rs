//! How fast the core is: over a small set of records that lives here, and over real ones where they are at hand
//! (the folder that `WAXSEAL_CORPORA` names, or `../shared/corpora`). After criterion's own lines come records
//! per second, and what twice the input costs.

use std::fs::{self, File};
use std::hint::black_box;
use std::io::Read;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use flate2::read::GzDecoder;
use serde_json::Value;
use waxseal::paste::{Hints, unpack};
use waxseal::record::{Kind, Record, classify};
use waxseal::report::{explain_records, plain};

/// One record: its text as pasted, with its kind.
struct Sample {
    kind: Kind,
    text: String,
}

/// The records of this repository.
fn own() -> Vec<Sample> {
    let mut out = Vec::new();
    for file in ["spf", "dkim", "dmarc", "mx", "mta-sts", "tls-rpt", "tlsa"] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("benches/records/{file}.txt"));
        let text = fs::read_to_string(path).expect("the records are there");
        let kind = Kind::from_id(file).expect("a file is named after its kind");
        out.extend(text.lines().map(|line| Sample { kind, text: line.to_owned() }));
    }
    out
}

/// The records of a file of the corpora; none, and a line that says so, where it is not here.
fn corpus(file: &str, kind: Kind) -> Vec<Sample> {
    let folder = std::env::var_os("WAXSEAL_CORPORA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora"), PathBuf::from);
    let Ok(mut source) = File::open(folder.join(file)) else {
        println!("skipped: {file} is not here");
        return Vec::new();
    };
    let mut text = String::new();
    if file.ends_with(".gz") {
        GzDecoder::new(source).read_to_string(&mut text).expect("it unpacks");
    } else {
        source.read_to_string(&mut text).expect("it is text");
    }
    let rows = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("one row in a line"));
    rows.filter_map(|row| Some(Sample { kind, text: row["record"].as_str()?.to_owned() })).collect()
}

/// The tree alone, of a value that is unpacked already.
fn parse(kind: Kind, value: &str) {
    black_box(Record::parse(kind, black_box(value), None));
}

/// One record as the page shows it: unpacked, read, judged, and each part explained.
fn explain(kind: Kind, text: &str) {
    let report = explain_records(black_box(text), &Hints { kind: Some(kind), ..Hints::default() });
    for record in &report.records {
        black_box(record.parts());
    }
    black_box(report);
}

/// A text as pasted, with nothing said about it, up to the plain text that can be copied.
fn whole(text: &str) {
    let report = explain_records(black_box(text), &Hints::default());
    for record in &report.records {
        black_box(record.parts());
    }
    black_box(plain::report(&report));
}

fn measure(criterion: &mut Criterion, name: &str, samples: &[Sample]) {
    if samples.is_empty() {
        return;
    }
    let values: Vec<(Kind, String)> = samples
        .iter()
        .flat_map(|sample| unpack(&sample.text, &Hints { kind: Some(sample.kind), ..Hints::default() }))
        .map(|pasted| {
            (classify(pasted.name.as_deref(), pasted.rtype.as_deref(), &pasted.value), pasted.value)
        })
        .collect();
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(values.len() as u64));
    group.bench_function("parse", |b| b.iter(|| values.iter().for_each(|(kind, value)| parse(*kind, value))));
    group.throughput(Throughput::Elements(samples.len() as u64));
    group.bench_function("explain", |b| b.iter(|| samples.iter().for_each(|s| explain(s.kind, &s.text))));
    group.bench_function("whole report", |b| b.iter(|| samples.iter().for_each(|s| whole(&s.text))));
    group.finish();
}

/// The shortest of a few runs: what else the machine does only makes a run longer.
fn shortest(runs: usize, mut work: impl FnMut()) -> Duration {
    let run = |work: &mut dyn FnMut()| {
        let from = Instant::now();
        work();
        from.elapsed()
    };
    (0..runs).map(|_| run(&mut work)).min().unwrap_or_default()
}

/// `start`, then `piece` again and again, cut at `size` bytes.
fn repeated(start: &str, piece: &str, size: usize) -> String {
    let mut text = String::with_capacity(size + piece.len());
    text.push_str(start);
    while text.len() < size {
        text.push_str(piece);
    }
    text
}

/// A zone of `lines` lines, one in three of which is about mail.
fn zone(lines: usize) -> String {
    let mut text = String::from("$ORIGIN example.com.\n$TTL 3600\n");
    for i in 0..lines {
        text += &match i % 6 {
            0 => format!("host{i} IN TXT \"v=spf1 include:_spf.example.net ip4:192.0.2.{} ~all\"\n", i % 256),
            1 => format!("host{i} 300 IN MX 10 mx{i}.example.net.\n"),
            2 => format!("www{i} IN CNAME host{i}\n"),
            3 => format!("host{i} IN AAAA 2001:db8::{i:x}\n"),
            _ => format!("host{i} IN A 192.0.2.{}\n", i % 256),
        };
    }
    text
}

fn line_of_growth(name: &str, once: &str, twice: &str) {
    let (once, twice) = (shortest(9, || whole(once)), shortest(9, || whole(twice)));
    let factor = twice.as_secs_f64() / once.as_secs_f64();
    let verdict = if factor <= 2.2 { "" } else { "  over 2.2" };
    println!(
        "{name:<42} {:>8.2} ms {:>8.2} ms   {factor:.2} times{verdict}",
        once.as_secs_f64() * 1e3,
        twice.as_secs_f64() * 1e3
    );
}

fn growth() {
    println!("\nWhat twice the input costs (at most 2.2 times):");
    for (name, start, piece) in [
        ("SPF, includes", "v=spf1 ", "include:_spf.example.com "),
        ("SPF, unknown options", "v=spf1 ", "option=value "),
        ("SPF, a finding in each term", "v=spf1 ", "include=a.example "),
        ("SPF, macros", "v=spf1 exists:", "%{i}."),
        ("SPF, open macros", "v=spf1 exists:", "%{{{"),
        ("DMARC, report addresses", "v=DMARC1; p=none; rua=", "mailto:reports@example.com,"),
        ("DMARC, one tag repeated", "v=DMARC1; ", "p=none; "),
        ("DMARC, empty tags", "v=DMARC1; p=none", ";"),
        ("DKIM, a long key", "v=DKIM1; p=", "MIGfMA0GCSqGSIb3"),
        ("MX, a long name", "10 ", "mail."),
        ("quoted strings", "example.com. IN TXT \"v=spf1\" ", "\" a\" "),
        ("open brackets", "example.com. IN TXT ", "("),
        ("curly quotes", "v=spf1 ", "\u{201c}"),
        ("one word", "", "x"),
        ("odd blanks", "v=spf1", "\t"),
        ("JSON", "", "{\"name\":\"a\",\"type\":\"TXT\",\"data\":\"v=spf1 -all\"}\n"),
        ("JSON that is cut", "[", "{\"name\":\"a\",\n\"type\":\"TXT\",\n\"data\":\"v=spf1 -all\"},\n"),
        ("a key in lines", "v=DKIM1; p=MIIB", "\nIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"),
        ("cells in lines", "", "k1._domainkey\nCNAME\ndkim.example.net\nEdit\n"),
        ("labels", "", "Value: v=spf1 -all\nHost: @\nType: TXT\n"),
    ] {
        let text = |size| repeated(start, piece, size);
        line_of_growth(&format!("{name}, 32 KB and 64 KB"), &text(32 << 10), &text(64 << 10));
    }
    line_of_growth("a zone, 2,000 and 4,000 lines", &zone(2000), &zone(4000));
}

fn per_second(name: &str, samples: &[Sample]) {
    if samples.is_empty() {
        return;
    }
    let time = shortest(5, || samples.iter().for_each(|sample| explain(sample.kind, &sample.text)));
    let rate = samples.len() as f64 / time.as_secs_f64();
    println!("{name:<42} {rate:>10.0} records explained in a second ({} records)", samples.len());
}

fn main() {
    let samples = own();
    let corpora = [
        ("real SPF", corpus("real_spf_unique.jsonl.gz", Kind::Spf)),
        ("real DMARC", corpus("real_dmarc_unique.jsonl", Kind::Dmarc)),
        ("real DKIM keys", corpus("real_dkim_keys.jsonl", Kind::Dkim)),
    ];
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .sample_size(20)
        .without_plots()
        .configure_from_args();
    measure(&mut criterion, "own records", &samples);
    for (name, samples) in &corpora {
        measure(&mut criterion, name, samples);
    }
    criterion.final_summary();

    println!("\nOn one core:");
    per_second("own records", &samples);
    for (name, samples) in &corpora {
        per_second(name, samples);
    }
    growth();
}
