//! An SPF record from the services and servers that send, and one record in the place of several (RFC 7208).

use super::Entry;
use super::edit::{sign, with_terms, without_term};
use crate::providers::{PROVIDERS, Provider, bounces_elsewhere};
use crate::record::Spf;
use crate::record::spf::{Merged, Qualifier, Term, TermKind, merged, parse_term};
use crate::text::prose::code;
use crate::text::{Edit, Span, apply_edits, list};

/// How many networks and hosts are read.
const TYPED: usize = 100;

/// How many names a sentence lists.
const NAMED: usize = 4;

/// What is said where nobody was chosen.
pub const CHOOSE: &str = "Choose who sends for you. As it is, this record lets nobody send.";

/// Who sends in the name of a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Senders {
    /// Services, in the order chosen.
    pub services: Vec<&'static Provider>,
    /// The servers that take the domain's mail send it too.
    pub mail_servers: bool,
    /// The server of the domain's website sends.
    pub website: bool,
    /// Networks, addresses and hosts as typed, parted by blanks, commas or lines.
    pub more: String,
    /// What happens to mail from anywhere else.
    pub ending: Qualifier,
}

impl Default for Senders {
    fn default() -> Self {
        Self {
            services: Vec::new(),
            mail_servers: false,
            website: false,
            more: String::new(),
            ending: Qualifier::SoftFail,
        }
    }
}

impl Senders {
    /// Whom a record names, as far as that can be told by the choices here.
    pub fn of(text: &str) -> Self {
        let spf = Spf::parse(text);
        let mut out = Self::default();
        if let Some((_, all)) = spf.all() {
            out.ending = all.effect();
        }
        let mut more: Vec<&str> = Vec::new();
        for term in spf.reachable().filter(|term| term.problem.is_none()) {
            let words = term.span.text(text);
            match term.kind {
                _ if term.effect() != Qualifier::Pass => {}
                TermKind::A(None) if words.eq_ignore_ascii_case("a") => out.website = true,
                TermKind::Mx(None) if words.eq_ignore_ascii_case("mx") => out.mail_servers = true,
                TermKind::Ip4(_) | TermKind::Ip6(_) | TermKind::A(_) => more.push(words),
                TermKind::Include(_) => {
                    if let Some(service) = by_term(words)
                        && !out.services.contains(&service)
                    {
                        out.services.push(service);
                    }
                }
                _ => {}
            }
        }
        out.more = more.join("\n");
        out
    }

    /// The record: `base` with what differs from it added and taken out, and all else as it is there.
    pub fn write(&self, base: &str) -> String {
        let spf = Spf::parse(base);
        if !spf.recognised {
            return self.write("v=spf1 ~all");
        }
        let before = Self::of(base);
        let (was, is) = (before.terms(), self.terms());
        let lacks = |list: &[String], word: &str| !list.iter().any(|known| known.eq_ignore_ascii_case(word));
        let mut edits: Vec<Edit> = Vec::new();
        for term in &spf.terms {
            let words = term.span.text(base);
            if term.problem.is_none() && !lacks(&was, words) && lacks(&is, words) {
                edits.push(without_term(base, term));
            }
        }
        if let Some((_, all)) = spf.all()
            && before.ending != self.ending
        {
            edits.push(sign(all, self.ending));
        }
        let mut text = apply_edits(base, &edits);
        let there = Spf::parse(&text);
        let stands =
            |word: &str| there.terms.iter().any(|term| term.span.text(&text).eq_ignore_ascii_case(word));
        let new: Vec<&str> =
            is.iter().map(String::as_str).filter(|word| lacks(&was, word) && !stands(word)).collect();
        if !new.is_empty() {
            text = apply_edits(&text, &[with_terms(&text, &there, &new.join(" "))]);
        }
        text
    }

    /// The record as an entry.
    pub fn entry(&self, base: &str) -> Entry {
        Entry::txt("@", self.write(base))
    }

