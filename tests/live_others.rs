//! What is found at a domain beside SPF, DKIM, DMARC and MX: aliases, a logo, texts for other services; and that nothing
//! is found where nobody could ask.

use waxseal::record::Kind;
use waxseal::report::domain::check_zone;
use waxseal::report::sections::{KINDS, Section, sections};

/// Everything that these kinds' rules find, as `weight rule`.
fn found(zone: &str) -> Vec<String> {
    let report = check_zone(zone).unwrap_or_else(|line| panic!("{line}")).report;
    let in_records = report.records.iter().flat_map(|record| &record.findings);
    let ours =
        |kind| matches!(kind, Kind::Cname | Kind::Bimi | Kind::Verification | Kind::SenderId | Kind::Other);
    let mut found: Vec<String> = report
        .findings
        .iter()
        .chain(in_records)
        .filter(|finding| ours(finding.rule.kind))
        .map(|finding| format!("{:?} {}", finding.severity, finding.rule.id).to_lowercase())
        .collect();
    found.sort();
    found
}

const LOGO: &str =
    "default._bimi.a.example TXT \"v=BIMI1; l=https://a.example/l.svg; a=https://a.example/l.pem\"\n";

#[test]
fn domains_are_judged_by_what_dns_says() {
    let strict = format!("{LOGO}_dmarc.a.example TXT \"v=DMARC1; p=reject\"");
    let cases: &[(String, &[&str])] = &[
        (strict.clone(), &["good bimi-ready"]),
        (strict.replace("reject", "none"), &["error bimi-not-enforced"]),
        (strict.replace("reject", "quarantine; pct=10"), &["error bimi-not-enforced"]),
        (LOGO.to_owned(), &["error bimi-not-enforced"]),
        // Nobody knows the policy.
        (format!("{LOGO}_dmarc.a.example TXT !timeout"), &[]),
        ("a.example A 192.0.2.1\ndefault._bimi.a.example TXT !timeout".to_owned(), &[]),
        // A wildcard's text is no logo.
        ("a.example A 192.0.2.1\n*.a.example TXT \"v=spf1 -all\"".to_owned(), &[]),
        ("a.example A 192.0.2.1\n_dmarc.a.example CNAME d.example".to_owned(), &["error cname-target-gone"]),
        ("a.example A 192.0.2.1\n_dmarc.a.example CNAME d.example\nd.example TXT !timeout".to_owned(), &[]),
        (
            "a.example A 192.0.2.1\n_dmarc.a.example CNAME d.example\nd.example TXT \"v=DMARC1; p=none\""
                .to_owned(),
            &["good cname-leads-on"],
        ),
        (
            "a.example A 192.0.2.1\n_mta-sts.a.example CNAME d.example".to_owned(),
            &["warning cname-target-gone"],
        ),
        (
            "a.example A 192.0.2.1\n_smtp._tls.a.example CNAME d.example".to_owned(),
            &["warning cname-target-gone"],
        ),
        ("a.example A 192.0.2.1\n_mta-sts.a.example CNAME d.example\nd.example TXT !timeout".to_owned(), &[]),
        (
            "a.example A 192.0.2.1\nmta-sts.a.example A 192.0.2.80\n_mta-sts.a.example CNAME d.example\n\
             d.example TXT \"v=STSv1; id=1\""
                .to_owned(),
            &["good cname-leads-on"],
        ),
        ("a.example CNAME b.test\nb.test MX 10 mx.b.test".to_owned(), &["warning cname-at-apex"]),
        (
            "a.example TXT \"v=spf1 -all\"\na.example TXT \"spf2.0/pra -all\"".to_owned(),
            &["advice sender-id-obsolete"],
        ),
        (
            "a.example TXT \"MS=ms1234567\"\na.example TXT \"MS=ms7654321\"".to_owned(),
            &["advice verification-twice"],
        ),
        ("a.example TXT \"google-site-verification=abc\"".to_owned(), &["warning verification-cut"]),
        ("a.example TXT !timeout".to_owned(), &[]),
    ];
    for (zone, expected) in cases {
        assert_eq!(found(zone), *expected, "{zone}");
    }
}

fn section(zone: &str, kind: Kind) -> Section {
    let checked = check_zone(zone).unwrap();
    let at = KINDS.iter().position(|one| *one == kind).unwrap();
    sections(&checked.domain, checked.report).each.into_iter().nth(at).unwrap()
}

#[test]
fn aliases_stand_where_the_record_is_looked_for() {
    let zone = "a.example MX 10 mx.a.example\n_dmarc.a.example CNAME d.example\nd.example TXT \"v=DMARC1; p=reject\"\n\
                default._domainkey.a.example CNAME k.example\nk.example TXT \"v=DKIM1; p=QUJD\"";
    let kinds =
        |kind| section(zone, kind).report.records.iter().map(|record| record.kind).collect::<Vec<_>>();
    assert_eq!(kinds(Kind::Dmarc), [Kind::Dmarc, Kind::Cname]);
    assert_eq!(kinds(Kind::Dkim), [Kind::Dkim, Kind::Cname]);
    assert_eq!(kinds(Kind::Mx), [Kind::Mx]);
}

#[test]
fn other_texts_are_weighed_together() {
    let zone = "a.example TXT \"v=spf1 -all\"\na.example TXT \"MS=ms12345678\"\na.example TXT \"hello\"";
    let texts = section(zone, Kind::Verification);
    assert_eq!(
        texts.report.records.iter().map(|r| r.kind).collect::<Vec<_>>(),
        [Kind::Verification, Kind::Other]
    );
    assert!(texts.says.starts_with("`a.example` holds 2 texts that are not about mail."), "{}", texts.says);
    // 9 of the name, 11, 13 and 5 of the texts.
    assert!(texts.says.contains("about 38 bytes"), "{}", texts.says);
    let none = section("a.example A 192.0.2.1", Kind::Verification);
    assert_eq!(none.says, "`a.example` has no texts for other services.");
    let unknown = section("a.example TXT !timeout", Kind::Verification);
    assert!(unknown.says.starts_with("Waxseal could not ask"), "{}", unknown.says);
}

#[test]
fn a_logo_that_nobody_asked_for_is_not_missed() {
    let none = section("a.example A 192.0.2.1", Kind::Bimi);
    assert!(none.says.starts_with("There is no BIMI record at `default._bimi.a.example`."), "{}", none.says);
    assert_eq!(none.report.findings, []);
    let unknown = section("a.example A 192.0.2.1\ndefault._bimi.a.example TXT !refused", Kind::Bimi);
    assert!(unknown.says.starts_with("Waxseal could not ask"), "{}", unknown.says);
}
