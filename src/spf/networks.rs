//! The addresses that a record lets send, for people who must let them through a mail filter.

mod ranges;

use std::net::IpAddr;

use ipnet::IpNet;

use super::limits;
use super::tree::{Branch, State, Tree, Twig};
use crate::dns::{Lookup, Outcome};
use crate::record::spf::{Prefix, Qualifier, Spf, Term, TermKind};
use crate::text::prose::code;
use ranges::{Range, Ranges};

/// How many networks are listed: a mail filter takes fewer, and a hostile record has many more.
const NETWORKS: usize = 10_000;

/// How many ranges are looked at on the way. A large list needs some thousands; terms that cut each other's networks to
/// pieces need the square of their number.
const RANGES: usize = 20_000;

/// Every address that passes, as far as that can be listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowList {
    /// The networks, IPv4 first, in order; none overlaps another, and they are as few as can be.
    pub networks: Vec<Network>,
    /// Where they come from.
    pub sources: Vec<Source>,
    /// How many IPv4 addresses they hold.
    pub ipv4_addresses: u64,
    /// How many IPv6 addresses they hold; the largest number there is stands for all of them.
    pub ipv6_addresses: u128,
    /// Terms that take out addresses that a later term would let send.
    pub exceptions: Vec<Exception>,
    /// What passes, or may pass, and is not in the list.
    pub not_listed: Vec<NotListed>,
}

/// One network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The network.
    pub net: IpNet,
    /// How many addresses it holds; one fewer for all of IPv6.
    pub addresses: u128,
    /// The sources of its addresses: indices into [`AllowList::sources`], at least one.
    pub from: Vec<usize>,
}

/// The record that networks are written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The domains that lead there: the checked domain first, the one that holds the record last.
    pub path: Vec<String>,
}

/// A term that refuses, and that comes before one that would let the same addresses send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The domain whose record holds it.
    pub domain: String,
    /// The term.
    pub term: String,
    /// The same as a sentence.
    pub says: String,
}

/// Something that the list can't hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotListed {
    /// The domain whose record it is.
    pub domain: String,
    /// The term; none where the whole record is meant.
    pub term: Option<String>,
    /// Why.
    pub why: Why,
    /// The same as a sentence or two.
    pub says: String,
}

/// Why something is not in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Every server may send.
    Everyone,
    /// It depends on the message.
    Macro,
    /// It depends on the name of the server.
    Ptr,
    /// Receivers count an error when they come to it.
    Error,
    /// Could not ask.
    Unknown,
    /// There is too much of it.
    CutOff,
    /// The domain has no record.
    NoRecord,
}

impl AllowList {
    /// Lists what passes.
    ///
    /// Terms count in their order, as they do for receivers (RFC 7208, section 4.6.2): what an earlier term with `-`,
    /// `~` or `?` takes is left out. What stands behind a term that makes receivers give up is listed all the same,
    /// since that is what the domain means; the term is named.
    pub fn new(tree: &Tree) -> Self {
        let mut lister = Lister::default();
        let pieces = lister.passing(&tree.root);
        if let (Some(says), why) = (tree.root.says(), why(&tree.root.state)) {
            lister.list.not_listed.push(NotListed {
                domain: tree.root.domain.clone(),
                term: None,
                why,
                says,
            });
        }
        lister.finish(pieces)
    }

    /// Every server may send, so that no list is whole.
    pub fn is_everyone(&self) -> bool {
        self.not_listed.iter().any(|one| one.why == Why::Everyone)
    }

    /// One network in each line; an address alone stands without a prefix length.
    pub fn to_lines(&self) -> String {
        self.networks.iter().map(|network| network.shown() + "\n").collect()
    }

    /// Comma-separated values (RFC 4180), with a head: network, first and last address, how many, and the domains
    /// that lead to it.
    pub fn to_csv(&self) -> String {
        let mut out = "network,first,last,addresses,from\r\n".to_owned();
        for network in &self.networks {
            let sources = network.from.iter().filter_map(|from| self.sources.get(*from));
            let from: Vec<String> = sources.map(|source| source.path.join(" > ")).collect();
            out.push_str(&format!(
                "{},{},{},{},{}\r\n",
                network.shown(),
                network.net.network(),
                network.net.broadcast(),
                network.addresses,
                field(&from.join("; "))
            ));
        }
        out
    }
}

