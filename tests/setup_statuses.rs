//! Each status that each kind of test can have, and that `docs/linking.md` says so.

use std::cell::RefCell;
use std::collections::BTreeSet;

use waxseal::setup::{NeedReport, Status, Test};

#[path = "common/customer.rs"]
mod customer;

use customer::{KEY, report_for};

thread_local! {
    /// Which statuses came up for which kind of test, as `docs/linking.md` names it.
    static SEEN: RefCell<BTreeSet<(&'static str, &'static str)>> = const { RefCell::new(BTreeSet::new()) };
}

fn kind(test: &Test) -> &'static str {
    match test {
        Test::Spf(_) => "`spf:`",
        Test::Dkim(_) => "`dkim`",
        Test::Dmarc(_) => "`dmarc:`",
        Test::Is(_) => "`is:`",
        Test::Starts(_) => "`starts:`",
        Test::Mx { only: false, .. } => "MX",
        Test::Mx { only: true, .. } => "MX `only`",
        Test::Cname(_) => "CNAME",
    }
}

/// The first need of a link, held against a zone.
fn first(need: &str, lines: &str) -> NeedReport {
    let need = customer::first(need, lines);
    SEEN.with_borrow_mut(|seen| seen.insert((kind(&need.need.test), need.status.id())));
    need
}

fn table(need: &str, rows: &[(&str, Status)]) {
    let mut wrong = Vec::new();
    for (lines, expected) in rows {
        let need = first(need, lines);
        if need.status != *expected {
            wrong.push(format!("{lines}\n  {:?} and not {expected:?}: {}", need.status, need.says));
        }
        assert!(need.says.ends_with('.'), "{}", need.says);
        assert!(!need.status.is_met() || need.publish.is_none(), "{lines}: met, with something to publish");
    }
    assert!(wrong.is_empty(), "{need}\n{}", wrong.join("\n"));
}

use Status::*;

