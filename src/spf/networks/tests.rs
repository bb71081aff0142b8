use futures_util::FutureExt;

use super::*;
use crate::dns::{Data, Zone};
use crate::spf::tree::tree;
use crate::spf::{Receiver, Sender, SpfResult, check_host};

fn allow(zone: &Zone, domain: &str) -> AllowList {
    let tree = tree(zone, &domain.parse().unwrap()).now_or_never().expect("a zone in memory answers at once");
    AllowList::new(&tree)
}

fn list(zone: &str, domain: &str) -> AllowList {
    allow(&Zone::parse(zone).unwrap(), domain)
}

fn lines(zone: &str, domain: &str) -> Vec<String> {
    list(zone, domain).to_lines().lines().map(str::to_owned).collect()
}

fn left_out(list: &AllowList) -> Vec<(Option<&str>, Why)> {
    list.not_listed.iter().map(|one| (one.term.as_deref(), one.why)).collect()
}

const ZONE: &str = r#"
    a.example TXT "v=spf1 a/31 mx:mail.example//64 include:b.example ip4:198.51.101.7/24 ip6:2001:db8:1::/48 -all"
    a.example A 192.0.2.1
    a.example AAAA 2001:db8::1
    mail.example MX 10 mx1.mail.example
    mx1.mail.example A 192.0.2.2
    mx1.mail.example AAAA 2001:db8:2::9
    b.example TXT "v=spf1 include:c.example ip4:198.51.100.0/24 -ip4:203.0.113.0/24 ?all"
    c.example TXT "v=spf1 ip4:203.0.113.0/25 ip6:::ffff:192.0.2.77 redirect=d.example"
    d.example TXT "v=spf1 ip4:203.0.113.0/24 ~all"
"#;

#[test]
fn networks_are_merged_and_counted_with_who_they_come_from() {
    let list = list(ZONE, "a.example");
    let shown: Vec<_> = list.to_lines().lines().map(str::to_owned).collect();
    assert_eq!(
        shown,
        [
            "192.0.2.0/31",
            "192.0.2.2",
            "198.51.100.0/23",
            "203.0.113.0/24",
            "2001:db8::1",
            "2001:db8:1::/48",
            "2001:db8:2::/64"
        ]
    );
    assert_eq!((list.ipv4_addresses, list.ipv6_addresses), (2 + 1 + 512 + 256, 1 + (1 << 80) + (1 << 64)));
    let from = |at: usize| -> Vec<String> {
        list.networks[at].from.iter().map(|from| list.sources[*from].path.join(" > ")).collect()
    };
    assert_eq!(from(1), ["a.example"]);
    assert_eq!(from(2), ["a.example", "a.example > b.example"], "one half from each");
    assert_eq!(
        from(3),
        ["a.example > b.example > c.example", "a.example > b.example > c.example > d.example"]
    );
    assert!(list.not_listed.is_empty() && list.exceptions.is_empty() && !list.is_everyone());
    let csv = list.to_csv();
    let rows: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(rows[0], "network,first,last,addresses,from");
    assert_eq!(rows[2], "192.0.2.2,192.0.2.2,192.0.2.2,1,\"a.example\"");
    assert_eq!(
        rows[3],
        "198.51.100.0/23,198.51.100.0,198.51.101.255,512,\"a.example; a.example > b.example\""
    );
    assert_eq!((rows.len(), rows[8]), (9, ""));
}

