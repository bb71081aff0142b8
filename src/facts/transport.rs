//! What protects mail on its way to a domain: MTA-STS (RFC 8461), DANE (RFC 7672), and reports on both (RFC 8460).

use futures_util::future::{join, join4};

use super::Item;
use super::domain::{Domain, Wish, below};
use super::gather::Board;
use super::item::{item, items};
use super::mail::Host;
use crate::dns::{DnsClient, Lookup, Name, Outcome, Question, RecordType};
use crate::record::{Kind, Reading, Record};
use crate::text::odd::tidied;

/// Where senders look for the TLSA records of a mail server (RFC 6698, section 3).
pub const TLSA_LABELS: &str = "_25._tcp";

/// The longest policy file that is read, in bytes (RFC 8461, section 3.3).
pub const LONGEST_POLICY: usize = 65_536;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transport {
    /// The texts at `_mta-sts`.
    pub sts: Option<Lookup>,
    /// The IPv4 addresses of the web server that should hold the policy file.
    pub policy_a: Option<Lookup>,
    /// Its IPv6 addresses.
    pub policy_aaaa: Option<Lookup>,
    /// The policy file.
    pub policy: PolicyFile,
    /// The texts at `_smtp._tls`.
    pub tls_rpt: Option<Lookup>,
    /// TLSA records at the domain itself, where no sender looks for them; not asked where it is its own mail server.
    pub tlsa_at_domain: Option<Lookup>,
    /// The start of the root zone, which is signed: whether whoever was asked checks signatures. Asked only where that
    /// matters.
    pub root: Option<Lookup>,
}

/// The policy file of MTA-STS, which stands on a web server and not in DNS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PolicyFile {
    /// Nobody asked for it.
    #[default]
    NotAsked,
    /// It was asked for, and could not be read. That says nothing of what stands there.
    Unread(Unread),
    /// The web server let the page read it.
    Fetched(String),
    /// The reader pasted it.
    Pasted(String),
}

/// Why a file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The browser did not let the page read it, or nobody answered: it does not say which of the two.
    BlockedOrUnreachable,
    /// No answer in time.
    Timeout,
    /// The web server answered with this status.
    Status(u16),
    /// It is longer than [`LONGEST_POLICY`].
    TooLong,
}

impl PolicyFile {
    /// Its text, where there is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Fetched(text) | Self::Pasted(text) => Some(text),
            Self::NotAsked | Self::Unread(_) => None,
        }
    }

    fn item(&self) -> Option<Item> {
        let value = self.text()?.replace('\r', "");
        let value = value.trim().to_owned();
        let record = Record::parse(Kind::MtaStsPolicy, &value, None);
        let tidied = tidied(&value.replace('\n', "")).is_some().then(|| {
            value
                .split('\n')
                .map(|line| tidied(line).unwrap_or_else(|| line.to_owned()))
                .collect::<Vec<_>>()
                .join("\n")
        });
        Some(Item { name: None, rtype: None, value, tidied, strings: Vec::new(), record })
    }
}

/// Whether DANE protects mail on its way to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dane {
    /// Nobody knows, or nobody knows yet.
    Unknown,
    /// It has no TLSA record.
    Absent,
    /// It has some, and something that leads to them is not signed: senders go by none of them.
    Unsigned,
    /// They are signed, and senders can use none of them.
    Unusable,
    /// Senders go by them.
    Protects,
}

impl Transport {
    /// The web server that should hold the policy file of a domain.
    pub fn policy_host(&self, domain: &Name) -> Option<Name> {
        domain.child("mta-sts").ok()
    }

    /// The address of the policy file, where a record says that there is one.
    pub fn policy_url(&self, domain: &Name) -> Option<String> {
        let lookup = self.sts.as_ref()?;
        let mut records = sts_items(lookup).filter(|item| item.record.reading() != Reading::Ignored);
        let (one, None) = (records.next()?, records.next()) else { return None };
        let host = self.policy_host(domain).filter(|_| one.record.reading() == Reading::Used)?;
        Some(["https://", host.as_str(), "/.well-known/mta-sts.txt"].concat())
    }

    /// The records and the file, in a fixed order. Whatever else stands at their names, as the text of a wildcard, is
    /// none of them.
    pub(super) fn items(&self) -> impl Iterator<Item = Item> + '_ {
        let reports = self.tls_rpt.iter().flat_map(items).filter(|item| item.kind() == Kind::TlsRpt);
        self.sts.iter().flat_map(sts_items).chain(self.policy.item()).chain(reports)
    }
}

