//! What every front end says of a checklist in the same words.

use super::{Need, ReportTag, SetupReport, Status, TagTest, Test};
use crate::providers::DnsHost;
use crate::text::list;
use crate::text::prose::code;

/// What a record is for, in a few words.
pub fn title(test: &Test, name: &str) -> &'static str {
    match test {
        Test::Spf(_) => "Who may send your mail (SPF)",
        Test::Dkim(_) => "A key that signs your mail (DKIM)",
        Test::Cname(_) if name.contains("_domainkey") => "A key that signs your mail (DKIM)",
        Test::Dmarc(_) => "What receivers do with false mail (DMARC)",
        Test::Is(_) | Test::Starts(_) => "A text that the vendor looks for (TXT)",
        Test::Mx { .. } => "A server that takes in mail (MX)",
        Test::Cname(_) => "A name that leads to the vendor (CNAME)",
    }
}

/// What a need asks for, as a sentence.
pub fn asks(need: &Need) -> String {
    let place = match need.name.as_str() {
        "@" => "the domain itself".to_owned(),
        name => code(name),
    };
    match &need.test {
        Test::Spf(part) => {
            format!("The SPF record at {place} has {}, or lets the same servers send.", code(part))
        }
        Test::Dkim(None) => format!("At {place} stands a DKIM key that receivers can use, whichever it is."),
        Test::Dkim(Some(_)) => format!("At {place} stands this DKIM key and no other."),
        Test::Dmarc(tests) => {
            let tests: Vec<String> = tests.iter().map(tag).collect();
            format!("The DMARC record at {place} {}.", list(&tests))
        }
        Test::Is(text) => format!("At {place} stands the text {}.", code(text)),
        Test::Starts(text) => format!("At {place} stands a text that starts with {}.", code(text)),
        Test::Mx { only, host, .. } => {
            let more = if *only { ", and no server that this list does not name" } else { "" };
            format!("Mail to {place} goes to {}{more}.", code(host))
        }
        Test::Cname(target) => format!("{} leads to {}.", capital(&place), code(target)),
    }
}

fn tag(test: &TagTest) -> String {
    match test {
        TagTest::Equals { tag, value } => format!("has {}", code(&[tag, "=", value].concat())),
        TagTest::AtLeast(tag, policy) => {
            format!("has {} or stricter in {}", code(policy.word()), code(tag.name()))
        }
        TagTest::Reports(ReportTag::Aggregate, to) => format!("sends reports to {}", code(to)),
        TagTest::Reports(ReportTag::Failure, to) => format!("sends failure reports to {}", code(to)),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// How many are done, in words.
pub fn done(report: &SetupReport) -> String {
    match (report.done(), report.total()) {
        (1, 1) => "the one record is done".to_owned(),
        (done, total) if done == total => format!("all {total} records are done"),
        (0, 1) => "the one record is not done yet".to_owned(),
        (done, total) => {
            format!("{done} of {total} records {} done", if done == 1 { "is" } else { "are" })
        }
    }
}

/// What is to be done next, as a sentence or two.
pub fn next(report: &SetupReport) -> String {
    let open = || report.needs.iter().filter(|need| !need.status.is_met());
    if !report.alarms.is_empty() {
        return "Before all else, take away the mail server that the warning names. The other records can wait.".to_owned();
    }
    if open().next().is_none() {
        return "Nothing is left to enter: all that the list asks for is there.".to_owned();
    }
    if open().all(|need| need.status == Status::CouldNotAsk) {
        return "DNS did not answer for some records, so nobody knows yet whether they are there. Ask again in a while.".to_owned();
    }
    let host = match report.zone.dns_host() {
        Some(host) => [host.name, ", where the DNS records of this domain are kept"].concat(),
        None => "your DNS host, often the company that sold you the domain".to_owned(),
    };
    format!("Log in at {host}. There enter what stands below each record that is not done.")
}

/// What stands above the fields to fill in. What could not be asked may be there already.
pub fn enter(status: Status, host: Option<&DnsHost>) -> String {
    let order = if status == Status::CouldNotAsk { "If it is not there yet, enter" } else { "Enter" };
    let name = host.map_or("your DNS host", |host| host.name);
    match host.and_then(|host| host.where_in_panel) {
        Some(way) => format!("{order} at {name}: {way}"),
        None => format!("{order} at {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers;

    #[test]
    fn what_is_asked_for_is_a_sentence() {
        for (need, says) in [
            (
                "TXT @ spf:include:x.example",
                "The SPF record at the domain itself has `include:x.example`, or lets the same servers send.",
            ),
            (
                "TXT _dmarc dmarc:p>=none,rua~r.example,adkim=s",
                "The DMARC record at `_dmarc` has `none` or stricter in `p`, sends reports to `r.example` and has `adkim=s`.",
            ),
            ("CNAME @ x.example", "The domain itself leads to `x.example`."),
            (
                "MX in only 5 m.example",
                "Mail to `in` goes to `m.example`, and no server that this list does not name.",
            ),
        ] {
            assert_eq!(asks(&Need::read(need).unwrap()), says);
        }
    }

    #[test]
    fn what_is_next_is_said() {
        let after = |zone: &str| {
            let setup = crate::setup::parse("#/setup?need=TXT a is:x&need=MX b 10 mx.v.example").unwrap();
            let zone = crate::dns::Zone::parse(zone).unwrap();
            let domain = "a.example".parse().unwrap();
            let checked = crate::setup::check(&zone, &setup, &domain);
            next(&futures_util::FutureExt::now_or_never(checked).unwrap().unwrap())
        };
        let apex = "a.example SOA n.a.example h.a.example 1 1 1 1 1\na.example NS";
        let done = "a.a.example TXT x\nb.a.example MX 10 mx.v.example";
        assert!(after(&format!("{apex} n.a.example")).starts_with("Log in at your DNS host"));
        assert!(after(&format!("{apex} amy.ns.cloudflare.com")).starts_with("Log in at Cloudflare, where"));
        assert!(after(&format!("{apex} n.a.example\n{done}")).starts_with("Nothing is left"));
        assert!(after("a.a.example TXT x\nb.a.example MX !timeout").starts_with("DNS did not answer"));
        let astray = format!("{apex} n.a.example\n{done}\na.example MX 10 mx.v.example");
        assert!(after(&astray).starts_with("Before all else"));
    }

    #[test]
    fn what_could_not_be_asked_may_be_there() {
        assert_eq!(enter(Status::Absent, None), "Enter at your DNS host");
        assert_eq!(enter(Status::CouldNotAsk, None), "If it is not there yet, enter at your DNS host");
        let host = providers::by_name_server("amy.ns.cloudflare.com", None);
        assert!(enter(Status::Different, host).starts_with("Enter at Cloudflare"));
    }
}
