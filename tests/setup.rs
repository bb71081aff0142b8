//! What a vendor expects, held against zones in memory: each status that each kind of test can have.

use std::cell::RefCell;
use std::collections::BTreeSet;

use futures_util::FutureExt;
use waxseal::dns::{Data, DnsClient, Lookup, Name, Question, Zone};
use waxseal::setup::{NeedReport, SetupReport, Status, Test, check, parse, plain};

const KEY: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";

/// What stands in every zone: the reader's own, and the vendor's.
const AROUND: &str = r#"
    example.com SOA ns1.example.com hostmaster.example.com 1 7200 3600 1209600 300
    example.com A 192.0.2.80
    vendor.example TXT "v=spf1 ip4:198.51.100.0/24 include:more.vendor.example -all"
    more.vendor.example TXT "v=spf1 ip4:203.0.113.0/25 ip4:203.0.113.128/25 -all"
    s1.dkim.vendor.example TXT "p=$KEY"
    edge.vendor.example A 203.0.113.80
"#;

fn zone(lines: &str) -> Zone {
    let text = format!("{AROUND}\n{lines}").replace("$KEY", KEY);
    // A string of a zone file has 255 bytes at most, and the keys here are shorter.
    Zone::parse(&text).unwrap_or_else(|line| panic!("{line}"))
}

fn report_for(domain: &str, link: &str, lines: &str) -> SetupReport {
    let setup = parse(&link.replace("$KEY", KEY)).unwrap_or_else(|error| panic!("{link}: {error:?}"));
    let domain: Name = domain.parse().unwrap();
    let zone = zone(lines);
    check(&zone, &setup, &domain).now_or_never().expect("a zone answers at once").unwrap()
}

fn report(link: &str, lines: &str) -> SetupReport {
    report_for("example.com", link, lines)
}

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
    let need = report(&format!("#/setup?need={need}"), lines).needs.remove(0);
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

