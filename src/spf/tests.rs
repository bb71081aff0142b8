use std::cell::{Cell, RefCell};

use super::*;
use crate::dns::Zone;

const ZONE: &str = r#"
    a.example TXT "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 include:in.example ~all"
    in.example TXT "v=spf1 a mx -all"
    in.example A 198.51.100.1
    in.example MX 10 mx.in.example
    mx.in.example A 198.51.100.2
    local.example TXT "v=spf1 include:%{l}.local.example exists:%{s}.local.example a:%{l1r-}.x.local.example ?all"
    moved.example TXT "v=spf1 redirect=%{l}.moved.example"
    round.example TXT "v=spf1 include:Round.example -all"
    none.example TXT "v=spf2"
    slow.example TXT !timeout
    signed.example TXT !dnssec-broken
    asks.example TXT "v=spf1 include:slow.example -all"
    many.example TXT "v=spf1 mx -all"
    void.example TXT "v=spf1 mx a:no.example a:nothing.example -all"
    void.example MX 1 m1.example
    void.example MX 2 m2.example
    void.example MX 3 m3.example
    mixed.example TXT "v=spf1 mx -all"
    mixed.example MX 1 m1.example
    mixed.example MX 2 m2.example
    mixed.example MX 3 m3.example
    mixed.example MX 4 mx.in.example
    why.example TXT "v=spf1 -all exp=text.why.example"
    text.why.example TXT "%{i} %{p} %{s}"
"#;

fn sender(mail_from: &str, ip: &str) -> Sender {
    Sender { ip: ip.parse().unwrap(), mail_from: mail_from.into(), helo: "helo.example".into(), domain: None }
}

fn block<F: Future>(future: F) -> F::Output {
    future.now_or_never().expect("a zone in memory answers at once")
}

fn check_in(zone: &str, sender: &Sender) -> Run {
    let zone = Zone::parse(zone).unwrap();
    block(check_host(&zone, sender, Receiver { name: "mx.receiver.example", clock: &0_u64 }))
}

fn check(mail_from: &str, ip: &str) -> Run {
    check_in(ZONE, &sender(mail_from, ip))
}

fn sentences(run: &Run) -> Vec<&str> {
    run.steps.iter().map(|step| step.says.as_str()).collect()
}

#[test]
fn a_run_is_told_step_by_step() {
    let run = check("someone@a.example", "198.51.100.2");
    assert_eq!(run.result, SpfResult::Pass);
    assert_eq!(run.used, Used { lookups: 3, void_lookups: 0 });
    assert_eq!(
        sentences(&run),
        [
            "`a.example` has an SPF record: `v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 include:in.example ~all`.",
            "`ip4:192.0.2.0/24` does not hold `198.51.100.2`.",
            "`ip6:2001:db8::/32` does not hold `198.51.100.2`.",
            "Does the record of `in.example` let this server send?",
            "`in.example` has an SPF record: `v=spf1 a mx -all`.",
            "`a` does not match: it leads to `198.51.100.1`.",
            "`mx` matches: it leads to `198.51.100.2`.",
            "So `in.example` says pass: this server may send.",
            "`in.example` says pass, so this part matches.",
            "The result is pass: this server may send mail for `a.example`.",
        ]
    );
    let term = &run.steps[1];
    let record = run.steps[0].record.as_deref().unwrap();
    assert_eq!(term.span.unwrap().text(record), "ip4:192.0.2.0/24");
    assert_eq!(run.steps.iter().map(|step| step.depth).collect::<Vec<_>>(), [0, 0, 0, 0, 1, 1, 1, 1, 0, 0]);
}

#[test]
fn an_ipv4_address_in_an_ipv6_one_is_an_ipv4_address() {
    assert_eq!(check("x@a.example", "::ffff:192.0.2.7").result, SpfResult::Pass);
    assert_eq!(check("x@a.example", "2001:db8:1::7").result, SpfResult::Pass);
    assert_eq!(check("x@a.example", "2001:db9::7").result, SpfResult::SoftFail);
}

#[test]
fn who_is_checked() {
    let run = |mail_from: &str, helo: &str, domain: Option<&str>| {
        let sender =
            Sender { helo: helo.into(), domain: domain.map(Into::into), ..sender(mail_from, "192.0.2.1") };
        check_in(ZONE, &sender).result
    };
    assert_eq!(run("", "a.example", None), SpfResult::Pass);
    assert_eq!(run("<>", "a.example.", None), SpfResult::Pass);
    assert_eq!(run(" <x@A.Example.> ", "", None), SpfResult::Pass);
    assert_eq!(run("\"odd@name\"@a.example", "", None), SpfResult::Pass);
    assert_eq!(run("x@none.example", "", Some("a.example")), SpfResult::Pass);
    assert_eq!(run("x@none.example", "", Some("")), SpfResult::None);
    for mail_from in
        ["x@", "x@localhost", "x@[192.0.2.1]", "x@a..example", "x@bücher.example", "x@.", "x@missing.example"]
    {
        assert_eq!(run(mail_from, "a.example", None), SpfResult::None, "{mail_from}");
    }
}

