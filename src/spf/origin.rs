//! What an address is called in DNS, and whether the name leads back to it.

use std::net::IpAddr;

use futures_util::future::join_all;

use super::limits;
use super::mechanism::{addresses, family};
use crate::dns::{Data, DnsClient, Lookup, Name, Outcome, Question, RecordType, Trouble};
use crate::text::list;
use crate::text::prose::code;

/// How many names a sentence lists.
const LISTED: usize = 4;

/// What DNS says of a sending server's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The address; an IPv4 one written as IPv6 stands as IPv4.
    pub ip: IpAddr,
    /// The question for its names.
    pub lookup: Lookup,
    /// The names that were looked at, in order; at most 10.
    pub names: Vec<OriginName>,
    /// How many more there are.
    pub more: usize,
    /// What comes of it.
    pub state: OriginState,
    /// The same as a sentence or two.
    pub says: String,
}

/// One name that an address claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginName {
    /// The name.
    pub name: Name,
    /// The question for its addresses, of the same kind.
    pub lookup: Lookup,
    /// Whether the address is among them; none where nobody knows.
    pub leads_back: Option<bool>,
}

/// Whether an address has a name that leads back to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginState {
    /// One does at least.
    LeadsBack,
    /// There are names, and none does.
    LeadsElsewhere,
    /// There is no name.
    NoName,
    /// Could not ask for the names, or for the addresses of a name that might.
    Unknown(Trouble),
}

/// Asks what an address is called, and what those names lead to.
pub async fn origin<C: DnsClient>(client: &C, ip: IpAddr) -> Origin {
    let ip = ip.to_canonical();
    let lookup = client.ask(Question::new(Name::reverse(ip), RecordType::Ptr)).await;
    let all: Vec<Name> = lookup
        .found()
        .filter_map(|data| match data {
            Data::Ptr(name) => Some(name.clone()),
            _ => None,
        })
        .collect();
    // RFC 7208 §4.6.4: receivers look at the first 10, so that nobody can make them ask without end.
    let more = all.len().saturating_sub(limits::PTR_NAMES);
    let names = join_all(all.into_iter().take(limits::PTR_NAMES).map(|name| async move {
        let lookup = client.ask(Question::new(name.clone(), family(ip))).await;
        let leads_back = match lookup.answer.outcome {
            Outcome::Found(_) => Some(addresses(&lookup).any(|address| address == ip)),
            Outcome::Absent { .. } => Some(false),
            Outcome::Unknown(_) => None,
        };
        OriginName { name, lookup, leads_back }
    }))
    .await;
    let state = state(&lookup, &names);
    let says = says(ip, &names, more, state);
    Origin { ip, lookup, names, more, state, says }
}

fn state(lookup: &Lookup, names: &[OriginName]) -> OriginState {
    if let Outcome::Unknown(trouble) = lookup.answer.outcome {
        return OriginState::Unknown(trouble);
    }
    if names.iter().any(|name| name.leads_back == Some(true)) {
        return OriginState::LeadsBack;
    }
    let trouble = names.iter().find_map(|name| match name.lookup.answer.outcome {
        Outcome::Unknown(trouble) => Some(trouble),
        Outcome::Found(_) | Outcome::Absent { .. } => None,
    });
    match trouble {
        Some(trouble) => OriginState::Unknown(trouble),
        None if names.is_empty() => OriginState::NoName,
        None => OriginState::LeadsElsewhere,
    }
}

