use super::*;
use crate::dns::Trouble;

const RIGHT: &str = "\
    example.com. MX 10 mx1.example.com.\n\
    example.com. MX 20 mx2.example.com.\n\
    example.com. TXT \"v=spf1 mx -all\"\n\
    _dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n\
    mx1.example.com. A 203.0.113.1\n\
    mx2.example.com. AAAA 2001:db8::1";

fn checked(zone: &str) -> DomainReport {
    check_zone(zone).unwrap_or_else(|line| panic!("{line}"))
}

fn answers(zone: &str) -> [(String, Verdict); 3] {
    checked(zone).headlines.map(|headline| (headline.answer, headline.verdict))
}

/// The zone with one line more, or with the lines that start with its name and type replaced by it.
fn with(line: &str) -> String {
    let key: Vec<&str> = line.split_whitespace().take(2).collect();
    let kept = RIGHT.lines().map(str::trim).filter(|old| {
        let old: Vec<&str> = old.split_whitespace().take(2).collect();
        old != key
    });
    let mut lines: Vec<&str> = kept.collect();
    lines.push(line);
    // The first name is the domain that is looked up.
    lines.insert(0, "example.com. A 203.0.113.80");
    lines.join("\n")
}

#[test]
fn an_example_is_a_domain_with_its_zone() {
    let checked = checked(RIGHT);
    assert_eq!(checked.domain.name.as_str(), "example.com");
    let values: Vec<&str> = checked.report.records.iter().map(|record| record.value.as_str()).collect();
    let expected = ["10 mx1.example.com.", "20 mx2.example.com.", "v=spf1 mx -all", "v=DMARC1; p=reject"];
    assert_eq!(values, expected);
    assert!(check_zone("example.com. TXT").is_err());
}

#[test]
fn trust_is_answered_before_the_last_name_of_a_key_is_tried() {
    let meanwhile = |zone: &str, unread: bool| {
        let DomainReport { mut domain, report, .. } = checked(zone);
        domain.is_complete = false;
        domain.keys.is_tried = false;
        if unread {
            domain.senders.tree = None;
        }
        headlines::headlines(&domain, &report)[2].clone()
    };
    let trust = meanwhile(RIGHT, false);
    assert_eq!((trust.answer.as_str(), trust.verdict), ("Probably", Verdict::Advice));
    assert_eq!(trust.reason, "Its SPF record is in order. Names of DKIM keys are still being tried.");
    assert_eq!(meanwhile(RIGHT, true).answer, "Asking …", "what the record includes is not known yet");
    let without = meanwhile(&with("example.com. TXT \"nothing\""), false);
    assert_eq!(
        (without.answer.as_str(), without.verdict),
        ("In part, at best", Verdict::Warning),
        "a key may be all that it has"
    );
}

#[test]
fn a_record_that_lets_everyone_send_is_told_as_that_throughout() {
    let everyone = checked(&with("example.com. TXT \"v=spf1 +all\""));
    let trust = &everyone.headlines[2];
    assert_eq!(trust.reason, "Its SPF record lets everyone send, so it proves nothing.");
    assert_eq!(trust.verdict, Verdict::Error);
}

#[test]
fn forging_is_answered_by_the_policy() {
    let forge = |zone: &str| answers(zone)[0].clone();
    assert_eq!(forge(RIGHT), ("No".to_owned(), Verdict::Good));
    for (line, answer, verdict) in [
        ("_dmarc.example.com. TXT \"v=DMARC1; p=quarantine\"", "Not easily", Verdict::Good),
        ("_dmarc.example.com. TXT \"v=DMARC1; p=quarantine; t=y\"", "In part", Verdict::Warning),
        ("_dmarc.example.com. TXT \"v=DMARC1; p=reject; t=y\"", "Not easily", Verdict::Warning),
        (
            "_dmarc.example.com. TXT \"v=DMARC1; p=none; rua=mailto:a@example.com\"",
            "Yes, for now",
            Verdict::Warning,
        ),
        ("_dmarc.example.com. TXT \"v=dmarc1; p=reject\"", "Yes", Verdict::Error),
        ("_dmarc.example.com. TXT \"nothing\"", "Yes", Verdict::Error),
        ("_dmarc.example.com. TXT !timeout", "Could not ask", Verdict::Unknown),
        ("example.com. TXT \"v=spf1 +all\"", "Yes", Verdict::Error),
    ] {
        assert_eq!(forge(&with(line)), (answer.to_owned(), verdict), "{line}");
    }
}

