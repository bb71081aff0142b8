//! Whether a mechanism matches (RFC 7208, section 5).

use std::net::IpAddr;

use super::{Evaluator, Halt, Place, SpfResult, StepOutcome, Target, limits};
use crate::dns::{Data, DnsClient, Lookup, Name, Outcome, RecordType};
use crate::record::spf::{Prefix, Term, TermKind};
use crate::text::prose::code;
use crate::text::{count, list};

/// Whether it matches, and why as a sentence.
type Judged = Result<(bool, String), Halt>;

/// How many addresses or names a sentence lists.
const LISTED: usize = 4;

impl<C: DnsClient> Evaluator<'_, C> {
    /// Whether a term matches the sender.
    pub(super) async fn matches(&mut self, place: Place<'_>, term: &Term) -> Judged {
        let ip = self.identity.ip;
        let text = code(term.span.text(place.record));
        match &term.kind {
            // RFC 7208 §5.1: all always matches.
            TermKind::All => Ok((true, format!("{text} matches every server."))),
            TermKind::Ip4(network) => Ok(listed(&text, ip, network.map(IpAddr::V4), term.prefix4)),
            TermKind::Ip6(network) => Ok(listed(&text, ip, network.map(IpAddr::V6), term.prefix6)),
            TermKind::Include(_) => {
                let target = self.target(place, term.domain()).await?;
                self.include(place, term, target).await
            }
            TermKind::A(_) | TermKind::Mx(_) | TermKind::Ptr(_) | TermKind::Exists(_) => {
                let target = self.target(place, term.domain()).await?;
                let Some(name) = target.name else {
                    // RFC 7208 §4.8: what can't be a name in DNS can't match.
                    let says =
                        format!("{text} leads to {}, which can't be a name in DNS.", code(&target.text));
                    return Ok((false, says));
                };
                match term.kind {
                    TermKind::A(_) => self.address(term, &text, &name).await,
                    TermKind::Mx(_) => self.mail_servers(term, &text, &name).await,
                    TermKind::Ptr(_) => self.reverse(&text, &name).await,
                    _ => self.exists(&text, &name).await,
                }
            }
            TermKind::Redirect(_)
            | TermKind::Exp(_)
            | TermKind::UnknownModifier(_)
            | TermKind::Unrecognised => Ok((false, format!("{text} matches nothing."))),
        }
    }

    async fn include(&mut self, place: Place<'_>, term: &Term, target: Target) -> Judged {
        let shown = code(&target.text);
        // RFC 8616 §4: with a local part that is not ASCII, a term that names it never matches.
        if target.never {
            return Ok((false, format!("{shown} can't be a name in DNS, so this part does not match.")));
        }
        let circle = self.circle(&target.text);
        let says = format!("Does the record of {shown} let this server send?{circle}");
        self.step(place, Some(term.span), StepOutcome::Asks, says);
        let mut void = false;
        let result = match target.name {
            Some(_) => self.check(target.text, place.depth + 1, &mut void).await.result,
            None => SpfResult::None,
        };
        // RFC 7208 §5.2: the table of what an include makes of the other record's result.
        match result {
            SpfResult::Pass => Ok((true, format!("{shown} says pass, so this part matches."))),
            SpfResult::Fail | SpfResult::SoftFail | SpfResult::Neutral => {
                Ok((false, format!("{shown} says {result}, so this part does not match and has no effect.")))
            }
            SpfResult::TempError => Err(Halt::temporary(format!(
                "The record of {shown} could not be read now, so the whole check waits."
            ))),
            SpfResult::PermError => Err(Halt::permanent(format!(
                "The record of {shown} can't be used, so this whole record can't be used either."
            ))),
            SpfResult::None => Err(Halt::permanent(format!(
                "{shown} has no SPF record, so this whole record can't be used."
            ))),
        }
    }

    async fn address(&mut self, term: &Term, text: &str, name: &Name) -> Judged {
        let mut void = false;
        let addresses = self.addresses(name, &mut void).await?;
        Ok(self.compare(term, text, &addresses))
    }

    async fn mail_servers(&mut self, term: &Term, text: &str, name: &Name) -> Judged {
        let mut void = false;
        let lookup = self.must_ask(name.clone(), RecordType::Mx, &mut void).await?;
        let mut hosts: Vec<(u16, &Name)> = lookup
            .found()
            .filter_map(|data| match data {
                Data::Mx { preference, exchange } => Some((*preference, exchange)),
                _ => None,
            })
            .collect();
        // RFC 7208 §5.4: a domain without MX has no mail server here; its own address is not tried.
        if hosts.is_empty() {
            return Ok((false, format!("{text} does not match: {} has no MX records.", code(name.as_str()))));
        }
        // RFC 7208 §4.6.4: an mx may not lead to more than 10 names, or it is a permerror.
        if hosts.len() > limits::MX_HOSTS {
            return Err(Halt::permanent(format!(
                "{} has {} mail servers, and receivers stop at {}.",
                code(name.as_str()),
                hosts.len(),
                limits::MX_HOSTS
            )));
        }
        // DNS gives them in any order; so that a run can be repeated, they are asked in one.
        hosts.sort();
        let mut all = Vec::new();
        for (_, host) in hosts.into_iter().filter(|(_, host)| !host.is_root()) {
            let addresses = self.addresses(host, &mut void).await?;
            if addresses.iter().any(|address| self.is_in(*address, term)) {
                return Ok(self.compare(term, text, &addresses));
            }
            all.extend(addresses);
        }
        Ok(self.compare(term, text, &all))
    }

    async fn exists(&mut self, text: &str, name: &Name) -> Judged {
        let mut void = false;
        // RFC 7208 §5.7: an A record is asked for, whatever kind of address the server has.
        let lookup = self.must_ask(name.clone(), RecordType::A, &mut void).await?;
        Ok(if lookup.found().next().is_some() {
            (true, format!("{text} matches: {} exists.", code(name.as_str())))
        } else {
            (false, format!("{text} does not match: {} has no address.", code(name.as_str())))
        })
    }

    async fn reverse(&mut self, text: &str, target: &Name) -> Judged {
        let names = self.validated_names().await?;
        // RFC 7208 §5.5: a validated name that is the target, or lies below it, matches.
        Ok(match names.iter().find(|name| name.is_within(target)) {
            Some(name) => (true, format!("{text} matches: the server is called {}.", code(name.as_str()))),
            None if names.is_empty() => (
                false,
                format!("{text} does not match: the server's address has no name that leads back to it."),
            ),
            None => {
                let names: Vec<String> = names.iter().take(LISTED).map(|name| code(name.as_str())).collect();
                (false, format!("{text} does not match: the server is called {}.", list(&names)))
            }
        })
    }

    /// The name that `%{p}` stands for (RFC 7208, section 7.3).
    pub(super) async fn validated_name(&mut self, domain: &str) -> Result<Option<String>, Halt> {
        let names = self.validated_names().await?;
        let domain = Name::literal(domain).ok();
        // RFC 7208 §7.3: the domain itself first, then a name below it, then any.
        let own = names.iter().find(|name| Some(*name) == domain.as_ref());
        let below = || names.iter().find(|name| domain.as_ref().is_some_and(|domain| name.is_within(domain)));
        Ok(own.or_else(below).or(names.first()).map(ToString::to_string))
    }

    /// The names of the server's address that lead back to it (RFC 7208, section 5.5); asked for once.
    async fn validated_names(&mut self) -> Result<Vec<Name>, Halt> {
        if let Some(names) = &self.validated {
            return Ok(names.clone());
        }
        let ip = self.identity.ip;
        let lookup = self.ask(Name::reverse(ip), RecordType::Ptr).await?;
        let names = lookup.found().filter_map(|data| match data {
            Data::Ptr(name) => Some(name.clone()),
            _ => None,
        });
        let mut valid = Vec::new();
        // RFC 7208 §4.6.4: of more than 10 names the first 10 are looked at and the others ignored.
        for name in names.take(limits::PTR_NAMES) {
            // RFC 7208 §5.5: where DNS fails for a name, this name is skipped.
            let lookup = self.ask(name.clone(), family(ip)).await?;
            if addresses(&lookup).any(|address| address == ip) {
                valid.push(name);
            }
        }
        self.validated = Some(valid.clone());
        Ok(valid)
    }

    /// The addresses of a name, of the server's kind.
    async fn addresses(&mut self, name: &Name, void: &mut bool) -> Result<Vec<IpAddr>, Halt> {
        let lookup = self.must_ask(name.clone(), family(self.identity.ip), void).await?;
        Ok(addresses(&lookup).collect())
    }

    /// Asks for what a mechanism needs: trouble ends the run, and an absence counts.
    async fn must_ask(&mut self, name: Name, rtype: RecordType, void: &mut bool) -> Result<Lookup, Halt> {
        let lookup = self.ask(name, rtype).await?;
        match &lookup.answer.outcome {
            Outcome::Found(_) => {}
            Outcome::Absent { .. } => self.used.void(void)?,
            // RFC 7208 §5: where DNS fails while a mechanism is evaluated, the result is temperror.
            Outcome::Unknown(trouble) => {
                let name = code(lookup.question.name.as_str());
                let trouble = trouble.words();
                return Err(Halt::temporary(format!(
                    "The {rtype} records of {name} could not be read: {trouble}."
                )));
            }
        }
        Ok(lookup)
    }

    fn is_in(&self, address: IpAddr, term: &Term) -> bool {
        let prefix = if address.is_ipv4() { term.prefix4 } else { term.prefix6 };
        same_network(self.identity.ip, address, prefix)
    }

    /// Compares the server's address with those that a term led to.
    fn compare(&self, term: &Term, text: &str, addresses: &[IpAddr]) -> (bool, String) {
        let kind = if self.identity.ip.is_ipv4() { "IPv4" } else { "IPv6" };
        if addresses.is_empty() {
            return (false, format!("{text} does not match: there is no {kind} address behind it."));
        }
        if let Some(address) = addresses.iter().find(|address| self.is_in(**address, term)) {
            return (true, format!("{text} matches: it leads to {}.", code(&address.to_string())));
        }
        let shown: Vec<String> = addresses.iter().take(LISTED).map(|ip| code(&ip.to_string())).collect();
        let says = match addresses.len().checked_sub(LISTED) {
            None | Some(0) => format!("{text} does not match: it leads to {}.", list(&shown)),
            Some(more) => {
                let more = count(more, "other address", "other addresses");
                format!("{text} does not match: it leads to {} and {more}.", shown.join(", "))
            }
        };
        (false, says)
    }
}

