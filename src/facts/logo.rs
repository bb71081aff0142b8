//! The logo that a domain wants shown beside its mail (BIMI).

use super::domain::{Wish, below, is_absent};
use super::gather::Board;
use super::policy::suffix::registrable;
use crate::dns::{DnsClient, Lookup, RecordType};

/// Where receivers look for it, where a message names no other selector.
pub const PLACE: &str = "default._bimi";

/// The BIMI record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logo {
    /// At the domain's own name.
    pub own: Option<Lookup>,
    /// At the registered domain above it, where receivers look when the domain's own name has none.
    pub above: Option<Lookup>,
}

impl Logo {
    /// What stands where receivers find it: at the domain's own name, or above it.
    pub fn found(&self) -> Option<&Lookup> {
        let has_records = |lookup: &&Lookup| lookup.found().next().is_some();
        self.own.as_ref().filter(has_records).or_else(|| self.above.as_ref().filter(has_records))
    }
}

/// Asks for the record; nothing but a picture hangs on it, so it waits for everything else.
pub async fn gather<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    let Some(question) = below(&wish.domain, PLACE, RecordType::Txt) else { return };
    let own = client.ask_later(question).await;
    board.put(|domain| domain.logo.own = Some(own.clone()));
    let above = registrable(&wish.domain).filter(|name| *name != wish.domain && is_absent(&Some(own)));
    let Some(question) = above.and_then(|name| below(&name, PLACE, RecordType::Txt)) else { return };
    let above = client.ask_later(question).await;
    board.put(|domain| domain.logo.above = Some(above));
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::dns::Zone;

    fn names(zone: &str) -> (Option<String>, Option<String>) {
        let wish =
            Wish { domain: "a.example.com".parse().unwrap(), selectors: Vec::new(), probe: "probe".into() };
        let domain =
            crate::facts::gather(&Zone::parse(zone).unwrap(), &wish, &|_| {}).now_or_never().unwrap();
        let name = |lookup: &Lookup| lookup.question.name.to_string();
        (domain.logo.above.as_ref().map(name), domain.logo.found().map(name))
    }

    #[test]
    fn the_domain_above_is_asked_where_there_is_none() {
        let above = Some("default._bimi.example.com".to_owned());
        let own = Some("default._bimi.a.example.com".to_owned());
        let line = |name: &str| format!("{name} TXT \"v=BIMI1; l=\"\n");
        assert_eq!(names(&line("default._bimi.example.com")), (above.clone(), above.clone()));
        assert_eq!(names(&line("default._bimi.a.example.com")), (None, own));
        assert_eq!(names("example.com A 192.0.2.1"), (above, None));
        // It may well be there.
        assert_eq!(names("default._bimi.a.example.com TXT !timeout"), (None, None));
    }
}
