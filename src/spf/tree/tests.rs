use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use futures_util::FutureExt;

use super::*;
use crate::dns::{Cache, DnsClient, RecordType, Zone};
use crate::spf::{Receiver, Sender, SpfResult, Used, check_host};

fn grow(zone: &str, domain: &str) -> Tree {
    let zone = Zone::parse(zone).unwrap();
    tree(&zone, &domain.parse().unwrap()).now_or_never().expect("a zone in memory answers at once")
}

fn twig<'t>(branch: &'t Branch, text: &str) -> &'t Twig {
    branch.twigs.iter().find(|twig| twig.text == text).unwrap_or_else(|| panic!("no {text}"))
}

fn child<'t>(branch: &'t Branch, text: &str) -> &'t Branch {
    twig(branch, text).child.as_deref().unwrap_or_else(|| panic!("nothing behind {text}"))
}

fn kinds(tree: &Tree) -> Vec<(Option<&str>, &str, ProblemKind)> {
    let problems = tree.problems().into_iter();
    problems.map(|p| (p.term.map(|twig| twig.text.as_str()), p.branch.domain.as_str(), p.what)).collect()
}

const WIDE: &str = r#"
    a.example TXT "v=spf1 a mx:mail.example include:b.example include:c.example exists:x.example ptr ip4:192.0.2.0/24 ~all"
    a.example A 192.0.2.1
    a.example AAAA 2001:db8::1
    mail.example MX 10 mx1.mail.example
    mail.example MX 5 mx2.mail.example
    mx1.mail.example A 192.0.2.2
    mx1.mail.example AAAA 2001:db8::2
    mx2.mail.example A 192.0.2.3
    mx2.mail.example AAAA 2001:db8::3
    b.example TXT "v=spf1 include:c.example ip4:198.51.100.0/24 -all"
    c.example TXT "v=spf1 redirect=d.example"
    d.example TXT "v=spf1 a:a.example -all"
    x.example A 127.0.0.2
"#;

#[test]
fn a_tree_is_counted_as_the_standard_counts() {
    let tree = grow(WIDE, "A.example.");
    // a, mx, include b (include c (redirect d (a))), include c (redirect d (a)) again, exists, ptr.
    assert_eq!((tree.lookups(), tree.exact(), tree.over_limit()), (11, true, true));
    let costs: Vec<_> = tree.costs().into_iter().map(|twig| (twig.text.as_str(), twig.total)).collect();
    assert_eq!(
        costs,
        [
            ("include:b.example", 4),
            ("include:c.example", 3),
            ("a", 1),
            ("mx:mail.example", 1),
            ("exists:x.example", 1),
            ("ptr", 1)
        ]
    );
    assert_eq!(tree.void_lookups, VoidLookups { exact: true, ..VoidLookups::default() });
    assert!(tree.problems().is_empty() && tree.unknown.is_empty() && !tree.cut_off);
    let mx = twig(&tree.root, "mx:mail.example");
    assert_eq!((mx.cost, mx.mail_servers, mx.target.as_deref()), (1, 2, Some("mail.example")));
    let hosts: Vec<_> = mx.hosts.iter().map(|host| host.name.as_str()).collect();
    assert_eq!(hosts, ["mx2.mail.example", "mx1.mail.example"], "in their order of preference");
    let addresses: Vec<String> = mx.hosts[0].addresses().map(|ip| ip.to_string()).collect();
    assert_eq!(addresses, ["192.0.2.3", "2001:db8::3"]);
    let value = tree.root.record().unwrap().0;
    assert_eq!(mx.span.text(value), "mx:mail.example");
    assert_eq!(tree.branches().len(), 6);
}

#[test]
fn ten_lookups_are_not_too_many_and_eleven_are() {
    let record = |n: usize| {
        let terms: String = (0..n).map(|i| format!("a:h{i}.b.example ")).collect();
        format!(
            "a.example TXT \"v=spf1 {terms}-all\"\nb.example TXT x\n*.b.example A 192.0.2.1\n*.b.example AAAA ::1"
        )
    };
    let tree = |n| grow(&record(n), "a.example");
    assert_eq!((tree(10).lookups(), tree(10).over_limit()), (10, false));
    assert_eq!((tree(11).lookups(), tree(11).over_limit()), (11, true));
}

