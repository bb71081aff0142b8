use futures_util::FutureExt;

use super::*;
use crate::dns::{Name, Zone};
use crate::setup::words::done;
use crate::setup::{Refusal, check};
use crate::ui::{teaching, words};

/// The link of the example that the page answers by itself.
const LINK: &str = "#/setup?v=1&for=Acme%20Hiring&help=https://help.acme-hiring.example/dns&set.token=pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU=\
    &need=TXT%20_hiring%20is:{token}\
    &need=CNAME%20ab1._domainkey%20ab1.dkim.hiring-service.example\
    &need=CNAME%20cd2._domainkey%20cd2.dkim.hiring-service.example\
    &need=CNAME%20ef3._domainkey%20ef3.dkim.hiring-service.example\
    &need=TXT%20@%20spf:include:spf.hiring-service.example\
    &need=MX%20bounce%2010%20feedback.hiring-service.example\
    &need=TXT%20bounce%20spf:include:spf.hiring-service.example\
    &need=TXT%20_dmarc%20dmarc:p%3E=none,rua~reports.hiring-service.example";

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn example() -> SetupReport {
    let setup = read(LINK).unwrap();
    check(teaching::zone(), &setup, &name("setup.waxseal.example")).now_or_never().unwrap().unwrap()
}

fn against(zone: &str) -> SetupReport {
    let setup = read("#/setup?need=TXT%20@%20spf:include:v.example&need=MX%20b%2010%20mx.v.example").unwrap();
    check(&Zone::parse(zone).unwrap(), &setup, &name("a.example")).now_or_never().unwrap().unwrap()
}

#[test]
fn the_example_shows_what_it_says() {
    let report = example();
    let statuses: Vec<&str> = report.needs.iter().map(|need| need.status.id()).collect();
    assert_eq!(
        statuses,
        ["met", "met", "met", "wrong-name", "different", "wrong-name", "damaged", "absent"],
        "{:#?}",
        report.needs.iter().map(|need| &need.says).collect::<Vec<_>>()
    );
    assert_eq!(report.alarms.len(), 1);
    assert_eq!(done(&report), "3 of 8 records are done");
}

#[test]
fn a_broken_link_is_shown_with_its_place() {
    let broken = read("#/setup?need=TXT%20@%20is:x&need=A%20@%20x").unwrap_err();
    assert_eq!((broken.there.as_str(), broken.at), ("A", 34), "{broken:?}");
    assert!(broken.before.ends_with("&need=") && broken.before.starts_with('…'), "{broken:?}");
    assert_eq!(broken.after, "%20@%20x");
    let cut = read("#/setup?v=1").unwrap_err();
    assert_eq!((cut.there.as_str(), cut.at), ("", 12), "{cut:?}");
    let long = read(&["#/setup?for=", &"😀".repeat(3000)].concat()).unwrap_err();
    assert!(long.before.chars().count() <= AROUND + 1 && long.after.chars().count() <= AROUND + 1);
    assert_eq!(words::setup::title("#/setup?", &|_| None), words::setup::BROKEN);
}

#[test]
fn the_window_never_takes_the_vendors_name() {
    for (link, title) in [
        (LINK.to_owned(), words::setup::TITLE),
        ([LINK, "&domain=Setup.waxseal.example."].concat(), "DNS records for setup.waxseal.example"),
        ([LINK, "&domain=no%20name"].concat(), words::setup::TITLE),
    ] {
        assert_eq!(words::setup::title(&link, &|_| None), title);
    }
}

#[test]
fn what_is_typed_belongs_to_one_list() {
    let open = read("#/setup?for=A&need=TXT%20a%20is:{token}&need=CNAME%20{t1}%20x.example").unwrap();
    let values = vec![("token".to_owned(), "a&b=c %".to_owned()), ("t1".to_owned(), String::new())];
    let typed = Typed { domain: "a.example".to_owned(), values };
    assert_eq!(Typed::read(&typed.written(), &open), typed);
    assert_eq!(typed.fill(&open).missing(), ["t1"]);
    let same = Setup { domain: Some("b.example".to_owned()), ..open.clone() };
    assert_eq!(Typed::key(&same), Typed::key(&open), "whatever the domain");
    let other = read("#/setup?for=B&need=TXT%20a%20is:{token}").unwrap();
    assert_ne!(Typed::key(&other), Typed::key(&open));
    // What the link sets stands, whatever was kept.
    let set = read("#/setup?set.token=x&need=TXT%20a%20is:{token}").unwrap();
    assert_eq!(Typed::read(&typed.written(), &set).fill(&set).value("token"), Some("x"));
    let long = Typed { domain: "x".repeat(5000), values: Vec::new() };
    assert_eq!(Typed::read(&long.written(), &open).domain.len(), KEPT);
}

#[test]
fn what_changed_is_said() {
    let before = against("a.example A 192.0.2.1\na.example SOA ns.a.example h.a.example 1 1 1 1 1");
    let after = against(
        "a.example TXT \"v=spf1 include:v.example ~all\"\nv.example TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\nb.a.example MX !timeout",
    );
    assert_eq!(changes(&before, &before), "");
    assert_eq!(
        changes(&before, &after),
        "TXT a.example: Done. Before: Not there yet. MX b.a.example: Could not ask. Before: Not there yet."
    );
    assert_ne!(row_key(0, &before.needs[0]), row_key(0, &after.needs[0]));
    assert_eq!(row_key(1, &before.needs[1]), row_key(1, &before.needs[1].clone()));
}

#[test]
fn what_could_not_be_asked_has_a_colour_of_its_own() {
    for status in Status::ALL {
        let is_unknown = verdict(status) == Verdict::Unknown;
        assert_eq!(is_unknown, status == Status::CouldNotAsk, "{status:?}");
        assert_eq!(verdict(status) == Verdict::Good, status.is_met(), "{status:?}");
    }
}

#[test]
fn answers_of_the_page_carry_the_time() {
    let client = Stamped { client: teaching::zone(), now: || 42 };
    let setup = read("#/setup?need=TXT%20nobody%20is:x").unwrap();
    let report = check(&client, &setup, &name("setup.waxseal.example")).now_or_never().unwrap().unwrap();
    assert_eq!(report.asked_at, 42);
    assert!(report.needs[0].kept_until.is_none_or(|until| until >= 42));
    let open = read("#/setup?need=TXT%20a%20is:{b}").unwrap();
    let refused = check(&client, &open, &name("setup.waxseal.example")).now_or_never().unwrap();
    assert!(matches!(refused, Err(Refusal::Missing(_))));
}

#[test]
fn moments_are_in_words() {
    let now = [25, 11, 2026, 14, 5];
    assert_eq!(when([25, 11, 2026, 14, 32], now), "14:32");
    assert_eq!(when([26, 11, 2026, 0, 7], now), "00:07 on 26 November 2026");
    assert_eq!(full(now), "25 November 2026, 14:05");
}

#[test]
fn a_message_is_mailed_while_it_is_short() {
    assert_eq!(mail("a b", "x\ny&z").as_deref(), Some("mailto:?subject=a%20b&body=x%0D%0Ay%26z"));
    assert_eq!(mail("a", &"é".repeat(4000)), None);
}