#[test]
fn every_link_in_the_documents_opens() {
    let document = include_str!("../docs/linking.md");
    let links: Vec<&str> = document.split('`').filter(|text| text.starts_with("#/setup?")).collect();
    assert!(links.len() >= 14, "{links:?}");
    for link in links {
        assert!(parse(link).is_ok(), "{link}: {:?}", parse(link));
    }
    let block = document.split("## A link\n\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    let link: String = block.split_whitespace().collect();
    let setup = parse(&link).unwrap();
    assert_eq!((setup.needs.len(), setup.missing()), (5, vec!["token".to_owned(), "t1".to_owned()]));
    for id in Status::ALL.map(Status::id) {
        assert!(document.contains(&format!("| `{id}` |")), "{id}");
    }
}

/// The article that this was made for: a recruitment system that sends through Amazon SES in its customers' names.
const ARTICLE: &str = "#/setup?v=1&for=Eploy&help=https://help.eploy.example/dns&set.region=eu-west-1\
    &set.token=pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU=&set.t1=ab1&set.t2=cd2&set.t3=ef3\
    &need=TXT _amazonses is:{token}\
    &need=CNAME {t1}._domainkey {t1}.dkim.amazonses.com\
    &need=CNAME {t2}._domainkey {t2}.dkim.amazonses.com\
    &need=CNAME {t3}._domainkey {t3}.dkim.amazonses.com\
    &need=TXT @ spf:include:amazonses.com\
    &need=MX eploymail 10 feedback-smtp.{region}.amazonses.com\
    &need=TXT eploymail spf:include:amazonses.com\
    &need=TXT _dmarc dmarc:p>=none,rua~reports.eploy.example";

const BEFORE: &str = r#"
    amazonses.com TXT "v=spf1 ip4:199.255.192.0/22 -all"
    example.com MX 10 mail.example.com
    mail.example.com A 192.0.2.25
"#;

const DONE: &str = r#"
    _amazonses.example.com TXT "pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU="
    ab1._domainkey.example.com CNAME ab1.dkim.amazonses.com
    cd2._domainkey.example.com CNAME cd2.dkim.amazonses.com
    ef3._domainkey.example.com CNAME ef3.dkim.amazonses.com
    example.com TXT "v=spf1 mx include:amazonses.com ~all"
    eploymail.example.com MX 10 feedback-smtp.eu-west-1.amazonses.com
    eploymail.example.com TXT "v=spf1 include:amazonses.com ~all"
    _dmarc.example.com TXT "v=DMARC1; p=none; rua=mailto:d@reports.eploy.example"
"#;

#[test]
fn an_article_from_nothing_done_to_all_done() {
    let report = report(ARTICLE, BEFORE);
    assert_eq!((report.done(), report.total()), (0, 8));
    let publish: Vec<String> = report
        .needs
        .iter()
        .map(|need| {
            assert_eq!(need.status, Absent, "{}", need.says);
            let publish = need.publish.as_ref().unwrap();
            let priority = publish.priority.map_or(String::new(), |priority| format!("{priority} "));
            format!("{} {} {priority}{}", publish.host, publish.rtype, publish.value)
        })
        .collect();
    assert_eq!(
        publish,
        [
            "_amazonses TXT pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU=",
            "ab1._domainkey CNAME ab1.dkim.amazonses.com",
            "cd2._domainkey CNAME cd2.dkim.amazonses.com",
            "ef3._domainkey CNAME ef3.dkim.amazonses.com",
            "@ TXT v=spf1 include:amazonses.com ~all",
            "eploymail MX 10 feedback-smtp.eu-west-1.amazonses.com",
            "eploymail TXT v=spf1 include:amazonses.com ~all",
            "_dmarc TXT v=DMARC1; p=none; rua=mailto:<address at reports.eploy.example>",
        ]
    );
    // Record by record, each alone.
    let lines: Vec<&str> = DONE.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    for (i, line) in lines.iter().enumerate() {
        let report = self::report(ARTICLE, &format!("{BEFORE}\n{line}"));
        let met: Vec<usize> = (0..8).filter(|i| report.needs[*i].status == Met).collect();
        assert_eq!(met, [i], "{line}");
        assert!(report.alarms.is_empty());
    }
    let done = self::report(ARTICLE, &format!("{BEFORE}{DONE}"));
    assert_eq!(done.done(), 8);
    assert!(done.needs.iter().all(|need| need.publish.is_none() && need.status == Met));
}

#[test]
fn a_mail_server_at_the_main_domain_raises_the_alarm() {
    let astray = "example.com MX 10 feedback-smtp.eu-west-1.amazonses.com";
    let report = report(ARTICLE, &format!("{BEFORE}\n{astray}"));
    assert_eq!(report.needs[5].status, WrongName);
    assert_eq!((report.alarms.len(), report.alarms[0].need.as_str()), (1, "mx-eploymail"));
    assert!(report.alarms[0].says.contains("mail to your own people"), "{}", report.alarms[0].says);
    // It does harm there whether or not it stands at its own name too.
    let both = self::report(ARTICLE, &format!("{BEFORE}{DONE}\n{astray}"));
    assert_eq!((both.done(), both.alarms.len()), (8, 1));
    let below = report_for("jobs.example.com", ARTICLE, &format!("{BEFORE}\n{astray}"));
    assert_eq!(
        (below.needs[5].status, below.alarms.len()),
        (WrongName, 1),
        "the start of the zone is looked at too"
    );
    let wanted = "#/setup?need=MX @ 10 a.example&need=MX x 10 a.example";
    assert!(
        self::report(wanted, "example.com MX 10 a.example").alarms.is_empty(),
        "the link asks for it there"
    );
    assert!(self::report(ARTICLE, "example.com MX !timeout").alarms.is_empty());
}

#[test]
fn spf_is_merged_and_its_cost_is_told() {
    let publish = |record: &str, link: &str| {
        let need = first(
            link,
            &format!(
                "example.com TXT \"{record}\"\nmail.example.com A 192.0.2.1\nexample.com MX 10 mail.example.com"
            ),
        );
        let publish = need.publish.unwrap();
        (publish.value, publish.lookups_before, publish.lookups_after, need.notes)
    };
    let (value, before, after, notes) =
        publish("v=spf1 mx -all", "TXT @ spf:include:vendor.example&need=TXT @ spf:ip4:192.0.2.7");
    assert_eq!(value, "v=spf1 mx include:vendor.example ip4:192.0.2.7 -all", "one value for both needs");
    assert_eq!((before, after, notes.len()), (Some(1), Some(3), 0));
    let nine = format!("v=spf1{} -all", " mx".repeat(9));
    let (_, before, after, notes) = publish(&nine, "TXT @ spf:include:vendor.example");
    assert_eq!((before, after), (Some(9), Some(11)));
    assert!(notes[0].contains("11 lookups"), "{notes:?}");
    let none = first("TXT @ spf:include:vendor.example", "").publish.unwrap();
    assert_eq!(
        (none.value.as_str(), none.lookups_before, none.lookups_after),
        ("v=spf1 include:vendor.example ~all", Some(0), Some(2))
    );
    let two = first(
        "TXT @ spf:include:vendor.example",
        "example.com TXT \"v=spf1 mx -all\"\nexample.com TXT \"v=spf1 a ~all\"",
    );
    assert_eq!(two.publish.unwrap().value, "v=spf1 mx a include:vendor.example -all");
    let full = format!(
        "example.com TXT \"v=spf1 include:vendor.example{} -all\"\nexample.com MX 10 mail.example.com\nmail.example.com A 192.0.2.1",
        " mx".repeat(9)
    );
    let full = first("TXT @ spf:include:vendor.example", &full);
    assert_eq!((full.status, full.publish), (Conflict, None), "what has to go, only the reader can know");
    assert!(full.notes[0].contains("take out what no longer sends"), "{:?}", full.notes);
    let unknown = first("TXT @ spf:include:vendor.example", "example.com TXT !timeout");
    assert!(unknown.publish.is_none(), "a second record could come of it");
}

#[test]
fn dmarc_needs_share_one_value() {
    let link = "TXT _dmarc dmarc:p>=quarantine&need=TXT _dmarc dmarc:rua~a@vendor.example";
    let lines = "_dmarc.example.com TXT \"v=DMARC1; p=none; rua=mailto:me@example.com\"";
    let report = report(&format!("#/setup?need={link}"), lines);
    for need in &report.needs {
        let value = &need.publish.as_ref().unwrap().value;
        assert_eq!(value, "v=DMARC1; p=quarantine; rua=mailto:me@example.com,mailto:a@vendor.example");
    }
}

#[test]
fn hosts_are_relative_to_the_zone() {
    let link = "#/setup?need=TXT @ is:x&need=CNAME s1._domainkey a.vendor.example";
    let report = report_for("mail.example.com", link, "example.com NS amy.ns.cloudflare.com");
    let hosts: Vec<&str> =
        report.needs.iter().map(|need| need.publish.as_ref().unwrap().host.as_str()).collect();
    assert_eq!(hosts, ["mail", "s1._domainkey.mail"]);
    assert_eq!(report.zone.apex.as_ref().map(Name::as_str), Some("example.com"));
    assert_eq!(report.zone.dns_host().map(|host| host.name), Some("Cloudflare"));
    let report = report_for("other.example", link, "other.example SOA !timeout");
    assert_eq!(report.needs[0].publish.as_ref().unwrap().host, "@");
    assert_eq!(report.zone.apex, None);
}

#[test]
fn a_record_that_another_need_asks_for_is_not_at_the_wrong_name() {
    let link = "#/setup?need=TXT eploymail spf:include:vendor.example&need=TXT @ spf:include:vendor.example";
    let report = report(link, "example.com TXT \"v=spf1 include:vendor.example ~all\"");
    assert_eq!((report.needs[0].status, report.needs[1].status), (Absent, Met));
    let alone = first(
        "TXT eploymail spf:include:vendor.example",
        "example.com TXT \"v=spf1 include:vendor.example ~all\"",
    );
    assert_eq!(alone.status, WrongName);
}

fn notes(need: &str, lines: &str) -> String {
    first(need, lines).notes.join(" ")
}

#[test]
fn what_stands_beside_a_record_is_told() {
    let alias = notes(
        "MX bounce 10 mx.vendor.example",
        "bounce.example.com CNAME b.vendor.example\nb.vendor.example A 192.0.2.1",
    );
    assert!(alias.contains("delete it first"), "{alias}");
    let key = notes(
        "CNAME s1._domainkey s1.dkim.vendor.example",
        "s1._domainkey.example.com TXT \"s1.dkim.vendor.example\"",
    );
    assert!(key.contains("first delete the other record"), "{key}");
    let other = "bounce.example.com MX 10 mx.other.example";
    assert!(notes("MX bounce only 10 mx.vendor.example", other).contains("take away `mx.other.example`"));
    assert_eq!(notes("MX bounce 10 mx.vendor.example", other), "");
    let own = notes("MX @ 10 mx.vendor.example", "example.com MX 10 mx.other.example");
    assert!(own.contains("Your own mail goes to `mx.other.example` now"), "{own}");
}

#[test]
fn an_include_that_does_nothing_for_alignment_is_told_where_the_link_shows_it() {
    let report = report(ARTICLE, &format!("{BEFORE}{DONE}"));
    let told: Vec<usize> = (0..8)
        .filter(|i| report.needs[*i].notes.iter().any(|note| note.contains("return address")))
        .collect();
    assert_eq!(told, [4], "the one at the main domain");
    assert!(notes("TXT @ spf:include:vendor.example", "").is_empty());
}

#[test]
fn the_work_for_a_link_is_bounded() {
    let mut lines = String::new();
    let mut link = String::from("#/setup?v=1");
    for i in 0..40 {
        let half =
            |from: usize| (from..from + 9).map(|j| format!(" a:h{i}x{j}.evil.example")).collect::<String>();
        lines.push_str(&format!("i{i}.evil.example TXT \"v=spf1{}\" \"{} -all\"\n", half(0), half(9)));
        link.push_str(&format!("&need=TXT n{i} spf:include:i{i}.evil.example"));
        lines.push_str(&format!("n{i}.example.com TXT \"v=spf1 ip4:192.0.2.{i} -all\"\n"));
    }
    let (setup, zone) = (parse(&link).unwrap(), zone(&lines));
    let client = Counting(&zone, Default::default());
    let report = check(&client, &setup, &"example.com".parse().unwrap()).now_or_never().unwrap().unwrap();
    assert_eq!(report.needs.iter().filter(|need| need.status == Different).count(), 40);
    let mut all = client.1.into_inner();
    all.sort();
    all.dedup();
    assert!(all.len() < 1200, "{}", all.len());
}

/// Counts what is asked.
struct Counting<'z>(&'z Zone, RefCell<Vec<Question>>);

