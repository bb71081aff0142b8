//! What is found at a domain about encryption on the way; and that nothing is found where nobody could ask.

use waxseal::facts::transport::{PolicyFile, Unread};
use waxseal::report::Verdict::{self, Advice, Error, Good, Unknown, Warning};
use waxseal::report::domain::{DomainReport, check_zone, judge_domain};

const MAIL: &str = "a.example MX 10 mx.a.example\nmx.a.example A 192.0.2.1\n";

const TLSA: &str = "TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1";

/// Every finding on the way in, as `weight rule`, in order.
fn found(report: &DomainReport) -> Vec<String> {
    let ours = |id: &str| ["mta-sts", "tls-rpt", "tlsa"].iter().any(|kind| id.starts_with(kind));
    let in_records = report.report.records.iter().flat_map(|record| &record.findings);
    let all = report.report.findings.iter().chain(in_records).filter(|finding| ours(finding.rule.id));
    let mut found: Vec<String> =
        all.map(|finding| format!("{:?} {}", finding.severity, finding.rule.id).to_lowercase()).collect();
    found.sort();
    found
}

/// What stands beside the mail server, the verdict on encryption, and what is found.
const CASES: &[(&str, Verdict, &[&str])] = &[
    ("", Advice, &[]),
    (
        "_mta-sts.a.example TXT \"v=STSv1; id=1\"",
        Warning,
        &["error mta-sts-no-policy-host", "good mta-sts-announced", "warning tls-rpt-missing"],
    ),
    (
        "_mta-sts.a.example TXT \"v=STSv1; id=1\"\nmta-sts.a.example A 192.0.2.80\n\
         _smtp._tls.a.example TXT \"v=TLSRPTv1; rua=mailto:t@a.example\"",
        Unknown,
        &["good mta-sts-announced", "good tls-rpt-reports"],
    ),
    (
        "_mta-sts.a.example CNAME sts.b.example\nsts.b.example TXT \"v=STSv1; id=1\"\n\
         mta-sts.a.example CNAME web.b.example\nweb.b.example AAAA 2001:db8::1\n_smtp._tls.a.example TXT !timeout",
        Unknown,
        &["good mta-sts-announced"],
    ),
    (
        "_mta-sts.a.example TXT \"v=STSv1; id=1\"\n_mta-sts.a.example TXT \"v=STSv1; id=2\"\nmta-sts.a.example A !timeout\n\
         _smtp._tls.a.example TXT \"v=TLSRPTv1; rua=mailto:t@a.example\"",
        Warning,
        &["error mta-sts-two-records", "good tls-rpt-reports"],
    ),
    // The text of a wildcard is no record.
    ("*.a.example TXT \"v=spf1 -all\"", Advice, &[]),
    ("*.a.example TXT \"hello=world\"", Advice, &[]),
    ("mta-sts.a.example A 192.0.2.80", Advice, &["warning mta-sts-no-record"]),
    ("mta-sts.a.example A 192.0.2.80\n_mta-sts.a.example TXT !refused", Unknown, &[]),
    ("_mta-sts.a.example TXT !timeout\n_smtp._tls.a.example TXT !timeout", Unknown, &[]),
    (
        "mta-sts.a.example * !timeout\n_mta-sts.a.example TXT \"v=STSv1; id=1\"",
        Unknown,
        &["good mta-sts-announced", "warning tls-rpt-missing"],
    ),
    // DANE.
    ("_25._tcp.mx.a.example TLSA !timeout", Unknown, &[]),
    ("_25._tcp.mx.a.example TLSA !server-failure", Unknown, &[]),
    ("_25._tcp.mx.a.example TLSA !dnssec-broken", Unknown, &["error tlsa-dnssec-broken"]),
    ("a.example * !signed", Advice, &[]),
];

