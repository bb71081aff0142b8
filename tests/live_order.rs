//! In which order a domain is asked about, where every answer takes as long as any other: in rounds, in which what is in
//! flight is answered before the next questions are.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::pin::pin;
use std::rc::Rc;

use waxseal::dns::gate::IN_FLIGHT;
use waxseal::dns::{Question, RecordType, Zone, stack};
use waxseal::facts::keys::Wanted;
use waxseal::facts::{Domain, Wish, gather};
use waxseal::report::domain::judge_domain;

#[path = "common/fed.rs"]
mod fed;

use fed::{Fed, run};

/// The share of [`Rounds::least`] that a check may take: that of tools/bench-dns.mjs.
const MOST: f64 = 1.25;

const KEY: &str = "TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"";

/// How a check went.
struct Rounds {
    /// What was in flight in each round.
    all: Vec<Vec<Question>>,
    /// Those that were asked in room that was left over.
    spare: BTreeSet<Question>,
    /// After so many rounds each of the three answers was one.
    answered: usize,
}

impl Rounds {
    fn count(&self) -> usize {
        self.all.iter().map(Vec::len).sum()
    }

    fn needed(&self) -> usize {
        self.count() - self.spare.len()
    }

    /// No check with so many questions, the longest chain of which is so long, can take fewer rounds. What is asked in
    /// room that is left over must take none.
    fn least(&self, chain: usize) -> f64 {
        (chain as f64).max(self.needed() as f64 / IN_FLIGHT as f64)
    }
}

fn rounds(domain: &str, selectors: &[&str], zone: &str) -> Rounds {
    rounds_of(domain, selectors, zone, false)
}

/// The answers of a round come one after the other, or all at once.
fn rounds_of(domain: &str, selectors: &[&str], zone: &str, at_once: bool) -> Rounds {
    let above = "example SOA ns.example who.example 1 2 3 4 5\n. SOA ns.example who.example 1 2 3 4 5\n";
    let zone = [above, zone].concat();
    let fed = Rc::new(Fed::new(Zone::parse(&zone).unwrap_or_else(|line| panic!("{line}"))));
    let client = stack(fed.clone(), 0_u64);
    let selectors = selectors.iter().copied().map(Wanted::given).collect();
    let wish = Wish { domain: domain.parse().unwrap(), selectors, probe: "qxvz".to_owned() };
    let latest = RefCell::new(None);
    let on_change = |domain: &Domain| *latest.borrow_mut() = Some(domain.clone());
    let mut checked = pin!(gather(&client, &wish, &on_change));
    let mut all = Vec::new();
    let mut answered = None;
    let mut is_over = run(&mut checked).is_some();
    while !is_over {
        let waiting = fed.waiting();
        for question in &waiting {
            fed.answer(question);
            is_over |= !is_over && !at_once && run(&mut checked).is_some();
        }
        is_over |= !is_over && run(&mut checked).is_some();
        all.push(waiting);
        let headlines = judge_domain(latest.borrow().clone().unwrap()).headlines;
        if headlines.iter().all(|headline| headline.answer != "Asking …") {
            answered.get_or_insert(all.len());
        }
    }
    let spare = fed.spare.take();
    Rounds { all, spare, answered: answered.unwrap() }
}

/// A domain, how many questions its longest chain has in which each follows from the answer before, and its zone.
fn domains() -> Vec<(&'static str, usize, String)> {
    let right = format!(
        "right.example MX 10 mail.right.example\nmail.right.example A 192.0.2.25\n\
         right.example TXT \"v=spf1 mx include:_spf.vendor.example -all\"\n\
         _spf.vendor.example TXT \"v=spf1 ip4:203.0.113.0/28 -all\"\n\
         _dmarc.right.example TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@right.example\"\n\
         default._bimi.right.example TXT \"v=BIMI1; l=https://right.example/logo.svg\"\n\
         selector1._domainkey.right.example {KEY}"
    );
    let includes: String = (3..10).map(|i| format!("include:_{i}.ten.example ")).collect();
    let mut ten = format!(
        "ten.example MX 10 mail.ten.example\nmail.ten.example A 192.0.2.25\n\
         ten.example TXT \"v=spf1 include:_chain.ten.example {includes}~all\"\n\
         _chain.ten.example TXT \"v=spf1 include:_1.ten.example include:_2.ten.example -all\"\n"
    );
    ten.extend((1..10).map(|i| format!("_{i}.ten.example TXT \"v=spf1 ip4:203.0.113.{i} -all\"\n")));
    let mixed = "mixed.example MX 1 aspmx.l.google.com\n\
                 mixed.example MX 10 mixed-example.mail.protection.outlook.com\n\
                 aspmx.l.google.com A 198.51.100.26\nmixed-example.mail.protection.outlook.com A 198.51.100.90\n\
                 mixed.example TXT \"v=spf1 include:_spf.google.com include:spf.protection.outlook.com ~all\"\n\
                 _spf.google.com TXT \"v=spf1 ip4:198.51.100.0/26 ~all\"\n\
                 spf.protection.outlook.com TXT \"v=spf1 ip4:198.51.100.64/26 -all\"";
    let mut eleven = "eleven.example TXT \"v=spf1 mx -all\"\n".to_owned();
    eleven.extend((1..12).map(|i| {
        format!("eleven.example MX {i}0 mx{i}.eleven.example\nmx{i}.eleven.example A 192.0.2.{i}\n")
    }));
    let forged = "forged.example MX 10 mail.forged.example\nmail.forged.example A 192.0.2.25";
    let below = "_dmarc.a.b.below.example TXT \"v=DMARC1; p=reject\"\nb.below.example SOA ns.example who.example 1 2 3 4 5\n\
                 a.b.below.example MX 10 mail.below.example\nmail.below.example A 192.0.2.25\n\
                 a.b.below.example TXT \"v=spf1 mx -all\"";
    vec![
        ("right.example", 2, right),
        ("ten.example", 3, ten),
        ("mixed.example", 2, mixed.to_owned()),
        ("eleven.example", 2, eleven),
        ("forged.example", 2, forged.to_owned()),
        ("a.b.below.example", 2, below.to_owned()),
        ("gone.example", 1, String::new()),
    ]
}

