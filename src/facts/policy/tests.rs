use futures_util::FutureExt;

use super::*;
use crate::dns::{Question, Zone};
use crate::facts::{Domain, gather};
use crate::record::dmarc::{self, DmarcTag};

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn look(start: &str, zone: &str) -> Domain {
    let wish = Wish { domain: name(start), selectors: Vec::new(), probe: String::from("probe") };
    gather(&Zone::parse(zone).unwrap(), &wish, &|_| {}).now_or_never().unwrap()
}

fn applies(domain: &Domain) -> Known<(String, Option<DmarcTag>, Known<dmarc::Policy>)> {
    match domain.applied() {
        Known::Unknown => Known::Unknown,
        Known::Nothing => Known::Nothing,
        Known::Is(applied) => {
            let effective = applied.effective();
            Known::Is((applied.record.domain.to_string(), applied.tag, effective))
        }
    }
}

fn organization(domain: &Domain) -> Option<(String, Why)> {
    domain.policy.organizational_domain().map(|found| (found.domain.to_string(), found.why))
}

fn is(
    domain: &str,
    tag: DmarcTag,
    policy: dmarc::Policy,
) -> Known<(String, Option<DmarcTag>, Known<dmarc::Policy>)> {
    Known::Is((domain.to_owned(), Some(tag), Known::Is(policy)))
}

#[test]
fn at_most_eight_names_are_asked() {
    let names = |start: &str| walk::names(&name(start)).iter().map(Name::to_string).collect::<Vec<_>>();
    assert_eq!(
        names("mail.a.b.c.d.e.f.g.example.com"),
        [
            "mail.a.b.c.d.e.f.g.example.com",
            "c.d.e.f.g.example.com",
            "d.e.f.g.example.com",
            "e.f.g.example.com",
            "f.g.example.com",
            "g.example.com",
            "example.com",
            "com",
        ]
    );
    let deep = names("a.b.c.d.e.f.g.h.i.j.mail.example.com");
    assert_eq!((deep.len(), deep[1].as_str(), deep[7].as_str()), (8, "g.h.i.j.mail.example.com", "com"));
    assert_eq!(names("b.c.d.e.f.g.example.com")[1], "c.d.e.f.g.example.com");
    assert_eq!(names("com"), ["com"]);
    assert!(names(".").is_empty());
    let most = format!("{}com", "a.".repeat(120));
    assert_eq!(names(&most).len(), 8);
}

#[test]
fn the_organisation_s_record_applies_where_a_name_has_none() {
    let zone = "_dmarc.mail.example.com TXT \"v=DMARC1; p=none; sp=none\"
                _dmarc.example.com TXT \"v=DMARC1; p=reject; sp=quarantine; np=reject\"
                a.mail.example.com A 192.0.2.1";
    let domain = look("a.mail.example.com", zone);
    assert_eq!(organization(&domain), Some(("example.com".into(), Why::HighestRecord)));
    assert_eq!(applies(&domain), is("example.com", DmarcTag::SubdomainPolicy, dmarc::Policy::Quarantine));
    let texts: Vec<_> = domain.items().into_iter().map(|item| item.name.unwrap()).collect();
    assert_eq!(texts, ["_dmarc.example.com"], "the record in between applies to nobody here");
    // No such name: `np`.
    let domain = look("b.mail.example.com", zone);
    assert_eq!(applies(&domain), is("example.com", DmarcTag::NonexistentPolicy, dmarc::Policy::Reject));
    // It is not known whether the name exists, and the two tags differ.
    let domain = look("a.mail.example.com", &format!("{zone}\na.mail.example.com MX !timeout"));
    assert_eq!(domain.existence(), Existence::Exists);
    let slow = zone.replace("A 192.0.2.1", "* !timeout");
    let domain = look("a.mail.example.com", &slow);
    assert_eq!(applies(&domain), Known::Is(("example.com".into(), None, Known::Unknown)));
}