/// The type of record that holds addresses of this kind.
pub(super) const fn family(ip: IpAddr) -> RecordType {
    match ip {
        IpAddr::V4(_) => RecordType::A,
        IpAddr::V6(_) => RecordType::Aaaa,
    }
}

pub(super) fn addresses(lookup: &Lookup) -> impl Iterator<Item = IpAddr> {
    lookup.found().filter_map(|data| match data {
        Data::A(ip) => Some(IpAddr::V4(*ip)),
        Data::Aaaa(ip) => Some(IpAddr::V6(*ip)),
        _ => None,
    })
}

/// RFC 7208 §5.6: the address lies in the network that is written in the record.
fn listed(text: &str, ip: IpAddr, network: Option<IpAddr>, prefix: Option<Prefix>) -> (bool, String) {
    let ip_shown = code(&ip.to_string());
    match network {
        Some(network) if same_network(ip, network, prefix) => (true, format!("{text} holds {ip_shown}.")),
        _ => (false, format!("{text} does not hold {ip_shown}.")),
    }
}

/// The first bits of two addresses of one kind are the same; without a prefix length all of them.
fn same_network(a: IpAddr, b: IpAddr, prefix: Option<Prefix>) -> bool {
    let bits = |most: u32| prefix.map_or(most, |prefix| u32::from(prefix.length).min(most));
    match (a, b) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            (a.to_bits() ^ b.to_bits()).checked_shr(32 - bits(32)).is_none_or(|different| different == 0)
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            (a.to_bits() ^ b.to_bits()).checked_shr(128 - bits(128)).is_none_or(|different| different == 0)
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}
