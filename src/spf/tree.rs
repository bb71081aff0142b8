//! All that an SPF record leads to: what each part costs of the ten lookups, what is void, and what is never reached.
//!
//! A receiver stops at the first match; this is the worst case, a server that nothing matches (RFC 7208, section
//! 4.6.4).

mod grow;

use std::net::IpAddr;

use super::limits;
use crate::dns::{Lookup, Name, Outcome, Question, Trouble};
use crate::record::spf::Spf;
use crate::text::prose::code;
use crate::text::{Span, count};

pub use grow::tree;

/// An SPF record with everything that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// The domain's own record.
    pub root: Branch,
    /// How many void lookups there are.
    pub void_lookups: VoidLookups,
    /// The questions that nobody answered, each once, with why.
    pub unknown: Vec<(Question, Trouble)>,
    /// It is too large to be read whole, so something was not asked.
    pub cut_off: bool,
}

/// How many terms ask for what is not there; each family of addresses is a count of its own, since a receiver asks
/// for the kind of address that the server has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VoidLookups {
    /// For a server that sends over IPv4.
    pub ipv4: u32,
    /// For a server that sends over IPv6.
    pub ipv6: u32,
    /// Of those, the ones that are void for both.
    pub both: u32,
    /// Nothing is left open; otherwise these are the least that there are.
    pub exact: bool,
}

/// One record, with what its terms lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The domain, as the term before it names it.
    pub domain: String,
    /// The question for its record; none where it was not asked.
    pub lookup: Option<Lookup>,
    /// What came of it.
    pub state: State,
    /// The terms that may ask DNS, in order; none where the record can't be used.
    pub twigs: Vec<Twig>,
    /// What the record costs, with all below it.
    pub lookups: u32,
    /// It costs no more than that.
    pub exact: bool,
}

/// What is known of the record of a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// There is one, and receivers can read it.
    Record {
        /// The text.
        value: String,
        /// As written.
        spf: Spf,
    },
    /// The name does not exist.
    NoSuchName,
    /// The name is there, and has no SPF record.
    NoRecord,
    /// There is more than one.
    Several(Vec<String>),
    /// There is one, and receivers can't read it.
    Unreadable {
        /// The text.
        value: String,
        /// As written.
        spf: Spf,
    },
    /// Could not ask.
    Unknown(Trouble),
    /// It is being read already: it leads back to itself.
    Loop,
    /// It can't be a name in DNS.
    NotAName,
    /// Its name depends on the message.
    Dynamic,
    /// Not asked any more: there is too much.
    CutOff,
}

/// One term that may ask DNS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twig {
    /// Which of the record's terms it is.
    pub index: usize,
    /// Where it stands in the record.
    pub span: Span,
    /// As written.
    pub text: String,
    /// A receiver can come to it: it does not stand behind `all`, and is no `redirect` beside one.
    pub reached: bool,
    /// The name that it asks about; none where that depends on the message.
    pub target: Option<String>,
    /// Its own cost: 1, or 0 where it is never reached.
    pub cost: u32,
    /// Its cost with all below it.
    pub total: u32,
    /// Whether it asks for what is not there.
    pub void: Void,
    /// What `include` and `redirect` lead to, where they are reached.
    pub child: Option<Box<Branch>>,
    /// The question of `mx` for the mail servers, and that of `exists`.
    pub lookup: Option<Lookup>,
    /// The name of `a`, or the mail servers of `mx`, with their addresses; none where there are too many.
    pub hosts: Vec<Host>,
    /// How many mail servers `mx` leads to.
    pub mail_servers: usize,
}

/// A name with its addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// The name.
    pub name: Name,
    /// The question for its IPv4 addresses; none where it was not asked.
    pub ipv4: Option<Lookup>,
    /// The question for its IPv6 addresses; none where it was not asked.
    pub ipv6: Option<Lookup>,
}

/// Whether a term asks for what is not there; none where nobody knows, or where it depends on the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Void {
    /// For a server that sends over IPv4.
    pub ipv4: Option<bool>,
    /// For a server that sends over IPv6.
    pub ipv6: Option<bool>,
}