#[test]
fn a_local_part_that_dns_can_t_hold_matches_nothing() {
    // RFC 8616, section 4.
    assert_eq!(check("ü@local.example", "192.0.2.1").result, SpfResult::Neutral);
    assert_eq!(check("ü@local.example", "192.0.2.1").used.void_lookups, 0);
    assert_eq!(check("ü@moved.example", "192.0.2.1").result, SpfResult::PermError);
    let run = check("ü@why.example", "192.0.2.1");
    assert_eq!(run.explanation.as_deref(), Some("192.0.2.1 unknown ü@why.example"));
}

#[test]
fn a_circle_ends_at_the_limit_and_is_called_one() {
    let run = check("x@round.example", "192.0.2.1");
    assert_eq!((run.result, run.used.lookups), (SpfResult::PermError, 11));
    assert!(run.steps[1].says.ends_with("It leads back to itself, in a circle."), "{}", run.steps[1].says);
}

#[test]
fn trouble_is_never_an_absence() {
    for name in ["slow.example", "signed.example", "asks.example"] {
        assert_eq!(check(&format!("x@{name}"), "192.0.2.1").result, SpfResult::TempError, "{name}");
    }
    for (id, ..) in [
        ("timeout", 0),
        ("blocked-or-unreachable", 0),
        ("server-failure", 0),
        ("refused", 0),
        ("bad-answer", 0),
    ] {
        let zone = format!("t.example TXT \"v=spf1 a ?all\"\nt.example A !{id}");
        assert_eq!(check_in(&zone, &sender("x@t.example", "192.0.2.1")).result, SpfResult::TempError, "{id}");
    }
}

#[test]
fn a_term_is_void_once() {
    // RFC 7208 §4.6.4 counts terms, not questions: three servers without an address are one.
    let run = check("x@void.example", "192.0.2.1");
    assert_eq!((run.result, run.used.void_lookups), (SpfResult::PermError, 3));
    let run = check("x@mixed.example", "198.51.100.2");
    assert_eq!((run.result, run.used.void_lookups), (SpfResult::Pass, 1));
}

#[test]
fn eleven_mail_servers_are_too_many() {
    let hosts = |n: u32| {
        (0..n).fold("m.example TXT \"v=spf1 mx -all\"\n".to_owned(), |zone, i| {
            zone + &format!("m.example MX {i} h{i}.example\nh{i}.example A 192.0.2.{i}\n")
        })
    };
    let from = sender("x@m.example", "192.0.2.0");
    assert_eq!(check_in(&hosts(10), &from).result, SpfResult::Pass);
    assert_eq!(check_in(&hosts(11), &from).result, SpfResult::PermError);
}

/// A clock that goes on by so many milliseconds whenever it is looked at.
struct Ticking {
    now: Cell<u64>,
    by: u64,
}

impl Clock for Ticking {
    fn now(&self) -> u64 {
        self.now.set(self.now.get() + self.by);
        self.now.get()
    }
}

#[test]
fn slow_dns_is_a_temperror() {
    let zone = Zone::parse(ZONE).unwrap();
    let run = |by| {
        let clock = Ticking { now: Cell::new(0), by };
        block(check_host(&zone, &sender("x@a.example", "198.51.100.9"), Receiver { name: "", clock: &clock }))
            .result
    };
    assert_eq!(run(1_000), SpfResult::SoftFail);
    assert_eq!(run(9_000), SpfResult::TempError);
}

/// Counts what it is asked.
struct Counting<'z> {
    zone: &'z Zone,
    asked: RefCell<Vec<Question>>,
}

impl DnsClient for Counting<'_> {
    async fn ask(&self, question: Question) -> Lookup {
        self.asked.borrow_mut().push(question.clone());
        self.zone.ask(question).await
    }
}

/// Numbers that look random and are the same in each run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    fn of<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }
}

/// Terms of which random records are made; `N` becomes a name of the zone.
const TERMS: [&str; 24] = [
    "include:N",
    "include:N",
    "redirect=N",
    "a:N",
    "mx:N",
    "a",
    "mx",
    "ptr",
    "ptr:N",
    "exists:%{i}._x.N",
    "exists:N",
    "ip4:192.0.2.0/24",
    "ip6:2001:db8::/64",
    "-all",
    "~all",
    "exp=N",
    "a:N/8//8",
    "include:%{l}.N",
    "include:%{p}.N",
    "mx:%{d4r-}.N",
    "moo=%{s}",
    "a:%{h}",
    "a:N..N",
    "broken:",
];

