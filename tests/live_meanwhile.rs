//! What is said of a domain while answers are still on their way: as soon as it is known, and never too soon.

use std::cell::RefCell;
use std::pin::pin;

use waxseal::dns::{Name, Question, RecordType, Zone};
use waxseal::facts::{Domain, Wish, gather};
use waxseal::report::Verdict::{self, Advice, Error, Good, Unknown, Warning};
use waxseal::report::domain::{Headline, judge_domain};
use waxseal::rules::{self, Check};

#[path = "common/fed.rs"]
mod fed;
#[path = "common/random.rs"]
mod random;

use fed::{Fed, run};
use random::Random;

const DOMAIN: &str = "example.com";

const RIGHT: &str = "example.com MX 10 mx.example.net\nmx.example.net A 192.0.2.1\n\
    example.com TXT \"v=spf1 mx include:_spf.example.net -all\"\n_spf.example.net TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n\
    _dmarc.example.com TXT \"v=DMARC1; p=reject\"\n";

const KEY: &str = "google._domainkey.example.com TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n";

const BAD_KEY: &str = "default._domainkey.example.com TXT \"v=DKIM1; k=ed25519; p=AAAA\"\n";

fn wish(domain: Name) -> Wish {
    Wish { domain, selectors: Vec::new(), probe: "qxvz".to_owned() }
}

/// The three answers, once all is answered that `held` does not hold back; and once that is, too.
fn held_back(zone: &str, held: impl Fn(&Question) -> bool) -> [[Headline; 3]; 2] {
    let client = Fed::new(Zone::parse(zone).unwrap());
    let latest = RefCell::new(None);
    let on_change = |domain: &Domain| *latest.borrow_mut() = Some(domain.clone());
    let wish = wish(DOMAIN.parse().unwrap());
    let mut checked = pin!(gather(&client, &wish, &on_change));
    let mut first = None;
    loop {
        if let Some(domain) = run(&mut checked) {
            let last = judge_domain(domain).headlines;
            return [first.expect("nothing was held back"), last];
        }
        let waiting = client.waiting();
        if let Some(question) = waiting.iter().find(|question| !held(question)) {
            client.answer(question);
            continue;
        }
        first.get_or_insert_with(|| judge_domain(latest.borrow().clone().unwrap()).headlines);
        waiting.iter().for_each(|question| client.answer(question));
    }
}

fn is_key(question: &Question) -> bool {
    question.name.as_str().ends_with("._domainkey.example.com")
}

/// A key that is found by a guess, and no other question about keys.
fn is_guess(question: &Question) -> bool {
    is_key(question) && !question.name.as_str().starts_with("qxvz.")
}

fn of(name: &str, rtype: RecordType) -> impl Fn(&Question) -> bool {
    let name: Name = name.parse().unwrap();
    move |question| question.name == name && question.rtype == rtype
}

#[track_caller]
fn assert_says(headline: &Headline, answer: &str, verdict: Verdict) {
    assert_eq!((headline.answer.as_str(), headline.verdict), (answer, verdict), "{}", headline.reason);
}

const WITHOUT_SPF: &str = "example.com MX 10 mx.example.net\nmx.example.net A 192.0.2.1\n";

