//! Trees, senders and lists over a zone in memory.

use futures_util::FutureExt;

use super::*;
use crate::dns::{Name, Zone};

const ZONE: &str = r#"
    a.example TXT "v=spf1 a mx include:spf.b.example include:sendgrid.net exists:%{i}.x.example -all"
    a.example A 192.0.2.1
    a.example MX 10 mx.a.example
    mx.a.example A 192.0.2.2
    spf.b.example TXT "v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/48 include:deep.b.example ~all"
    deep.b.example TXT "v=spf1 ip4:203.0.113.7 -all"
    sendgrid.net TXT "v=spf1 ip4:198.51.102.0/24 ~all"
    none.example A 192.0.2.9
    lost.example TXT "v=spf1 include:none.example -all"
    slow.example TXT "v=spf1 include:wait.example a -all"
    slow.example A !timeout
    wait.example TXT !timeout
    late.example TXT "v=spf1 all a"
    void.example TXT "v=spf1 a -all"
    none.example TXT "hello"
    void.example MX 10 mx.void.example
    refuses.example TXT "v=spf1 -all exp=why.refuses.example"
    why.refuses.example TXT "<b>Go away</b>"
    1.2.0.192.in-addr.arpa PTR mx.a.example
    2.2.0.192.in-addr.arpa PTR mx.a.example
    every.example TXT "v=spf1 +all"
"#;

fn grown(zone: &str, name: &str) -> crate::spf::tree::Tree {
    let zone = Zone::parse(zone).unwrap();
    tree(&zone, &name.parse().unwrap()).now_or_never().unwrap()
}

fn view(name: &str) -> TreeView {
    TreeView::new(&grown(ZONE, name))
}

fn tried(name: &str, ip: &str, from: &str) -> Tried {
    let zone = Zone::parse(ZONE).unwrap();
    let name: Name = name.parse().unwrap();
    try_sender(&zone, &name, ip.parse().unwrap(), from, &0_u64).now_or_never().unwrap()
}

#[test]
fn a_tree_says_what_each_part_costs_and_who_is_behind_it() {
    let view = view("a.example");
    assert_eq!(view.total, "This record needs 6 of the 10 lookups that receivers make.");
    assert_eq!((view.verdict, view.nodes, view.left_out), (Verdict::Good, 7, 0));
    let of = |node: &Node| (node.term.clone(), node.cost.clone(), node.service, node.state);
    assert_eq!(
        view.root.children.iter().map(of).collect::<Vec<_>>(),
        [
            ("a".into(), "1 lookup".into(), None, NodeState::Fine),
            ("mx".into(), "1 lookup".into(), None, NodeState::Fine),
            ("include:spf.b.example".into(), "2 lookups".into(), None, NodeState::Fine),
            ("include:sendgrid.net".into(), "1 lookup".into(), Some("SendGrid (Twilio)"), NodeState::Fine),
            ("exists:%{i}.x.example".into(), "1 lookup".into(), None, NodeState::Open),
        ]
    );
    assert_eq!(view.root.children[2].children[0].term, "include:deep.b.example");
    let nth = |node: &Node| node.nth;
    assert_eq!(view.root.children.iter().map(nth).collect::<Vec<_>>(), [1, 2, 3, 5, 6].map(Some));
    assert_eq!(view.root.children[1].hosts[0].addresses, ["192.0.2.2".parse::<IpAddr>().unwrap()]);
    assert_eq!(view.root.children[1].says, "`a.example` has 1 mail server: `mx.a.example`.");
}

#[test]
fn what_could_not_be_asked_is_not_said_to_be_missing() {
    let slow = view("slow.example");
    assert_eq!(slow.verdict, Verdict::Unknown);
    assert!(slow.total.starts_with("This record needs at least 2 of the 10"), "{}", slow.total);
    assert!(slow.root.children.iter().all(|node| node.state == NodeState::Open));
    assert!(slow.root.children.iter().all(|node| node.says.contains("could not be asked")));
    let wait = view("wait.example");
    assert_eq!((wait.verdict, wait.root.state), (Verdict::Unknown, NodeState::Open));
    assert!(wait.total.contains("could not be asked") && wait.notes.is_empty(), "it is said once");
    let none = view("none.example");
    assert_eq!((none.total.as_str(), none.verdict), ("`none.example` has no SPF record.", Verdict::Warning));
}

