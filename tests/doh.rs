//! The core against real DNS servers: BIND with the zones of `tests/dns`, a second BIND that checks signatures, and
//! dnsdist, which answers DNS over HTTPS on loopback. `tests/browser/dns.mjs` starts them and ends with this program.
//!
//! `make test` installs them. Where they are not here, the test says that it is skipped.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::FutureExt;
use serde_json::Value;
use waxseal::dns::{
    Absence, Answer, AsksTwice, Clock, Data, DnsClient, Lookup, Outcome, Question, Trouble, wire,
};
use waxseal::spf::{Receiver, Sender, check_host};

/// After this a resolver counts as silent. It answers from the same machine, at once.
const PATIENCE: Duration = Duration::from_secs(10);

/// One set of servers for all tests. They end when their input does, and so with this program.
static SERVERS: LazyLock<Option<Servers>> = LazyLock::new(Servers::start);

struct Servers {
    /// Held, so that it stays open.
    _input: ChildStdin,
    resolver: String,
    faults: String,
    closed: String,
}

impl Servers {
    /// Starts them; nothing where they are not installed.
    fn start() -> Option<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/dns.mjs");
        let started = Command::new("node")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut process) = started else {
            println!("skipped: node is not here");
            return None;
        };
        let mut line = String::new();
        let output = process.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("a line");
        if line.is_empty() {
            let mut error = String::new();
            process.stderr.take().expect("its errors").read_to_string(&mut error).expect("text");
            process.wait().expect("it has ended");
            assert!(error.contains("is not here"), "{error}");
            println!("skipped: BIND and dnsdist are not here");
            return None;
        }
        let addresses: Value = serde_json::from_str(&line).expect("addresses");
        let address = |of: &str| addresses[of].as_str().expect("an address").to_owned();
        let (resolver, faults, closed) = (address("resolver"), address("faults"), address("closed"));
        let _input = process.stdin.take().expect("its input");
        Some(Self { _input, resolver, faults, closed })
    }

    fn client(&self) -> AsksTwice<Doh> {
        AsksTwice(Doh { url: self.resolver.clone(), patience: PATIENCE })
    }

    /// A resolver with a fault, as `tests/browser/faults.mjs` has them.
    fn with(&self, fault: &str) -> AsksTwice<Doh> {
        AsksTwice(Doh { url: format!("{}/{fault}/dns-query", self.faults), patience: PATIENCE })
    }
}

/// DNS over HTTPS without the last letter: HTTP/1.1 on loopback, one connection for each question.
struct Doh {
    url: String,
    patience: Duration,
}

impl Doh {
    fn get(&self, question: &Question) -> Result<Vec<u8>, Trouble> {
        let rest = self.url.strip_prefix("http://").expect("an address on loopback");
        let (host, path) = rest.split_once('/').expect("a path");
        let unreachable = |_| Trouble::BlockedOrUnreachable;
        let mut stream = TcpStream::connect(host).map_err(unreachable)?;
        stream.set_read_timeout(Some(self.patience)).map_err(unreachable)?;
        let request = format!(
            "GET /{path}?dns={} HTTP/1.1\r\nHost: {host}\r\nAccept: application/dns-message\r\nConnection: close\r\n\r\n",
            wire::encode_base64(question)
        );
        stream.write_all(request.as_bytes()).map_err(unreachable)?;
        let mut reply = Vec::new();
        let mut part = [0; 4096];
        loop {
            match stream.read(&mut part) {
                Ok(0) => break,
                Ok(length) => reply.extend(&part[..length]),
                Err(error)
                    if matches!(
                        error.kind(),
                        std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                    ) =>
                {
                    return Err(Trouble::Timeout);
                }
                Err(_) => return Err(Trouble::BlockedOrUnreachable),
            }
            if let Some(body) = whole(&reply)? {
                return Ok(body);
            }
        }
        Err(Trouble::BlockedOrUnreachable)
    }
}

