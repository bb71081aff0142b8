//! What is found at a domain about its mail servers, its zone, and records gone astray; and that nothing is found
//! where nobody could ask.

use waxseal::report::domain::check_zone;

/// Every error, warning and note on the domain's mail, as `weight rule`.
fn found(zone: &str) -> Vec<String> {
    let report = check_zone(zone).unwrap_or_else(|line| panic!("{line}")).report;
    let in_records = report.records.iter().flat_map(|record| &record.findings);
    let mut found: Vec<String> = report
        .findings
        .iter()
        .chain(in_records)
        .filter(|finding| OURS.contains(&finding.rule.id))
        .map(|finding| format!("{:?} {}", finding.severity, finding.rule.id).to_lowercase())
        .collect();
    found.sort();
    found
}

const OURS: [&str; 19] = [
    "dkim-doubled-name",
    "dkim-wildcard-text",
    "dmarc-elsewhere",
    "mx-dnssec-broken",
    "mx-doubled-name",
    "mx-host-alias",
    "mx-host-ipv6-only",
    "mx-host-not-found",
    "mx-host-private-address",
    "mx-mixed-providers",
    "mx-no-such-domain",
    "mx-none",
    "mx-null-beside-others",
    "mx-null-on-sender",
    "mx-parked-open",
    "mx-parked-well",
    "mx-points-to-a-host",
    "mx-servers-found",
    "spf-elsewhere",
];