fn says(ip: IpAddr, names: &[OriginName], more: usize, state: OriginState) -> String {
    let ip = code(&ip.to_string());
    let shown = |leads_back: Option<bool>| {
        let names = names.iter().filter(|name| name.leads_back == leads_back);
        list(&names.take(LISTED).map(|name| code(name.name.as_str())).collect::<Vec<_>>())
    };
    match state {
        OriginState::LeadsBack => format!(
            "{ip} is called {}, and that name leads back to it. Large mailbox providers ask for this.",
            code(
                names.iter().find(|name| name.leads_back == Some(true)).map_or("", |name| name.name.as_str())
            )
        ),
        OriginState::LeadsElsewhere => {
            let which = match names.len() {
                1 => "but that name does not lead back to it",
                _ if more > 0 => "but none of its first 10 names leads back to it",
                _ => "but none of its names leads back to it",
            };
            let shown = shown(Some(false));
            format!("{ip} is called {shown}, {which}. Large mailbox providers may refuse its mail.")
        }
        OriginState::NoName => {
            format!("{ip} has no name in DNS. Large mailbox providers may refuse its mail.")
        }
        OriginState::Unknown(trouble) if names.is_empty() => {
            format!("The name of {ip} could not be asked for: {}.", trouble.words())
        }
        OriginState::Unknown(trouble) => format!(
            "{ip} is called {}. Whether that leads back to it could not be asked: {}.",
            shown(None),
            trouble.words()
        ),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::dns::Zone;

    const ZONE: &str = "
        1.2.0.192.in-addr.arpa PTR mail.example
        1.2.0.192.in-addr.arpa PTR other.example
        mail.example A 192.0.2.1
        other.example A 192.0.2.9
        2.2.0.192.in-addr.arpa PTR other.example
        2.2.0.192.in-addr.arpa PTR gone.example
        3.2.0.192.in-addr.arpa TXT none
        4.2.0.192.in-addr.arpa PTR !timeout
        5.2.0.192.in-addr.arpa PTR slow.example
        5.2.0.192.in-addr.arpa PTR other.example
        slow.example A !server-failure
        6.2.0.192.in-addr.arpa PTR slow.example
        6.2.0.192.in-addr.arpa PTR six.example
        six.example A 192.0.2.6
        1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR six.example
        six.example AAAA 2001:db8::1
    ";

    fn ask(zone: &str, ip: &str) -> Origin {
        let zone = Zone::parse(zone).unwrap();
        origin(&zone, ip.parse().unwrap()).now_or_never().unwrap()
    }

    #[test]
    fn each_way_to_end_has_its_sentence() {
        for (ip, state, says) in [
            (
                "192.0.2.1",
                OriginState::LeadsBack,
                "`192.0.2.1` is called `mail.example`, and that name leads back to it. Large mailbox providers ask for this.",
            ),
            (
                "192.0.2.2",
                OriginState::LeadsElsewhere,
                "`192.0.2.2` is called `other.example` and `gone.example`, but none of its names leads back to it. Large mailbox providers may refuse its mail.",
            ),
            (
                "192.0.2.3",
                OriginState::NoName,
                "`192.0.2.3` has no name in DNS. Large mailbox providers may refuse its mail.",
            ),
            (
                "192.0.2.4",
                OriginState::Unknown(Trouble::Timeout),
                "The name of `192.0.2.4` could not be asked for: no answer came in time.",
            ),
            (
                "192.0.2.5",
                OriginState::Unknown(Trouble::ServerFailure),
                "`192.0.2.5` is called `slow.example`. Whether that leads back to it could not be asked: the resolver could not find out.",
            ),
        ] {
            let origin = ask(ZONE, ip);
            assert_eq!((origin.state, origin.says.as_str()), (state, says), "{ip}");
        }
    }

    #[test]
    fn one_name_that_leads_back_is_enough() {
        assert_eq!(
            ask(ZONE, "192.0.2.6").state,
            OriginState::LeadsBack,
            "beside one that could not be asked"
        );
        assert_eq!(ask(ZONE, "2001:db8::1").state, OriginState::LeadsBack);
        assert_eq!(ask(ZONE, "::ffff:192.0.2.1").ip, "192.0.2.1".parse::<IpAddr>().unwrap());
        assert_eq!(ask(ZONE, "192.0.2.77").state, OriginState::NoName);
    }

    #[test]
    fn ten_names_are_looked_at() {
        let names: String = (0..12).map(|i| format!("9.2.0.192.in-addr.arpa PTR n{i}.example\n")).collect();
        let origin = ask(&names, "192.0.2.9");
        assert_eq!((origin.names.len(), origin.more, origin.state), (10, 2, OriginState::LeadsElsewhere));
        assert!(origin.says.contains("none of its first 10 names"), "{}", origin.says);
    }
}
