//! What a vendor expects, held against zones in memory: a whole article, what is to be published, and what is told.

use std::cell::RefCell;

use futures_util::FutureExt;
use waxseal::dns::{Data, DnsClient, Lookup, Name, Question, Zone};
use waxseal::setup::{Status, Test, check, parse, plain};

#[path = "common/customer.rs"]
mod customer;

use Status::*;
use customer::{KEY, first, report, report_for, zone};

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