#[test]
fn what_an_earlier_term_takes_is_left_out_and_named() {
    let zone = r#"
        a.example TXT "v=spf1 ip4:192.0.2.5 -ip4:192.0.2.0/29 ~ip4:10.0.0.0/8 ?include:b.example ip4:192.0.2.0/28 ip4:198.51.100.0/24 -all ip4:203.0.113.1"
        b.example TXT "v=spf1 -ip4:198.51.100.0/26 ip4:198.51.100.0/25 -all"
    "#;
    let list = list(zone, "a.example");
    let shown: Vec<_> = list.to_lines().lines().map(str::to_owned).collect();
    assert_eq!(shown, ["192.0.2.5", "192.0.2.8/29", "198.51.100.0/26", "198.51.100.128/25"]);
    let says: Vec<&str> = list.exceptions.iter().map(|one| one.says.as_str()).collect();
    assert_eq!(
        says,
        [
            "`-ip4:198.51.100.0/26` in the record of `b.example` comes first, so its addresses are left out.",
            "`-ip4:192.0.2.0/29` in the record of `a.example` comes first, so its addresses are left out.",
            "`?include:b.example` in the record of `a.example` comes first, so its addresses are left out.",
        ],
        "10.0.0.0/8 takes nothing out"
    );
}

#[test]
fn what_can_t_be_listed_is_named() {
    let zone = r#"
        a.example TXT "v=spf1 exists:%{i}.x.example ptr a:%{l}.x.example include:%{d}.x.example include:gone.example include:slow.example a:slow.example mx:slow.example -exists:%{i}.y.example -all"
        a.example.x.example TXT "v=spf1 include:%{i}.z.example include:a.example ip4:192.0.2.1 +all"
        slow.example * !timeout
    "#;
    let list = list(zone, "a.example");
    assert_eq!(list.to_lines(), "192.0.2.1\n");
    assert!(list.is_everyone());
    assert_eq!(
        left_out(&list),
        [
            (Some("exists:%{i}.x.example"), Why::Macro),
            (Some("ptr"), Why::Ptr),
            (Some("a:%{l}.x.example"), Why::Macro),
            (Some("include:%{i}.z.example"), Why::Macro),
            (Some("include:a.example"), Why::Error),
            (Some("+all"), Why::Everyone),
            (Some("include:gone.example"), Why::Error),
            (Some("include:slow.example"), Why::Unknown),
            (Some("a:slow.example"), Why::Unknown),
            (Some("mx:slow.example"), Why::Unknown),
            (Some("-exists:%{i}.y.example"), Why::Macro),
        ]
    );
    let says = |at: usize| list.not_listed[at].says.as_str();
    assert_eq!(
        says(0),
        "`exists:%{i}.x.example` in the record of `a.example` depends on the message. So its servers are not in this list."
    );
    assert_eq!(
        says(6),
        "`gone.example` does not exist. Receivers count an error when they come to `include:gone.example`."
    );
    assert_eq!(
        says(7),
        "The record of `slow.example` could not be asked for: no answer came in time. So its servers are not in this list."
    );
    assert_eq!(
        says(10),
        "`-exists:%{i}.y.example` in the record of `a.example` depends on the message. It may take servers out, and this list does not show which."
    );
}

#[test]
fn no_record_gives_no_list_and_says_why() {
    let zone = r#"
        two.example TXT "v=spf1 ip4:192.0.2.1 -all"
        two.example TXT "v=spf1 ip4:192.0.2.2 -all"
        odd.example TXT "v=spf1 ip4:192.0.2.1 ipv4:192.0.2.2"
        slow.example TXT !timeout
        every.example TXT "v=spf1 ip4:192.0.2.1 exists:x.example -all"
        x.example A 127.0.0.2
        none.example TXT "v=spf1 ?exists:x.example ip4:192.0.2.1 -all"
    "#;
    for (domain, why) in [
        ("gone.example", Why::NoRecord),
        ("two.example", Why::Error),
        ("odd.example", Why::Error),
        ("slow.example", Why::Unknown),
    ] {
        let list = list(zone, domain);
        assert!(list.networks.is_empty(), "{domain}");
        assert_eq!(left_out(&list), [(None, why)], "{domain}");
    }
    let every = list(zone, "every.example");
    assert_eq!((every.to_lines().as_str(), every.is_everyone()), ("192.0.2.1\n", true));
    assert_eq!(
        lines(zone, "none.example"),
        Vec::<String>::new(),
        "a name that exists takes every server first"
    );
}

#[test]
fn csv_starts_no_formula() {
    assert_eq!(field("=a.example > \"b\""), "\"'=a.example > \"\"b\"\"\"");
    assert_eq!(field("a.example"), "\"a.example\"");
}

