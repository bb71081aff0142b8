//! What the answers at the top rest on, drawn together from what DNS said and from what the rules found.

use std::net::IpAddr;

use crate::dns::{Data, Lookup, Outcome};
use crate::facts::Domain;
use crate::facts::mail::{Host, is_public};
use crate::facts::policy;
use crate::providers;
use crate::record::dkim::Key;
use crate::record::dmarc::Policy;
use crate::record::spf::Qualifier;
use crate::record::{Kind, Reading, Record};
use crate::report::{RecordReport, Report};
use crate::rules::Severity;

/// A domain with its findings.
pub struct Known<'a> {
    domain: &'a Domain,
    report: &'a Report,
    /// Its SPF record lets everyone send.
    pub allows_everyone: bool,
}

/// The DMARC policy for mail from the domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// As the record has it.
    pub written: Policy,
    /// `t=y`
    pub testing: bool,
}

/// Where mail for the domain goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mailbox {
    /// Nobody knows, or nobody knows yet.
    Unknown,
    /// The name does not exist.
    NoSuchDomain,
    /// The null MX.
    Refused,
    /// There is no MX record, and no address either.
    Nowhere,
    /// There is no MX record, so mail goes to the domain's own address.
    WebServer,
    /// To servers: so many that have an address, that have none, and of which nobody knows.
    Servers { good: usize, bad: usize, unknown: usize, goes_to: Option<&'static str> },
}

/// How one way to prove where mail comes from stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    /// Nobody knows, or nobody knows yet.
    Unknown,
    /// It is not there.
    Absent,
    /// It is there, and receivers can't use it.
    Broken,
    /// It is there, and works.
    Right,
}

impl<'a> Known<'a> {
    /// What is known about a domain.
    pub fn new(domain: &'a Domain, report: &'a Report) -> Self {
        let at_domain = |record: &&RecordReport| record.name.as_deref() == Some(domain.name.as_str());
        let allows_everyone =
            report.records.iter().filter(at_domain).flat_map(|record| &record.findings).any(|finding| {
                finding.rule.id == "spf-allows-everyone" && finding.severity == Severity::Error
            });
        Self { domain, report, allows_everyone }
    }