/// What makes a receiver give up with a permerror as soon as it comes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem<'t> {
    /// The top-level term that leads there; none where the domain's own record is meant.
    pub term: Option<&'t Twig>,
    /// How many records lead there.
    pub depth: usize,
    /// The record that can't be used, or that holds the term.
    pub branch: &'t Branch,
    /// What it is.
    pub what: ProblemKind,
}

/// The kinds of [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The domain does not exist.
    NoSuchName,
    /// The domain has no SPF record.
    NoRecord,
    /// It has as many.
    Several(usize),
    /// Receivers can't read the record.
    Unreadable,
    /// It leads back to itself.
    Loop,
    /// It can't be a name in DNS.
    NotAName,
    /// An `mx` leads to as many mail servers, which is more than ten.
    ManyMailServers(usize),
}

impl Tree {
    /// How many lookups there are in the worst case; at least, where it is not [exact](Self::exact).
    pub fn lookups(&self) -> u32 {
        self.root.lookups
    }

    /// The count of lookups is the whole: nothing below was left unread.
    pub fn exact(&self) -> bool {
        self.root.exact
    }

    /// There are more lookups than receivers make. A record that leads back to itself is a [`Problem`] of its own.
    pub fn over_limit(&self) -> bool {
        self.lookups() > limits::LOOKUPS
    }

    /// There are more void lookups than receivers put up with, for one kind of address at least.
    pub fn over_void_limit(&self) -> bool {
        self.void_lookups.worst() > limits::VOID_LOOKUPS
    }

    /// The terms of the domain's own record that cost something, the dearest first.
    pub fn costs(&self) -> Vec<&Twig> {
        let mut twigs: Vec<&Twig> = self.root.twigs.iter().filter(|twig| twig.total > 0).collect();
        twigs.sort_by_key(|twig| std::cmp::Reverse(twig.total));
        twigs
    }

    /// The record and all below it, each before what it leads to.
    pub fn branches(&self) -> Vec<&Branch> {
        let mut out = vec![&self.root];
        let mut at = 0;
        while let Some(branch) = out.get(at) {
            out.extend(branch.twigs.iter().filter_map(|twig| twig.child.as_deref()));
            at += 1;
        }
        out
    }

    /// What makes receivers give up with a permerror, in the order in which they come to it. That the domain has no
    /// record itself is none of it: that gives `none`.
    pub fn problems(&self) -> Vec<Problem<'_>> {
        let mut out = Vec::new();
        let own = match &self.root.state {
            State::NoSuchName | State::NoRecord | State::NotAName => None,
            other => other.problem(),
        };
        out.extend(own.map(|what| Problem { term: None, depth: 0, branch: &self.root, what }));
        for twig in &self.root.twigs {
            twig.problems(&self.root, twig, 0, &mut out);
        }
        out
    }
}

impl VoidLookups {
    /// The worse of the two counts.
    pub fn worst(self) -> u32 {
        self.ipv4.max(self.ipv6)
    }
}

impl Branch {
    /// The record and its text, where receivers can read it.
    pub fn record(&self) -> Option<(&str, &Spf)> {
        match &self.state {
            State::Record { value, spf } => Some((value, spf)),
            State::NoSuchName
            | State::NoRecord
            | State::Several(_)
            | State::Unreadable { .. }
            | State::Unknown(_)
            | State::Loop
            | State::NotAName
            | State::Dynamic
            | State::CutOff => None,
        }
    }

    /// Why there is nothing below it, as a sentence; none where there is a record.
    pub fn says(&self) -> Option<String> {
        let domain = code(&self.domain);
        Some(match &self.state {
            State::Record { .. } => return None,
            State::NoSuchName => format!("{domain} does not exist."),
            State::NoRecord => format!("{domain} has no SPF record."),
            State::Several(values) => {
                format!("{domain} has {} SPF records, and receivers accept only one.", values.len())
            }
            State::Unreadable { value, spf } => match spf.terms.iter().find(|term| term.problem.is_some()) {
                Some(term) => {
                    format!("Receivers can't read {} in the record of {domain}.", code(term.span.text(value)))
                }
                None => format!("The record of {domain} holds characters that SPF does not allow."),
            },
            State::Unknown(trouble) => {
                format!("The record of {domain} could not be asked for: {}.", trouble.words())
            }
            State::Loop => format!("{domain} leads back to itself, in a circle."),
            State::NotAName => format!("{domain} can't be a name in DNS."),
            State::Dynamic => "Which record this is depends on the message.".to_owned(),
            State::CutOff => format!("The record of {domain} was not asked for: there is too much to read."),
        })
    }
}