impl DnsClient for Counting<'_> {
    async fn ask(&self, question: Question) -> Lookup {
        self.1.borrow_mut().push(question.clone());
        self.0.ask(question).await
    }
}

#[test]
fn other_places_are_asked_about_only_for_what_is_not_met() {
    let setup = parse(ARTICLE).unwrap();
    let asked = |lines: &str| {
        let zone = zone(lines);
        let client = Counting(&zone, Default::default());
        check(&client, &setup, &"example.com".parse().unwrap()).now_or_never().unwrap().unwrap();
        let mut all = client.1.into_inner();
        all.sort();
        all.dedup();
        all
    };
    let done = asked(&format!("{BEFORE}{DONE}"));
    let names: Vec<&str> = done.iter().map(|question| question.name.as_str()).collect();
    assert!(
        !names.iter().any(|name| name.ends_with("example.com.example.com") || *name == "www.example.com")
    );
    assert!(done.len() <= 14, "{names:?}");
    assert!(asked(BEFORE).len() <= 8 * 6);
}

#[test]
fn a_check_can_be_told_to_others_as_text() {
    let lines = format!(
        "{BEFORE}\nexample.com TXT \"v=spf1 mx -all\"\nexample.com MX 5 feedback-smtp.eu-west-1.amazonses.com"
    );
    let report = report(ARTICLE, &lines);
    let support = plain::for_support(&report, "https://waxseal.example/", "1 May 2026, 14:32");
    for part in [
        "DNS records for example.com, asked for by \"Eploy\": 0 of 8 done",
        "Asked zone on 1 May 2026, 14:32",
        "WARNING: example.com itself has feedback-smtp",
        "[Another value is there] TXT example.com spf:include:amazonses.com",
        "Seen: v=spf1 mx -all",
        "https://waxseal.example/#/setup?v=1&for=Eploy",
        "&domain=example.com&set.region=eu-west-1",
    ] {
        assert!(support.contains(part), "{part}\n{support}");
    }
    assert!(!support.contains('`'), "{support}");
    let host = plain::for_dns_host(&report, "https://waxseal.example/");
    for part in [
        "First of all:",
        "Type: MX\n   Name: eploymail   (the whole name is eploymail.example.com)\n   Priority: 10\n   Value: feedback-smtp",
        "SPF lookups: 1 now, 2 with this value",
    ] {
        assert!(host.contains(part), "{part}\n{host}");
    }
    let again = parse(&report.link).unwrap();
    assert_eq!(again.missing(), Vec::<String>::new());
}

