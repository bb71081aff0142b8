//! That nobody knows is never taken for an absence: random zones, of which some or all answers fail.

use std::collections::BTreeSet;

use futures_util::FutureExt;
use waxseal::dns::{Answer, DnsClient, Lookup, Question, Trouble, Zone};
use waxseal::facts::Wish;
use waxseal::report::domain::{DomainReport, check_domain};
use waxseal::rules::{Check, Finding, Severity};

#[path = "common/random.rs"]
mod random;

use random::Random;

const NAMES: [&str; 9] = [
    "example.com",
    "a.example.com",
    "b.example",
    "c.example",
    "_spf.google.com",
    "amazonses.com",
    "_spf.mimecast.com",
    "d.example",
    "gone.example",
];

const TERMS: [&str; 14] = [
    "include:",
    "include:",
    "include:",
    "?include:",
    "a:",
    "a:",
    "-a:",
    "mx:",
    "mx:",
    "exists:",
    "exists:%{i}.",
    "include:%{l}.",
    "ptr:",
    "redirect=",
];

const ENDS: [&str; 6] = ["-all", "~all", "?all", "", "nonsense", "ip6:2001:db8::/32 -all"];

/// A zone in which most records lead somewhere, and some lead nowhere or in circles.
fn zone(random: &mut Random) -> String {
    let mut text = String::new();
    for name in &NAMES[..8] {
        for _ in 0..[0, 1, 1, 1, 1, 1, 2][random.below(7)] {
            let terms: String = (0..random.below(6))
                .map(|_| format!("{}{} ", random.pick(&TERMS), random.pick(&NAMES)))
                .collect();
            text += &format!("{name} TXT \"v=spf1 {terms}{}\"\n", random.pick(&ENDS));
        }
        for (line, often) in [
            ("A 192.0.2.1", 2),
            ("AAAA 2001:db8::1", 3),
            ("TXT \"MS=ms12345678\"", 4),
            ("MX 0 .", 9),
            ("MX 10 a.example.com", 3),
            ("MX 20 gone.example", 5),
        ] {
            if random.below(often) == 0 {
                text += &format!("{name} {line}\n");
            }
        }
    }
    for (line, often) in [
        ("_dmarc.example.com TXT \"v=DMARC1; p=none; rua=mailto:a@b.example\"", 2),
        (
            "google._domainkey.example.com TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"",
            3,
        ),
        ("s1._domainkey.example.com CNAME s1.gone.example", 4),
        ("*._domainkey.example.com TXT \"v=DKIM1; p=\"", 6),
        ("_dmarc.example.com CNAME d.gone.example", 5),
        ("default._bimi.example.com TXT \"v=BIMI1; l=https://example.com/logo.svg\"", 3),
        ("default._bimi.example.com CNAME b.gone.example", 6),
        ("example.com TXT \"google-site-verification=0123456789\"", 4),
        ("example.com TXT \"spf2.0/pra mx -all\"", 6),
        ("example.com SOA amy.ns.cloudflare.com dns.cloudflare.com 1 2 3 4 5", 2),
        ("example.com NS amy.ns.cloudflare.com", 2),
        ("google._domainkey.example.com A 192.0.2.80", 3),
        ("_mta-sts.example.com TXT \"v=STSv1; id=1\"", 2),
        ("_mta-sts.example.com TXT \"v=STSv1; id=2\"", 6),
        ("mta-sts.example.com A 192.0.2.80", 2),
        ("_smtp._tls.example.com TXT \"v=TLSRPTv1; rua=mailto:a@example.com\"", 2),
        (
            "_25._tcp.a.example.com TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
            2,
        ),
        (
            "_25._tcp.gone.example TLSA 1 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
            5,
        ),
        (
            "_25._tcp.example.com TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
            6,
        ),
        ("example.com * !signed", 2),
        ("gone.example * !signed", 2),
    ] {
        if random.below(often) == 0 {
            text += &format!("{line}\n");
        }
    }
    text
}