#[test]
fn trust_is_answered_while_names_of_keys_are_tried() {
    for (zone, meanwhile, finally) in [
        (RIGHT, ("Probably", Advice), ("Probably", Advice)),
        (&[RIGHT, KEY].concat(), ("Probably", Advice), ("Yes", Good)),
        (&[RIGHT, BAD_KEY].concat(), ("Probably", Advice), ("Not everywhere", Error)),
        (
            &RIGHT.replace("_spf.example.net -all", "gone.example.net -all"),
            ("Not everywhere", Error),
            ("No", Error),
        ),
        (&RIGHT.replace("mx include", "mx, include"), ("Not everywhere", Error), ("No", Error)),
        (
            &[RIGHT, KEY].concat().replace("mx include", "mx, include"),
            ("Not everywhere", Error),
            ("Not everywhere", Error),
        ),
        (&RIGHT.replace("-all", "+all"), ("Not everywhere", Error), ("Not everywhere", Error)),
        (WITHOUT_SPF, ("In part, at best", Warning), ("No", Error)),
        (&[WITHOUT_SPF, KEY].concat(), ("In part, at best", Warning), ("In part", Warning)),
        (&[WITHOUT_SPF, BAD_KEY].concat(), ("In part, at best", Warning), ("Not everywhere", Error)),
        ("example.com MX 0 .", ("It may send none", Advice), ("It seems to send none", Advice)),
        (&["example.com MX 0 .\n", KEY].concat(), ("It may send none", Advice), ("In part", Warning)),
        ("example.com A 192.0.2.1", ("It may send none", Advice), ("It seems to send none", Advice)),
        ("example.com TXT !timeout", ("Could not ask", Unknown), ("Could not ask", Unknown)),
    ] {
        let [first, last] = held_back(zone, is_key).map(|[_, _, trust]| trust);
        assert_says(&first, meanwhile.0, meanwhile.1);
        assert_says(&last, finally.0, finally.1);
        let is_final = ["It sends none", "Could not ask"].contains(&meanwhile.0) || zone.contains("+all");
        assert_eq!(first.reason.ends_with("Names of DKIM keys are still being tried."), !is_final, "{zone}");
    }
}

#[test]
fn a_key_that_is_found_is_said_and_others_may_still_be_broken() {
    let zone = [RIGHT, KEY, BAD_KEY].concat();
    let [first, last] =
        held_back(&zone, |question| is_guess(question) && question.name.as_str().starts_with("default."));
    assert_says(&first[2], "Probably", Advice);
    assert!(first[2].reason.contains("a DKIM key is there"), "{}", first[2].reason);
    assert_says(&last[2], "Not everywhere", Error);
    // What a wildcard answers is no key.
    let wild = [RIGHT, "*._domainkey.example.com TXT \"v=DKIM1; k=ed25519; p=AAAA\""].concat();
    let [first, last] = held_back(&wild, |question| is_key(question) && !is_guess(question));
    assert_says(&first[2], "Probably", Advice);
    assert_says(&last[2], "Probably", Advice);
}

#[test]
fn trust_waits_for_what_the_spf_record_leads_to_and_for_the_policy() {
    let [first, last] = held_back(&[RIGHT, KEY].concat(), of("_spf.example.net", RecordType::Txt));
    assert_says(&first[2], "Asking …", Unknown);
    assert_says(&last[2], "Yes", Good);
    let [first, last] =
        held_back(&RIGHT.replace("_dmarc.", "_other."), of("_dmarc.example.com", RecordType::Txt));
    assert_says(&first[2], "Asking …", Unknown);
    assert_says(&last[2], "Not everywhere", Warning);
    // Without an SPF record, whether the domain takes mail tells how much that matters.
    let [first, _] = held_back(WITHOUT_SPF, of("example.com", RecordType::Mx));
    assert_says(&first[2], "Asking …", Unknown);
}

#[test]
fn forging_is_answered_by_the_policy_once_no_spf_record_undoes_it() {
    let everyone = RIGHT.replace("-all", "+all");
    let [first, last] = held_back(&everyone, of("example.com", RecordType::Txt));
    assert_says(&first[0], "Asking …", Unknown);
    assert_says(&last[0], "Yes", Error);
    let [first, _] = held_back(RIGHT, |question| {
        !of("example.com", RecordType::Txt)(question) && !question.name.as_str().starts_with("_dmarc.")
    });
    assert_says(&first[0], "No", Good);
    let [first, _] = held_back(&RIGHT.replace("_dmarc.", "_other."), of("example.com", RecordType::Txt));
    assert_says(&first[0], "Yes", Error);
    let failed = [WITHOUT_SPF, "_dmarc.example.com TXT !timeout"].concat();
    let [first, _] = held_back(&failed, is_key);
    assert_says(&first[0], "Could not ask", Unknown);
}