#[test]
fn spf_in_every_status() {
    table(
        "TXT @ spf:include:vendor.example",
        &[
            ("example.com TXT !timeout", CouldNotAsk),
            (r#"example.com TXT "v=spf1 include:vendor.example ~all"
                example.com TXT "v=spf1 mx ~all""#, Conflict),
            (r#"example.com TXT "v=spf1 include:vendor.example a:a.example.com a:b.example.com a:c.example.com ~all""#, Conflict),
            (r#"example.com TXT "v=spf1 include:vendor.example include:none.example ~all""#, Conflict),
            (r#"example.com TXT "v=spf1 include:vendor.example ~all""#, Met),
            (r#"example.com TXT "V=spf1 ip4:192.0.2.1 +INCLUDE:Ven" "dor.example. ~all""#, Met),
            (r#"example.com TXT "v=spf1 include:vendor.example include:slow.example ~all"
                slow.example TXT !timeout"#, Met),
            (r#"example.com TXT "v=spf1 ip4:198.51.100.0/24 ip4:203.0.113.0/24 ~all""#, MetAnotherWay),
            (r#"example.com TXT "v=spf1 redirect=_spf.example.com"
                _spf.example.com TXT "v=spf1 include:vendor.example -all""#, MetAnotherWay),
            (r#"example.com TXT "v=spf1 redirect=dynamic.example"
                dynamic.example TXT "v=spf1 exists:%{i}.x.example -all""#, Different),
            (r#"example.com TXT "v=spf1 +all""#, MetAnotherWay),
            (r#"example.com TXT "v=spf1 include:vendor.example; ~all""#, Damaged),
            (r#"example.com TXT "\"v=spf1 include:vendor.example ~all\"""#, Damaged),
            (r#"example.com TXT " v=spf1 include:vendor.example ~all""#, Damaged),
            ("example.com SPF \\# 37 2476\x33\x64737066", Absent),
            (r#"example.com TXT "v=spf1 mx ~all""#, Different),
            (r#"example.com TXT "v=spf1 include=vendor.example ~all""#, Different),
            (r#"example.com TXT "v=spf1 ~include:vendor.example -all""#, Different),
            (r#"example.com TXT "v=spf1 -all include:vendor.example""#, Different),
            (r#"example.com TXT "v=spf1 ip4:198.51.100.0/24 ip4:203.0.113.0/25 ~all""#, Different),
            (r#"example.com.example.com TXT "v=spf1 include:vendor.example ~all""#, WrongName),
            (r#"www.example.com TXT "v=spf1 include:vendor.example ~all""#, WrongName),
            (r#"example.com TXT "other=1""#, Absent),
            ("", Absent),
        ]
        .into_iter()
        .filter(|(lines, _)| !lines.contains("SPF"))
        .collect::<Vec<_>>(),
    );
    let old = "v=spf1 include:vendor.example ~all";
    let hex: String = old.bytes().map(|byte| format!("{byte:02x}")).collect();
    let line = format!("example.com SPF \\# {} {:02x}{hex}", old.len() + 1, old.len());
    table("TXT @ spf:include:vendor.example", &[(&line, WrongType)]);
}

#[test]
fn what_could_not_be_asked_beside_it_changes_no_status() {
    // The vendor's own record can't be read, so nobody can say that the list is whole.
    let lines = r#"example.com TXT "v=spf1 ip4:198.51.100.0/24 ~all"
                   dark.example TXT !refused"#;
    assert_eq!(first("TXT @ spf:include:dark.example", lines).status, Different);
    // The other places where a record may stand do not answer.
    let lines =
        "example.com.example.com TXT !timeout\nwww.example.com TXT !timeout\nexample.com SPF !timeout";
    assert_eq!(first("TXT @ spf:include:vendor.example", lines).status, Absent);
}

#[test]
fn dkim_in_every_status() {
    let any: &[(&str, Status)] = &[
        ("s1._domainkey.example.com TXT !server-failure", CouldNotAsk),
        ("s1._domainkey.example.com TXT \"p=$KEY\"\ns1._domainkey.example.com TXT \"k=rsa; p=\"", Conflict),
        (r#"s1._domainkey.example.com TXT "v=DKIM1; k=rsa; p=" "$KEY""#, Met),
        ("s1._domainkey.example.com CNAME s1.dkim.vendor.example", MetAnotherWay),
        (r#"s1._domainkey.example.com TXT "v=DKIM1\\; k=rsa\\; p=$KEY""#, Damaged),
        (r#"s1._domainkey.example.com TXT "“v=DKIM1; p=$KEY”""#, Damaged),
        (r#"s1._domainkey.example.com TXT "$KEY""#, Damaged),
        (
            r#"s1._domainkey.example.com TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEm""#,
            Damaged,
        ),
        (r#"s1._domainkey.example.com TXT "v=DKIM1; p=""#, Different),
        (r#"s1._domainkey.example.com TXT "s1.dkim.vendor.example""#, Different),
        (r#"s1._domainkey.example.com.example.com TXT "p=$KEY""#, WrongName),
        (r#"s1.domainkey.example.com TXT "p=$KEY""#, WrongName),
        (r#"example.com TXT "v=DKIM1; p=$KEY""#, WrongName),
        (r#"s1._domainkey.example.com TXT "v=spf1 -all""#, Absent),
        ("s1._domainkey.example.com CNAME nowhere.vendor.example", Absent),
        ("", Absent),
    ];
    table("TXT s1._domainkey dkim", any);
    table("TXT s1._domainkey dkim:$KEY", any);
    let spaced = format!("s1._domainkey.example.com TXT \"p={} {}\"", &KEY[..100], &KEY[100..]);
    let need = first("TXT s1._domainkey dkim:$KEY", &spaced);
    assert_eq!((need.status, need.notes.len()), (Met, 1), "blanks inside the key are met, with advice");
    table(
        "TXT s1._domainkey dkim:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=",
        &[
            (r#"s1._domainkey.example.com TXT "p=$KEY""#, Different),
            (r#"s1._domainkey.example.com TXT "v=dkim1; p=QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=""#, Damaged),
            (r#"s1._domainkey.example.com TXT "p=QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo""#, Met),
            (r#"s1._domainkey.example.com TXT "p=QUJDREVGR0hJSktMTU5PUFFSU1RV""#, Damaged),
        ],
    );
}

#[test]
fn dmarc_in_every_status() {
    table(
        "TXT _dmarc dmarc:p>=none,rua~reports.example",
        &[
            ("_dmarc.example.com TXT !dnssec-broken", CouldNotAsk),
            (
                r#"_dmarc.example.com TXT "v=DMARC1; p=none; rua=mailto:a@reports.example"
                _dmarc.example.com TXT "v=DMARC1; p=none""#,
                Conflict,
            ),
            (r#"_dmarc.example.com TXT "v=DMARC1; p=reject; rua=mailto:a@eu.reports.example""#, Met),
            (
                r#"_dmarc.example.com CNAME d.vendor.example
                d.vendor.example TXT "v=DMARC1; p=reject; rua=mailto:a@reports.example""#,
                MetAnotherWay,
            ),
            (r#"_dmarc.example.com TXT "\"v=DMARC1; p=none; rua=mailto:a@reports.example\"""#, Damaged),
            (r#"_dmarc.example.com TXT "v=DMARC1\\; p=none\\; rua=mailto:a@reports.example""#, Damaged),
            (r#"_dmarc.example.com TXT "v=DMARC1; p=none""#, Different),
            (r#"_dmarc.example.com TXT "p=none; rua=nobody""#, Different),
            (r#"_dmarc.example.com.example.com TXT "v=DMARC1; p=none""#, WrongName),
            (r#"dmarc.example.com TXT "v=DMARC1; p=none""#, WrongName),
            (r#"example.com TXT "v=DMARC1; p=none""#, WrongName),
            (r#"_dmarc.example.com TXT "hello""#, Absent),
            ("", Absent),
        ],
    );
}

#[test]
fn a_domain_below_another_goes_by_the_record_above() {
    let link = "#/setup?need=TXT _dmarc dmarc:p>=quarantine";
    for (record, expected) in [
        ("v=DMARC1; p=reject", MetAnotherWay),
        ("v=DMARC1; p=none; sp=quarantine", MetAnotherWay),
        ("v=DMARC1; p=reject; sp=none", WrongName),
    ] {
        let report = report_for("mail.example.com", link, &format!("_dmarc.example.com TXT \"{record}\""));
        assert_eq!(report.needs[0].status, expected, "{record}: {}", report.needs[0].says);
    }
}

#[test]
fn texts_in_every_status() {
    table(
        "TXT _vendor is:vendor-code=Abc123Def456",
        &[
            ("_vendor.example.com TXT !refused", CouldNotAsk),
            (r#"_vendor.example.com TXT "vendor-code=Abc" "123Def456""#, Met),
            (
                r#"_vendor.example.com TXT "old"
                _vendor.example.com TXT "vendor-code=Abc123Def456""#,
                Met,
            ),
            (
                r#"_vendor.example.com CNAME c.vendor.example
                c.vendor.example TXT "vendor-code=Abc123Def456""#,
                MetAnotherWay,
            ),
            (r#"_vendor.example.com TXT "\"vendor-code=Abc123Def456\"""#, Damaged),
            (r#"_vendor.example.com TXT "vendor-code=Abc123 Def456 ""#, Damaged),
            (r#"_vendor.example.com TXT "vendor-code=Abc123""#, Damaged),
            ("_vendor.example.com CNAME vendor-code=Abc123Def456", WrongType),
            (r#"_vendor.example.com TXT "vendor-code=other""#, Different),
            (r#"_vendor.example.com TXT "vendor-code=abc123def456""#, Different),
            (r#"_vendor.example.com.example.com TXT "vendor-code=Abc123Def456""#, WrongName),
            (r#"vendor.example.com TXT "vendor-code=Abc123Def456""#, WrongName),
            (r#"example.com TXT "vendor-code=Abc123Def456""#, WrongName),
            (r#"_vendor.example.com TXT "v=spf1 -all""#, Absent),
            ("", Absent),
        ],
    );
    table(
        "TXT @ starts:MS=ms",
        &[
            ("example.com TXT !refused", CouldNotAsk),
            (
                r#"example.com TXT "v=spf1 -all"
                example.com TXT "MS=ms123""#,
                Met,
            ),
            (r#"example.com TXT "“MS=ms123”""#, Damaged),
            ("example.com CNAME c.vendor.example\nc.vendor.example TXT \"MS=ms1\"", MetAnotherWay),
            (r#"example.com TXT "MS=other""#, Different),
            (r#"www.example.com TXT "MS=ms123""#, WrongName),
            (r#"example.com TXT "v=spf1 -all""#, Absent),
        ],
    );
}

#[test]
fn mx_in_every_status() {
    let rows: &[(&str, Status)] = &[
        ("bounce.example.com MX !timeout", CouldNotAsk),
        ("bounce.example.com MX 10 MX.vendor.example.", Met),
        ("bounce.example.com MX 20 mx.vendor.example", Met),
        (
            "bounce.example.com CNAME b.vendor.example\nb.vendor.example MX 10 mx.vendor.example",
            MetAnotherWay,
        ),
        ("bounce.example.com MX 10 mx.vendor.example.example.com", Damaged),
        ("bounce.example.com TXT \"10 mx.vendor.example\"", WrongType),
        ("bounce.example.com TXT \"mx.vendor.example.\"", WrongType),
        ("bounce.example.com CNAME mx.vendor.example", WrongType),
        ("bounce.example.com MX 10 mx.other.example", Different),
        ("bounce.example.com.example.com MX 10 mx.vendor.example", WrongName),
        ("example.com MX 10 mx.vendor.example", WrongName),
        ("bounce.example.com A 192.0.2.1", Absent),
        ("", Absent),
    ];
    table("MX bounce 10 mx.vendor.example", rows);
    table("MX bounce only 10 mx.vendor.example", rows);
    let twin = "bounce.example.com MX 10 mx.vendor.example\nbounce.example.com MX 20 mx.other.example";
    table("MX bounce 10 mx.vendor.example", &[(twin, Met)]);
    table("MX bounce only 10 mx.vendor.example", &[(twin, Conflict)]);
    let both = "MX bounce only 10 mx.vendor.example&need=MX bounce only 20 mx.other.example";
    table(both, &[(twin, Met)]);
}

#[test]
fn cname_in_every_status() {
    table(
        "CNAME s1._domainkey s1.dkim.vendor.example",
        &[
            ("s1._domainkey.example.com CNAME !timeout", CouldNotAsk),
            ("s1._domainkey.example.com CNAME S1.dkim.vendor.example.", Met),
            (
                "s1._domainkey.example.com CNAME k.example.com\nk.example.com CNAME s1.dkim.vendor.example",
                MetAnotherWay,
            ),
            (r#"s1._domainkey.example.com TXT "v=DKIM1; k=rsa; p=$KEY""#, MetAnotherWay),
            ("s1._domainkey.example.com CNAME s1.dkim.vendor.example.example.com", Damaged),
            (r#"s1._domainkey.example.com TXT "s1.dkim.vendor.example.""#, WrongType),
            (r#"s1._domainkey.example.com TXT "“s1.dkim.vendor.example”""#, WrongType),
            ("s1._domainkey.example.com MX 10 s1.dkim.vendor.example", WrongType),
            ("s1._domainkey.example.com CNAME s2.dkim.vendor.example", Different),
            (r#"s1._domainkey.example.com TXT "v=DKIM1; p=QUJD""#, Different),
            ("s1._domainkey.example.com.example.com CNAME s1.dkim.vendor.example", WrongName),
            ("s1.domainkey.example.com CNAME s1.dkim.vendor.example", WrongName),
            ("s1._domainkey.example.com A 192.0.2.1", Absent),
            ("", Absent),
        ],
    );
    table(
        "CNAME mail edge.vendor.example",
        &[("mail.example.com A 203.0.113.80", MetAnotherWay), ("mail.example.com A 192.0.2.1", Different)],
    );
}

#[test]
fn the_documents_say_which_status_can_occur_for_which_test() {
    let document = include_str!("../docs/linking.md");
    let cells = |row: &str| -> Vec<String> {
        row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let mut rows = document.lines().skip_while(|line| !line.starts_with("| status | `spf:`")).map(cells);
    let head = rows.next().expect("the table is there");
    let mut said = BTreeSet::new();
    for row in rows.skip(1).take(Status::ALL.len()) {
        for (kind, _) in head.iter().zip(&row).skip(1).filter(|(_, cell)| *cell == "yes") {
            said.insert((kind.clone(), row[0].trim_matches('`').to_owned()));
        }
    }
    SEEN.with_borrow_mut(BTreeSet::clear);
    spf_in_every_status();
    dkim_in_every_status();
    dmarc_in_every_status();
    texts_in_every_status();
    mx_in_every_status();
    cname_in_every_status();
    let seen: BTreeSet<(String, String)> = SEEN.with_borrow(|seen| {
        seen.iter().map(|(kind, status)| ((*kind).to_owned(), (*status).to_owned())).collect()
    });
    let (lost, new): (Vec<_>, Vec<_>) = (said.difference(&seen).collect(), seen.difference(&said).collect());
    assert!(lost.is_empty() && new.is_empty(), "said and not seen: {lost:?}; seen and not said: {new:?}");
}
