//! Where a domain's mail goes (RFC 5321, section 5.1).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use futures_util::future::{join, join_all, join3};

use super::domain::Wish;
use super::gather::Board;
use super::transport;
use crate::dns::{Data, DnsClient, Lookup, Name, Question, RecordType, Turn};

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
    /// The certificates that it may show, for senders that use DANE.
    pub tlsa: Option<Lookup>,
}

/// Asks for the MX records, and for the addresses of every server.
pub async fn gather<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    let mx = client.ask_first(Question::new(wish.domain.clone(), RecordType::Mx)).await;
    if super::domain::is_absent(&Some(mx.clone())) {
        // Mail goes to the domain's own address.
        for rtype in [RecordType::A, RecordType::Aaaa] {
            client.hurry(&Question::new(wish.domain.clone(), rtype), Turn::First);
        }
    }
    let hosts = hosts(&mx);
    board.put(|domain| {
        domain.mail.mx = Some(mx);
        domain.mail.hosts = hosts.clone();
    });
    join_all((0..hosts.len()).map(|i| addresses(client, board, i))).await;
}

/// Asks for the domain's own addresses.
pub async fn own_addresses<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    let ask = |rtype| client.ask(Question::new(wish.domain.clone(), rtype));
    let a = async {
        let a = ask(RecordType::A).await;
        board.put(|domain| domain.mail.a = Some(a));
    };
    let aaaa = async {
        let aaaa = ask(RecordType::Aaaa).await;
        board.put(|domain| domain.mail.aaaa = Some(aaaa));
    };
    join(a, aaaa).await;
}

async fn addresses<C: DnsClient>(client: &C, board: &Board<'_>, i: usize) {
    let name = board.read(|domain| domain.mail.hosts[i].name.clone());
    let ask = |rtype| client.ask_first(Question::new(name.clone(), rtype));
    let a = async {
        let a = ask(RecordType::A).await;
        board.put(|domain| domain.mail.hosts[i].a = Some(a));
    };
    let aaaa = async {
        let aaaa = ask(RecordType::Aaaa).await;
        board.put(|domain| domain.mail.hosts[i].aaaa = Some(aaaa));
    };
    join3(a, aaaa, transport::tlsa(client, board, i)).await;
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
                let (name, preference) = (exchange.clone(), *preference);
                hosts.push(Host { name, preference, a: None, aaaa: None, tlsa: None });
            }
        }
    }
    hosts.sort_by(|a, b| (a.preference, &a.name).cmp(&(b.preference, &b.name)));
    hosts.truncate(HOSTS);
    hosts
}

/// Servers elsewhere can send to this address.
///
/// Addresses set aside for documentation count, so that examples can be judged.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    // RFC 6598: addresses that providers share among their customers.
    let shared = first == 100 && second & 0xc0 == 64;
    !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || first == 0 || first >= 224 || shared)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let first = ip.segments()[0];
    // RFC 4291: loopback, link-local and multicast; RFC 4193: unique local.
    let inside = ip.is_loopback()
        || ip.is_unspecified()
        || first & 0xfe00 == 0xfc00
        || first & 0xffc0 == 0xfe80
        || first & 0xff00 == 0xff00;
    !inside && ip.to_ipv4_mapped().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inside_addresses_are_not_public() {
        for (ip, public) in [
            ("192.0.2.1", true),
            ("8.8.8.8", true),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("127.0.0.1", false),
            ("169.254.1.1", false),
            ("100.64.0.1", false),
            ("100.128.0.1", true),
            ("0.0.0.0", false),
            ("2001:db8::1", true),
            ("::1", false),
            ("fd00::1", false),
            ("fe80::1", false),
            ("::ffff:192.0.2.1", false),
        ] {
            assert_eq!(is_public(ip.parse().unwrap()), public, "{ip}");
        }
    }
}