#[test]
fn a_redirect_to_the_record_that_is_asked_for_counts() {
    let lines = r#"example.com TXT "v=spf1 redirect=dynamic.example"
                   dynamic.example TXT "v=spf1 exists:%{i}.x.example -all""#;
    assert_eq!(first("TXT @ spf:include:dynamic.example", lines).status, MetAnotherWay);
}

#[test]
fn what_changed_since_the_last_look_is_told() {
    let before = report(ARTICLE, BEFORE);
    let line = "_amazonses.example.com TXT \"pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU=\"\neploymail.example.com MX !timeout";
    let after = report(ARTICLE, &format!("{BEFORE}\n{line}"));
    assert_eq!(
        after.changes(&before),
        [("txt-_amazonses".to_owned(), Absent, Met), ("mx-eploymail".to_owned(), Absent, CouldNotAsk)]
    );
    let host = plain::for_dns_host(&after, "https://waxseal.example/");
    assert!(
        host.contains("MX eploymail.example.com could not be asked for") && !host.contains("Type: MX"),
        "{host}"
    );
}

#[test]
fn text_from_strangers_makes_no_line_of_its_own() {
    let report = report("#/setup?for=A&need=TXT _vendor is:x", "_vendor.example.com TXT \"a\\010[Done] b\"");
    let support = plain::for_support(&report, "https://waxseal.example/", "now");
    assert!(!support.contains("\n[Done] b"), "{support}");
}

