//! Whether those who get a domain's DMARC reports agree to that (RFC 9990, section 4; RFC 9991, section 5).

use futures_util::future::join_all;

use super::domain::{Wish, below};
use super::gather::Board;
use super::policy::suffix::registrable;
use super::policy::walk::recognised;
use super::policy::{Found, Known};
use crate::dns::{DnsClient, Lookup, Name, Outcome, RecordType, Trouble};
use crate::record::dmarc::{DmarcTag, report_uris};

/// So many hosts are asked; hardly any receiver sends to more addresses.
const HOSTS: usize = 10;

/// The tags that name addresses.
const TAGS: [DmarcTag; 2] = [DmarcTag::AggregateReports, DmarcTag::FailureReports];

/// The hosts of other domains that reports go to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// Each once, in the order in which the record names them.
    pub hosts: Vec<Host>,
    /// How many more the record names, beyond those that are asked.
    pub left_out: usize,
    /// Everything was asked. It stays unset where it is not known which record applies.
    pub is_asked: bool,
}

/// A host of another domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// The part of the addresses after their `@`.
    pub name: Name,
    /// The name at which the host says that it agrees; none where that is too long to be one.
    pub place: Option<Name>,
    /// It is named in `rua`.
    pub is_for_daily: bool,
    /// It is named in `ruf`.
    pub is_for_failures: bool,
    /// What stands there; none where it is not asked yet, or can't be.
    pub lookup: Option<Lookup>,
}

/// What a host says on reports about a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consent {
    /// It is not asked yet.
    Open,
    /// Could not ask.
    Unknown(Trouble),
    /// It takes them. It may want them at other addresses of its own, which then replace the record's.
    Given(Vec<String>),
    /// It says nothing, so that receivers send nothing there.
    NotGiven,
    /// It wants them at an address of yet another host, so that receivers send to neither.
    SentElsewhere(String),
    /// The name at which it would agree is too long for DNS.
    TooLong,
}

impl Host {
    /// What it says.
    pub fn consent(&self) -> Consent {
        if self.place.is_none() {
            return Consent::TooLong;
        }
        let Some(lookup) = &self.lookup else { return Consent::Open };
        match lookup.answer.outcome {
            Outcome::Unknown(trouble) => return Consent::Unknown(trouble),
            Outcome::Absent { .. } => return Consent::NotGiven,
            Outcome::Found(_) => {}
        }
        let mut agreeing = lookup.found().filter_map(|data| recognised(&data.text()?)).peekable();
        if agreeing.peek().is_none() {
            return Consent::NotGiven;
        }
        // RFC 9990 §4: an address there replaces the record's, and must keep to the host.
        let mut wanted = Vec::new();
        for (text, dmarc) in agreeing {
            let Some(tag) = dmarc.tag(DmarcTag::AggregateReports) else { continue };
            for uri in report_uris(&text, tag.value).iter().filter(|uri| uri.problem.is_none()) {
                let address = uri.address.text(&text);
                if host_of(address).as_ref() != Some(&self.name) {
                    return Consent::SentElsewhere(address.to_owned());
                }
                wanted.push(address.to_owned());
            }
        }
        Consent::Given(wanted)
    }
}

impl Reports {
    /// What stands in the way of an address; none where its host is the domain's own, or was not asked.
    pub fn consent(&self, address: &str) -> Option<Consent> {
        let host = host_of(address)?;
        self.hosts.iter().find(|known| known.name == host).map(Host::consent)
    }
}

/// The host of a mail address as a report URI holds it.
pub fn host_of(address: &str) -> Option<Name> {
    let address = address.split('?').next().unwrap_or("");
    Name::literal(address.rsplit_once('@')?.1).ok()
}