#[test]
fn what_is_never_reached_costs_nothing_and_is_not_asked() {
    let zone = r#"
        a.example TXT "v=spf1 include:b.example ~all include:gone.example a:gone.example redirect=gone.example"
        b.example TXT "v=spf1 redirect=gone.example mx:slow.example ?all"
        slow.example MX !timeout
    "#;
    let tree = grow(zone, "a.example");
    assert_eq!((tree.lookups(), tree.exact()), (2, true));
    for text in ["include:gone.example", "a:gone.example", "redirect=gone.example"] {
        let twig = twig(&tree.root, text);
        assert!(!twig.reached && twig.child.is_none() && twig.hosts.is_empty(), "{text}");
        assert_eq!((twig.cost, twig.total, twig.void), (0, 0, Void::NO), "{text}");
        assert_eq!(twig.target.as_deref(), Some("gone.example"));
    }
    // A redirect is shadowed by an `all` behind it too.
    assert!(!twig(child(&tree.root, "include:b.example"), "redirect=gone.example").reached);
    assert!(tree.problems().is_empty());
    assert_eq!(tree.void_lookups.worst(), 0);
    assert_eq!(tree.unknown.len(), 1, "the mx is asked for, and was not answered");
}

#[test]
fn void_lookups_are_counted_for_each_kind_of_address() {
    let zone = r#"
        a.example TXT "v=spf1 a:four.example a:six.example a:none.example a:gone.example mx:none.example mx:half.example exists:gone.example -all"
        four.example A 192.0.2.1
        six.example AAAA 2001:db8::1
        none.example TXT "nothing else"
        half.example MX 10 four.example
        half.example MX 20 both.example
        both.example A 192.0.2.2
        both.example AAAA 2001:db8::2
    "#;
    let tree = grow(zone, "a.example");
    let void = |text| twig(&tree.root, text).void;
    assert_eq!(void("a:four.example"), Void { ipv4: Some(false), ipv6: Some(true) });
    assert_eq!(void("a:six.example"), Void { ipv4: Some(true), ipv6: Some(false) });
    for text in ["a:none.example", "a:gone.example", "mx:none.example", "exists:gone.example"] {
        assert!(void(text).is_always(), "{text}");
    }
    assert_eq!(void("mx:half.example"), Void { ipv4: Some(false), ipv6: Some(true) });
    assert_eq!(tree.void_lookups, VoidLookups { ipv4: 5, ipv6: 6, both: 4, exact: true });
    assert!(tree.over_void_limit());
}

#[test]
fn what_could_not_be_asked_is_never_absent() {
    for trouble in
        ["timeout", "blocked-or-unreachable", "server-failure", "refused", "bad-answer", "dnssec-broken"]
    {
        let zone = format!(
            r#"
            a.example TXT "v=spf1 include:b.example a:c.example mx:c.example mx:d.example exists:c.example -all"
            b.example TXT !{trouble}
            c.example * !{trouble}
            d.example MX 1 c.example
        "#
        );
        let tree = grow(&zone, "a.example");
        assert_eq!((tree.lookups(), tree.exact()), (5, false), "{trouble}");
        assert_eq!(
            tree.void_lookups,
            VoidLookups::default(),
            "{trouble}: none is known, and they are not exact"
        );
        assert!(tree.problems().is_empty(), "{trouble}");
        for twig in &tree.root.twigs {
            assert_eq!(twig.void, Void::UNKNOWN, "{trouble}: {}", twig.text);
        }
        let State::Unknown(found) = &child(&tree.root, "include:b.example").state else {
            panic!("{trouble}")
        };
        assert_eq!(found.id(), trouble);
        let asked: Vec<_> = tree.unknown.iter().map(|(q, _)| (q.name.as_str(), q.rtype)).collect();
        assert_eq!(asked.len(), 4, "{asked:?}");
        assert_eq!(twig(&tree.root, "include:b.example").cost_words(), "at least 1 lookup");

        let tree = grow(&zone, "b.example");
        assert!(matches!(tree.root.state, State::Unknown(_)) && !tree.exact(), "{trouble}");
    }
}

#[test]
fn an_address_that_is_half_known() {
    let zone = "a.example TXT \"v=spf1 a -all\"\na.example AAAA !timeout\nb.example TXT \"v=spf1 a -all\"\n\
                b.example A !timeout\nb.example AAAA 2001:db8::1";
    assert_eq!(grow(zone, "a.example").root.twigs[0].void, Void { ipv4: Some(true), ipv6: None });
    assert_eq!(grow(zone, "b.example").root.twigs[0].void, Void { ipv4: None, ipv6: Some(false) });
    assert_eq!(grow(zone, "a.example").void_lookups, VoidLookups { ipv4: 1, ipv6: 0, both: 0, exact: false });
}