#[test]
fn a_check_takes_hardly_longer_than_it_must() {
    let mut spare = 0;
    for (domain, chain, zone) in domains() {
        let rounds = rounds(domain, &[], &zone);
        spare += rounds.spare.len();
        let (took, least) = (rounds.all.len() as f64, rounds.least(chain));
        assert!(took <= (MOST * least).max(chain as f64 + 1.0), "{domain}: {took} rounds of {least}");
        assert!(rounds.all.iter().all(|round| round.len() <= IN_FLIGHT), "{domain}");
    }
    assert!(spare > 0, "there is room in some");
}

#[test]
fn guesses_fill_the_last_round_and_begin_no_other() {
    let start = "example.com MX 10 mx.example.com\nmx.example.com A 192.0.2.1\n";
    let filled = |includes: usize, at_once: bool| {
        let record = (0..includes).map(|i| format!("include:s{i}.example ")).collect::<String>();
        let each = (0..includes).map(|i| format!("s{i}.example TXT \"v=spf1 a:h{i}.example -all\"\n"));
        let zone = format!("{start}example.com TXT \"v=spf1 {record}-all\"\n{}", each.collect::<String>());
        let rounds = rounds_of("example.com", &[], &zone, at_once);
        let spare = |round: &Vec<Question>| round.iter().filter(|asked| rounds.spare.contains(asked)).count();
        assert_eq!(rounds.all.len(), rounds.needed().div_ceil(IN_FLIGHT), "{includes}");
        let (last, before) = rounds.all.split_last().unwrap();
        assert!(before.iter().all(|round| (round.len(), spare(round)) == (IN_FLIGHT, 0)), "{includes}");
        assert!(last.len() <= IN_FLIGHT);
        spare(last)
    };
    // There are six common ones beyond those that are tried anyway.
    assert_eq!(
        [0, 1, 2, 3, 4, 5, 6, 7, 8].map(|includes| filled(includes, false)),
        [1, 6, 3, 0, 5, 2, 6, 4, 1]
    );
    // Once these are there, nobody waits for the room that another answer leaves.
    assert_eq!(
        [0, 1, 2, 3, 4, 5, 6, 7, 8].map(|includes| filled(includes, true)),
        [1, 5, 3, 0, 5, 2, 5, 4, 1]
    );
}

#[test]
fn a_check_waits_for_no_other_one() {
    let (domain, _, zone) = domains().swap_remove(0);
    let fed = Rc::new(Fed::new(Zone::parse(&zone).unwrap()));
    let client = stack(fed.clone(), 0_u64);
    let wish = |domain: &str| Wish {
        domain: domain.parse().unwrap(),
        selectors: Vec::new(),
        probe: "qxvz".to_owned(),
    };
    let (one, other) = (wish(domain), wish("slow.example"));
    let mut quick = pin!(gather(&client, &one, &|_| {}));
    let mut slow = pin!(gather(&client, &other, &|_| {}));
    let mut quick_ends = run(&mut quick);
    assert!(run(&mut slow).is_none());
    let is_held = |question: &Question| question.name == other.domain && question.rtype == RecordType::Mx;
    while let Some(question) = fed.waiting().into_iter().find(|question| !is_held(question)) {
        fed.answer(&question);
        quick_ends = quick_ends.or_else(|| run(&mut quick));
        assert!(run(&mut slow).is_none());
    }
    assert!(quick_ends.is_some_and(|domain| domain.keys.is_tried));
    assert!(fed.waiting().iter().all(is_held));
}

#[test]
fn the_three_answers_stand_once_the_longest_chain_is_answered() {
    for (domain, chain, zone) in domains() {
        assert!(rounds(domain, &[], &zone).answered <= chain, "{domain}");
    }
    // Where mail goes to the domain's own address, that is asked for before the reader's selectors are.
    let selectors = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"];
    assert_eq!(rounds("web.example", &selectors, "web.example A 192.0.2.80").answered, 2);
}

#[test]
fn guesses_come_last_and_nothing_comes_twice() {
    for (domain, _, zone) in domains() {
        let rounds = rounds(domain, &[], &zone);
        let asked: Vec<&Question> = rounds.all.iter().flatten().collect();
        let is_guess = |question: &&&Question| question.name.as_str().starts_with("dkim1._domainkey.");
        let guess = asked.iter().position(|question| is_guess(&question)).unwrap();
        let sender = format!("mail.{domain}");
        let last = asked.iter().rposition(|question| {
            let name = question.name.as_str();
            ["_mta-sts.", "_smtp.", "_25._tcp.mail.", "_dmarc.", "_spf.vendor."]
                .iter()
                .any(|part| name.starts_with(part))
                || name == sender
        });
        assert!(last.unwrap() < guess, "{domain}: {asked:?}");
        let mut once = asked.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), asked.len(), "{domain}");
    }
}