/// The hosts that a record sends reports to, with whether the first tag names them and whether the second does.
fn hosts(record: &Found) -> Vec<(Name, [bool; 2])> {
    let mut out: Vec<(Name, [bool; 2])> = Vec::new();
    for (i, tag) in TAGS.into_iter().enumerate() {
        let Some(tag) = record.dmarc.tag(tag) else { continue };
        let uris = report_uris(&record.value, tag.value);
        for uri in uris.iter().filter(|uri| uri.problem.is_none()) {
            let Some(host) = host_of(uri.address.text(&record.value)) else { continue };
            match out.iter().position(|(known, _)| *known == host) {
                Some(at) => out[at].1[i] = true,
                // Enough to say how many there are; a text with more means harm.
                None if out.len() < HOSTS * HOSTS => out.push((host, [i == 0, i == 1])),
                None => {}
            }
        }
    }
    out
}

/// The widest domain that could be an organisation's, for a name of which nobody knows more.
fn two_labels(name: &Name) -> Option<Name> {
    std::iter::successors(Some(name.clone()), Name::parent).find(|above| above.depth() == 2)
}

/// Asks every host of another domain whether it takes the reports.
pub async fn gather<C: DnsClient>(client: &C, _wish: &Wish, board: &Board<'_>) {
    let (found, organization) = board.read(|domain| {
        let policy = &domain.policy;
        (policy.found(), policy.organizational_domain().map(|found| found.domain))
    });
    let record = match found {
        Known::Unknown => return,
        Known::Nothing => return board.put(|domain| domain.reports.is_asked = true),
        Known::Is((record, _)) => record,
    };
    // Where the walk leaves it open, the registered domain is the best guess at the organisation.
    let inside = organization
        .filter(|organization| record.domain.is_within(organization))
        .or_else(|| registrable(&record.domain))
        .or_else(|| two_labels(&record.domain))
        .unwrap_or_else(|| record.domain.clone());
    let mut outside: Vec<Host> = hosts(&record)
        .into_iter()
        .filter(|(host, _)| !host.is_within(&inside))
        .map(|(name, [is_for_daily, is_for_failures])| {
            let labels = format!("{}._report._dmarc", record.domain);
            let place = below(&name, &labels, RecordType::Txt).map(|question| question.name);
            Host { name, place, is_for_daily, is_for_failures, lookup: None }
        })
        .collect();
    let left_out = outside.len().saturating_sub(HOSTS);
    outside.truncate(HOSTS);
    board.put(|domain| {
        domain.reports.hosts = outside.clone();
        domain.reports.left_out = left_out;
    });
    join_all(outside.iter().enumerate().filter_map(|(i, host)| {
        let question = crate::dns::Question::new(host.place.clone()?, RecordType::Txt);
        Some(async move {
            let lookup = client.ask(question).await;
            board.put(|domain| domain.reports.hosts[i].lookup = Some(lookup));
        })
    }))
    .await;
    board.put(|domain| domain.reports.is_asked = true);
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::dns::Zone;
    use crate::facts::Domain;

    fn look(start: &str, zone: &str) -> Domain {
        let wish =
            Wish { domain: start.parse().unwrap(), selectors: Vec::new(), probe: String::from("probe") };
        crate::facts::gather(&Zone::parse(zone).unwrap(), &wish, &|_| {}).now_or_never().unwrap()
    }

    fn record(addresses: &str) -> String {
        format!("example.com A 192.0.2.1\n_dmarc.example.com TXT \"v=DMARC1; p=reject; rua={addresses}\"\n")
    }

    fn consents(domain: &Domain) -> Vec<(String, Consent)> {
        domain.reports.hosts.iter().map(|host| (host.name.to_string(), host.consent())).collect()
    }

    #[test]
    fn hosts_of_other_domains_are_asked() {
        let zone = record(
            "mailto:a@example.com,mailto:b@mail.example.com,mailto:c@Yes.example!10m,mailto:d@no.example,\
             mailto:e@text.example,mailto:f@slow.example?subject=x,mailto:g@all.example,\" \"nobody@skip.example; \
             ruf=mailto:h@yes.example",
        ) + "example.com._report._dmarc.yes.example TXT \"v=DMARC1\"
             example.com._report._dmarc.text.example TXT \"yes, please\"
             example.com._report._dmarc.slow.example TXT !timeout
             *._report._dmarc.all.example TXT \"v=DMARC1;\"";
        let domain = look("example.com", &zone);
        assert_eq!(
            consents(&domain),
            [
                ("yes.example".into(), Consent::Given(Vec::new())),
                ("no.example".into(), Consent::NotGiven),
                ("text.example".into(), Consent::NotGiven),
                ("slow.example".into(), Consent::Unknown(Trouble::Timeout)),
                ("all.example".into(), Consent::Given(Vec::new())),
            ]
        );
        let first = &domain.reports.hosts[0];
        assert!(first.is_for_daily && first.is_for_failures && !domain.reports.hosts[1].is_for_failures);
        assert!(domain.reports.is_asked);
        assert_eq!(domain.reports.consent("x@no.example"), Some(Consent::NotGiven));
        assert_eq!(domain.reports.consent("x@example.com"), None);
    }

    #[test]
    fn a_host_may_ask_for_another_address_of_its_own() {
        let zone = record("mailto:a@one.example,mailto:b@two.example")
            + "example.com._report._dmarc.one.example TXT \"v=DMARC1; rua=mailto:new@one.example\"
               example.com._report._dmarc.two.example TXT \"v=DMARC1; rua=mailto:b@three.example\"";
        assert_eq!(
            consents(&look("example.com", &zone)),
            [
                ("one.example".into(), Consent::Given(vec!["new@one.example".into()])),
                ("two.example".into(), Consent::SentElsewhere("b@three.example".into())),
            ]
        );
    }

    #[test]
    fn the_domain_of_the_record_is_what_they_agree_to() {
        let zone = record("mailto:a@other.example")
            + "news.example.com A 192.0.2.1
               example.com._report._dmarc.other.example TXT \"v=DMARC1\"
               x._report._dmarc.example.com._report._dmarc.other.example TXT \"no\"";
        let domain = look("news.example.com", &zone);
        assert_eq!(consents(&domain), [("other.example".into(), Consent::Given(Vec::new()))]);
    }

    #[test]
    fn the_organisation_s_own_hosts_need_not_agree() {
        // The parent has no record: to the walk, it is another organisation.
        let zone = "_dmarc.news.example.com TXT \"v=DMARC1; p=none; rua=mailto:a@example.com\"";
        let domain = look("news.example.com", zone);
        assert_eq!(consents(&domain), [("example.com".into(), Consent::NotGiven)]);
        let with_parent = format!("{zone}\n_dmarc.example.com TXT \"v=DMARC1; p=none\"");
        assert!(look("news.example.com", &with_parent).reports.hosts.is_empty());
        // Nobody knows whether it has one.
        let unknown = format!("{zone}\n_dmarc.example.com TXT !timeout");
        assert!(look("news.example.com", &unknown).reports.hosts.is_empty());
        // Nor which domain was registered.
        let unknown = zone.replace("example.com", "example.gov.ws") + "\n_dmarc.example.gov.ws TXT !timeout";
        assert!(look("news.example.gov.ws", &unknown).reports.hosts.is_empty());
    }

    #[test]
    fn the_work_is_bounded() {
        let addresses = |n: usize| (0..n).map(|i| format!("mailto:a@h{i}.example")).collect::<Vec<_>>();
        for (n, left_out) in [(14, 4), (300, 90)] {
            let domain = look("example.com", &record(&addresses(n).join(",\" \"")));
            assert_eq!((domain.reports.hosts.len(), domain.reports.left_out), (10, left_out));
        }
        let long = ["a".repeat(60), "b".repeat(60), "c".repeat(60), "d".repeat(50)].join(".");
        let domain = look("example.com", &record(&format!("mailto:a@\" \"{long}")));
        assert_eq!(consents(&domain), [(long, Consent::TooLong)]);
    }

    #[test]
    fn nobody_is_asked_where_it_is_not_known_which_record_applies() {
        let domain = look("example.com", "_dmarc.example.com TXT !timeout");
        assert!(domain.reports.hosts.is_empty() && !domain.reports.is_asked);
        assert!(look("example.com", "example.com A 192.0.2.1").reports.is_asked);
    }
}