#[test]
fn receiving_is_answered_by_the_servers() {
    let receive = |zone: &str| answers(zone)[1].clone();
    assert_eq!(receive(RIGHT), ("Yes".to_owned(), Verdict::Good));
    for (line, answer, verdict) in [
        ("example.com. MX 0 .", "No, on purpose", Verdict::Good),
        ("example.com. MX 10 gone.example.com.", "No", Verdict::Error),
        ("example.com. MX !server-failure", "Could not ask", Verdict::Unknown),
        ("mx1.example.com. A 10.0.0.1", "Yes, with a risk", Verdict::Warning),
        ("mx1.example.com. A 100.64.0.1", "Yes, with a risk", Verdict::Warning),
        ("mx1.example.com. A !timeout", "Yes", Verdict::Good),
    ] {
        assert_eq!(receive(&with(line)), (answer.to_owned(), verdict), "{line}");
    }
    assert_eq!(receive("example.com. A 203.0.113.1").0, "Perhaps");
    assert_eq!(receive("example.com. TXT x"), ("No".to_owned(), Verdict::Warning));
    // That it sends none is said, so it seems to be meant.
    assert_eq!(receive("example.com. TXT \"v=spf1 -all\""), ("No".to_owned(), Verdict::Advice));
    let unknown = "example.com. TXT x\nexample.com. A !timeout\nexample.com. AAAA !timeout";
    assert_eq!(receive(unknown), ("Could not ask".to_owned(), Verdict::Unknown));
}

#[test]
fn trust_is_answered_by_what_can_be_proved() {
    let trust = |zone: &str| answers(zone)[2].clone();
    assert_eq!(trust(RIGHT), ("Probably".to_owned(), Verdict::Advice));
    for (line, answer, verdict) in [
        ("example.com. TXT \"v=spf1 -all\"", "It sends none", Verdict::Good),
        ("example.com. TXT \"v=spf1 -ip4:0.0.0.0/0 -all\"", "It sends none", Verdict::Good),
        ("example.com. TXT \"v=spf1 ?ip4:0.0.0.0/0 -all\"", "Probably", Verdict::Advice),
        ("example.com. TXT \"v=spf1 ip4:203.0.113 -all\"", "No", Verdict::Error),
        ("example.com. TXT \"other\"", "No", Verdict::Error),
        ("example.com. TXT !refused", "Could not ask", Verdict::Unknown),
        ("_dmarc.example.com. TXT \"other\"", "Not everywhere", Verdict::Warning),
    ] {
        assert_eq!(trust(&with(line)), (answer.to_owned(), verdict), "{line}");
    }
}

#[test]
fn what_is_not_asked_yet_is_neither_there_nor_missing() {
    let judged = judge_domain(Domain::new("example.com".parse().unwrap()));
    for headline in &judged.headlines {
        assert_eq!((headline.answer.as_str(), headline.verdict), ("Asking …", Verdict::Unknown));
    }
    assert!(judged.journey.iter().all(|stop| stop.verdict == Verdict::Unknown), "{:?}", judged.journey);
    assert_eq!(judged.changes, []);
    assert_eq!(judged.report.findings, []);
}

#[test]
fn where_nothing_answers_nothing_is_called_missing() {
    let mut zone = crate::dns::Zone::new("down");
    let name: Name = "example.com".parse().unwrap();
    for below in ["example.com", "_dmarc.example.com"] {
        zone.fail(below.parse().unwrap(), None, Trouble::BlockedOrUnreachable);
    }
    let wish = Wish { domain: name, selectors: Vec::new(), probe: "probe".to_owned() };
    let checked = check_domain(&zone, &wish, &|_| {}).now_or_never().unwrap();
    for headline in &checked.headlines {
        assert_eq!((headline.answer.as_str(), headline.verdict), ("Could not ask", Verdict::Unknown));
    }
}

#[test]
fn changes_come_with_their_place_at_the_dns_host() {
    let zone = with("_dmarc.example.com. TXT \"v=DMARC1; p=rejected; rua=mailto:a@example.com\"");
    let zone = zone.replace("v=spf1 mx -all", "v=spf1 include=mx.example.com mx; -all");
    let checked = checked(&zone);
    let found: Vec<_> = checked
        .changes
        .iter()
        .map(|change| (change.host.as_deref(), change.rtype, change.value.is_some(), change.verdict))
        .collect();
    assert!(found.contains(&(Some("@"), Some("TXT"), true, Verdict::Error)), "{found:?}");
    assert!(found.contains(&(Some("_dmarc"), Some("TXT"), true, Verdict::Error)), "{found:?}");
    assert!(checked.changes.is_sorted_by_key(|change| change.verdict));
}

#[test]
fn a_change_says_whether_to_edit_or_to_add() {
    let step = |zone: &str, rule: &str| {
        let changes = checked(zone).changes;
        changes.iter().find(|change| change.rule == rule).unwrap_or_else(|| panic!("{changes:?}")).step
    };
    let no_dmarc: Vec<&str> = RIGHT.lines().filter(|line| !line.contains("_dmarc")).collect();
    for (zone, rule, expected) in [
        (with("_dmarc.example.com. TXT \"v=DMARC1; p=none\""), "dmarc-watches-only", Step::Edit),
        (no_dmarc.join("\n"), "dmarc-missing", Step::Add),
        (with("example.com. TXT \"other\""), "spf-missing", Step::Add),
        (with("example.com. TXT \"v=spf1 mx; -all\""), "spf-comma-or-semicolon", Step::Edit),
        (
            with("example.com. TXT \"v=spf1 a -all\"\nexample.com. TXT \"v=spf1 mx -all\""),
            "spf-two-records",
            Step::EditOne,
        ),
    ] {
        assert_eq!(step(&zone, rule), Some(expected), "{rule}");
    }
}