/// Zones, in which the first name is the domain, and what is found.
const CASES: &[(&str, &[&str])] = &[
    ("a.example MX 10 mx.a.example\nmx.a.example A 192.0.2.1", &["good mx-servers-found"]),
    // One server of two is gone: senders try the other.
    (
        "a.example MX 10 mx.a.example\na.example MX 20 gone.a.example\nmx.a.example A 192.0.2.1",
        &["good mx-points-to-a-host", "warning mx-host-not-found"],
    ),
    ("a.example MX 10 mx.b.example\nmx.b.example CNAME gone.example", &["error mx-host-not-found"]),
    ("a.example MX 10 mx.a.example\nmx.a.example TXT \"none\"", &["error mx-host-not-found"]),
    // An address that is found is one, whatever became of the other question; without one, nobody knows.
    (
        "a.example MX 10 mx.a.example\nmx.a.example A 192.0.2.1\nmx.a.example AAAA !timeout",
        &["good mx-servers-found"],
    ),
    ("a.example MX 10 mx.a.example\nmx.a.example A !timeout", &["good mx-points-to-a-host"]),
    ("a.example MX 10 mx.a.example\nmx.a.example * !server-failure", &["good mx-points-to-a-host"]),
    (
        "a.example MX 10 mx.a.example\nmx.a.example AAAA 2001:db8::1\nmx.a.example A !timeout",
        &["good mx-servers-found"],
    ),
    (
        "a.example MX 10 mx.a.example\na.example MX 20 my.a.example\nmx.a.example AAAA 2001:db8::1\nmy.a.example A !timeout",
        &["good mx-points-to-a-host", "good mx-points-to-a-host"],
    ),
    (
        "a.example MX 10 mx.a.example\nmx.a.example A 10.0.0.1\nmx.a.example A 192.0.2.1",
        &["good mx-servers-found", "warning mx-host-private-address"],
    ),
    ("a.example MX 10 mx.a.example\nmx.a.example A 10.0.0.1", &["error mx-host-private-address"]),
    (
        "a.example MX 10 mx.a.example\nmx.a.example A 10.0.0.1\nmx.a.example AAAA !timeout",
        &["warning mx-host-private-address"],
    ),
    ("a.example MX 10 mx.a.example.a.example", &["error mx-doubled-name"]),
    (
        "a.example MX 10 mx.a.example.a.example\nmx.a.example.a.example A !timeout",
        &["warning mx-doubled-name"],
    ),
    (
        "a.example MX 10 mx.a.example.a.example\nmx.a.example.a.example A 192.0.2.1",
        &["good mx-servers-found"],
    ),
    // No MX record.
    ("a.example A 192.0.2.1", &["warning mx-none"]),
    ("a.example MX !timeout\na.example A 192.0.2.1", &[]),
    ("a.example TXT \"v=spf1 include:b.example -all\"", &["error mx-none"]),
    ("a.example TXT \"v=spf1 include:b.example -all\"\na.example A !timeout", &[]),
    ("a.example * !timeout", &[]),
    ("a.example * !dnssec-broken", &["error mx-dnssec-broken"]),
    ("a.example CNAME gone.example", &["error mx-no-such-domain"]),
    // Domains without mail.
    ("a.example TXT \"v=spf1 -all\"", &["advice mx-parked-open", "warning mx-parked-open"]),
    ("a.example TXT \"v=spf1 -all\"\n_dmarc.a.example TXT !timeout", &["advice mx-parked-open"]),
    ("a.example TXT \"v=spf1 -all\"\na.example MX !timeout", &[]),
    ("a.example MX 0 .\na.example TXT !timeout", &[]),
    ("a.example MX 0 .", &["warning mx-parked-open", "warning mx-parked-open"]),
    (
        "a.example MX 0 .\na.example TXT \"v=spf1 -all\"\n_dmarc.a.example TXT \"v=DMARC1; p=reject\"",
        &["good mx-parked-well"],
    ),
    ("a.example MX 0 .\na.example TXT \"v=spf1 -all\"\n_dmarc.a.example TXT \"v=DMARC1; p=none\"", &[]),
    // Null MX on a sender, and beside others.
    ("a.example MX 0 .\na.example TXT \"v=spf1 ip4:192.0.2.1 -all\"", &["warning mx-null-on-sender"]),
    (
        "a.example MX 0 .\na.example MX 10 mx.a.example\nmx.a.example A 192.0.2.1",
        &["error mx-null-beside-others", "good mx-servers-found"],
    ),
    (
        "a.example MX 1 aspmx.l.google.com\na.example MX 5 a-example.mail.protection.outlook.com\n\
         aspmx.l.google.com A 192.0.2.1\na-example.mail.protection.outlook.com A 192.0.2.2",
        &["good mx-servers-found", "warning mx-mixed-providers"],
    ),
    // Records gone astray.
    ("a.example MX !timeout\ndmarc.a.example TXT \"v=DMARC1; p=none\"", &["error dmarc-elsewhere"]),
    (
        "a.example MX !timeout\n_dmarc.a.example.a.example TXT \"v=DMARC1; p=none\"",
        &["error dmarc-elsewhere"],
    ),
    (
        "a.example MX !timeout\n_dmarc.a.example TXT !timeout\n_dmarc.a.example.a.example TXT \"v=DMARC1; p=none\"",
        &[],
    ),
    (
        "a.example MX !timeout\n_dmarc.a.example TXT \"v=DMARC1; p=none\"\ndmarc.a.example TXT \"v=DMARC1; p=none\"",
        &[],
    ),
    ("a.example MX !timeout\nspf.a.example TXT \"v=spf1 mx -all\"", &["error spf-elsewhere"]),
    (
        "a.example MX !timeout\na.example TYPE99 \\# 15 0e763d73706631206d78202d616c6c",
        &["error spf-elsewhere"],
    ),
    ("a.example MX !timeout\na.example TXT !timeout\nspf.a.example TXT \"v=spf1 mx -all\"", &[]),
    (
        "a.example MX !timeout\na.example TXT !timeout\na.example TYPE99 \\# 15 0e763d73706631206d78202d616c6c",
        &[],
    ),
    ("a.example MX !timeout\nwww.a.example TXT \"v=spf1 -all\"", &[]),
    ("a.example MX !timeout\nwww.a.example CNAME b.example\nb.example TXT \"v=spf1 mx -all\"", &[]),
    ("a.example MX !timeout\nspf.a.example TXT !timeout\ndmarc.a.example TXT !timeout", &[]),
    (
        "a.example MX !timeout\n_dmarc.a.example.a.example TXT !timeout\ngoogle._domainkey.a.example.a.example TXT !timeout",
        &[],
    ),
    // A wildcard is no record gone astray, and one that could not be asked for may be there.
    ("a.example MX !timeout\n*.a.example TXT \"v=DMARC1; p=none\"", &["warning dkim-wildcard-text"]),
    ("a.example MX !timeout\n*.a.example TXT \"v=spf1 mx -all\"", &[]),
    (
        "a.example MX !timeout\nno-such-name.a.example TXT !timeout\ndmarc.a.example TXT \"v=DMARC1; p=none\"",
        &[],
    ),
];

#[test]
fn domains_are_judged_by_what_dns_says() {
    for (zone, expected) in CASES {
        assert_eq!(found(zone), *expected, "{zone}");
    }
}