#[test]
fn what_makes_receivers_give_up_is_found_wherever_it_is() {
    let hosts: String = (0..11).map(|i| format!("many.example MX {i} h{i}.example\n")).collect();
    let zone = format!(
        r#"
        a.example TXT "v=spf1 include:ok.example include:two.example include:a..b.example redirect=none.example"
        ok.example TXT "v=spf1 include:gone.example include:bare.example include:broken.example mx:many.example -all"
        bare.example TXT "google-site-verification=x"
        broken.example TXT "v=spf1 ip4:192.0.2 include:gone.example -all"
        two.example TXT "v=spf1 a -all"
        two.example TXT "v=spf1 mx -all"
        none.example A 192.0.2.1
        {hosts}
    "#
    );
    let tree = grow(&zone, "a.example");
    let ok = Some("include:ok.example");
    assert_eq!(
        kinds(&tree),
        [
            (ok, "gone.example", ProblemKind::NoSuchName),
            (ok, "bare.example", ProblemKind::NoRecord),
            (ok, "broken.example", ProblemKind::Unreadable),
            (ok, "ok.example", ProblemKind::ManyMailServers(11)),
            (Some("include:two.example"), "two.example", ProblemKind::Several(2)),
            (Some("include:a..b.example"), "a..b.example", ProblemKind::NotAName),
            (Some("redirect=none.example"), "none.example", ProblemKind::NoRecord),
        ]
    );
    // The broken record is not evaluated, so its own terms cost nothing.
    assert_eq!((tree.lookups(), tree.exact()), (8, true));
    // TXT records without SPF are an answer; no TXT record at all, and no name, are none.
    assert_eq!(tree.void_lookups, VoidLookups { ipv4: 2, ipv6: 2, both: 2, exact: true });
    let mx = twig(child(&tree.root, "include:ok.example"), "mx:many.example");
    assert!(mx.has_too_many_mail_servers() && mx.hosts.is_empty());
    let says = |text| child(child(&tree.root, "include:ok.example"), text).says().unwrap();
    assert_eq!(says("include:gone.example"), "`gone.example` does not exist.");
    assert_eq!(
        says("include:broken.example"),
        "Receivers can't read `ip4:192.0.2` in the record of `broken.example`."
    );
}

#[test]
fn the_domains_own_record() {
    let zone = "two.example TXT \"v=spf1\"\ntwo.example TXT \"v=spf1 -all\"\nodd.example TXT \"v=spf1 x -all\"\n\
                ü.example TXT none\nbare.example TXT none\nodd2.example TXT \"v=spf1 ip4:192.0.2.1\u{a0}-all\"";
    let zone = &zone.replace("ü", "u");
    let own = |domain| kinds(&grow(zone, domain)).into_iter().map(|(_, _, kind)| kind).collect::<Vec<_>>();
    assert_eq!(own("two.example"), [ProblemKind::Several(2)]);
    assert_eq!(own("odd.example"), [ProblemKind::Unreadable]);
    assert_eq!(own("odd2.example"), [ProblemKind::Unreadable]);
    for domain in ["bare.example", "gone.example", "localhost"] {
        assert!(own(domain).is_empty(), "{domain} gives none, which is no permerror");
    }
    assert_eq!(grow(zone, "bare.example").root.state, State::NoRecord);
    assert_eq!(grow(zone, "gone.example").root.state, State::NoSuchName);
    assert_eq!(grow(zone, "localhost").root.state, State::NotAName);
}

#[test]
fn circles_are_recognised_by_the_names_on_the_way() {
    let zone = r#"
        self.example TXT "v=spf1 include:Self.Example. -all"
        a.example TXT "v=spf1 include:b.example -all"
        b.example TXT "v=spf1 a redirect=a.example"
        b.example A 192.0.2.1
        twice.example TXT "v=spf1 include:leaf.example include:leaf.example -all"
        leaf.example TXT "v=spf1 ip4:192.0.2.1 -all"
    "#;
    let tree = grow(zone, "self.example");
    assert_eq!((tree.lookups(), tree.exact()), (1, false));
    assert_eq!(kinds(&tree), [(Some("include:Self.Example."), "Self.Example", ProblemKind::Loop)]);
    let tree = grow(zone, "a.example");
    assert_eq!((tree.lookups(), tree.exact()), (3, false));
    assert_eq!(kinds(&tree), [(Some("include:b.example"), "a.example", ProblemKind::Loop)]);
    let tree = grow(zone, "twice.example");
    assert_eq!((tree.lookups(), tree.exact()), (2, true), "the same record beside itself is no circle");
    assert!(tree.problems().is_empty());
}