    /// What to do first, where the record lets nobody send: to publish it would do harm.
    pub fn wanting(record: &str) -> Option<&'static str> {
        let spf = Spf::parse(record);
        let names_nobody = |term: &Term| match term.kind {
            TermKind::All => term.effect() != Qualifier::Pass,
            TermKind::Exp(_) => true,
            _ => false,
        };
        spf.reachable().all(names_nobody).then_some(CHOOSE)
    }

    /// The terms that stand for the choices, each once.
    fn terms(&self) -> Vec<String> {
        let own = [(self.mail_servers, "mx"), (self.website, "a")];
        let own = own.into_iter().filter(|(chosen, _)| *chosen).map(|(_, term)| term.to_owned());
        let services = self.services.iter().filter_map(|service| term_of(service));
        let mut out: Vec<String> = Vec::new();
        for term in own.chain(services).chain(networks(&self.more).0) {
            if !out.iter().any(|known| known.eq_ignore_ascii_case(&term)) {
                out.push(term);
            }
        }
        out
    }

    /// What is typed as a network or host and is none, in a sentence.
    pub fn problem(&self) -> Option<String> {
        let bad: Vec<String> = networks(&self.more).1.iter().take(NAMED).map(|text| code(text)).collect();
        match bad.len() {
            0 => None,
            1 => Some(
                [&bad[0], " is no address, network or host, so it is left out. A network looks like `192.0.2.0/24`."]
                    .concat(),
            ),
            _ => Some([&list(&bad), " are no addresses, networks or hosts, so they are left out."].concat()),
        }
    }

    /// What only the reader's account with a service can tell, in a sentence or two.
    pub fn blank(&self) -> Option<String> {
        let terms = self.services.iter().filter_map(|service| Some((service.name, term_of(service)?)));
        let of_their_own: Vec<String> = terms
            .filter_map(|(name, term)| Some([name, " (", &code(blank(&term)?), ")"].concat()))
            .take(NAMED)
            .collect();
        let start =
            "What stands between `<` and `>` is each customer's own: put in what your account says at ";
        (!of_their_own.is_empty()).then(|| [start, &list(&of_their_own), "."].concat())
    }

    /// What is worth knowing of these choices, in whole sentences.
    pub fn notes(&self) -> Vec<String> {
        let mut out = Vec::new();
        let elsewhere: Vec<&str> = self
            .services
            .iter()
            .filter(|service| bounces_elsewhere(service))
            .map(|service| service.name)
            .collect();
        if !elsewhere.is_empty() {
            let verb = if elsewhere.len() == 1 { " seldom puts" } else { " seldom put" };
            let rest = " your domain into the return address, where SPF is checked. Turn DKIM on there: that is what counts.";
            out.push([&list(&elsewhere), verb, rest].concat());
        }
        out
    }
}

/// The services that have something to put into an SPF record.
pub fn services() -> impl Iterator<Item = &'static Provider> {
    PROVIDERS.iter().filter(|provider| !provider.spf.is_empty())
}

/// The term for a service; none where it has none.
pub fn term_of(service: &Provider) -> Option<String> {
    let usual = service.spf.first()?;
    Some(if usual.starts_with("a:") { (*usual).to_owned() } else { ["include:", usual].concat() })
}

/// The service that has this term.
fn by_term(words: &str) -> Option<&'static Provider> {
    services().find(|service| term_of(service).is_some_and(|term| term.eq_ignore_ascii_case(words)))
}

/// The part of a service's term that each customer has of their own.
pub fn blank(term: &str) -> Option<&str> {
    let start = term.find('<')?;
    let end = term[start..].find('>')? + start;
    Some(&term[start..=end])
}

/// The terms for what was typed as networks, addresses and hosts, and what is none.
pub fn networks(typed: &str) -> (Vec<String>, Vec<String>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    let words = typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    for word in words.filter(|word| !word.is_empty()).take(TYPED) {
        match network(word) {
            Some(term) => good.push(term),
            None => bad.push(word.to_owned()),
        }
    }
    (good, bad)
}

