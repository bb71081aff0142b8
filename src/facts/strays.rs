//! Records at names where nobody looks for them.

use super::domain::Wish;
use super::gather::Board;
use crate::dns::{DnsClient, Lookup};

/// What stands in wrong places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strays {
    /// The names asked.
    pub asked: Vec<Lookup>,
}

/// Asks at the names that people enter by mistake.
pub async fn gather<C: DnsClient>(_client: &C, _wish: &Wish, _board: &Board<'_>) {}