#[test]
fn macros_that_need_no_message_are_replaced() {
    let zone = r#"
        mail.a.example TXT "v=spf1 include:%{d2}._spf.b.example include:%{o}.c.example exists:%{i}.d.example a:%{l}.e.example include:%{ir}.%{v}.f.example mx:%{H}.x.example -all"
        a.example._spf.b.example TXT "v=spf1 include:%{o}.c.example include:%{d1r}.c.example -all"
        mail.a.example.c.example TXT "v=spf1 -all"
        a.c.example TXT "v=spf1 -all"
    "#;
    let tree = grow(zone, "mail.a.example");
    assert_eq!((tree.lookups(), tree.exact()), (8, false));
    let below = child(&tree.root, "include:%{d2}._spf.b.example");
    assert_eq!((below.domain.as_str(), below.lookups, below.exact), ("a.example._spf.b.example", 2, true));
    assert_eq!(twig(below, "include:%{o}.c.example").target.as_deref(), Some("mail.a.example.c.example"));
    assert_eq!(twig(below, "include:%{d1r}.c.example").target.as_deref(), Some("a.c.example"));
    for text in
        ["exists:%{i}.d.example", "a:%{l}.e.example", "include:%{ir}.%{v}.f.example", "mx:%{H}.x.example"]
    {
        let twig = twig(&tree.root, text);
        assert!(twig.is_dynamic() && twig.lookups().next().is_none(), "{text}");
        assert_eq!((twig.cost, twig.total, twig.void), (1, 1, Void::UNKNOWN), "{text}");
    }
    assert_eq!(child(&tree.root, "include:%{ir}.%{v}.f.example").state, State::Dynamic);
    assert!(tree.problems().is_empty());
}

/// Counts what it is asked.
struct Counting {
    zone: Zone,
    asked: Cell<usize>,
}

impl DnsClient for Counting {
    async fn ask(&self, question: Question) -> Lookup {
        self.asked.set(self.asked.get() + 1);
        self.zone.ask(question).await
    }
}

#[test]
fn a_zone_that_leads_on_and_on_is_cut_off() {
    let wide: String = (0..500).map(|i| format!("include:n{i}.%{{d3}} ")).collect();
    let addresses: String = (0..500).map(|i| format!("a:n{i}.w.example ")).collect();
    let zone = format!(
        "w.example TXT \"v=spf1 -all\"\n*.w.example TXT \"v=spf1 {wide}-all\"\n\
         *.d.example TXT \"v=spf1 include:x%{{d9}} -all\"\n\
         many.example TXT \"v=spf1 {addresses}-all\"\n\
         *.huge.example TXT \"v=spf1 include:%{{d1r}}a.huge.example include:%{{d1r}}b.huge.example {}-all\"",
        "ip4:192.0.2.1 ".repeat(3000)
    );
    // A character-string has 255 bytes at most.
    let mut whole = Zone::new("zone");
    for line in zone.lines() {
        let (name, text) = line.split_once(" TXT ").unwrap();
        whole.add(name.parse().unwrap(), 60, crate::dns::Data::txt(text.trim_matches('"')));
    }
    for domain in ["n.w.example", "x.d.example", "many.example", "x.huge.example"] {
        let counting = Counting { zone: whole.clone(), asked: Cell::new(0) };
        let tree = tree(&counting, &domain.parse().unwrap()).now_or_never().unwrap();
        assert!(tree.cut_off && !tree.void_lookups.exact, "{domain}");
        // Where addresses alone were not asked for, the count of lookups is still the whole.
        assert_eq!(tree.exact(), domain == "many.example", "{domain}");
        assert_eq!(tree.over_limit(), domain != "x.huge.example", "{domain}: {}", tree.lookups());
        assert!(counting.asked.get() <= 250, "{domain}: {}", counting.asked.get());
    }
}

#[test]
fn whoever_evaluates_after_it_finds_the_answers_in_the_cache() {
    let cache = Cache::new(Counting { zone: Zone::parse(WIDE).unwrap(), asked: Cell::new(0) }, 0_u64);
    tree(&cache, &"a.example".parse().unwrap()).now_or_never().unwrap();
    let asked = cache.client().asked.get();
    let sender = Sender {
        ip: "203.0.113.9".parse().unwrap(),
        mail_from: "x@d.example".into(),
        helo: String::new(),
        domain: None,
    };
    let run = check_host(&cache, &sender, Receiver { name: "", clock: &0_u64 }).now_or_never().unwrap();
    assert_eq!((run.result, cache.client().asked.get()), (SpfResult::Fail, asked));
    // The same record is asked for once, although it is included twice.
    assert_eq!(asked, 12);
}

