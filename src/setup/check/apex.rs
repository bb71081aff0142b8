//! Where the zone starts that a domain's records are entered in.

use crate::dns::{DnsClient, Lookup, Name, Question, RecordType};
use crate::facts::zone::{Zone, nearest};

/// The start of a zone, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apex {
    /// Its name; the domain itself, where nobody could tell.
    pub name: Name,
    /// The SOA record that says so.
    pub soa: Option<Lookup>,
}

/// Asks where the zone of a domain starts.
pub async fn find<C: DnsClient>(client: &C, domain: &Name) -> Apex {
    let soa = nearest(client, domain).await;
    let name = soa.as_ref().map_or(domain, |soa| &soa.question.name).clone();
    Apex { name, soa }
}

impl Apex {
    /// The zone, with the servers that hold it: they tell whose forms the records are entered in.
    pub async fn zone<C: DnsClient>(self, client: &C) -> Zone {
        let Some(soa) = self.soa else { return Zone::default() };
        let ns = client.ask(Question::new(self.name.clone(), RecordType::Ns)).await;
        Zone { apex: Some(self.name), soa: Some(soa), ns: Some(ns) }
    }
}