impl Network {
    /// As mail filters take it: an address alone stands without a prefix length.
    pub fn shown(&self) -> String {
        if self.net.prefix_len() == self.net.max_prefix_len() {
            self.net.addr().to_string()
        } else {
            self.net.to_string()
        }
    }
}

/// A field of CSV that holds text from strangers.
fn field(text: &str) -> String {
    // A spreadsheet takes what starts like this for a formula.
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// Addresses, with the index of their source.
#[derive(Clone, Copy)]
struct Piece {
    range: Range,
    source: usize,
}

/// A term that does not let send, with the addresses that it takes first.
struct Refusal {
    term: String,
    takes: Ranges,
    named: bool,
}

#[derive(Default)]
struct Lister {
    list: AllowList,
    path: Vec<String>,
    /// How many ranges were looked at.
    ranges: usize,
}

impl Lister {
    /// The addresses for which the record of a branch passes.
    fn passing(&mut self, branch: &Branch) -> Vec<Piece> {
        let Some((value, spf)) = branch.record() else { return Vec::new() };
        self.path.push(branch.domain.clone());
        let (mut passed, mut refused) = (Ranges::default(), Ranges::default());
        let mut refusals: Vec<Refusal> = Vec::new();
        let mut pieces = Vec::new();
        for (index, term) in order(spf) {
            let text = term.span.text(value);
            let at = branch.twigs.binary_search_by_key(&index, |twig| twig.index);
            let twig = at.ok().and_then(|at| branch.twigs.get(at));
            let matched = self.matched(branch, term, text, twig);
            if term.effect() == Qualifier::Pass {
                for piece in matched {
                    let left = refused.outside(piece.range);
                    if self.is_too_much(branch, left.len()) {
                        break;
                    }
                    pieces.extend(left.iter().map(|range| Piece { range: *range, ..piece }));
                    left.iter().for_each(|range| passed.insert(*range));
                    if left.as_slice() != [piece.range] {
                        self.name_refusals(branch, &mut refusals, piece.range);
                    }
                }
            } else {
                let mut takes = Ranges::default();
                for piece in matched {
                    // What passes already stays so.
                    let new = passed.outside(piece.range);
                    if self.is_too_much(branch, new.len()) {
                        break;
                    }
                    new.into_iter().for_each(|range| takes.insert(range));
                }
                takes.iter().for_each(|range| refused.insert(range));
                refusals.push(Refusal { term: text.to_owned(), takes, named: false });
            }
        }
        self.path.pop();
        pieces
    }

    /// The addresses that a term matches, as far as they are known; what is not is named.
    fn matched(&mut self, branch: &Branch, term: &Term, text: &str, twig: Option<&Twig>) -> Vec<Piece> {
        let written = |ip: IpAddr, prefix: Option<Prefix>| Range::network(ip, prefix.map(|p| p.length));
        let ranges: Vec<Range> = match &term.kind {
            TermKind::Ip4(ip) => ip.iter().map(|ip| written((*ip).into(), term.prefix4)).collect(),
            // RFC 7208 §5: an IPv4 address in an IPv6 one is an IPv4 address, and only `ip4` lists it.
            TermKind::Ip6(ip) => {
                let range = ip.iter().map(|ip| written((*ip).into(), term.prefix6));
                range.filter(|range| !range.is_mapped_only()).collect()
            }
            TermKind::All if term.effect() == Qualifier::Pass => {
                self.everyone(branch, text);
                Vec::new()
            }
            TermKind::All | TermKind::Exp(_) | TermKind::UnknownModifier(_) | TermKind::Unrecognised => {
                Vec::new()
            }
            TermKind::Include(_)
            | TermKind::A(_)
            | TermKind::Mx(_)
            | TermKind::Ptr(_)
            | TermKind::Exists(_)
            | TermKind::Redirect(_) => {
                let Some(twig) = twig else {
                    self.too_large(branch);
                    return Vec::new();
                };
                if matches!(term.kind, TermKind::Include(_) | TermKind::Redirect(_)) && !twig.is_dynamic() {
                    return self.below(branch, twig);
                }
                self.asked(branch, term, twig)
            }
        };
        if ranges.is_empty() {
            return Vec::new();
        }
        let source = self.source();
        ranges.into_iter().map(|range| Piece { range, source }).collect()
    }

    /// What the record passes that an `include` or a `redirect` leads to.
    fn below(&mut self, branch: &Branch, twig: &Twig) -> Vec<Piece> {
        let Some(child) = twig.child.as_deref() else { return Vec::new() };
        if let (Some(says), why) = (child.says(), why(&child.state)) {
            // RFC 7208 §5.2 and §6.1: to lead to no record is an error too.
            let (why, more) = match why {
                Why::Error | Why::NoRecord => {
                    (Why::Error, format!("Receivers count an error when they come to {}.", code(&twig.text)))
                }
                other => (other, self.may(branch, twig)),
            };
            self.leave_out(branch, Some(&twig.text), why, format!("{says} {more}"));
        }
        self.passing(child)
    }

    /// The addresses that a term has asked DNS for.
    fn asked(&mut self, branch: &Branch, term: &Term, twig: &Twig) -> Vec<Range> {
        let (text, domain) = (code(&twig.text), code(&branch.domain));
        let effect = term.effect();
        if let TermKind::Ptr(_) = term.kind {
            let says = format!(
                "{text} in the record of {domain} goes by the name of the server, which no list holds."
            );
            self.leave_out(branch, Some(&twig.text), Why::Ptr, says);
            return Vec::new();
        }
        if twig.is_dynamic() {
            let may = self.may(branch, twig);
            let says = format!("{text} in the record of {domain} depends on the message. {may}");
            self.leave_out(branch, Some(&twig.text), Why::Macro, says);
            return Vec::new();
        }
        if twig.has_too_many_mail_servers() {
            let says = format!(
                "{text} in the record of {domain} leads to {} mail servers. Receivers stop at {} and count an error.",
                twig.mail_servers,
                limits::MX_HOSTS
            );
            self.leave_out(branch, Some(&twig.text), Why::Error, says);
        }
        let trouble = twig.lookups().find_map(|lookup| match lookup.answer.outcome {
            Outcome::Unknown(trouble) => Some(trouble),
            Outcome::Found(_) | Outcome::Absent { .. } => None,
        });
        let not_asked = twig.hosts.iter().any(|host| host.ipv4.is_none() || host.ipv6.is_none());
        // A name that can't be in DNS is not asked about, and matches nothing.
        let open = not_asked || (twig.lookup.is_none() && twig.hosts.is_empty() && !twig.void.is_known());
        if let Some(trouble) = trouble {
            let may = self.may(branch, twig);
            let says = format!("What {text} leads to could not be asked for: {}. {may}", trouble.words());
            self.leave_out(branch, Some(&twig.text), Why::Unknown, says);
        } else if open {
            let may = self.may(branch, twig);
            let says = format!("What {text} leads to was not asked for: there is too much to read. {may}");
            self.leave_out(branch, Some(&twig.text), Why::CutOff, says);
        }
        if let TermKind::Exists(_) = term.kind {
            let found = twig.lookup.as_ref().is_some_and(|lookup: &Lookup| lookup.found().next().is_some());
            if found && effect == Qualifier::Pass {
                self.everyone(branch, &twig.text);
            }
            let refuses = found && effect != Qualifier::Pass;
            return if refuses {
                vec![Range::everything(false), Range::everything(true)]
            } else {
                Vec::new()
            };
        }
        let addresses = twig.hosts.iter().flat_map(|host| host.addresses());
        addresses
            .map(|ip| {
                let prefix = if ip.is_ipv4() { term.prefix4 } else { term.prefix6 };
                Range::network(ip, prefix.map(|prefix| prefix.length))
            })
            .filter(|range| !range.is_mapped_only())
            .collect()
    }

    /// What a term that can't be listed does to the list.
    fn may(&self, branch: &Branch, twig: &Twig) -> String {
        let term = branch.record().and_then(|(_, spf)| spf.terms.get(twig.index));
        match term.map_or(Qualifier::Pass, Term::effect) {
            Qualifier::Pass => "So its servers are not in this list.".to_owned(),
            Qualifier::Fail | Qualifier::SoftFail | Qualifier::Neutral => {
                "It may take servers out, and this list does not show which.".to_owned()
            }
        }
    }

    /// Counts ranges; from some number on nothing more is listed, which is said.
    fn is_too_much(&mut self, branch: &Branch, more: usize) -> bool {
        self.ranges = self.ranges.saturating_add(more);
        let too_much = self.ranges > RANGES;
        if too_much {
            self.too_large(branch);
        }
        too_much
    }

    fn too_large(&mut self, branch: &Branch) {
        let says = format!("The record of {} is too large to be read whole.", code(&branch.domain));
        self.leave_out(branch, None, Why::CutOff, says);
    }

    fn everyone(&mut self, branch: &Branch, term: &str) {
        let says =
            format!("{} in the record of {} lets every server send.", code(term), code(&branch.domain));
        self.leave_out(branch, Some(term), Why::Everyone, says);
    }

    fn leave_out(&mut self, branch: &Branch, term: Option<&str>, why: Why, says: String) {
        let one = NotListed { domain: branch.domain.clone(), term: term.map(str::to_owned), why, says };
        // A record that is included twice is read twice.
        if !self.list.not_listed.contains(&one) {
            self.list.not_listed.push(one);
        }
    }

    fn name_refusals(&mut self, branch: &Branch, refusals: &mut [Refusal], range: Range) {
        for refusal in refusals.iter_mut().filter(|refusal| !refusal.named) {
            if refusal.takes.inside(range).next().is_none() {
                continue;
            }
            refusal.named = true;
            let domain = branch.domain.clone();
            let says = format!(
                "{} in the record of {} comes first, so its addresses are left out.",
                code(&refusal.term),
                code(&domain)
            );
            let one = Exception { domain, term: refusal.term.clone(), says };
            if !self.list.exceptions.contains(&one) {
                self.list.exceptions.push(one);
            }
        }
    }

    /// The record that is being read, as a source.
    fn source(&mut self) -> usize {
        let sources = &mut self.list.sources;
        let known = sources.iter().position(|source| source.path == self.path);
        known.unwrap_or_else(|| {
            sources.push(Source { path: self.path.clone() });
            sources.len() - 1
        })
    }

    fn finish(self, mut pieces: Vec<Piece>) -> AllowList {
        // In order each one is put at the end.
        pieces.sort_by_key(|piece| piece.range);
        let mut list = self.list;
        let mut all = Ranges::default();
        let mut of_source = vec![Ranges::default(); list.sources.len()];
        for piece in pieces {
            all.insert(piece.range);
            of_source[piece.source].insert(piece.range);
        }
        let mut networks = all.iter().flat_map(Range::networks);
        for net in networks.by_ref().take(NETWORKS) {
            let range = Range::from(net);
            let addresses = range.addresses();
            match net {
                IpNet::V4(_) => {
                    let more = u64::try_from(addresses).unwrap_or(u64::MAX);
                    list.ipv4_addresses = list.ipv4_addresses.saturating_add(more);
                }
                IpNet::V6(_) => list.ipv6_addresses = list.ipv6_addresses.saturating_add(addresses),
            }
            let from = of_source.iter().enumerate().filter(|(_, of)| of.inside(range).next().is_some());
            list.networks.push(Network { net, addresses, from: from.map(|(i, _)| i).collect() });
        }
        if networks.next().is_some() {
            let domain =
                list.sources.first().and_then(|source| source.path.first()).cloned().unwrap_or_default();
            let says = format!("There are more networks than the {NETWORKS} that are listed here.");
            list.not_listed.push(NotListed { domain, term: None, why: Why::CutOff, says });
        }
        list
    }
}

/// The terms in the order in which receivers come to them: up to `all`, or else with `redirect` as the last.
fn order(spf: &Spf) -> impl Iterator<Item = (usize, &Term)> {
    let all = spf.all().map_or(usize::MAX, |(i, _)| i);
    let mechanisms = spf.terms.iter().enumerate().take_while(move |(i, _)| *i <= all);
    let redirect = spf.redirect().filter(|_| all == usize::MAX);
    mechanisms.filter(|(_, term)| term.is_mechanism()).chain(redirect)
}

/// Why nothing of a record is in the list, where it can't be read.
fn why(state: &State) -> Why {
    match state {
        State::NoSuchName | State::NoRecord | State::NotAName => Why::NoRecord,
        State::Record { .. } | State::Several(_) | State::Unreadable { .. } | State::Loop => Why::Error,
        State::Unknown(_) => Why::Unknown,
        State::Dynamic => Why::Macro,
        State::CutOff => Why::CutOff,
    }
}

#[cfg(test)]
mod tests;