fn sts_items(lookup: &Lookup) -> impl Iterator<Item = Item> {
    items(lookup).into_iter().filter(|item| item.kind() == Kind::MtaSts)
}

impl Host {
    /// Its TLSA records.
    pub(super) fn tlsa_items(&self) -> Vec<Item> {
        self.tlsa.iter().flat_map(items).filter(|item| item.kind() == Kind::Tlsa).collect()
    }

    fn has_usable_tlsa(&self) -> bool {
        self.tlsa.iter().any(|lookup| {
            let mut items = lookup.found().filter_map(|data| item(&lookup.question.name, data));
            items.any(|item| item.record.reading() == Reading::Used)
        })
    }
}

impl Domain {
    /// What a lookup says is signed, and the signatures hold; none where nobody could ask, or where whoever was asked
    /// does not check signatures.
    pub fn is_signed(&self, lookup: &Lookup) -> Option<bool> {
        if matches!(lookup.answer.outcome, Outcome::Unknown(_)) {
            return None;
        }
        if lookup.answer.authenticated {
            return Some(true);
        }
        // One signature that was checked shows that signatures are.
        let hosts = self.mail.hosts.iter().flat_map(|host| [&host.a, &host.aaaa, &host.tlsa]);
        let asked = [&self.transport.root, &self.mail.mx].into_iter().chain(hosts).flatten();
        asked.into_iter().any(|lookup| lookup.answer.authenticated).then_some(false)
    }

    /// Whether DANE protects mail on its way to one of the domain's servers: the MX records, the server's addresses and
    /// its TLSA records all have to be signed (RFC 7672, section 2.2).
    pub fn dane(&self, host: &Host) -> Dane {
        let Some(tlsa) = &host.tlsa else { return Dane::Unknown };
        match tlsa.answer.outcome {
            Outcome::Unknown(_) => return Dane::Unknown,
            Outcome::Absent { .. } => return Dane::Absent,
            Outcome::Found(_) => {}
        }
        let addresses =
            [&host.a, &host.aaaa].into_iter().flatten().filter(|lookup| lookup.found().next().is_some());
        let on_the_way: Vec<&Lookup> = self.mail.mx.iter().chain([tlsa]).chain(addresses).collect();
        let signed: Vec<Option<bool>> = on_the_way.into_iter().map(|lookup| self.is_signed(lookup)).collect();
        if signed.contains(&Some(false)) {
            Dane::Unsigned
        } else if signed.contains(&None) {
            Dane::Unknown
        } else if host.has_usable_tlsa() {
            Dane::Protects
        } else {
            Dane::Unusable
        }
    }
}

/// Asks for the records of MTA-STS and TLS-RPT, and for the addresses of the web server with the policy.
pub async fn gather<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    let ask = |labels: &'static str, rtype| async move {
        match below(&wish.domain, labels, rtype) {
            Some(question) => Some(client.ask(question).await),
            None => None,
        }
    };
    let sts = async {
        let sts = ask("_mta-sts", RecordType::Txt).await;
        board.put(|domain| domain.transport.sts = sts);
    };
    let reports = async {
        let reports = ask("_smtp._tls", RecordType::Txt).await;
        board.put(|domain| domain.transport.tls_rpt = reports);
    };
    let a = async {
        let a = ask("mta-sts", RecordType::A).await;
        board.put(|domain| domain.transport.policy_a = a);
    };
    let aaaa = async {
        let aaaa = ask("mta-sts", RecordType::Aaaa).await;
        board.put(|domain| domain.transport.policy_aaaa = aaaa);
    };
    let astray = async {
        let hosts = board.until(|domain| domain.mail.mx.as_ref().map(|_| domain.mail.hosts.clone())).await;
        let is_own = hosts.iter().any(|host| host.name == wish.domain);
        let question =
            below(&wish.domain, TLSA_LABELS, RecordType::Tlsa).filter(|_| !hosts.is_empty() && !is_own);
        if let Some(question) = question {
            let tlsa = client.ask_later(question).await;
            board.put(|domain| domain.transport.tlsa_at_domain = Some(tlsa));
        }
    };
    join(join4(sts, reports, a, aaaa), astray).await;
}

