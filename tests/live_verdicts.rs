//! Whole domains as a mail engineer would judge them: the three answers, what must be found, and what must not.

use waxseal::report::Verdict::{self, Advice, Error, Good, Unknown, Warning};
use waxseal::report::domain::check_zone;

/// A zone, the three verdicts at the top, rules that must find something, and rules that must not.
type Case = (&'static str, [Verdict; 3], &'static [&'static str], &'static [&'static str]);

const CASES: &[Case] = &[
    (
        "example.com TXT \"v=spf1 include:_spf.example.com -all\"\n_spf.example.com TXT \"v=spf1 mx +all\"\n\
         example.com MX 10 mx.example.com\nmx.example.com A 192.0.2.1\n_dmarc.example.com TXT \"v=DMARC1; p=reject\"",
        [Error, Good, Error],
        &["spf-allows-everyone"],
        &["spf-ends-clearly"],
    ),
    (
        "example.com TXT \"v=spf1 ?all\"\nexample.com MX 10 mx.example.com\nmx.example.com A 192.0.2.1\n\
         _dmarc.example.com TXT \"v=DMARC1; p=reject\"",
        [Good, Good, Advice],
        &["mx-servers-found", "dmarc-enforces"],
        &["spf-missing", "spf-sends-no-mail", "mx-parked-open", "dmarc-missing"],
    ),
    (
        "example.com TXT \"v=spf1 include:slow.example -all\"\nexample.com MX 10 mx.example.com\n\
         mx.example.com A 192.0.2.1\nslow.example TXT !timeout\n_dmarc.example.com TXT \"v=DMARC1; p=reject\"",
        [Good, Good, Advice],
        &["spf-lookups"],
        &["spf-include-unusable", "spf-missing"],
    ),
    (
        "example.com TXT \"v=spf1 include:gone.example -all\"\nexample.com MX 10 mx.example.com\n\
         mx.example.com A 192.0.2.1\n_dmarc.example.com TXT \"v=DMARC1; p=reject\"",
        [Good, Good, Error],
        &["spf-include-unusable"],
        &["spf-missing", "spf-lookups"],
    ),
    (
        "example.com TXT \"v=spf1 mx -all\"\nexample.com MX 10 mx.example.com\nmx.example.com A 192.0.2.1\n\
         _dmarc.example.com TXT !timeout",
        [Unknown, Good, Advice],
        &["mx-servers-found"],
        &["dmarc-missing", "mx-parked-open"],
    ),
    (
        "example.com MX !timeout\nexample.com TXT \"v=spf1 -all\"\n_dmarc.example.com TXT \"v=DMARC1; p=reject\"",
        [Good, Unknown, Good],
        &["spf-sends-no-mail"],
        &["mx-none", "mx-parked-open", "mx-parked-well"],
    ),
    (
        "example.com * !dnssec-broken\n_dmarc.example.com * !dnssec-broken",
        [Unknown, Unknown, Unknown],
        &["mx-dnssec-broken"],
        &["spf-missing", "dmarc-missing", "mx-none", "mx-parked-open"],
    ),
    (
        "example.com TXT \"v=spf1 mx -all\"\nexample.com TXT \"v=spf1 a -all\"\nexample.com MX 10 mx.example.com\n\
         mx.example.com A 192.0.2.1\n_dmarc.example.com TXT \"v=DMARC1; p=reject\"\n\
         _dmarc.example.com TXT \"v=DMARC1; p=none\"",
        [Error, Good, Error],
        &["spf-two-records", "dmarc-two-records"],
        &["spf-missing", "dmarc-missing", "dmarc-enforces"],
    ),
    (
        "www.example.com CNAME web.host.example\nweb.host.example A 192.0.2.9\nexample.com MX 10 mx.example.com\n\
         _dmarc.example.com TXT \"v=DMARC1; p=reject\"",
        [Good, Warning, Advice],
        &["mx-none", "dmarc-inherited"],
        &["dmarc-missing", "mx-parked-open", "spf-missing"],
    ),
    (
        "news.example.com MX 10 mx.example.com\nnews.example.com TXT \"v=spf1 mx -all\"\nmx.example.com A 192.0.2.1\n\
         _dmarc.example.com TXT \"v=DMARC1; p=reject; sp=none\"",
        [Warning, Good, Advice],
        &["dmarc-inherited", "dmarc-subdomains-open"],
        &["dmarc-missing", "dmarc-enforces"],
    ),
    (
        "news.example.com MX 10 mx.example.com\nnews.example.com TXT \"v=spf1 mx -all\"\nmx.example.com A 192.0.2.1\n\
         _dmarc.example.com TXT \"v=DMARC1; p=none; sp=reject; rua=mailto:a@example.com\"",
        [Good, Good, Advice],
        &["dmarc-inherited", "dmarc-enforces"],
        &["dmarc-missing", "dmarc-watches-only"],
    ),
    (
        "example.com MX 10 mx.example.com\nmx.example.com A 192.0.2.1\nexample.com TXT \"v=spf1 mx -all\"\n\
         _dmarc.example.com TXT \"v=DMARC1; p=reject; t=y; rua=mailto:a@example.com\"",
        [Warning, Good, Advice],
        &["dmarc-testing"],
        &["dmarc-missing"],
    ),
    (
        "example.com MX 10 mx.example.com\nmx.example.com A 192.0.2.1\nexample.com TXT \"token\"\n\
         _spf.example.com TXT \"v=spf1 ip4:192.0.2.1 -all\"\n\
         _dmarc.example.com.example.com TXT \"v=DMARC1; p=reject\"",
        [Error, Good, Error],
        &["spf-elsewhere", "dmarc-elsewhere"],
        &["spf-missing", "dmarc-missing"],
    ),
    (
        "a.example.com MX 10 mx.example.com\nmx.example.com A 192.0.2.1\n\
         example.com SOA ns.example.com who.example.com 1 2 3 4 5\n\
         a.example.com.example.com TXT \"v=spf1 mx -all\"\n_dmarc.example.com TXT \"v=DMARC1; p=reject\"",
        [Good, Good, Error],
        &["spf-elsewhere"],
        &["spf-missing"],
    ),
    // The zone has a wildcard: nobody entered the name with the start of the zone twice.
    (
        "a.example.com MX 10 mx.example.com\nmx.example.com A 192.0.2.1\n\
         example.com SOA ns.example.com who.example.com 1 2 3 4 5\n\
         *.example.com TXT \"v=spf1 mx -all\"\n_dmarc.example.com TXT \"v=DMARC1; p=reject\"",
        [Good, Good, Error],
        &["spf-missing"],
        &["spf-elsewhere"],
    ),
    (
        "example.com TXT \"token\"",
        [Error, Warning, Advice],
        &["mx-parked-open"],
        &["spf-missing", "dmarc-missing", "mx-none"],
    ),
    (
        "example.com A 192.0.2.80",
        [Error, Warning, Advice],
        &["mx-none", "dmarc-missing"],
        &["mx-parked-open"],
    ),
];

#[test]
fn whole_domains_are_judged_as_an_engineer_would() {
    let mut wrong = Vec::new();
    for (zone, verdicts, found, silent) in CASES {
        let report = check_zone(zone).unwrap_or_else(|line| panic!("{line}"));
        let in_records = report.report.records.iter().flat_map(|record| &record.findings);
        let ids: Vec<&str> = report.report.findings.iter().chain(in_records).map(|f| f.rule.id).collect();
        let got = [0, 1, 2].map(|i| report.headlines[i].verdict);
        let missing: Vec<_> = found.iter().filter(|id| !ids.contains(id)).collect();
        let extra: Vec<_> = silent.iter().filter(|id| ids.contains(id)).collect();
        if got != *verdicts || !missing.is_empty() || !extra.is_empty() {
            wrong.push(format!("{zone}\n  {got:?}, missing {missing:?}, should not be {extra:?}: {ids:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