#[test]
fn hostile_zones_do_no_harm() {
    let pieces = [
        "v=spf1",
        "v=DMARC1",
        "v=DKIM1",
        " ",
        " ",
        ";",
        "; ",
        "p=",
        "p=none",
        "p=reject",
        "sp=x",
        "t=y",
        "rua=",
        "mailto:a@reports.eploy.example",
        ",",
        "include:amazonses.com",
        "include=amazonses.com",
        "-all",
        "~all",
        "all",
        "redirect=a.example",
        "exp=x.example",
        "~",
        "ip4:192.0.2.1/33",
        "mx",
        "\"",
        "\\",
        "“",
        "\u{a0}",
        "\u{200b}",
        "é",
        "😀",
        "%{i}",
        "%",
        "pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU=",
        "pmBGN/7M",
        KEY,
        "=",
        "k=rsa",
    ];
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap()
    };
    let link = format!(
        "{ARTICLE}&need=TXT k._domainkey dkim:{KEY}&need=TXT j._domainkey dkim&need=TXT @ starts:MS=&need=TXT _dmarc dmarc:adkim=s,rua~a@b.example"
    );
    let setup = parse(&link).unwrap();
    let names = [
        "example.com",
        "_amazonses.example.com",
        "ab1._domainkey.example.com",
        "k._domainkey.example.com",
        "j._domainkey.example.com",
        "eploymail.example.com",
        "_dmarc.example.com",
        "a.example",
    ];
    let mut tried = 0;
    for _ in 0..60 {
        let mut zone = zone(BEFORE);
        for name in names {
            for _ in 0..next(3) {
                let text: String = (0..next(9)).map(|_| pieces[next(pieces.len())]).collect();
                zone.add(name.parse().unwrap(), 60, Data::txt(&text));
            }
        }
        let report = check(&zone, &setup, &"example.com".parse().unwrap()).now_or_never().unwrap().unwrap();
        // What is to be published is what the next check is content with.
        for need in &report.needs {
            let (Some(publish), Test::Spf(_) | Test::Dmarc(_)) = (&need.publish, &need.need.test) else {
                continue;
            };
            if need
                .notes
                .iter()
                .any(|note| note.contains("there is trouble left") || note.contains("lookups"))
            {
                continue;
            }
            let blank = publish.blank.as_deref().unwrap_or("<>");
            let value = publish.value.replace(blank, "d@reports.eploy.example");
            let mut zone = self::zone(BEFORE);
            zone.add(publish.name.clone(), 60, Data::txt(&value));
            let again =
                check(&zone, &setup, &"example.com".parse().unwrap()).now_or_never().unwrap().unwrap();
            let found = again.needs.iter().find(|found| found.need.id == need.need.id).unwrap();
            tried += 1;
            assert!(found.status.is_met(), "{value}\n made of {:?}\n {}", need.seen, found.says);
        }
        plain::for_support(&report, "https://waxseal.example/", "now");
        plain::for_dns_host(&report, "https://waxseal.example/");
    }
    assert!(tried > 60, "{tried}");
}