/// Asks for the TLSA records of the server at `i`; where they are not signed, also whether whoever is asked checks that.
pub(super) async fn tlsa<C: DnsClient>(client: &C, board: &Board<'_>, i: usize) {
    let name = board.read(|domain| domain.mail.hosts[i].name.clone());
    let Some(question) = below(&name, TLSA_LABELS, RecordType::Tlsa) else { return };
    let tlsa = client.ask(question).await;
    let is_found = tlsa.found().next().is_some();
    board.put(|domain| domain.mail.hosts[i].tlsa = Some(tlsa));
    if !is_found {
        return;
    }
    let root = client.ask(Question::new(Name::root(), RecordType::Soa)).await;
    board.put(|domain| domain.transport.root = Some(root));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::Zone;
    use futures_util::FutureExt;

    const HASH: &str = "8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1";

    fn look(zone: &str) -> Domain {
        let wish =
            Wish { domain: "a.example".parse().unwrap(), selectors: Vec::new(), probe: "probe".to_owned() };
        super::super::gather(&Zone::parse(zone).unwrap(), &wish, &|_| {}).now_or_never().unwrap()
    }

    fn dane(zone: &str) -> Vec<Dane> {
        let domain = look(zone);
        domain.mail.hosts.iter().map(|host| domain.dane(host)).collect()
    }

    #[test]
    fn dane_needs_every_step_signed() {
        let zone = format!(
            "a.example MX 10 mx.b.example\nmx.b.example A 192.0.2.1\n_25._tcp.mx.b.example TLSA 3 1 1 {HASH}\n"
        );
        let of = |rest: &str| dane(&[&zone, rest].concat());
        assert_eq!(of(""), [Dane::Unsigned]);
        assert_eq!(of("b.example * !signed"), [Dane::Unsigned], "the MX record is not");
        assert_eq!(of("a.example * !signed"), [Dane::Unsigned], "the server's is not");
        assert_eq!(of("a.example * !signed\nb.example * !signed"), [Dane::Protects]);
        let unusable = zone.replace("3 1 1", "1 1 1") + "a.example * !signed\nb.example * !signed";
        assert_eq!(dane(&unusable), [Dane::Unusable]);
        assert_eq!(dane("a.example MX 10 mx.b.example"), [Dane::Absent]);
        assert_eq!(
            dane("a.example MX 10 mx.b.example\n_25._tcp.mx.b.example TLSA !timeout"),
            [Dane::Unknown]
        );
    }

    #[test]
    fn who_checks_no_signatures_can_t_tell() {
        struct Deaf(Zone);
        impl DnsClient for Deaf {
            async fn ask(&self, question: Question) -> Lookup {
                let mut lookup = self.0.ask(question).await;
                lookup.answer.authenticated = false;
                lookup
            }
        }
        let zone = format!(
            "a.example MX 10 mx.a.example\n_25._tcp.mx.a.example TLSA 3 1 1 {HASH}\na.example * !signed"
        );
        let wish =
            Wish { domain: "a.example".parse().unwrap(), selectors: Vec::new(), probe: "probe".to_owned() };
        let client = Deaf(Zone::parse(&zone).unwrap());
        let domain = super::super::gather(&client, &wish, &|_| {}).now_or_never().unwrap();
        assert_eq!(domain.dane(&domain.mail.hosts[0]), Dane::Unknown);
    }

    #[test]
    fn nothing_is_asked_about_servers_that_are_none() {
        for zone in ["a.example MX 0 .", "a.example A 192.0.2.1", "a.example MX !timeout"] {
            let domain = look(zone);
            assert!(domain.mail.hosts.is_empty() && domain.transport.tlsa_at_domain.is_none(), "{zone}");
        }
        let own = look("a.example MX 10 a.example");
        assert!(own.mail.hosts[0].tlsa.is_some() && own.transport.tlsa_at_domain.is_none());
        assert!(own.transport.root.is_none(), "without a TLSA record nobody needs to know");
    }

    #[test]
    fn a_file_is_asked_for_where_one_record_says_so() {
        let url = |texts: &str| {
            let zone =
                texts.lines().map(|text| format!("_mta-sts.a.example TXT \"{text}\"\n")).collect::<String>();
            let domain = look(&(zone + "a.example MX 10 mx.a.example"));
            domain.transport.policy_url(&domain.name)
        };
        let right = Some("https://mta-sts.a.example/.well-known/mta-sts.txt".to_owned());
        assert_eq!(url("v=STSv1; id=1"), right);
        assert_eq!(url("v=STSv1; id=1\nhello"), right);
        assert_eq!(url("v=STSv1; id=1\nv=STSv1; id=2"), None);
        assert_eq!(url("v=STSv1; id=1-1"), None);
        assert_eq!(url("hello"), None);
    }
}
