//! What is tried, when, and what counts as found.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

use futures_util::FutureExt;

use super::super::gather;
use super::*;
use crate::dns::{Cache, Turn, Zone};
use crate::facts::Domain;

/// A zone that writes down what it is asked, and which questions could have waited.
struct Watched {
    zone: Zone,
    /// Questions of this type are never answered.
    never: Option<RecordType>,
    asked: RefCell<Vec<(Question, bool)>>,
}

impl DnsClient for Watched {
    async fn ask(&self, question: Question) -> Lookup {
        self.asked.borrow_mut().push((question.clone(), false));
        if self.never == Some(question.rtype) {
            std::future::pending::<()>().await;
        }
        self.zone.ask(question).await
    }

    async fn ask_in(&self, question: Question, turn: Turn) -> Lookup {
        if turn != Turn::Last {
            return self.ask(question).await;
        }
        self.asked.borrow_mut().push((question.clone(), true));
        self.zone.ask(question).await
    }
}

fn wish(selectors: Vec<Wanted>) -> Wish {
    Wish { domain: "example.com".parse().unwrap(), selectors, probe: String::from("qxvz") }
}

fn watched(zone: &str, selectors: Vec<Wanted>) -> (Domain, Vec<(Question, bool)>) {
    let client = Watched { zone: Zone::parse(zone).unwrap(), never: None, asked: RefCell::default() };
    let domain = gather(&client, &wish(selectors), &|_| {}).now_or_never().unwrap();
    (domain, client.asked.into_inner())
}

fn keys(zone: &str) -> Keys {
    watched(zone, Vec::new()).0.keys
}

fn found(keys: &Keys) -> Vec<&str> {
    keys.found().map(|tried| tried.selector.as_str()).collect()
}

const KEY: &str = "TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"";

#[test]
fn selectors_stand_in_the_order_of_what_speaks_for_them() {
    let zone = "example.com TXT \"v=spf1 include:servers.mcsv.net include:_spf.google.com -all\"\n\
                example.com MX 10 mx.zoho.com";
    let wanted = vec![
        Wanted::in_header("hdr"),
        Wanted::given("S9._domainkey.example.com."),
        Wanted::given("s9"),
        Wanted::given("k1"),
        Wanted::given("other._domainkey.example.net"),
        Wanted::given("no name"),
    ];
    let (domain, asked) = watched(zone, wanted);
    let tried = &domain.keys.tried;
    let order: Vec<&str> = tried.iter().map(|tried| tried.selector.as_str()).collect();
    assert_eq!(order[..8], ["s9", "k1", "hdr", "google", "zmail", "k2", "zoho", "k3"]);
    assert_eq!((tried[0].why, tried[2].why), (Why::Given, Why::Header));
    assert_eq!(tried[3].why.words(), "Google Workspace uses it");
    assert_eq!(tried.len(), 3 + 24);
    assert_eq!(domain.keys.names_tried(), 27);
    assert!(domain.keys.is_tried);
    // Only guesses that nothing speaks for can wait.
    for tried in tried {
        let of_it: Vec<bool> =
            asked.iter().filter(|(q, _)| Some(&q.name) == tried.name()).map(|(_, later)| *later).collect();
        assert_eq!(of_it, [tried.why == Why::Common], "{}", tried.selector);
    }
}

#[test]
fn no_question_comes_twice_through_the_cache() {
    let zone = "example.com TXT \"v=spf1 mx include:servers.mcsv.net include:inner.example -all\"\n\
                inner.example TXT \"v=spf1 include:sendgrid.net ~all\"\nexample.com MX 10 mx.zoho.com";
    let client = Watched { zone: Zone::parse(zone).unwrap(), never: None, asked: RefCell::default() };
    let cache = Cache::new(client, 0_u64);
    let wanted = vec![Wanted::given("s9"), Wanted::in_header("k1"), Wanted::given("k1")];
    gather(&cache, &wish(wanted), &|_| {}).now_or_never().unwrap();
    let asked = cache.client().asked.borrow();
    let mut questions: Vec<&Question> = asked.iter().map(|(question, _)| question).collect();
    questions.sort();
    questions.dedup();
    assert_eq!(questions.len(), asked.len());
}