#[test]
fn the_way_in_is_judged_by_what_dns_says() {
    for (zone, verdict, expected) in CASES {
        let report = check_zone(&[MAIL, zone].concat()).unwrap_or_else(|line| panic!("{line}"));
        assert_eq!(
            (report.encryption.verdict, found(&report)),
            (*verdict, expected.iter().map(|s| s.to_string()).collect()),
            "{zone}"
        );
    }
}

#[test]
fn dane_counts_where_it_is_signed() {
    for (zone, verdict, expected) in [
        ("_25._tcp.mx.a.example {}", Warning, &["error tlsa-without-dnssec", "good tlsa-names-the-key"][..]),
        (
            "_25._tcp.mx.a.example {}\na.example * !signed",
            Good,
            &["good tlsa-names-the-key", "good tlsa-protects", "warning tls-rpt-missing"],
        ),
        (
            "_25._tcp.mx.a.example {}\na.example * !signed\na.example MX 20 b.example\nb.example A 192.0.2.2",
            Warning,
            &["good tlsa-names-the-key", "warning tls-rpt-missing", "warning tlsa-some-servers"],
        ),
        // The other server may have one.
        (
            "_25._tcp.mx.a.example {}\na.example * !signed\na.example MX 20 b.example\n_25._tcp.b.example TLSA !timeout",
            Warning,
            &["good tlsa-names-the-key", "warning tls-rpt-missing"],
        ),
        ("_25._tcp.a.example {}", Advice, &["error tlsa-at-domain"]),
        ("_25._tcp.a.example {}\n_25._tcp.mx.a.example TLSA !timeout", Unknown, &[]),
    ] {
        let zone = zone.replace("{}", TLSA);
        let report = check_zone(&[MAIL, &zone].concat()).unwrap_or_else(|line| panic!("{line}"));
        assert_eq!(
            (report.encryption.verdict, found(&report)),
            (verdict, expected.iter().map(|s| s.to_string()).collect()),
            "{zone}"
        );
    }
}

#[test]
fn the_policy_is_held_against_the_mail_servers() {
    let zone = "_mta-sts.a.example TXT \"v=STSv1; id=1\"\nmta-sts.a.example A 192.0.2.80\n\
                _smtp._tls.a.example TXT \"v=TLSRPTv1; rua=mailto:t@a.example\"";
    let domain = check_zone(&[MAIL, zone].concat()).unwrap().domain;
    for (file, verdict, expected) in [
        (PolicyFile::Unread(Unread::BlockedOrUnreachable), Unknown, None),
        (PolicyFile::Unread(Unread::Status(404)), Unknown, None),
        (policy("mode: enforce\nmx: mx.a.example"), Good, Some("good mta-sts-policy-enforces")),
        (policy("mode: enforce\nmx: *.a.example"), Good, Some("good mta-sts-policy-enforces")),
        (policy("mode: enforce\nmx: *.example"), Error, Some("error mta-sts-policy-mx-uncovered")),
        (policy("mode: testing\nmx: b.example"), Warning, Some("warning mta-sts-policy-mx-uncovered")),
        (policy("mode: enforce"), Error, Some("error mta-sts-policy-mx")),
        (PolicyFile::Pasted("<!doctype html>".to_owned()), Error, Some("error mta-sts-policy-version")),
    ] {
        let mut domain = domain.clone();
        domain.transport.policy = file.clone();
        let report = judge_domain(domain);
        let found: Vec<String> = found(&report).into_iter().filter(|one| one.contains("policy")).collect();
        assert_eq!(report.encryption.verdict, verdict, "{file:?}");
        assert!(expected.is_none_or(|one| found.iter().any(|found| found == one)), "{file:?}: {found:?}");
        assert_eq!(found.is_empty(), expected.is_none(), "{file:?}: {found:?}");
    }
}

fn policy(lines: &str) -> PolicyFile {
    PolicyFile::Pasted(format!("version: STSv1\n{lines}\nmax_age: 604800"))
}