#[test]
fn an_own_record_is_enough() {
    let zone = "_dmarc.news.example.com TXT \"v=DMARC1; p=reject; t=y; sp=none\"
                _dmarc.example.com TXT \"v=DMARC1; p=none\"
                _dmarc.com TXT !timeout";
    let domain = look("news.example.com", zone);
    assert_eq!(applies(&domain), is("news.example.com", DmarcTag::Policy, dmarc::Policy::Quarantine));
    assert_eq!(organization(&domain), None, "a name on the way is not known");
    assert_eq!(
        domain.policy.old_way(),
        match domain.policy.own() {
            Some(Held::One(record)) =>
                Known::Is(Old { record, tag: DmarcTag::Policy, asked: Some(dmarc::Policy::Reject) }),
            _ => Known::Unknown,
        }
    );
    assert_eq!(domain.items().len(), 1);
}

#[test]
fn a_failed_lookup_is_never_no_record() {
    for place in ["_dmarc.news.example.com", "_dmarc.example.com", "_dmarc.com"] {
        let zone = format!("news.example.com A 192.0.2.1\n{place} TXT !server-failure");
        let domain = look("news.example.com", &zone);
        assert_eq!(applies(&domain), Known::Unknown, "{place}");
        assert_eq!(organization(&domain), None, "{place}");
    }
    let zone = "news.example.com A 192.0.2.1\n_dmarc.example.com TXT !server-failure";
    assert_eq!(look("news.example.com", zone).policy.old_way(), Known::Unknown);
    let domain = look("news.example.com", "news.example.com A 192.0.2.1");
    assert_eq!(applies(&domain), Known::Nothing);
    assert_eq!(organization(&domain), Some(("news.example.com".into(), Why::NoRecord)));
    assert_eq!(domain.policy.old_way(), Known::Nothing);
}

#[test]
fn nothing_is_known_before_it_is_asked() {
    let policy = Policy::default();
    assert_eq!(policy.applied(Existence::Exists), Known::Unknown);
    assert_eq!(policy.old_way(), Known::Unknown);
    assert_eq!(policy.organizational_domain(), None);
    assert_eq!(policy.is_aligned(&name("example.com")), None);
    assert!(policy.items().is_empty());
}

/// RFC 9989, appendix B.4.3.
const BANK: &str = "_dmarc.bank.example TXT \"v=DMARC1; p=reject; sp=quarantine; psd=y\"
                    _dmarc.giant.bank.example TXT \"v=DMARC1; p=reject\"
                    mega.bank.example A 192.0.2.1
                    _dmarc.example TXT \"v=DMARC1; p=none\"";

#[test]
fn names_below_a_registry_do_not_belong_together() {
    let giant = look("giant.bank.example", BANK);
    assert_eq!(organization(&giant), Some(("giant.bank.example".into(), Why::BelowRegistry)));
    let asked: Vec<_> = giant.policy.walk.iter().map(|lookup| lookup.question.name.to_string()).collect();
    assert_eq!(asked, ["_dmarc.giant.bank.example", "_dmarc.bank.example"], "the registry ends the walk");
    assert_eq!(giant.policy.is_aligned(&name("mail.mega.bank.example")), Some(false));
    assert_eq!(giant.policy.is_aligned(&name("bank.example")), Some(false));
    assert_eq!(giant.policy.is_aligned(&name("giant.bank.example")), Some(true));
    // What stands between was not asked for.
    assert_eq!(giant.policy.is_aligned(&name("mail.giant.bank.example")), None);
    // Seen from the subdomain, everything on the way is known.
    let mail = look("mail.giant.bank.example", BANK);
    assert_eq!(mail.policy.is_aligned(&name("giant.bank.example")), Some(true));

    let mega = look("mega.bank.example", BANK);
    assert_eq!(organization(&mega), Some(("mega.bank.example".into(), Why::BelowRegistry)));
    assert_eq!(applies(&mega), is("bank.example", DmarcTag::SubdomainPolicy, dmarc::Policy::Quarantine));
    assert!(matches!(mega.applied(), Known::Is(applied) if applied.source == Source::Registry));
    // The registry's own mail.
    let bank = look("bank.example", BANK);
    assert_eq!(organization(&bank), Some(("bank.example".into(), Why::HighestRecord)));
    assert_eq!(applies(&bank), is("bank.example", DmarcTag::Policy, dmarc::Policy::Reject));
}

