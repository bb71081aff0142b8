//! Where the zone starts that a domain's records are entered in.

use crate::dns::{Data, DnsClient, Name, Question, RecordType};

/// How many names are asked about.
const STEPS: usize = 8;

/// The start of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apex {
    /// Its name; the domain itself, where nobody could tell.
    pub name: Name,
    /// A SOA record says so.
    pub known: bool,
}

/// Asks for the SOA record that is nearest to a domain.
pub async fn find<C: DnsClient>(client: &C, domain: &Name) -> Apex {
    let above = std::iter::successors(Some(domain.clone()), Name::parent);
    for name in above.take(STEPS).filter(|name| name.depth() > 1) {
        let lookup = client.ask(Question::new(name.clone(), RecordType::Soa)).await;
        if super::found::trouble(&lookup).is_some() {
            break;
        }
        // Behind an alias stands the start of another zone.
        let own = lookup.answer.aliases.is_empty();
        if own && lookup.found().any(|data| matches!(data, Data::Soa { .. })) {
            return Apex { name, known: true };
        }
    }
    Apex { name: domain.clone(), known: false }
}