impl State {
    fn problem(&self) -> Option<ProblemKind> {
        match self {
            Self::NoSuchName => Some(ProblemKind::NoSuchName),
            Self::NoRecord => Some(ProblemKind::NoRecord),
            Self::Several(values) => Some(ProblemKind::Several(values.len())),
            Self::Unreadable { .. } => Some(ProblemKind::Unreadable),
            Self::Loop => Some(ProblemKind::Loop),
            Self::NotAName => Some(ProblemKind::NotAName),
            Self::Record { .. } | Self::Unknown(_) | Self::Dynamic | Self::CutOff => None,
        }
    }

    /// Nothing below it is left open.
    fn is_known(&self) -> bool {
        match self {
            Self::Record { .. }
            | Self::NoSuchName
            | Self::NoRecord
            | Self::Several(_)
            | Self::Unreadable { .. }
            | Self::NotAName => true,
            Self::Unknown(_) | Self::Loop | Self::Dynamic | Self::CutOff => false,
        }
    }
}

impl Twig {
    /// The name that it asks about depends on the message.
    pub fn is_dynamic(&self) -> bool {
        self.target.is_none()
    }

    /// It costs no more than is counted.
    pub fn exact(&self) -> bool {
        self.child.as_ref().is_none_or(|child| child.exact)
    }

    /// An `mx` leads to more mail servers than receivers accept (RFC 7208, section 4.6.4).
    pub fn has_too_many_mail_servers(&self) -> bool {
        self.mail_servers > limits::MX_HOSTS
    }

    /// What it costs, in words: `1 lookup`, `at least 4 lookups`.
    pub fn cost_words(&self) -> String {
        let words = count(self.total as usize, "lookup", "lookups");
        if self.exact() { words } else { format!("at least {words}") }
    }

    /// Every question that it asks itself, with its answer.
    pub fn lookups(&self) -> impl Iterator<Item = &Lookup> {
        let hosts = self.hosts.iter().flat_map(|host| [&host.ipv4, &host.ipv6]);
        std::iter::once(&self.lookup).chain(hosts).flatten()
    }

    fn problems<'t>(&'t self, branch: &'t Branch, top: &'t Twig, depth: usize, out: &mut Vec<Problem<'t>>) {
        if self.has_too_many_mail_servers() {
            let what = ProblemKind::ManyMailServers(self.mail_servers);
            out.push(Problem { term: Some(top), depth, branch, what });
        }
        let Some(child) = self.child.as_deref() else { return };
        let what = child.state.problem();
        out.extend(what.map(|what| Problem { term: Some(top), depth: depth + 1, branch: child, what }));
        for twig in &child.twigs {
            twig.problems(child, top, depth + 1, out);
        }
    }
}

impl Host {
    /// The addresses that were found.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        [&self.ipv4, &self.ipv6].into_iter().flatten().flat_map(super::mechanism::addresses)
    }
}

impl Void {
    /// It asks for what is there.
    pub const NO: Self = Self::both(Some(false));

    /// Nobody knows, or it depends on the message.
    pub const UNKNOWN: Self = Self::both(None);

    /// The same for both kinds of address.
    pub const fn both(void: Option<bool>) -> Self {
        Self { ipv4: void, ipv6: void }
    }

    /// It is void for every server.
    pub fn is_always(self) -> bool {
        self == Self::both(Some(true))
    }

    /// It is known for both kinds of address.
    pub const fn is_known(self) -> bool {
        self.ipv4.is_some() && self.ipv6.is_some()
    }
}

/// RFC 7208 §4.6.4: a lookup is void where the answer is that there is nothing.
fn is_void(lookup: Option<&Lookup>) -> Option<bool> {
    match &lookup?.answer.outcome {
        Outcome::Found(_) => Some(false),
        Outcome::Absent { .. } => Some(true),
        Outcome::Unknown(_) => None,
    }
}

/// One of many is enough; otherwise all must be known.
fn any(many: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all_known = true;
    for one in many {
        match one {
            Some(true) => return Some(true),
            Some(false) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(false)
}

#[cfg(test)]
mod tests;
