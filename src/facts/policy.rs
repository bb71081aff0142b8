//! Which DMARC record applies to a domain: the tree walk (RFC 9989, section 4.10), and the way of RFC 7489.

use super::domain::{Wish, below};
use super::gather::Board;
use crate::dns::{DnsClient, Lookup, RecordType};

/// What was found on the way up from a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The names asked, the longest first.
    pub walk: Vec<Lookup>,
    /// The walk is over.
    pub is_walked: bool,
}

/// Asks for the DMARC records of the domain and of the names above it.
pub async fn gather<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    if let Some(question) = below(&wish.domain, "_dmarc", RecordType::Txt) {
        let lookup = client.ask(question).await;
        board.put(|domain| domain.policy.walk.push(lookup));
    }
    board.put(|domain| domain.policy.is_walked = true);
}