#[test]
fn the_worst_is_said_first() {
    let lost = view("lost.example");
    assert_eq!((lost.verdict, lost.root.children[0].state), (Verdict::Error, NodeState::Broken));
    assert!(lost.total.ends_with("`none.example` has no SPF record."), "{}", lost.total);
    let late = view("late.example");
    assert_eq!(
        (late.root.children[0].state, late.root.children[0].cost.as_str()),
        (NodeState::NotReached, "no lookup")
    );
    assert_eq!(late.total, "This record needs none of the 10 lookups that receivers make.");
    let void = view("void.example");
    assert!(void.root.children[0].void && void.root.children[0].state == NodeState::Void);
    assert_eq!(void.notes, ["1 lookup asks for what is not there. Receivers stop after 2."]);
    let terms: String = (0..11).map(|i| format!("a:h{i}.over.example ")).collect();
    let zone = format!("over.example TXT \"v=spf1 {terms}-all\"\n");
    let over = TreeView::new(&grown(&zone, "over.example"));
    assert_eq!(over.verdict, Verdict::Error);
    let stops: Vec<bool> = over.root.children.iter().map(Node::is_where_receivers_stop).collect();
    assert_eq!(stops.iter().position(|stops| *stops), Some(10));
    assert!(!over.root.children[9].is_past_limit());
    assert!(over.total.starts_with("This record needs 11 lookups, and receivers make no more than 10."));
}

#[test]
fn a_hostile_record_makes_a_tree_of_bounded_size() {
    let terms = "\"a:x.example a:x.example a:x.example a:x.example \" ".repeat(500);
    let zone = format!("wide.example TXT \"v=spf1 \" {terms} \"-all\"\nx.example A 192.0.2.1\n");
    let wide = TreeView::new(&grown(&zone, "wide.example"));
    assert!(wide.nodes <= NODES && wide.nodes + wide.left_out <= 2001 && wide.left_out > 0, "{}", wide.nodes);
}

#[test]
fn a_sender_is_told_the_result_first_then_every_step() {
    let pass = tried("a.example", "203.0.113.7", "me@a.example");
    assert_eq!(
        (pass.says.as_str(), pass.verdict),
        ("Receivers accept this server for `a.example`: pass.", Verdict::Good)
    );
    assert!(pass.steps.iter().any(|step| step.depth == 2 && step.domain == "deep.b.example" && step.decides));
    assert_eq!(pass.used, "This took 4 lookups of the 10 that receivers make.");
    assert_eq!(pass.origin_verdict, Verdict::Warning);
    let refused = tried("refuses.example", "192.0.2.2", "");
    assert_eq!((refused.result, refused.explanation.as_deref()), ("fail", Some("<b>Go away</b>")));
    assert_eq!(refused.origin_verdict, Verdict::Good);
    let waits = tried("slow.example", "2001:db8::1", "me@slow.example");
    assert_eq!((waits.result, waits.verdict), ("temperror", Verdict::Unknown));
}

#[test]
fn a_list_says_whose_each_network_is() {
    let list = Allowed::new(&grown(ZONE, "a.example"));
    let rows: Vec<(&str, &str, &str)> = list
        .rows
        .iter()
        .map(|row| (row.network.as_str(), row.addresses.as_str(), row.from.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            ("192.0.2.1", "1 address", "a.example itself"),
            ("192.0.2.2", "1 address", "a.example itself"),
            ("198.51.100.0/24", "256 addresses", "spf.b.example"),
            ("198.51.102.0/24", "256 addresses", "SendGrid (Twilio) (sendgrid.net)"),
            ("203.0.113.7", "1 address", "spf.b.example"),
            ("2001:db8::/48", "2⁸⁰ addresses", "spf.b.example"),
        ]
    );
    assert_eq!(list.total, "6 networks hold 515 IPv4 and 2⁸⁰ IPv6 addresses.");
    assert_eq!(list.not_listed.len(), 1);
    assert!(list.to_lines().starts_with("192.0.2.1\n192.0.2.2\n198.51.100.0/24\n"));
    assert!(list.to_csv().starts_with("network,"));
    let every = Allowed::new(&grown(ZONE, "every.example"));
    assert_eq!(every.total, "This record lets every server send, so there is no list to make.");
    let none = Allowed::new(&grown(ZONE, "wait.example"));
    assert!(none.is_empty() && none.not_listed[0].contains("could not be asked"));
}