/// The body of a reply, once all of it is there.
fn whole(reply: &[u8]) -> Result<Option<Vec<u8>>, Trouble> {
    let Some(end) = reply.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = String::from_utf8_lossy(&reply[..end]).to_ascii_lowercase();
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let status: u16 = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or(Trouble::BadAnswer)?;
    if status != 200 {
        return Err(Trouble::HttpError(status));
    }
    if field("content-type:") != Some("application/dns-message") {
        return Err(Trouble::BadAnswer);
    }
    let length: usize =
        field("content-length:").and_then(|length| length.parse().ok()).ok_or(Trouble::BadAnswer)?;
    let body = &reply[end + 4..];
    Ok((body.len() >= length).then(|| body[..length].to_vec()))
}

impl DnsClient for Doh {
    async fn ask(&self, question: Question) -> Lookup {
        let answer = match self.get(&question) {
            Ok(bytes) => wire::decode(&bytes, &question),
            Err(trouble) => Answer::unknown(trouble),
        };
        Lookup::new(question, answer, self.url.as_str())
    }
}

struct Now;

impl Clock for Now {
    fn now(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }
}

fn ask(client: &impl DnsClient, name: &str, rtype: &str) -> Answer {
    let question = Question::new(name.parse().expect("a name"), rtype.parse().expect("a type"));
    client.ask(question).now_or_never().expect("it waits by itself").answer
}

/// An answer in one line: what is there, by way of which names, and what the resolver adds.
fn line(answer: &Answer) -> String {
    let mut out = match &answer.outcome {
        Outcome::Found(records) => {
            let mut all: Vec<String> = records.iter().map(|record| record.data.to_string()).collect();
            // The records of one name have no order.
            all.sort();
            all.join(" | ")
        }
        Outcome::Absent { what: Absence::NoSuchName, ttl } => format!("no such name {}", ttl.is_some()),
        Outcome::Absent { what: Absence::NoSuchType, ttl } => format!("no such type {}", ttl.is_some()),
        Outcome::Unknown(trouble) => trouble.id().to_owned(),
    };
    for alias in &answer.aliases {
        out += &format!(" via {alias}");
    }
    if answer.authenticated {
        out += " AD";
    }
    if let Some(error) = &answer.extended_error {
        out += &format!(" EDE {}", error.code);
    }
    out
}

/// The domains that `tests/dns/README.md` tells of.
fn domains() -> Vec<String> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dns/README.md"))
        .expect("the list of domains");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    rows.map(str::to_owned).collect()
}