#[test]
fn receiving_is_answered_by_the_first_server_that_can_be_reached() {
    let zone =
        "example.com MX 10 a.example.net\nexample.com MX 20 b.example.net\na.example.net A 192.0.2.1\n";
    let late = of("b.example.net", RecordType::A);
    let [first, last] = held_back(zone, &late);
    assert_says(&first[1], "Yes", Advice);
    assert_eq!(
        first[1].reason,
        "One server at least can be reached for the mail of `example.com`. Others are still being looked up."
    );
    assert_says(&last[1], "Yes, with a risk", Warning);
    let [first, last] = held_back(&[zone, "b.example.net A 192.0.2.2"].concat(), &late);
    assert_says(&first[1], "Yes", Advice);
    assert_says(&last[1], "Yes", Good);
    // Whether the other kind of address is there, too, changes nothing.
    let both = [zone, "b.example.net A 192.0.2.2"].concat();
    let [first, _] = held_back(&both, |question| question.rtype == RecordType::Aaaa);
    assert_says(&first[1], "Yes", Good);
    let [first, _] = held_back("example.com MX !timeout", is_key);
    assert_says(&first[1], "Could not ask", Unknown);
    let [first, _] = held_back("example.com MX 10 a.example.net\na.example.net * !timeout", is_key);
    assert_says(&first[1], "Could not ask", Unknown);
    let [first, _] = held_back("example.com MX 10 a.example.net", of("a.example.net", RecordType::Aaaa));
    assert_says(&first[1], "Asking …", Unknown);
}

/// The domain that a zone is about: that of its first line.
fn subject(zone: &str) -> Name {
    let mut name: Name = zone.split_whitespace().next().unwrap().parse().unwrap();
    while name.as_str().starts_with(['_', '*']) || name.as_str().contains("._") {
        name = name.parent().unwrap();
    }
    name
}

/// What stands at the top never turns into its opposite, whichever answer comes first.
#[test]
fn no_answer_is_taken_back() {
    let mut zones: Vec<String> = rules::all()
        .filter(|rule| matches!(rule.check, Check::Dns(_)))
        .flat_map(|rule| [rule.bad, rule.good])
        .map(str::to_owned)
        .collect();
    let mut random = Random(0x5EA1);
    for _ in 0..60 {
        let ends = ["-all", "+all", "include:gone.example.net -all", "include:slow.example.net -all"];
        let first = match random.below(3) {
            0 => WITHOUT_SPF.to_owned(),
            1 => "example.com A 192.0.2.1\n".to_owned(),
            _ => RIGHT.replace("-all", random.pick(&ends)),
        };
        let wild = "*._domainkey.example.com TXT \"v=DKIM1; k=ed25519; p=AAAA\"\n";
        let server = "example.com MX 20 b.example.net\n";
        let mut more =
            || random.pick(&["", KEY, BAD_KEY, wild, server, "b.example.net A 192.0.2.2\n"]).to_owned();
        zones.push([first, more(), more(), more(), "slow.example.net TXT !timeout".to_owned()].concat());
    }
    for zone in zones {
        let client = Fed::new(Zone::parse(&zone).unwrap_or_else(|line| panic!("{line}")));
        let said: RefCell<[Vec<Headline>; 3]> = RefCell::default();
        let note = |domain: &Domain| {
            for (said, headline) in said.borrow_mut().iter_mut().zip(judge_domain(domain.clone()).headlines) {
                if said.last() != Some(&headline) {
                    said.push(headline);
                }
            }
        };
        let wish = wish(subject(&zone));
        let mut checked = pin!(gather(&client, &wish, &note));
        while run(&mut checked).is_none() {
            let waiting = client.waiting();
            client.answer(&waiting[random.below(waiting.len())]);
        }
        for pair in said.borrow().iter().flat_map(|said| said.windows(2)) {
            let [before, after] = pair else { unreachable!() };
            let keeps = match before.verdict {
                _ if before.answer == "Asking …" => true,
                Good | Error => after.verdict == before.verdict,
                Advice => after.verdict != Unknown,
                Warning => matches!(after.verdict, Warning | Advice | Error),
                Unknown => after.answer == before.answer,
            };
            assert!(keeps, "{zone}\n{before:?}\n{after:?}");
        }
    }
}
