//! Where a domain's mail goes (RFC 5321, section 5.1).

use futures_util::future::{join, join_all, join3};

use super::domain::Wish;
use super::gather::Board;
use crate::dns::{Data, DnsClient, Lookup, Name, Question, RecordType};

/// So many mail servers are looked up; a domain with more has other troubles.
const HOSTS: usize = 20;

/// MX records with the servers that they name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// The MX records.
    pub mx: Option<Lookup>,
    /// The servers that they name, each once, the first one tried first; the null MX names none.
    pub hosts: Vec<Host>,
    /// The domain's own IPv4 addresses: mail goes there where there is no MX record.
    pub a: Option<Lookup>,
    /// The domain's own IPv6 addresses.
    pub aaaa: Option<Lookup>,
}

/// A mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its name.
    pub name: Name,
    /// Servers with lower numbers are tried first.
    pub preference: u16,
    /// Its IPv4 addresses; where the name is an alias, the answer holds what it leads to.
    pub a: Option<Lookup>,
    /// Its IPv6 addresses.
    pub aaaa: Option<Lookup>,
}

/// Asks for the MX records, and for the addresses of every server.
pub async fn gather<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    let ask = |rtype| client.ask(Question::new(wish.domain.clone(), rtype));
    let servers = async {
        let mx = ask(RecordType::Mx).await;
        let hosts = hosts(&mx);
        board.put(|domain| {
            domain.mail.mx = Some(mx);
            domain.mail.hosts = hosts.clone();
        });
        join_all((0..hosts.len()).map(|i| addresses(client, board, i))).await;
    };
    let a = async {
        let a = ask(RecordType::A).await;
        board.put(|domain| domain.mail.a = Some(a));
    };
    let aaaa = async {
        let aaaa = ask(RecordType::Aaaa).await;
        board.put(|domain| domain.mail.aaaa = Some(aaaa));
    };
    join3(servers, a, aaaa).await;
}

async fn addresses<C: DnsClient>(client: &C, board: &Board<'_>, i: usize) {
    let name = board.read(|domain| domain.mail.hosts[i].name.clone());
    let ask = |rtype| client.ask(Question::new(name.clone(), rtype));
    let a = async {
        let a = ask(RecordType::A).await;
        board.put(|domain| domain.mail.hosts[i].a = Some(a));
    };
    let aaaa = async {
        let aaaa = ask(RecordType::Aaaa).await;
        board.put(|domain| domain.mail.hosts[i].aaaa = Some(aaaa));
    };
    join(a, aaaa).await;
}

fn hosts(mx: &Lookup) -> Vec<Host> {
    let mut hosts: Vec<Host> = Vec::new();
    for data in mx.found() {
        let Data::Mx { preference, exchange } = data else { continue };
        let known = hosts.iter_mut().find(|host| host.name == *exchange);
        match known {
            _ if exchange.is_root() => {}
            Some(host) => host.preference = host.preference.min(*preference),
            None => {
                hosts.push(Host { name: exchange.clone(), preference: *preference, a: None, aaaa: None });
            }
        }
    }
    hosts.sort_by(|a, b| (a.preference, &a.name).cmp(&(b.preference, &b.name)));
    hosts.truncate(HOSTS);
    hosts
}