/// Questions with answers. `true` after an absence: the answer says for how long it may be kept.
const LOOKUPS: [(&str, &str, &str); 62] = [
    ("right.example", "MX", "10 mail.right.example"),
    ("MAIL.Right.Example", "AAAA", "2001:db8::25"),
    ("www.right.example", "A", "192.0.2.80 via right.example"),
    ("www.right.example", "CNAME", "right.example"),
    ("www.right.example", "NS", "no such type true via right.example"),
    ("right.example", "TLSA", "no such type true"),
    ("empty.right.example", "A", "no such type true"),
    ("nothing.right.example", "A", "no such name true"),
    ("company.test", "MX", "no such name true"),
    ("alias.example", "MX", "10 mail.right.example via right.example"),
    ("alias-nowhere.example", "TXT", "no such name true via gone.example"),
    ("parked.example", "MX", "0 ."),
    ("any._domainkey.parked.example", "TXT", "\"v=DKIM1; p=\""),
    ("forged.example", "TXT", "no such type true"),
    ("_dmarc.forged.example", "TXT", "no such name true"),
    ("silent.example", "MX", "no such type true"),
    ("silent.example", "A", "no such type true"),
    ("monitored.example", "TXT", "\"v=spf1 mx ~all\""),
    ("xn--bcher-kva.example", "MX", "10 mail.xn--bcher-kva.example"),
    (
        "two-spf.example",
        "TXT",
        "\"v=spf1 include:_spf.vendor.example ~all\" | \"v=spf1 ip4:192.0.2.0/24 -all\"",
    ),
    ("spf-elsewhere.example", "TXT", "no such type true"),
    ("type99.example", "TXT", "no such type true"),
    ("type99.example", "SPF", "\\# 15 0e763d73706631206d78202d616c6c"),
    ("unaligned.example", "MX", "10 inbound.vendor.example"),
    (
        "strings.example",
        "TXT",
        "\"v=spf1 ip4:192.0.2.1 \" \"ip4:192.0.2.2 ip4:192.0.2.3\" \"ip4:192.0.2.4 \" \"-all\"",
    ),
    ("bytes.example", "TXT", "\"Schl\\252ssel f\\252r bytes.example\" | \"v=spf1 ip4:192.0.2.0/24 -all\""),
    ("anything.wildcard.example", "TXT", "\"v=spf1 -all\""),
    ("_dmarc.wildcard.example", "TXT", "\"v=spf1 -all\""),
    ("anything.wildcard.example", "MX", "no such type true"),
    ("s2._domainkey.cname-key.example", "TXT", "no such name true via s2.cname-key.gone.example"),
    ("s1._domainkey.text-key.example", "TXT", "\"key.vendor.example\""),
    ("_dmarc.dmarc-apex.example", "TXT", "no such name true"),
    ("_dmarc.dmarc-doubled.example.dmarc-doubled.example", "TXT", "\"v=DMARC1; p=reject\""),
    ("_dmrac.dmarc-typo.example", "TXT", "\"v=DMARC1; p=reject\""),
    ("_dmarc.dmarc-two.example", "TXT", "\"v=DMARC1; p=none\" | \"v=DMARC1; p=reject\""),
    ("rua-yes.example._report._dmarc.reports.example", "TXT", "\"v=DMARC1\""),
    ("rua-no.example._report._dmarc.reports.example", "TXT", "no such name true"),
    ("rua-any.example._report._dmarc.anyone.example", "TXT", "\"v=DMARC1\""),
    ("_dmarc.g.h.i.j.mail.org.example", "TXT", "\"v=DMARC1; p=quarantine\""),
    ("_dmarc.a.mid.walk.example", "TXT", "no such name true"),
    ("_dmarc.psd.example", "TXT", "\"v=DMARC1; p=reject; psd=y\""),
    ("mail.mx-alias.example", "A", "203.0.113.25 via inbound.vendor.example"),
    ("local.mx-private.example", "AAAA", "fd00::25"),
    ("mx-nowhere.example", "MX", "10 gone.mx-nowhere.example | 20 empty.mx-nowhere.example"),
    ("mx-ip.example", "MX", "10 192.0.2.25"),
    ("192.0.2.25", "A", "no such name true"),
    ("mx-doubled.example", "MX", "10 mail.mx-doubled.example.mx-doubled.example"),
    ("mx-null-and-more.example", "MX", "0 . | 10 mail.mx-null-and-more.example"),
    ("mx-v6.example", "MX", "10 mail.mx-v6.example"),
    ("mx-mixed.example", "MX", "1 aspmx.l.google.com | 10 mx-mixed-example.mail.protection.outlook.com"),
    ("44.2.0.192.in-addr.arpa", "PTR", "host.ptr.example"),
    ("hosted.example", "NS", "ada.ns.cloudflare.com | bob.ns.cloudflare.com"),
    ("_mta-sts.sts.example", "TXT", "\"v=STSv1; id=20260401T120000\""),
    ("mta-sts.sts.example", "A", "203.0.113.81 via web.vendor.example"),
    (
        "_25._tcp.mail.signed.example",
        "TLSA",
        "3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1 AD",
    ),
    ("_25._tcp.mail.tlsa-apex.example", "TLSA", "no such name true"),
    ("signed.example", "TXT", "\"v=spf1 mx -all\" AD"),
    ("none.signed.example", "TXT", "no such name true AD"),
    ("broken.example", "TXT", "dnssec-broken"),
    ("expired.example", "MX", "dnssec-broken"),
    ("lame.example", "TXT", "server-failure"),
    ("refused.example", "TXT", "refused EDE 18"),
];