fn network(word: &str) -> Option<String> {
    let address = word.split_once('/').map_or(word, |(address, _)| address);
    let term = match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(_)) => ["ip4:", word].concat(),
        Ok(std::net::IpAddr::V6(_)) => ["ip6:", word].concat(),
        Err(_) if word.contains(':') => word.to_owned(),
        Err(_) if word.contains('.') => ["a:", word].concat(),
        Err(_) => return None,
    };
    let read: Term = parse_term(&term, Span::new(0, term.len()));
    let is_sender = matches!(read.kind, TermKind::Ip4(_) | TermKind::Ip6(_) | TermKind::A(Some(_)));
    (is_sender && read.qualifier.is_none() && read.problem.is_none() && term.is_ascii()).then_some(term)
}

/// One record in the place of several, and what is to be said of it. None where there is nothing to put together.
pub fn one_of(records: &[String]) -> Option<(Entry, Vec<String>)> {
    if records.is_empty() {
        return None;
    }
    let mut notes = Vec::new();
    let readable: Vec<String> = records.iter().map(|text| readable(text, &mut notes)).collect();
    let merged = joined(&readable);
    if merged.endings.len() > 1 {
        let endings: Vec<String> = merged.endings.iter().take(NAMED).map(|ending| code(ending)).collect();
        notes.push(
            [
                "They end in ",
                &list(&endings),
                ". This one ends in ",
                &code(&merged.ending),
                ", the strictest of them.",
            ]
            .concat(),
        );
    } else if merged.endings.first().is_some_and(|ending| *ending != merged.ending) {
        notes.push(
            [
                "An ending of ",
                &code(&merged.endings[0]),
                " protects nothing, so this one ends in ",
                &code(&merged.ending),
                ".",
            ]
            .concat(),
        );
    }
    if records.len() > 1 {
        notes.push("Take all the old SPF records away when you publish this one.".to_owned());
    }
    Some((Entry::txt("@", merged.value()), notes))
}

/// The parts of several records in one.
pub fn joined(records: &[String]) -> Merged {
    let read: Vec<Spf> = records.iter().map(|text| Spf::parse(text)).collect();
    merged(records.iter().map(String::as_str).zip(&read))
}