#[test]
fn a_parent_without_a_record_is_no_organisation() {
    let zone = "_dmarc.news.example.com TXT \"v=DMARC1; p=reject\"\nexample.com A 192.0.2.1";
    let domain = look("news.example.com", zone);
    assert_eq!(organization(&domain), Some(("news.example.com".into(), Why::HighestRecord)));
    assert_eq!(domain.policy.is_aligned(&name("example.com")), Some(false));
    assert_eq!(domain.policy.is_aligned(&name("other.example")), Some(false));
    // Names below it have its record now; receivers of RFC 7489 look at example.com and find none.
    let below = look("a.news.example.com", &format!("{zone}\na.news.example.com A 192.0.2.1"));
    assert_eq!(applies(&below), is("news.example.com", DmarcTag::Policy, dmarc::Policy::Reject));
    assert_eq!(below.policy.old_way(), Known::Nothing);
}

#[test]
fn psd_n_ends_the_walk() {
    let zone = "_dmarc.shop.example.com TXT \"v=DMARC1; p=reject; psd=n\"
                _dmarc.example.com TXT \"v=DMARC1; p=none; sp=none\"
                a.shop.example.com A 192.0.2.1";
    let domain = look("a.shop.example.com", zone);
    assert_eq!(organization(&domain), Some(("shop.example.com".into(), Why::SaysSo)));
    assert_eq!(applies(&domain), is("shop.example.com", DmarcTag::Policy, dmarc::Policy::Reject));
    assert_eq!(domain.policy.walk.len(), 2);
    assert_eq!(domain.policy.is_aligned(&name("example.com")), Some(false));
    assert_eq!(domain.policy.is_aligned(&name("shop.example.com")), Some(true));
    // The way of RFC 7489 goes past it.
    assert!(matches!(domain.policy.old_way(), Known::Is(old) if old.record.domain == name("example.com")));
}

#[test]
fn two_records_are_none() {
    let zone = "_dmarc.news.example.com TXT \"v=DMARC1; p=reject\"
                _dmarc.news.example.com TXT \"v=DMARC1; p=none\"
                _dmarc.example.com TXT \"v=DMARC1; p=quarantine\"
                news.example.com A 192.0.2.1";
    let domain = look("news.example.com", zone);
    assert_eq!(applies(&domain), is("example.com", DmarcTag::Policy, dmarc::Policy::Quarantine));
    assert_eq!(domain.policy.old_way(), Known::Nothing, "RFC 7489 ends the search there");
    assert_eq!(domain.items().len(), 3);
    // Where they are the reason that none applies, they are shown.
    let zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject\"
                _dmarc.example.com TXT \"v=DMARC1; p=none\"
                news.example.com A 192.0.2.1";
    let domain = look("news.example.com", zone);
    assert_eq!(applies(&domain), Known::Nothing);
    assert_eq!(domain.items().len(), 2);
}

#[test]
fn other_texts_do_not_count() {
    let zone = "*.example.com TXT \"v=spf1 -all\"
                _dmarc.example.com TXT \"hello\"
                _dmarc.example.com TXT \"v=dmarc1; p=reject\"
                _dmarc.example.com TXT \"v=DMARC1; p=reject; sp=rejct\"
                example.com A 192.0.2.1";
    let domain = look("example.com", zone);
    assert_eq!(
        applies(&domain),
        Known::Is(("example.com".into(), Some(DmarcTag::Policy), Known::Nothing)),
        "it is found, and asks for nothing"
    );
    assert_eq!(domain.effective_policy(), Known::Nothing);
    let dmarc = domain.items().iter().filter(|item| item.kind() == Kind::Dmarc).count();
    assert_eq!((domain.items().len(), dmarc), (2, 2));
    let domain = look("b.example.com", zone);
    assert!(domain.policy.items().iter().all(|item| item.kind() == Kind::Dmarc));
}

#[test]
fn a_name_too_long_for_dmarc_has_no_record() {
    let long = format!("{}example.com", format!("{}.", "a".repeat(59)).repeat(4));
    assert!(long.len() > 246 && long.len() <= 253);
    let domain = look(&long, "_dmarc.example.com TXT \"v=DMARC1; p=reject\"");
    assert_eq!(applies(&domain), is("example.com", DmarcTag::Policy, dmarc::Policy::Reject));
    assert!(matches!(domain.policy.own(), Some(Held::Nothing)));
}