/// A zone that keeps back some of its answers, the same ones each time.
struct Failing {
    zone: Zone,
    seed: u64,
    /// Of a hundred questions, so many are not answered.
    often: usize,
}

impl DnsClient for Failing {
    async fn ask(&self, question: Question) -> Lookup {
        let key = format!("{} {}", question.name, question.rtype);
        let mut random =
            Random(key.bytes().fold(self.seed | 1, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)));
        random.next();
        if random.below(100) < self.often {
            return Lookup::new(question, Answer::unknown(Trouble::Timeout), "zone");
        }
        self.zone.ask(question).await
    }
}

fn checked(text: &str, seed: u64, often: usize) -> DomainReport {
    let zone = Zone::parse(text).expect("the zone can be read");
    let wish = Wish {
        domain: "example.com".parse().expect("a name"),
        selectors: Vec::new(),
        probe: String::from("no-such-name"),
    };
    let client = Failing { zone, seed, often };
    check_domain(&client, &wish, &|_| {}).now_or_never().expect("a zone in memory answers at once")
}

fn findings(report: &DomainReport) -> impl Iterator<Item = &Finding> {
    let in_records = report.report.records.iter().flat_map(|record| &record.findings);
    report.report.findings.iter().chain(in_records)
}

/// The rules that found an error.
fn errors(report: &DomainReport) -> BTreeSet<&'static str> {
    findings(report)
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.rule.id)
        .collect()
}

#[test]
fn where_nothing_answers_no_rule_on_dns_finds_anything() {
    for case in 1..200 {
        let text = zone(&mut Random(case));
        let report = checked(&text, case, 100);
        let found: Vec<&str> = findings(&report)
            .filter(|finding| {
                matches!(finding.rule.check, Check::Dns(_)) || finding.severity == Severity::Error
            })
            .map(|finding| finding.message.as_str())
            .collect();
        assert!(found.is_empty(), "case {case}: {found:?}\n{text}");
    }
}

#[test]
fn an_error_that_is_found_with_gaps_is_found_without_them() {
    let mut met = BTreeSet::new();
    for case in 1..1000 {
        let text = zone(&mut Random(case));
        let report = checked(&text, case, 0);
        let whole = errors(&report);
        let gaps = checked(&text, case, 30);
        // A part that finds no server does so, too; where there are many, they are one finding of another rule.
        let has = |report: &DomainReport, ids: &[&str]| {
            findings(report).any(|finding| ids.contains(&finding.rule.id))
        };
        if has(&gaps, &["spf-finds-nothing"]) {
            met.insert("spf-finds-nothing");
            let found = has(&report, &["spf-finds-nothing", "spf-void-lookups"]);
            assert!(found, "case {case}: a part finds nothing, and finds something\n{text}");
        }
        for id in errors(&gaps) {
            met.insert(id);
            let messages: Vec<&str> = findings(&gaps).map(|finding| finding.message.as_str()).collect();
            assert!(whole.contains(id), "case {case}: {id}, and not in {whole:?}\n{messages:#?}\n{text}");
        }
    }
    // The zones are such that something can go wrong.
    for id in [
        "spf-missing",
        "spf-include-unusable",
        "spf-include-loop",
        "spf-too-many-lookups",
        "spf-finds-nothing",
        "spf-void-lookups",
        "bimi-not-enforced",
        "cname-target-gone",
        "mta-sts-no-policy-host",
        "mta-sts-two-records",
        "tlsa-without-dnssec",
    ] {
        assert!(met.contains(id), "{id} never came up: {met:?}");
    }
}

#[test]
fn a_record_is_right_only_where_all_of_it_is_known() {
    for case in 1..1000 {
        let text = zone(&mut Random(case));
        let gaps = checked(&text, case, 20);
        let praised = findings(&gaps)
            .find(|finding| finding.rule.id == "spf-lookups" && finding.severity == Severity::Good);
        if let (Some(praised), Some(tree)) = (praised, &gaps.domain.senders.tree) {
            assert!(tree.exact(), "case {case}: {}\n{text}", praised.message);
        }
    }
}