/// A client whose answers about one name come after all others.
struct Late {
    zone: Zone,
    name: &'static str,
}

impl DnsClient for Late {
    async fn ask(&self, question: Question) -> Lookup {
        if question.name.as_str() == self.name {
            let mut polls = 0;
            poll_fn(|context| {
                polls += 1;
                context.waker().wake_by_ref();
                if polls < 50 { Poll::Pending } else { Poll::Ready(()) }
            })
            .await;
        }
        self.zone.ask(question).await
    }
}

/// A client that has room for so many more questions, once its late answers came.
struct Roomy {
    client: Late,
    came: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
    rooms: Cell<usize>,
    spare: RefCell<Vec<String>>,
}

impl DnsClient for Roomy {
    async fn ask(&self, question: Question) -> Lookup {
        let is_late = question.name.as_str() == self.client.name;
        let lookup = self.client.ask(question).await;
        if is_late {
            self.came.set(true);
            self.waiting.take().into_iter().for_each(Waker::wake);
        }
        lookup
    }

    async fn ask_in(&self, question: Question, turn: Turn) -> Lookup {
        if turn == Turn::Spare {
            self.spare.borrow_mut().push(question.name.to_string());
        }
        self.ask(question).await
    }

    async fn room(&self, _: &Question) -> bool {
        poll_fn(|context| {
            if self.came.get() {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
        let rooms = self.rooms.get();
        self.rooms.set(rooms.saturating_sub(1));
        rooms > 0
    }
}

#[test]
fn more_common_selectors_are_tried_where_there_is_room_and_none_twice() {
    let zone = "example.com TXT \"v=spf1 include:inner.example -all\"\n\
                inner.example TXT \"v=spf1 include:mktomail.com ~all\"";
    let tried_after = |name: &'static str, rooms: usize| {
        let client = Late { zone: Zone::parse(zone).unwrap(), name };
        let (came, waiting, spare) = Default::default();
        let roomy = Roomy { client, came, waiting, rooms: Cell::new(rooms), spare };
        let domain = gather(&roomy, &wish(Vec::new()), &|_| {}).now_or_never().unwrap();
        assert!(domain.keys.is_tried);
        let tried: Vec<String> = domain.keys.tried.iter().map(|tried| tried.selector.clone()).collect();
        assert_eq!(domain.keys.names_tried(), tried.len(), "each has its answer");
        let asked = roomy.spare.into_inner();
        let names: Vec<String> =
            tried.iter().skip(25).map(|selector| format!("{selector}._domainkey.example.com")).collect();
        assert_eq!(asked, names);
        tried
    };
    let tried = |rooms: usize| tried_after("inner.example", rooms);
    // `m1` would be one of them, and is tried by now: a service behind the record uses it.
    assert_eq!(tried(0)[..2], ["m1", "default"]);
    assert_eq!(tried(0).len(), 25);
    assert_eq!(tried(1)[25..], ["fm2"]);
    assert_eq!(tried(4)[25..], ["fm2", "key2", "mta"]);
    assert_eq!(tried(9)[25..], ["fm2", "key2", "mta", "pm", "dk"]);
    // Nobody waits for room longer than for what is tried anyway.
    assert_eq!(tried_after("never-asked.example", 9).len(), 24);
}

#[test]
fn services_behind_other_records_are_tried_too_and_nothing_waits_for_them() {
    let text = "example.com TXT \"v=spf1 include:inner.example -all\"\n\
                inner.example TXT \"v=spf1 include:spf.mailjet.com include:sendgrid.net ~all\"";
    let order = |tried: &[Tried]| tried.iter().map(|tried| tried.selector.clone()).collect::<Vec<_>>();
    // Where the answers are there at once, they are like every other service.
    let keys = keys(text);
    assert_eq!(order(&keys.tried)[..2], ["mailjet", "s1"]);
    assert_eq!(keys.tried.len(), 24);
    // Where they come late, the common selectors were chosen before, and stay.
    let late = Late { zone: Zone::parse(text).unwrap(), name: "inner.example" };
    let seen = RefCell::new(Vec::new());
    let wish = wish(Vec::new());
    let on_change = |domain: &Domain| {
        if domain.senders.tree.is_none() && domain.keys.tried.iter().all(|tried| tried.lookup.is_some()) {
            *seen.borrow_mut() = order(&domain.keys.tried);
        }
    };
    let mut gathered = std::pin::pin!(gather(&late, &wish, &on_change));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let domain = (0..1000).find_map(|_| match std::future::Future::poll(gathered.as_mut(), &mut context) {
        std::task::Poll::Ready(domain) => Some(domain),
        std::task::Poll::Pending => None,
    });
    let tried = domain.unwrap().keys.tried;
    assert_eq!(seen.borrow().len(), 24, "{seen:?}");
    assert_eq!(order(&tried)[..3], ["mailjet", "smtpapi", "custom"]);
    assert!(tried[..3].iter().all(|tried| matches!(tried.why, Why::Service(_)) && tried.lookup.is_some()));
    assert_eq!(order(&tried)[3..], seen.borrow()[..]);
}

#[test]
fn however_many_are_wanted_the_number_of_questions_has_a_bound() {
    let all = "example.com TXT \"v=spf1 include:mailgun.org include:send.klaviyo.com include:spf.messagingengine.com \
               include:mailbox.org include:spf.hornetsecurity.com include:icloud.com -all\"";
    let wanted = (0..100).map(|i| Wanted::given(format!("s{i}x"))).collect();
    let tried = watched(all, wanted).0.keys.tried;
    let count = |wanted: fn(&Why) -> bool| tried.iter().filter(|tried| wanted(&tried.why)).count();
    assert_eq!(count(|why| matches!(why, Why::Given)), 16);
    assert_eq!(count(|why| matches!(why, Why::Service(_))), 16);
    assert_eq!(count(|why| matches!(why, Why::Common)), 8);
}

#[test]
fn what_a_wildcard_answers_is_no_find() {
    let own = format!("*._domainkey.example.com TXT \"v=spf1 -all\"\ns1._domainkey.example.com {KEY}");
    let keys = keys(&own);
    assert!(keys.is_wildcard());
    assert_eq!(found(&keys), ["s1"]);
    let names: Vec<_> = watched(&own, Vec::new()).0.items().into_iter().map(|item| item.name).collect();
    assert_eq!(names, [Some("s1._domainkey.example.com".to_owned())]);
    // An alias for nothing at every name is a wildcard, too, and no key that went away.
    let gone = super::tests::keys("*._domainkey.example.com CNAME nowhere.example.net");
    assert!(gone.is_wildcard() && gone.gone().next().is_none() && found(&gone).is_empty());
}

#[test]
fn a_probe_that_fails_says_nothing_about_a_wildcard() {
    let keys = keys(&format!("s1._domainkey.example.com {KEY}\nqxvz._domainkey.example.com TXT !timeout"));
    assert!(!keys.is_wildcard());
    assert_eq!(found(&keys), ["s1"]);
}

#[test]
fn no_key_exists_only_where_the_name_above_does_not() {
    assert!(keys("example.com MX 10 mx.example.com").none_exists());
    for there_may_be in [
        "x._domainkey.example.com TXT \"p=\"",
        "_domainkey.example.com TXT !timeout",
        "_domainkey.example.com TXT !server-failure",
        "_domainkey.example.com CNAME nowhere.example.net",
        "*.example.com A 192.0.2.1",
    ] {
        assert!(!keys(there_may_be).none_exists(), "{there_may_be}");
    }
    // Some hosts deny a name below which others stand; what was found counts for more.
    let mut broken = keys("s1._domainkey.example.com TXT \"p=\"");
    broken.domainkey = keys("example.com MX 10 mx.example.com").domainkey;
    assert!(!broken.none_exists());
    // Compact denial (RFC 9824) says so in another way.
    let mut compact = keys("x._domainkey.example.com TXT \"p=\"");
    assert!(!compact.none_exists());
    compact.domainkey.as_mut().unwrap().answer.nxname = true;
    assert!(compact.none_exists());
}

#[test]
fn an_alias_for_nothing_names_its_service() {
    let keys = keys(
        "s1._domainkey.example.com CNAME s1.domainkey.u1.wl.sendgrid.net\n\
         s2._domainkey.example.com CNAME late.example.net\nlate.example.net TXT !timeout",
    );
    let gone: Vec<_> = keys
        .gone()
        .map(|(tried, target)| (tried.selector.as_str(), target.as_str(), tried.service().map(|p| p.name)))
        .collect();
    assert_eq!(gone, [("s1", "s1.domainkey.u1.wl.sendgrid.net", Some("SendGrid (Twilio)"))]);
    let unknown: Vec<_> = keys.could_not_ask().map(|tried| tried.selector.as_str()).collect();
    assert_eq!(unknown, ["s2"]);
    assert_eq!(keys.names_tried(), 23);
}

#[test]
fn what_is_no_answer_yet_is_no_absence() {
    let tried = Tried { selector: String::from("s1"), why: Why::Given, lookup: None };
    assert!(!tried.is_found() && !tried.is_absent() && tried.trouble().is_none());
}

#[test]
fn keys_wait_for_mx_and_txt_and_for_nothing_else() {
    let zone =
        Zone::parse("example.com MX 10 aspmx.l.google.com\nexample.com TXT \"v=spf1 mx -all\"").unwrap();
    for (never, asked_for) in [(RecordType::A, true), (RecordType::Mx, false)] {
        let client = Watched { zone: zone.clone(), never: Some(never), asked: RefCell::default() };
        assert_eq!(gather(&client, &wish(vec![Wanted::given("s9")]), &|_| {}).now_or_never(), None);
        let asked = client.asked.into_inner();
        let has = |name: &str| asked.iter().any(|(question, _)| question.name.as_str() == name);
        for name in ["s9._domainkey.example.com", "qxvz._domainkey.example.com", "_domainkey.example.com"] {
            assert!(has(name), "{name}");
        }
        assert_eq!(has("google._domainkey.example.com"), asked_for);
    }
}

#[test]
fn a_name_that_is_too_long_for_keys_has_none() {
    let label = "a".repeat(63);
    let domain: Name = format!("{label}.{label}.{label}.{}", "a".repeat(58)).parse().unwrap();
    let wish = Wish { domain, selectors: vec![Wanted::given("s1")], probe: String::from("qxvz") };
    let keys = gather(&Zone::new("zone"), &wish, &|_| {}).now_or_never().unwrap().keys;
    assert!(keys.is_tried && keys.tried.is_empty() && keys.domainkey.is_none());
}

#[test]
fn where_all_keys_have_another_place_no_selector_is_answered() {
    // As a DNAME at `_domainkey` answers.
    let moved =
        |selector: &str| format!("{selector}._domainkey.example.com CNAME {selector}.keys.example.net\n");
    let zone = ["qxvz", "google", "s1", "s2"].map(moved).concat();
    let keys =
        keys(&format!("{zone}s1.keys.example.net {KEY}\ns3._domainkey.example.com CNAME gone.example.org"));
    assert!(!keys.is_wildcard());
    assert_eq!(found(&keys), ["s1"]);
    assert_eq!(keys.gone().next(), None);
    let wanted = vec![Wanted::given("s3")];
    let zone = format!("{zone}s3._domainkey.example.com CNAME gone.example.org");
    let keys = watched(&zone, wanted).0.keys;
    let gone: Vec<_> = keys.gone().map(|(_, target)| target.as_str()).collect();
    assert_eq!(gone, ["gone.example.org"]);
}
