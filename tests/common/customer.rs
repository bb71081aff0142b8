//! A customer's domain, and the vendor's, held against the needs of a link.

use futures_util::FutureExt;
use waxseal::dns::{Name, Zone};
use waxseal::setup::{NeedReport, SetupReport, check, parse};

/// A key, in place of `$KEY`.
pub const KEY: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";

/// What stands in every zone: the reader's own, and the vendor's.
const AROUND: &str = r#"
    example.com SOA ns1.example.com hostmaster.example.com 1 7200 3600 1209600 300
    example.com A 192.0.2.80
    vendor.example TXT "v=spf1 ip4:198.51.100.0/24 include:more.vendor.example -all"
    more.vendor.example TXT "v=spf1 ip4:203.0.113.0/25 ip4:203.0.113.128/25 -all"
    s1.dkim.vendor.example TXT "p=$KEY"
    edge.vendor.example A 203.0.113.80
"#;

/// The zone of the customer, with what is around it.
pub fn zone(lines: &str) -> Zone {
    let text = format!("{AROUND}\n{lines}").replace("$KEY", KEY);
    // A string of a zone file has 255 bytes at most, and the keys here are shorter.
    Zone::parse(&text).unwrap_or_else(|line| panic!("{line}"))
}

/// What a link finds at a domain.
pub fn report_for(domain: &str, link: &str, lines: &str) -> SetupReport {
    let setup = parse(&link.replace("$KEY", KEY)).unwrap_or_else(|error| panic!("{link}: {error:?}"));
    let domain: Name = domain.parse().unwrap();
    let zone = zone(lines);
    check(&zone, &setup, &domain).now_or_never().expect("a zone answers at once").unwrap()
}

/// What it finds at `example.com`.
pub fn report(link: &str, lines: &str) -> SetupReport {
    report_for("example.com", link, lines)
}

/// The first need of a link, held against a zone.
pub fn first(need: &str, lines: &str) -> NeedReport {
    report(&format!("#/setup?need={need}"), lines).needs.remove(0)
}
