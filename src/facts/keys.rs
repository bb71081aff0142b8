//! A domain's DKIM keys, as far as anybody can find them: selectors can't be listed, only tried.

use super::domain::Wish;
use super::gather::Board;
use crate::dns::{DnsClient, Lookup};

/// The selectors that were tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Each with what came of it, in the order shown: those that the reader gave, those of services, the common ones.
    pub tried: Vec<Lookup>,
}

impl Keys {
    /// Those at which something stands.
    pub fn found(&self) -> impl Iterator<Item = &Lookup> {
        self.tried.iter().filter(|lookup| lookup.found().next().is_some())
    }
}

/// Asks for the keys at the selectors that the reader gave, and that the services seen in MX and SPF use.
pub async fn gather_named<C: DnsClient>(_client: &C, _wish: &Wish, _board: &Board<'_>) {}

/// Asks for the keys at common selectors, and at one that nobody uses.
pub async fn gather_common<C: DnsClient>(_client: &C, _wish: &Wish, _board: &Board<'_>) {}