/// Answers only in the round after the one in which it is asked.
struct Rounds {
    zone: Zone,
    round: Cell<u32>,
    asked: RefCell<Vec<(u32, Question)>>,
}

impl DnsClient for Rounds {
    async fn ask(&self, question: Question) -> Lookup {
        let asked_in = self.round.get();
        self.asked.borrow_mut().push((asked_in, question.clone()));
        poll_fn(|context| {
            context.waker().wake_by_ref();
            if self.round.get() > asked_in { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        self.zone.ask(question).await
    }
}

#[test]
fn what_does_not_depend_on_an_answer_is_asked_at_once() {
    let rounds = Rounds { zone: Zone::parse(WIDE).unwrap(), round: Cell::new(0), asked: RefCell::default() };
    let domain = "a.example".parse().unwrap();
    let mut growing = pin!(tree(&rounds, &domain));
    let done = loop {
        assert!(rounds.round.get() < 100);
        // Many futures are polled a few at a time, so that one poll does not take them as far as they can go.
        let mut context = Context::from_waker(Waker::noop());
        let polled = (0..100).find_map(|_| match growing.as_mut().poll(&mut context) {
            Poll::Ready(tree) => Some(tree),
            Poll::Pending => None,
        });
        if let Some(tree) = polled {
            break tree;
        }
        rounds.round.set(rounds.round.get() + 1);
    };
    assert_eq!(done, grow(WIDE, "a.example"));
    // The longest chain: a.example, b.example, c.example, d.example, the address that it names.
    assert_eq!(rounds.round.get(), 5);
    let asked = rounds.asked.borrow();
    let second: Vec<_> = asked.iter().filter(|(round, _)| *round == 1).map(|(_, q)| q.rtype).collect();
    use RecordType::{A, Aaaa, Mx, Txt};
    assert_eq!(second, [A, Aaaa, Mx, Txt, Txt, A]);
}

/// A server that nothing matches costs a receiver what the tree says, lookups and void ones.
#[test]
fn the_tree_and_the_evaluation_agree() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: u64| -> usize {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below) as usize
    };
    let (mut compared, mut over) = (0, 0);
    for round in 0..500 {
        let mut zone = String::new();
        for domain in 0..5 {
            let terms: String = (0..next(4))
                .map(|_| match next(7) {
                    0..=1 if domain < 4 => {
                        format!("include:d{}.example ", domain + 1 + next(4 - domain as u64))
                    }
                    2 => format!("mx:h{}.example ", next(6)),
                    3 => format!("exists:gone{}.example ", next(3)),
                    4 => "ptr:x.example ".to_owned(),
                    _ => format!("a:h{}.example ", next(6)),
                })
                .collect();
            let end = match next(3) {
                0 if domain < 4 => format!("redirect=d{}.example", domain + 1),
                1 => format!("-all redirect=d{domain}.example a"),
                _ => String::new(),
            };
            zone += &format!("d{domain}.example TXT \"v=spf1 {terms}{end}\"\n");
        }
        for host in 0..4 {
            zone += &format!("h{host}.example A 192.0.2.{host}\nh{host}.example MX 1 h{}.example\n", next(6));
            zone += if next(2) == 0 { "" } else { "h0.example AAAA 2001:db8::1\n" };
        }
        let zone = Zone::parse(&zone).unwrap();
        let tree = tree(&zone, &"d0.example".parse().unwrap()).now_or_never().unwrap();
        assert!(tree.exact() && tree.void_lookups.exact && tree.problems().is_empty(), "round {round}");
        for (ip, voids) in
            [("198.51.100.1", tree.void_lookups.ipv4), ("2001:db8:ffff::1", tree.void_lookups.ipv6)]
        {
            let sender = Sender {
                ip: ip.parse().unwrap(),
                mail_from: "x@d0.example".into(),
                helo: String::new(),
                domain: None,
            };
            let run =
                check_host(&zone, &sender, Receiver { name: "", clock: &0_u64 }).now_or_never().unwrap();
            if tree.over_limit() || voids > limits::VOID_LOOKUPS {
                assert_eq!(run.result, SpfResult::PermError, "round {round}, {ip}");
                over += 1;
            } else {
                let counted = Used { lookups: tree.lookups(), void_lookups: voids };
                assert_eq!(
                    (run.used, run.result == SpfResult::PermError),
                    (counted, false),
                    "round {round}, {ip}"
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 200 && over > 200, "{compared} {over}");
}