#[test]
fn lookups() {
    let Some(servers) = &*SERVERS else { return };
    let client = servers.client();
    for (name, rtype, expected) in LOOKUPS {
        assert_eq!(line(&ask(&client, name, rtype)), expected, "{name} {rtype}");
    }
    // Where the signatures do not hold, only that question is a finding: the rest of the zone has sound ones.
    assert_eq!(line(&ask(&client, "mail.broken.example", "A")), "192.0.2.25 AD");
    assert_eq!(line(&ask(&client, "_dmarc.broken.example", "TXT")), "dnssec-broken");

    for (name, strings) in [
        ("selector1._domainkey.right.example", 3),
        ("default._domainkey.long-key.example", 13),
        ("s1._domainkey.cname-key.example", 3),
        ("long.example", 41),
    ] {
        let answer = ask(&client, name, "TXT");
        let Outcome::Found(records) = &answer.outcome else { panic!("{name}: {answer:?}") };
        let Data::Txt(parts) = &records[0].data else { panic!("{name}: {records:?}") };
        assert_eq!((records.len(), parts.len()), (1, strings), "{name}");
    }
    // Far more than fits in a packet: dnsdist asks again by TCP.
    let big = ask(&client, "big.example", "TXT");
    assert!(matches!(&big.outcome, Outcome::Found(records) if records.len() == 16), "{big:?}");
    let hosts = ask(&client, "mx-eleven.example", "MX");
    assert!(matches!(&hosts.outcome, Outcome::Found(records) if records.len() == 11), "{hosts:?}");

    // Each domain is there under the name that the list has for it, or is in the trouble that it stands for.
    let domains = domains();
    assert!(domains.len() >= 30, "{} domains", domains.len());
    for domain in &domains {
        let answer = ask(&client, domain, "TXT");
        let trouble = ["broken", "expired", "lame", "refused"].iter().any(|name| domain.starts_with(name));
        assert_eq!(matches!(answer.outcome, Outcome::Unknown(_)), trouble, "{domain}: {answer:?}");
        assert!(!answer.no_such_name() || domain == "alias-nowhere.example", "{domain} is not there");
    }
}

/// Senders, with the result, the lookups and the void lookups.
const SENDERS: [(&str, &str, &str, u32, u32); 32] = [
    ("right.example", "192.0.2.25", "pass", 1, 0),
    ("right.example", "2001:db8::25", "pass", 1, 0),
    ("right.example", "203.0.113.5", "pass", 2, 0),
    ("right.example", "192.0.2.99", "fail", 2, 0),
    ("parked.example", "192.0.2.25", "fail", 0, 0),
    ("forged.example", "192.0.2.25", "none", 0, 0),
    ("ten.example", "203.0.113.9", "pass", 10, 0),
    ("ten.example", "192.0.2.99", "softfail", 10, 0),
    ("eleven.example", "203.0.113.8", "pass", 10, 0),
    ("eleven.example", "192.0.2.99", "permerror", 11, 0),
    ("void-two.example", "192.0.2.25", "pass", 2, 2),
    ("void-three.example", "192.0.2.25", "permerror", 3, 3),
    ("loop.example", "192.0.2.25", "permerror", 11, 0),
    ("self.example", "192.0.2.25", "permerror", 11, 0),
    ("mx-eleven.example", "192.0.2.25", "permerror", 1, 0),
    ("redirect.example", "192.0.2.25", "pass", 1, 0),
    ("redirect-nowhere.example", "192.0.2.25", "permerror", 1, 1),
    ("include-nowhere.example", "192.0.2.25", "permerror", 1, 1),
    ("include-none.example", "192.0.2.25", "permerror", 1, 0),
    ("include-two.example", "192.0.2.25", "permerror", 1, 0),
    ("include-lame.example", "192.0.2.25", "temperror", 1, 0),
    ("macro.example", "192.0.2.7", "pass", 1, 0),
    ("macro.example", "198.51.100.7", "pass", 2, 1),
    ("ptr.example", "192.0.2.44", "pass", 1, 0),
    ("ptr.example", "192.0.2.45", "fail", 1, 0),
    ("two-spf.example", "192.0.2.25", "permerror", 0, 0),
    ("bytes.example", "192.0.2.25", "pass", 0, 0),
    ("inside.bytes.example", "192.0.2.25", "permerror", 0, 0),
    ("long.example", "192.0.2.25", "pass", 0, 0),
    ("signed.example", "192.0.2.25", "pass", 1, 0),
    ("broken.example", "192.0.2.25", "temperror", 0, 0),
    ("mx-lame.example", "192.0.2.25", "temperror", 1, 0),
];

fn sender(domain: &str, ip: &str) -> Sender {
    let ip = ip.parse().expect("an address");
    Sender { ip, mail_from: format!("news@{domain}"), helo: "helo.example".into(), domain: None }
}