#[test]
fn names_that_only_seem_to_exist_are_known() {
    let zone = "gone.example.com * !nxname
                _dmarc.example.com TXT \"v=DMARC1; p=reject; sp=none; np=reject\"
                www.example.com CNAME lost.example.com";
    let domain = look("gone.example.com", zone);
    assert_eq!(domain.existence(), Existence::Hidden);
    assert_eq!(applies(&domain), is("example.com", DmarcTag::SubdomainPolicy, dmarc::Policy::None));
    assert_eq!(look("www.example.com", zone).existence(), Existence::Exists, "the alias is there");
    assert_eq!(look("lost.example.com", zone).existence(), Existence::NoSuchName);
}

/// Answers in the order in which nobody would ask: the shortest name first.
struct Backwards<'a>(&'a Zone, &'a std::cell::Cell<usize>);

impl DnsClient for Backwards<'_> {
    fn ask(&self, question: Question) -> impl Future<Output = Lookup> {
        std::future::poll_fn(move |_| {
            if question.name.depth() > self.1.get() {
                return std::task::Poll::Pending;
            }
            let answer = self.0.answer(&question);
            std::task::Poll::Ready(Lookup::new(question.clone(), answer, "zone"))
        })
    }
}

#[test]
fn what_is_said_on_the_way_stays_true() {
    let own = "_dmarc.a.shop.example.com TXT \"v=DMARC1; p=none\"";
    let above = "_dmarc.shop.example.com TXT \"v=DMARC1; p=reject; psd=n\"\n_dmarc.example.com TXT \"v=DMARC1; p=none\"";
    for text in [own, above, "_dmarc.example.com TXT !timeout", ""] {
        let zone = Zone::parse(text).unwrap();
        let depth = std::cell::Cell::new(0);
        let wish = Wish { domain: name("a.shop.example.com"), selectors: Vec::new(), probe: String::new() };
        let said = RefCell::new(Vec::new());
        let note = |domain: &Domain| {
            let organization = domain.policy.organizational_domain();
            said.borrow_mut().push((domain.policy.found(), domain.policy.old_way(), organization));
        };
        let board = Board::new(Domain::new(wish.domain.clone()), &note);
        let client = Backwards(&zone, &depth);
        let mut walk = std::pin::pin!(super::gather(&client, &wish, &board));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        while walk.as_mut().poll(&mut context).is_pending() {
            depth.set(depth.get() + 1);
        }
        let said = said.take();
        let (found, old, organization) = said.last().unwrap();
        for before in &said {
            assert!(before.0 == Known::Unknown || before.0 == *found, "{text}");
            assert!(before.1 == Known::Unknown || before.1 == *old, "{text}");
            assert!(before.2.is_none() || before.2 == *organization, "{text}");
        }
    }
}

/// A resolver that notes what it is asked, and when: all questions are put before any is answered.
struct Together<'a>(&'a Zone, &'a std::cell::Cell<usize>, usize);

impl DnsClient for Together<'_> {
    fn ask(&self, question: Question) -> impl Future<Output = Lookup> {
        self.1.set(self.1.get() + 1);
        let mut waits = 0;
        std::future::poll_fn(move |_| {
            waits += 1;
            assert!(waits < 3, "some question waits for the answer to another one");
            if self.1.get() < self.2 {
                return std::task::Poll::Pending;
            }
            let answer = self.0.answer(&question);
            std::task::Poll::Ready(Lookup::new(question.clone(), answer, "zone"))
        })
    }
}

#[test]
fn the_whole_walk_is_asked_at_once() {
    let zone = Zone::parse("_dmarc.com TXT \"v=DMARC1; p=none; psd=y\"").unwrap();
    let asked = std::cell::Cell::new(0);
    let client = Together(&zone, &asked, 8);
    let wish =
        Wish { domain: name("mail.a.b.c.d.e.f.g.example.com"), selectors: Vec::new(), probe: String::new() };
    let board = Board::new(Domain::new(wish.domain.clone()), &|_| {});
    let mut walk = std::pin::pin!(super::gather(&client, &wish, &board));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    while walk.as_mut().poll(&mut context).is_pending() {}
    assert_eq!(asked.get(), 8);
    board.read(|domain| {
        assert_eq!(organization(domain), Some(("example.com".into(), Why::BelowRegistry)));
    });
}