#[test]
fn hostile_zones_cost_little() {
    let mut random = Random(7208);
    for round in 0..1_500 {
        let names = ["a.example", "b.example", "c.a.example", "d.example"];
        let mut zone = Zone::new("random");
        for name in names {
            let terms: Vec<String> = (0..random.below(14))
                .map(|_| {
                    let weak = round % 2 == 0 || random.below(30) > 0;
                    let term = random.of(if weak { &TERMS[..22] } else { &TERMS });
                    term.replace('N', random.of(&names))
                })
                .collect();
            let owner: Name = name.parse().unwrap();
            zone.add(owner.clone(), 60, Data::txt(&format!("v=spf1 {}", terms.join(" "))));
            for i in 0..random.below(14) {
                let host = Name::literal(&format!("h{i}.{}", random.of(&names))).unwrap();
                zone.add(owner.clone(), 60, Data::Mx { preference: i as u16, exchange: host.clone() });
                let reverse = Name::reverse("198.51.100.9".parse().unwrap());
                zone.add(reverse, 60, Data::Ptr(host));
            }
            if random.below(3) == 0 {
                zone.add(owner, 60, Data::A([198, 51, 100, 9].into()));
            }
        }
        let client = Counting { zone: &zone, asked: RefCell::default() };
        let from = random.of(&["x@a.example", "strong-bad@b.example", "ü@d.example", "", "@"]);
        let ip = random.of(&["198.51.100.9", "2001:db8::9", "::ffff:192.0.2.3"]);
        let sender = Sender { helo: random.of(&["c.a.example", "[1]", "%%%"]).into(), ..sender(from, ip) };
        let run = block(check_host(&client, &sender, Receiver { name: "", clock: &0_u64 }));
        // The first record, then ten terms of which each asks eleven times at most, the names of the address, and
        // the explanation.
        let asked = client.asked.borrow().len();
        assert!(asked <= 1 + 10 * 11 + 11 + 1, "{asked} questions");
        assert!(run.used.lookups <= limits::LOOKUPS + 1 && run.used.void_lookups <= limits::VOID_LOOKUPS + 1);
        assert!(run.steps.len() < 1_100);
        assert_eq!(run.steps.last().unwrap().outcome, StepOutcome::Result(run.result));
        agrees(&zone, &sender, &run);
    }
}

/// The tree of a random zone is bounded too; where it leaves nothing open, the run does what it says.
fn agrees(zone: &Zone, sender: &Sender, run: &Run) {
    let Ok(domain) = Name::literal(&run.steps.last().unwrap().domain) else { return };
    let client = Counting { zone, asked: RefCell::default() };
    let tree = block(tree::tree(&client, &domain));
    assert!(client.asked.borrow().len() <= 250);
    let branches = tree.branches();
    let twigs: Vec<&tree::Twig> = branches.iter().flat_map(|branch| &branch.twigs).collect();
    assert_eq!(twigs.iter().map(|twig| twig.cost).sum::<u32>(), tree.lookups());
    assert!(branches.iter().all(|b| b.lookups == b.twigs.iter().map(|twig| twig.total).sum::<u32>()));
    let list = networks::AllowList::new(&tree);
    let stops = tree.over_limit() || tree.over_void_limit() || !tree.problems().is_empty();
    if !stops && tree.exact() && list.not_listed.is_empty() {
        let ip = sender.ip.to_canonical();
        let listed = list.networks.iter().any(|network| network.net.contains(&ip));
        assert_eq!(listed, run.result == SpfResult::Pass, "{:?} {run:#?}", list.networks);
        assert!(run.used.lookups <= tree.lookups());
    }
}

#[test]
fn any_text_is_a_record_or_none() {
    let mut random = Random(4408);
    let bits = [
        "v=spf1", " ", "a", ":", "/", "%{", "%", "d", "}", "-", "all", "\t", "ü", "=", "\0", "1", "mx", ".",
        "\u{a0}",
    ];
    for _ in 0..5_000 {
        let text: String = (0..random.below(20)).map(|_| random.of(&bits)).collect();
        let mut zone = Zone::new("random");
        let cut = random.below(text.len() + 1);
        let strings = vec![text.as_bytes()[..cut].to_vec(), text.as_bytes()[cut..].to_vec()];
        zone.add("a.example".parse().unwrap(), 60, Data::Txt(strings));
        let run = block(check_host(
            &zone,
            &sender("x@a.example", "192.0.2.1"),
            Receiver { name: "", clock: &0_u64 },
        ));
        assert!(!run.steps.is_empty(), "{text:?}");
        let tree = block(tree::tree(&zone, &"a.example".parse().unwrap()));
        let used = tree.root.record().is_some();
        assert!(used || networks::AllowList::new(&tree).networks.is_empty(), "{text:?}");
        assert_eq!(used, matches!(run.steps[0].outcome, StepOutcome::Record) && !broken(&run), "{text:?}");
    }
}

/// Receivers could not read the record.
fn broken(run: &Run) -> bool {
    run.steps.get(1).is_some_and(|step| {
        step.says.starts_with("Receivers can't read") || step.says.contains("that SPF does not allow")
    })
}

#[test]
fn a_huge_record_is_told_in_part() {
    let text = format!("v=spf1 {}-all", "ip4:192.0.2.1 ".repeat(4_000));
    let mut zone = Zone::new("huge");
    zone.add("a.example".parse().unwrap(), 60, Data::txt(&text));
    let run =
        block(check_host(&zone, &sender("x@a.example", "8.8.8.8"), Receiver { name: "", clock: &0_u64 }));
    assert_eq!(run.result, SpfResult::Fail);
    assert!(run.steps.len() < 1_010 && run.steps_left_out > 3_000);
}