#[test]
fn everything_and_too_much() {
    let zone = "a.example TXT \"v=spf1 ip4:0.0.0.0/0 ip6:::/0 -all\"";
    let whole = list(zone, "a.example");
    assert_eq!((whole.ipv4_addresses, whole.ipv6_addresses), (1 << 32, u128::MAX));
    assert_eq!(whole.to_lines(), "0.0.0.0/0\n::/0\n");
    // Each address that is taken out splits the rest in more than a hundred networks.
    let holes: String = (1..200).map(|i| format!("-ip6:2001:db8:{i:x}::1 ")).collect();
    let mut zone = Zone::new("zone");
    zone.add("a.example".parse().unwrap(), 60, Data::txt(&format!("v=spf1 {holes}ip6:::/0 -all")));
    let list = allow(&zone, "a.example");
    assert_eq!(list.networks.len(), NETWORKS);
    assert_eq!(left_out(&list), [(None, Why::CutOff)]);
    assert_eq!(list.exceptions.len(), 199);
}

#[test]
fn terms_that_cut_each_other_to_pieces_are_cut_off() {
    let holes: String = (0..2_000).map(|i| format!("-ip4:10.{}.{}.1 ", i / 250, i % 250)).collect();
    let zone = |plenty: usize| {
        let mut zone = Zone::new("zone");
        let record = format!("v=spf1 {holes}{}-all", "ip4:10.0.0.0/8 ".repeat(plenty));
        zone.add("a.example".parse().unwrap(), 60, Data::txt(&record));
        allow(&zone, "a.example")
    };
    assert!(zone(1).not_listed.iter().all(|one| one.says.starts_with("There are more networks")));
    let list = zone(2_000);
    assert!(
        list.not_listed
            .iter()
            .any(|one| one.says == "The record of `a.example` is too large to be read whole.")
    );
    assert!(list.networks.len() == NETWORKS && list.exceptions.len() == 2_000);
}

/// For records that can be listed whole, an address is in the list exactly where `check_host()` passes it.
#[test]
fn the_list_and_the_evaluation_agree() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below) as usize
    };
    for round in 0..200 {
        let mut zone = Zone::new("zone");
        for domain in 0..4 {
            let name = format!("d{domain}.example");
            let mut record = "v=spf1".to_owned();
            for _ in 0..=next(4) {
                let sign = ["", "", "+", "-", "~", "?"][next(6)];
                let term = match next(5) {
                    0 if domain < 3 => format!("include:d{}.example", domain + 1),
                    1 => format!("a:d{}.example/{}", next(4), 28 + next(5)),
                    _ => format!("ip4:192.0.2.{}/{}", next(64), 27 + next(6)),
                };
                record += &format!(" {sign}{term}");
            }
            record += match next(3) {
                0 if domain < 3 => format!(" redirect=d{}.example", domain + 1),
                1 => " ~all".to_owned(),
                _ => String::new(),
            }
            .as_str();
            zone.add(name.parse().unwrap(), 60, Data::txt(&record));
            zone.add(name.parse().unwrap(), 60, Data::A([192, 0, 2, next(64) as u8].into()));
        }
        let tree = tree(&zone, &"d0.example".parse().unwrap()).now_or_never().unwrap();
        if tree.over_limit() {
            continue;
        }
        let list = AllowList::new(&tree);
        assert!(list.not_listed.is_empty(), "{:?}", list.not_listed);
        for last in 0..80 {
            let ip: IpAddr = [192, 0, 2, last].into();
            let sender = Sender { ip, mail_from: "x@d0.example".into(), helo: String::new(), domain: None };
            let run =
                check_host(&zone, &sender, Receiver { name: "", clock: &0_u64 }).now_or_never().unwrap();
            let listed = list.networks.iter().any(|network| network.net.contains(&ip));
            assert_eq!(
                listed,
                run.result == SpfResult::Pass,
                "round {round}, {ip}: {:#?} {run:#?}",
                list.networks
            );
        }
    }
}