/// The record without what receivers can't read; said where anything is left out.
pub fn readable(record: &str, notes: &mut Vec<String>) -> String {
    let spf = Spf::parse(record);
    let out: Vec<String> = spf
        .terms
        .iter()
        .map(|term| (term.problem.is_some(), term.span.text(record)))
        .filter(|(bad, text)| *bad || !text.is_ascii())
        .map(|(_, text)| code(text))
        .take(NAMED)
        .collect();
    if out.is_empty() && spf.odd_gaps.is_empty() {
        return record.to_owned();
    }
    if !out.is_empty() {
        notes.push(
            ["The record to publish leaves out ", &list(&out), ", which receivers can't read."].concat(),
        );
    }
    let good = spf.terms.iter().filter(|term| term.problem.is_none()).map(|term| term.span.text(record));
    let words: Vec<&str> = std::iter::once("v=spf1").chain(good.filter(|text| text.is_ascii())).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::explained;
    use crate::rules::Severity;

    fn service(name: &str) -> &'static Provider {
        services().find(|service| service.name == name).unwrap()
    }

    #[test]
    fn choices_become_a_record() {
        let senders = Senders {
            services: vec![service("Google Workspace"), service("Amazon SES"), service("Resend")],
            mail_servers: true,
            website: true,
            more: "192.0.2.0/24, 2001:db8::1 mail.example.com ip4:192.0.2.9".into(),
            ending: Qualifier::Fail,
        };
        let text = "v=spf1 mx a include:_spf.google.com include:amazonses.com ip4:192.0.2.0/24 ip6:2001:db8::1 a:mail.example.com \
                    ip4:192.0.2.9 -all";
        assert_eq!(senders.write(""), text);
        assert_eq!(Senders::of(text).write(text), text);
        assert_eq!(Senders::default().write("hello"), "v=spf1 ~all");
    }

    #[test]
    fn what_is_there_stays_byte_for_byte() {
        let base = "v=spf1  MX include:_spf.google.com  exists:%{i}.x.example ~include:y.example ip4:192.0.2.1 ?all exp=e.example";
        let mut senders = Senders::of(base);
        assert_eq!(senders.write(base), base);
        senders.services.push(service("Microsoft 365"));
        senders.mail_servers = false;
        senders.ending = Qualifier::SoftFail;
        assert_eq!(
            senders.write(base),
            "v=spf1 include:_spf.google.com  exists:%{i}.x.example ~include:y.example ip4:192.0.2.1 \
             include:spf.protection.outlook.com ~all exp=e.example"
        );
        assert_eq!(
            Senders { mail_servers: true, ..Senders::of("v=spf1 redirect=x.example") }
                .write("v=spf1 redirect=x.example"),
            "v=spf1 mx redirect=x.example"
        );
    }

    #[test]
    fn a_record_for_nobody_is_not_ready() {
        for (record, is_ready) in [
            ("v=spf1 ~all", false),
            ("v=spf1 ?all exp=e.example", false),
            ("v=spf1 -all mx", false),
            ("v=spf1", false),
            ("v=spf1 +all", true),
            ("v=spf1 mx -all", true),
            ("v=spf1 redirect=x.example", true),
            ("v=spf1 exists:%{i}.x.example -all", true),
        ] {
            assert_eq!(Senders::wanting(record).is_none(), is_ready, "{record}");
        }
    }

    #[test]
    fn every_service_makes_a_record_that_receivers_can_read() {
        for one in services() {
            let entry = Senders { services: vec![one], ..Senders::default() }.entry("");
            if blank(&entry.value).is_some() {
                continue;
            }
            let report = explained(&[entry], None);
            let errors =
                report.records[0].findings.iter().filter(|finding| finding.severity == Severity::Error);
            assert_eq!(errors.count(), 0, "{}", report.records[0].value);
            assert_eq!(Senders::of(&report.records[0].value).services.len(), 1, "{}", one.name);
        }
        assert!(services().count() > 60);
    }

    #[test]
    fn what_is_no_network_is_said_and_left_out() {
        let (good, bad) =
            networks("10 -all 192.0.2.1/33 ip4:192.0.2 include:x.example ?a:x.example 192.0.2.1 é.example");
        assert_eq!(good, ["ip4:192.0.2.1"]);
        assert_eq!(bad.len(), 7);
        let senders = Senders { more: "x".into(), ..Senders::default() };
        assert!(senders.problem().unwrap().starts_with("`x` is no address"));
    }

    #[test]
    fn notes_name_what_each_customer_has_of_their_own() {
        let senders =
            Senders { services: vec![service("HubSpot"), service("Mailchimp")], ..Senders::default() };
        assert!(senders.blank().unwrap().ends_with("at HubSpot (`<portal-id>`)."));
        let notes = senders.notes();
        assert!(notes[0].starts_with("HubSpot and Mailchimp seldom put your"), "{notes:?}");
    }

    #[test]
    fn several_records_become_one() {
        let of = |texts: &[&str]| one_of(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        let (entry, notes) = of(&["v=spf1 mx ipv4:192.0.2.1 ~all", "v=spf1 a -all"]).unwrap();
        assert_eq!(entry.value, "v=spf1 mx a -all");
        assert!(notes[0].contains("`ipv4:192.0.2.1`") && notes[1].contains("`~all` and `-all`"), "{notes:?}");
        assert!(of(&["v=spf1 +all"]).unwrap().1[0].contains("protects nothing"));
        assert_eq!(of(&[]), None);
    }
}
