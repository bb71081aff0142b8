//! Where a domain's zone starts, and who holds it.

use futures_util::future::join_all;

use super::domain::Wish;
use super::gather::Board;
use crate::dns::{Data, DnsClient, Lookup, Name, Outcome, Question, RecordType};
use crate::providers::{self, DnsHost};

/// So many names are asked whether a zone starts at them, the domain's own first.
const NAMES: usize = 8;

/// The zone that holds a domain: records are entered there, with names relative to its start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zone {
    /// The name at which the zone starts; none where it could not be found, or not yet.
    pub apex: Option<Name>,
    /// The start of the zone.
    pub soa: Option<Lookup>,
    /// The servers that hold it.
    pub ns: Option<Lookup>,
}

impl Zone {
    /// A name as a DNS host's form wants it, relative to the start of the zone, which is `@` itself; none where the
    /// zone is not known, or the name lies outside of it.
    pub fn host_of(&self, name: &Name) -> Option<String> {
        let apex = self.apex.as_ref()?;
        if name == apex {
            return Some("@".to_owned());
        }
        let relative = name.as_str().strip_suffix(apex.as_str())?.strip_suffix('.')?;
        name.is_within(apex).then(|| relative.to_owned())
    }

    /// Who probably runs the zone's name servers; none where they are of several, or of nobody known.
    pub fn dns_host(&self) -> Option<&'static DnsHost> {
        let mailbox = self.soa.iter().flat_map(Lookup::found).find_map(|data| match data {
            Data::Soa { mailbox, .. } => Some(mailbox.as_str()),
            _ => None,
        });
        let mut hosts = self.ns.iter().flat_map(Lookup::found).filter_map(|data| match data {
            Data::Ns(name) => Some(providers::by_name_server(name.as_str(), mailbox)),
            _ => None,
        });
        let first = hosts.next()??;
        hosts.all(|host| host == Some(first)).then_some(first)
    }
}

/// Asks who holds the zone.
pub async fn gather<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    let Some(soa) = nearest(client, &wish.domain).await else { return };
    let apex = soa.question.name.clone();
    board.put(|domain| {
        domain.zone.apex = Some(apex.clone());
        domain.zone.soa = Some(soa);
    });
    let ns = client.ask(Question::new(apex, RecordType::Ns)).await;
    board.put(|domain| domain.zone.ns = Some(ns));
}

/// Asks where the zone of a domain starts: the SOA record at its start; none where that could not be found.
pub async fn nearest<C: DnsClient>(client: &C, domain: &Name) -> Option<Lookup> {
    // No zone that the reader can edit starts at a top-level domain, unless that is what was asked for.
    let names = std::iter::successors(Some(domain.clone()), Name::parent)
        .take_while(|name| name == domain || name.depth() > 1)
        .take(NAMES);
    start(join_all(names.map(|name| client.ask(Question::new(name, RecordType::Soa)))).await)
}

/// The first lookup that found the start of a zone; none where one before it could not be made: the zone may start
/// there.
fn start(asked: Vec<Lookup>) -> Option<Lookup> {
    for lookup in asked {
        match lookup.answer.outcome {
            // The records at an alias's target say where the target's zone starts.
            Outcome::Found(_) if lookup.answer.aliases.is_empty() => return Some(lookup),
            Outcome::Found(_) | Outcome::Absent { .. } => {}
            Outcome::Unknown(_) => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns;
    use crate::facts::{Domain, gather};
    use futures_util::FutureExt;

    fn domain(name: &str, zone: &str) -> Domain {
        let wish = Wish { domain: name.parse().unwrap(), selectors: Vec::new(), probe: "probe".to_owned() };
        gather(&dns::Zone::parse(zone).unwrap(), &wish, &|_| {}).now_or_never().unwrap()
    }

    fn apex(name: &str, zone: &str) -> Option<String> {
        domain(name, zone).zone.apex.map(|name| name.to_string())
    }

    const SOA: &str = "SOA ns.example.net. admin.example.net. 1 7200 900 1209600 300";

    #[test]
    fn the_nearest_start_above_is_the_zone() {
        let zone = format!("example.com {SOA}\nb.example.com {SOA}\nwww.example.com CNAME b.example.com");
        assert_eq!(apex("example.com", &zone).as_deref(), Some("example.com"));
        assert_eq!(apex("x.a.example.com", &zone).as_deref(), Some("example.com"));
        assert_eq!(apex("x.b.example.com", &zone).as_deref(), Some("b.example.com"));
        assert_eq!(apex("www.example.com", &zone).as_deref(), Some("example.com"));
        assert_eq!(apex("other.example", &format!("example {SOA}")), None);
    }

    #[test]
    fn a_start_that_could_not_be_asked_for_leaves_the_zone_unknown() {
        let zone = format!("example.com {SOA}\nb.example.com SOA !timeout");
        assert_eq!(apex("x.b.example.com", &zone), None);
        assert_eq!(apex("c.example.com", &zone).as_deref(), Some("example.com"));
    }

    #[test]
    fn names_are_relative_to_it() {
        let zone = domain("example.com", &format!("example.com {SOA}")).zone;
        let host = |name: &str| zone.host_of(&name.parse().unwrap());
        assert_eq!(host("example.com").as_deref(), Some("@"));
        assert_eq!(host("s1._domainkey.example.com").as_deref(), Some("s1._domainkey"));
        assert_eq!(host("notexample.com"), None);
        assert_eq!(host("com"), None);
        assert_eq!(Zone::default().host_of(&"example.com".parse().unwrap()), None);
    }

    #[test]
    fn all_name_servers_are_of_one_host() {
        let of = |servers: &[&str]| {
            let ns: String = servers.iter().map(|server| format!("\nexample.com NS {server}")).collect();
            domain("example.com", &format!("example.com {SOA}{ns}")).zone.dns_host().map(|host| host.name)
        };
        assert_eq!(of(&["amy.ns.cloudflare.com", "bob.ns.cloudflare.com"]), Some("Cloudflare"));
        assert_eq!(of(&["amy.ns.cloudflare.com", "ns1.gandi.net"]), None);
        assert_eq!(of(&["amy.ns.cloudflare.com", "ns.example.net"]), None);
        assert_eq!(of(&[]), None);
    }
}
