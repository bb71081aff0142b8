//! Where a domain's zone starts, and who holds it.

use super::domain::Wish;
use super::gather::Board;
use crate::dns::{DnsClient, Lookup, Name};

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

/// Asks who holds the zone.
pub async fn gather<C: DnsClient>(_client: &C, _wish: &Wish, _board: &Board<'_>) {}