#[test]
fn spf() {
    let Some(servers) = &*SERVERS else { return };
    let client = servers.client();
    let receiver = Receiver { name: "mx.example", clock: &Now };
    let mut wrong = Vec::new();
    for (domain, ip, result, lookups, void) in SENDERS {
        let run =
            check_host(&client, &sender(domain, ip), receiver).now_or_never().expect("it waits by itself");
        let told: Vec<&str> = run.steps.iter().map(|step| step.says.as_str()).collect();
        let seen = (run.result.id(), run.used.lookups, run.used.void_lookups);
        if seen != (result, lookups, void) {
            wrong.push(format!("{domain} from {ip}: {seen:?} {told:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let refused = Sender { mail_from: "x@macro.example".into(), ..sender("macro.example", "192.0.2.8") };
    let run = check_host(&client, &refused, receiver).now_or_never().expect("it waits by itself");
    assert_eq!(run.result.id(), "permerror", "nobody has a record at x._user");
    let refused = sender("macro.example", "192.0.2.8");
    let run = check_host(&client, &refused, receiver).now_or_never().expect("it waits by itself");
    assert_eq!(run.explanation.as_deref(), Some("192.0.2.8 may not send for macro.example"));
}

#[test]
fn a_resolver_in_trouble_is_no_absence() {
    let Some(servers) = &*SERVERS else { return };
    // What is there, what has no such type, and what has no such name: none of them may look absent.
    let questions = [("right.example", "TXT"), ("forged.example", "TXT"), ("_dmarc.forged.example", "TXT")];
    for (fault, trouble) in [
        ("servfail", Trouble::ServerFailure),
        ("refused", Trouble::Refused),
        ("reset", Trouble::BlockedOrUnreachable),
        ("type", Trouble::BadAnswer),
        ("http:429", Trouble::HttpError(429)),
        ("http:500", Trouble::HttpError(500)),
        ("garbage", Trouble::BadAnswer),
        ("cut", Trouble::BadAnswer),
        ("other", Trouble::BadAnswer),
        ("dies:0", Trouble::BlockedOrUnreachable),
    ] {
        let client = servers.with(fault);
        for (name, rtype) in questions {
            let answer = ask(&client, name, rtype);
            assert_eq!(answer.outcome, Outcome::Unknown(trouble), "{fault}: {name}");
        }
    }
    let closed = Doh { url: servers.closed.clone(), patience: PATIENCE };
    let silent = Doh { patience: Duration::from_millis(50), ..servers.with("drop").0 };
    for (name, rtype) in questions {
        let outcome = |client: &Doh| ask(client, name, rtype).outcome;
        assert_eq!(outcome(&closed), Outcome::Unknown(Trouble::BlockedOrUnreachable), "{name}");
        assert_eq!(outcome(&silent), Outcome::Unknown(Trouble::Timeout), "{name}");
    }
    // Late is an answer all the same, and a fault at one name leaves the others alone.
    let late = ask(&servers.with("late:30"), "parked.example", "MX");
    assert_eq!(line(&late), "0 .");
    let one = servers.with("servfail@_dmarc.right.example");
    assert_eq!(line(&ask(&one, "_DMARC.right.example", "TXT")), "server-failure");
    assert_eq!(line(&ask(&one, "right.example", "MX")), "10 mail.right.example");
    let dies = servers.with("dies:2");
    let seen: Vec<String> = (0..4).map(|_| line(&ask(&dies, "parked.example", "MX"))).collect();
    assert_eq!(seen, ["0 .", "0 .", "blocked-or-unreachable", "blocked-or-unreachable"]);
}

// A receiver that can't ask never takes that for an absence: neither `none` nor `fail`.
#[test]
fn spf_by_a_resolver_in_trouble_is_a_temperror() {
    let Some(servers) = &*SERVERS else { return };
    let receiver = Receiver { name: "mx.example", clock: &Now };
    for fault in ["servfail", "refused", "reset", "type", "http:500", "garbage", "cut", "other"] {
        for name in ["right.example", "_spf.vendor.example"] {
            let client = servers.with(&format!("{fault}@{name}"));
            let sender = sender("right.example", "192.0.2.99");
            let run = check_host(&client, &sender, receiver).now_or_never().expect("it waits by itself");
            assert_eq!(run.result.id(), "temperror", "{fault} at {name}");
        }
    }
}
