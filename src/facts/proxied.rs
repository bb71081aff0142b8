//! Aliases for mail that run through a proxy for web sites: their names answer with addresses, and with nothing else.

use futures_util::future::{join, join_all};

use super::domain::{Wish, below, is_absent};
use super::gather::Board;
use super::keys::Why;
use crate::dns::{Absence, Data, DnsClient, Lookup, Outcome, Question, RecordType};

/// So many names are looked at.
const NAMES: usize = 4;

/// The DNS host that offers such a proxy.
const HOST: &str = "Cloudflare";

/// What the names of keys answer that hold no key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxied {
    /// The IPv4 addresses of selectors that are there and hold no text.
    pub asked: Vec<Lookup>,
    /// Those of a selector that nobody uses: where it has some, every other one has.
    pub probe: Option<Lookup>,
}

impl Proxied {
    /// The names of keys that answer with addresses of their own.
    pub fn found(&self) -> impl Iterator<Item = &Lookup> {
        let is_certain = is_absent(&self.probe);
        let has_address = |lookup: &&Lookup| lookup.found().any(|data| matches!(data, Data::A(_)));
        self.asked
            .iter()
            .filter(move |lookup| is_certain && lookup.answer.aliases.is_empty())
            .filter(has_address)
    }
}

/// Asks for addresses at names that should hold a key and hold none, where the DNS host has such a proxy.
pub async fn gather<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    let names = board.read(|domain| {
        let is_there = |lookup: &&Lookup| {
            matches!(lookup.answer.outcome, Outcome::Absent { what: Absence::NoSuchType, .. })
                && !lookup.answer.no_such_name()
                && lookup.answer.aliases.is_empty()
        };
        let is_wanted = |why| !matches!(why, Why::Common);
        let wanted = domain.keys.tried.iter().filter(|tried| is_wanted(tried.why));
        let names = wanted.filter_map(|tried| tried.lookup.as_ref()).filter(is_there);
        let is_host = domain.zone.dns_host().is_some_and(|host| host.name == HOST);
        let names: Vec<_> = names.map(|lookup| lookup.question.name.clone()).take(NAMES).collect();
        if is_host { names } else { Vec::new() }
    });
    let probe = below(&wish.domain, &format!("{}._domainkey", wish.probe), RecordType::A);
    let Some(probe) = probe.filter(|_| !names.is_empty()) else { return };
    let asked = names.into_iter().map(|name| client.ask_later(Question::new(name, RecordType::A)));
    let (asked, probe) = join(join_all(asked), client.ask_later(probe)).await;
    board.put(|domain| domain.proxied = Proxied { asked, probe: Some(probe) });
}