    /// The domain's name.
    pub fn name(&self) -> &'a str {
        self.domain.name.as_str()
    }

    /// Everything was asked.
    pub fn is_complete(&self) -> bool {
        self.domain.is_complete
    }

    fn records(&self, kind: Kind) -> impl Iterator<Item = &'a RecordReport> {
        self.report.records.iter().filter(move |record| record.kind == kind)
    }

    /// The policy that applies: the inner one is none where there is certainly no policy.
    pub fn policy(&self) -> Option<Option<Applied>> {
        match self.domain.applied() {
            policy::Known::Unknown => None,
            policy::Known::Nothing => Some(None),
            policy::Known::Is(applied) => match applied.asked {
                policy::Known::Unknown => None,
                policy::Known::Nothing => Some(None),
                policy::Known::Is(written) => {
                    Some(Some(Applied { written, testing: applied.record.dmarc.testing }))
                }
            },
        }
    }

    /// Answers are on their way that say which policy applies.
    pub fn policy_is_awaited(&self) -> bool {
        let Domain { policy, mail, senders, .. } = self.domain;
        // Whether the name exists may decide on the tag: each of these can say so.
        let at_name = [&mail.mx, &mail.a, &mail.aaaa, &senders.txt];
        let is_asked = policy.is_walked && at_name.into_iter().all(Option::is_some);
        !self.is_complete() && self.policy().is_none() && !is_asked
    }

    /// The texts at the domain's name are on their way, and with them the SPF record.
    pub fn texts_are_awaited(&self) -> bool {
        !self.is_complete() && self.domain.senders.txt.is_none()
    }

    /// Answers are on their way that say where mail goes, or whether a server there can be reached.
    pub fn mail_is_awaited(&self) -> bool {
        let mail = &self.domain.mail;
        let is_open = |lookups: [&Option<Lookup>; 2]| lookups.into_iter().any(Option::is_none);
        let is_awaited = match &mail.mx {
            None => true,
            Some(mx) => match mx.answer.outcome {
                Outcome::Unknown(_) => false,
                Outcome::Absent { .. } => {
                    self.mailbox() == Mailbox::Unknown && is_open([&mail.a, &mail.aaaa])
                }
                Outcome::Found(_) => mail
                    .hosts
                    .iter()
                    .any(|host| is_reachable(host).is_none() && is_open([&host.a, &host.aaaa])),
            },
        };
        !self.is_complete() && is_awaited
    }

    /// Names of DKIM keys are still being tried.
    pub fn keys_are_awaited(&self) -> bool {
        !self.is_complete() && !self.domain.keys.is_tried
    }

    /// Where mail for the domain goes.
    pub fn mailbox(&self) -> Mailbox {
        let mail = &self.domain.mail;
        let Some(mx) = &mail.mx else { return Mailbox::Unknown };
        match &mx.answer.outcome {
            Outcome::Unknown(_) => Mailbox::Unknown,
            Outcome::Absent { .. } if mx.answer.no_such_name() => Mailbox::NoSuchDomain,
            Outcome::Absent { .. } => match (has_records(&mail.a), has_records(&mail.aaaa)) {
                (Some(true), _) | (_, Some(true)) => Mailbox::WebServer,
                (Some(false), Some(false)) => Mailbox::Nowhere,
                _ => Mailbox::Unknown,
            },
            Outcome::Found(_) if mail.hosts.is_empty() => Mailbox::Refused,
            Outcome::Found(_) => {
                let of =
                    |wanted: Option<bool>| mail.hosts.iter().filter(|h| is_reachable(h) == wanted).count();
                let named = mail.hosts.first().and_then(|host| providers::by_mx_host(host.name.as_str()));
                Mailbox::Servers {
                    good: of(Some(true)),
                    bad: of(Some(false)),
                    unknown: of(None),
                    goes_to: named.map(|provider| provider.name),
                }
            }
        }
    }

    /// How SPF stands. Whether a record works is known only with all that it leads to.
    pub fn spf(&self) -> Sending {
        let Some(txt) = &self.domain.senders.txt else { return Sending::Unknown };
        if matches!(txt.answer.outcome, Outcome::Unknown(_)) {
            return Sending::Unknown;
        }
        let mut records = self
            .records(Kind::Spf)
            .filter(|record| {
                record.name.as_deref() == Some(self.name()) && record.reading != Reading::Ignored
            })
            .peekable();
        if records.peek().is_none() {
            return Sending::Absent;
        }
        let is_broken = records.any(|record| {
            record.reading == Reading::Broken
                || record.in_conflict
                || record.findings.iter().any(|finding| finding.severity == Severity::Error)
        });
        if is_broken {
            Sending::Broken
        } else if self.domain.senders.tree.is_none() && !self.is_complete() {
            Sending::Unknown
        } else {
            Sending::Right
        }
    }

    /// It has nothing to do with mail, as far as DNS tells.
    pub fn is_parked(&self) -> bool {
        let rules = ["mx-parked-open", "mx-parked-well"];
        self.report.findings.iter().any(|finding| rules.contains(&finding.rule.id))
    }

    /// All of the SPF record and of what it includes was read; true, too, where there is none.
    pub fn spf_is_whole(&self) -> bool {
        let is_text =
            |(question, _): &(crate::dns::Question, _)| question.rtype == crate::dns::RecordType::Txt;
        !self.domain.senders.tree.as_ref().is_some_and(|tree| tree.unknown.iter().any(is_text))
    }

    /// Answers are on their way that say how SPF stands.
    pub fn spf_is_awaited(&self) -> bool {
        let is_asked = self.domain.senders.txt.is_some() && self.domain.senders.tree.is_some();
        !self.is_complete() && !is_asked && self.spf() == Sending::Unknown
    }

    /// It is certain that there is no DKIM key at all.
    pub fn has_no_key(&self) -> bool {
        self.domain.keys.none_exists()
    }

    /// How DKIM stands, as far as keys can be found; one key that works is enough to sign with.
    pub fn dkim(&self) -> Sending {
        // Whatever stands at a name of a key may be a wildcard's.
        if self.keys_are_awaited() && self.domain.keys.wildcard.is_none() {
            return Sending::Unknown;
        }
        let mut any = false;
        let mut broken = false;
        for record in self.records(Kind::Dkim) {
            let Record::Dkim(dkim) = &record.record else { continue };
            if matches!(dkim.key, Key::Revoked) {
                continue;
            }
            any = true;
            broken |= record.findings.iter().any(|finding| finding.severity == Severity::Error);
        }
        match (any, broken) {
            (_, true) => Sending::Broken,
            (true, false) => Sending::Right,
            (false, false)
                if !self.keys_are_awaited() && self.domain.keys.could_not_ask().next().is_none() =>
            {
                Sending::Absent
            }
            (false, false) => Sending::Unknown,
        }
    }

    /// Its SPF record names nobody who may send, and says so.
    pub fn sends_nothing(&self) -> bool {
        let mut records =
            self.records(Kind::Spf).filter(|record| record.name.as_deref() == Some(self.name()));
        let (Some(record), None) = (records.next(), records.next()) else { return false };
        let Record::Spf(spf) = &record.record else { return false };
        spf.reading() == Reading::Used
            && spf.redirect().is_none()
            && spf.rest().effects() == [Some(Qualifier::Fail); 2]
            && spf.reachable().filter(|term| term.is_mechanism()).all(|term| term.effect() != Qualifier::Pass)
    }
}

/// The lookup found something; none where nobody knows.
fn has_records(lookup: &Option<Lookup>) -> Option<bool> {
    match lookup.as_ref()?.answer.outcome {
        Outcome::Found(_) => Some(true),
        Outcome::Absent { .. } => Some(false),
        Outcome::Unknown(_) => None,
    }
}

/// The server has an address that others can reach; none where nobody knows.
fn is_reachable(host: &Host) -> Option<bool> {
    let is_public = |data: &Data| match data {
        Data::A(ip) => is_public(IpAddr::V4(*ip)),
        Data::Aaaa(ip) => is_public(IpAddr::V6(*ip)),
        _ => false,
    };
    let public =
        |lookup: &Option<Lookup>| lookup.as_ref().is_some_and(|lookup| lookup.found().any(is_public));
    if public(&host.a) || public(&host.aaaa) {
        return Some(true);
    }
    match (has_records(&host.a), has_records(&host.aaaa)) {
        (Some(_), Some(_)) => Some(false),
        _ => None,
    }
}
