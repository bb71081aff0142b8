//! An SPF record evaluated, for people: the tree of all that it leads to, what comes of one sender, and the addresses
//! that it lets send.

mod allowed;
mod tried;

use std::net::IpAddr;

use super::Verdict;
use crate::dns::{Lookup, Outcome};
use crate::providers::by_spf_domain;
use crate::record::spf::TermKind;
use crate::spf::limits;
use crate::spf::tree::{Branch, Host, ProblemKind, State, Tree, Twig};
use crate::text::prose::code;
use crate::text::{count, list};

pub use crate::spf::tree::tree;
pub use allowed::{Allowed, AllowedRow};
pub use tried::{StepLine, Tried, try_sender};

/// How many nodes a tree has at most: a hostile record leads to more than anyone reads.
const NODES: usize = 300;

/// How many names or addresses a sentence lists.
const LISTED: usize = 4;

/// An SPF record with all that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeView {
    /// What it comes to, in a sentence or two: lookups, or why receivers can't use it.
    pub total: String,
    /// How that weighs.
    pub verdict: Verdict,
    /// What else is to be known of the whole, in sentences.
    pub notes: Vec<String>,
    /// The record, where there is one.
    pub record: Option<String>,
    /// The domain's own record.
    pub root: Node,
    /// How many nodes there are, the root among them.
    pub nodes: usize,
    /// How many more terms there were than are shown.
    pub left_out: usize,
}

/// One term that asks DNS, or the record itself at the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The term as written; at the root the domain. Text from strangers.
    pub term: String,
    /// What it does, as a sentence or two.
    pub says: String,
    /// The service that is probably behind it.
    pub service: Option<&'static str>,
    /// What it costs with all below it, in words: `3 lookups`.
    pub cost: String,
    /// The same as a number.
    pub lookups: u32,
    /// Which lookup of the whole it is, counted from 1 in the order of receivers; none where it costs nothing.
    pub nth: Option<u32>,
    /// How it stands.
    pub state: NodeState,
    /// It asks for what is not there, whatever the server.
    pub void: bool,
    /// A receiver can come to it.
    pub reached: bool,
    /// The name of `a`, or the mail servers of `mx`, with their addresses.
    pub hosts: Vec<HostView>,
    /// What its record leads to.
    pub children: Vec<Node>,
}

/// How a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeState {
    /// As it should.
    Fine,
    /// Receivers give up when they come to it.
    Broken,
    /// Could not ask, or it depends on the message.
    Open,
    /// It asks for what is not there.
    Void,
    /// Receivers never come to it.
    NotReached,
}

/// A name with its addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostView {
    /// The name.
    pub name: String,
    /// Its addresses, at most 20.
    pub addresses: Vec<IpAddr>,
}

impl Node {
    /// It is the first lookup that receivers don't make any more.
    pub fn is_where_receivers_stop(&self) -> bool {
        self.nth == Some(limits::LOOKUPS + 1)
    }

    /// Receivers have given up before they come to it.
    pub fn is_past_limit(&self) -> bool {
        self.nth.is_some_and(|nth| nth > limits::LOOKUPS)
    }
}

impl NodeState {
    /// The state in a word or two; empty where there is nothing to say.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Fine => "",
            Self::Broken => "Receivers give up here",
            Self::Open => "Not known",
            Self::Void => "Nothing there",
            Self::NotReached => "Never reached",
        }
    }
}

impl TreeView {
    /// The view of a tree.
    pub fn new(tree: &Tree) -> Self {
        let mut grower = Grower { nodes: 1, left_out: 0, lookups: 0 };
        let children = grower.children(&tree.root);
        let (total, verdict) = total(tree);
        let lookups = tree.lookups();
        let words = count(lookups as usize, "lookup", "lookups");
        let says = tree.root.says().unwrap_or_else(|| {
            let cost = if tree.exact() { words.clone() } else { ["at least ", &words].concat() };
            format!("{} has an SPF record, which costs {cost}.", code(&tree.root.domain))
        });
        let root = Node {
            term: tree.root.domain.clone(),
            says,
            service: None,
            cost: cost(lookups, tree.exact()),
            lookups,
            nth: None,
            state: state_of(&tree.root),
            void: false,
            reached: true,
            hosts: Vec::new(),
            children,
        };
        Self {
            total,
            verdict,
            notes: notes(tree),
            record: tree.root.record().map(|(value, _)| value.to_owned()),
            root,
            nodes: grower.nodes,
            left_out: grower.left_out,
        }
    }
}

/// What the whole comes to, the worst first.
fn total(tree: &Tree) -> (String, Verdict) {
    let domain = code(&tree.root.domain);
    match &tree.root.state {
        State::Record { .. } => {}
        State::NoSuchName | State::NoRecord | State::NotAName => {
            return (tree.root.says().unwrap_or_default(), Verdict::Warning);
        }
        State::Unknown(_) | State::Dynamic | State::CutOff => {
            return (tree.root.says().unwrap_or_default(), Verdict::Unknown);
        }
        State::Several(_) | State::Unreadable { .. } | State::Loop => {
            return (tree.root.says().unwrap_or_default(), Verdict::Error);
        }
    }
    let lookups = tree.lookups();
    let at_least = if tree.exact() { "" } else { "at least " };
    let needed = count(lookups as usize, "lookup", "lookups");
    let limit = limits::LOOKUPS;
    if tree.over_limit() {
        let says = format!(
            "This record needs {at_least}{needed}, and receivers make no more than {limit}. They give up with an error."
        );
        return (says, Verdict::Error);
    }
    if let Some(problem) = tree.problems().first() {
        let what = match problem.what {
            ProblemKind::ManyMailServers(servers) => many_servers(&problem.branch.domain, servers),
            ProblemKind::NoSuchName
            | ProblemKind::NoRecord
            | ProblemKind::Several(_)
            | ProblemKind::Unreadable
            | ProblemKind::Loop
            | ProblemKind::NotAName => problem.branch.says().unwrap_or_default(),
        };
        return (
            format!("Receivers give up in the middle of the record of {domain}. {what}"),
            Verdict::Error,
        );
    }
    if tree.over_void_limit() {
        let says = format!(
            "{} of the lookups of this record ask for what is not there, and receivers stop after {}.",
            tree.void_lookups.worst(),
            limits::VOID_LOOKUPS
        );
        return (says, Verdict::Error);
    }
    if !tree.exact() {
        let says = format!(
            "This record needs at least {lookups} of the {limit} lookups that receivers make. Not all of it could be read."
        );
        return (says, Verdict::Unknown);
    }
    let says = match lookups {
        0 => format!("This record needs none of the {limit} lookups that receivers make."),
        n => format!("This record needs {n} of the {limit} lookups that receivers make."),
    };
    (says, Verdict::Good)
}

fn notes(tree: &Tree) -> Vec<String> {
    let mut out = Vec::new();
    if tree.over_limit()
        && let Some(dearest) = tree.costs().first()
    {
        out.push(format!("{} alone costs {}.", code(&dearest.text), dearest.cost_words()));
    }
    let void = tree.void_lookups.both;
    if void > 0 && !tree.over_void_limit() {
        let asks = if void == 1 { "1 lookup asks" } else { "2 lookups ask" };
        out.push(format!("{asks} for what is not there. Receivers stop after {}.", limits::VOID_LOOKUPS));
    }
    let is_said = matches!(tree.root.state, State::Unknown(_));
    if !tree.unknown.is_empty() && !is_said {
        let questions = count(tree.unknown.len(), "question was", "questions were");
        out.push(format!("{questions} not answered, so what stands there is not known."));
    }
    if tree.cut_off {
        out.push("It leads to more records than Waxseal reads, so the rest was not asked for.".to_owned());
    }
    out
}

fn many_servers(domain: &str, servers: usize) -> String {
    format!(
        "{} leads to {servers} mail servers, and receivers accept no more than {}.",
        code(domain),
        limits::MX_HOSTS
    )
}

fn cost(lookups: u32, exact: bool) -> String {
    let words = count(lookups as usize, "lookup", "lookups");
    if exact { words } else { ["at least ", &words].concat() }
}

fn state_of(branch: &Branch) -> NodeState {
    match branch.state {
        State::Record { .. } => NodeState::Fine,
        State::NoSuchName
        | State::NoRecord
        | State::Several(_)
        | State::Unreadable { .. }
        | State::Loop
        | State::NotAName => NodeState::Broken,
        State::Unknown(_) | State::Dynamic | State::CutOff => NodeState::Open,
    }
}

struct Grower {
    nodes: usize,
    left_out: usize,
    lookups: u32,
}

impl Grower {
    fn children(&mut self, branch: &Branch) -> Vec<Node> {
        let mut out = Vec::new();
        for twig in &branch.twigs {
            if self.nodes >= NODES {
                self.left_out += 1;
                continue;
            }
            self.nodes += 1;
            out.push(self.node(branch, twig));
        }
        out
    }

    fn node(&mut self, branch: &Branch, twig: &Twig) -> Node {
        let state = state(twig);
        let nth = (twig.cost > 0).then(|| {
            self.lookups += twig.cost;
            self.lookups
        });
        Node {
            term: twig.text.clone(),
            says: says(branch, twig),
            service: twig.target.as_deref().and_then(by_spf_domain).map(|provider| provider.name),
            cost: if twig.reached { twig.cost_words() } else { "no lookup".to_owned() },
            lookups: twig.total,
            nth,
            state,
            void: twig.void.is_always(),
            reached: twig.reached,
            hosts: twig.hosts.iter().map(host).collect(),
            children: twig.child.as_deref().map(|child| self.children(child)).unwrap_or_default(),
        }
    }
}

fn host(host: &Host) -> HostView {
    HostView { name: host.name.to_string(), addresses: host.addresses().take(20).collect() }
}

fn state(twig: &Twig) -> NodeState {
    if !twig.reached {
        return NodeState::NotReached;
    }
    if twig.has_too_many_mail_servers() {
        return NodeState::Broken;
    }
    match twig.child.as_deref().map(state_of) {
        Some(NodeState::Fine) | None => {}
        Some(other) => return other,
    }
    if twig.void.is_always() {
        NodeState::Void
    } else if twig.child.is_none() && (twig.is_dynamic() || twig.lookups().any(is_unknown)) {
        NodeState::Open
    } else {
        NodeState::Fine
    }
}

fn is_unknown(lookup: &Lookup) -> bool {
    match lookup.answer.outcome {
        Outcome::Unknown(_) => true,
        Outcome::Found(_) | Outcome::Absent { .. } => false,
    }
}

fn says(branch: &Branch, twig: &Twig) -> String {
    if !twig.reached {
        return "Receivers never come to this part, since one before it matches every server.".to_owned();
    }
    let kind = branch.record().and_then(|(_, spf)| spf.terms.get(twig.index)).map(|term| &term.kind);
    let Some(target) = &twig.target else {
        return match kind {
            Some(TermKind::Ptr(_)) => {
                "Receivers ask what the server's address is called. That differs from server to server."
            }
            _ => "The name that is asked about depends on the message, so nobody can look it up beforehand.",
        }
        .to_owned();
    };
    if let Some(says) = twig.child.as_deref().and_then(Branch::says) {
        return says;
    }
    let target = code(target);
    match kind {
        Some(TermKind::Include(_)) => format!("The servers that {target} lets send may send here too."),
        Some(TermKind::Redirect(_)) => {
            format!("Where no part matches, the record of {target} is used instead.")
        }
        Some(TermKind::Mx(_)) if twig.has_too_many_mail_servers() => {
            many_servers(twig.target.as_deref().unwrap_or_default(), twig.mail_servers)
        }
        Some(TermKind::Mx(_)) => {
            if twig.lookup.as_ref().is_some_and(is_unknown) {
                return format!("The mail servers of {target} could not be asked for.");
            }
            if twig.hosts.is_empty() {
                return format!("{target} has no mail servers.");
            }
            let names: Vec<String> =
                twig.hosts.iter().take(LISTED).map(|host| code(host.name.as_str())).collect();
            let more = twig.hosts.len().saturating_sub(LISTED);
            let servers = count(twig.hosts.len(), "mail server", "mail servers");
            let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let says = format!("{target} has {servers}: {}{and_more}.", list(&names));
            match twig.lookups().any(is_unknown) {
                true => says + " Not all of their addresses could be asked for.",
                false => says,
            }
        }
        Some(TermKind::A(_)) => {
            let addresses: Vec<String> =
                twig.hosts.iter().flat_map(Host::addresses).map(|ip| code(&ip.to_string())).collect();
            let unknown = twig.lookups().any(is_unknown);
            match (addresses.len(), unknown) {
                (0, true) => format!("The addresses of {target} could not be asked for."),
                (0, false) => format!("{target} has no address."),
                (n, _) => {
                    let more = n.saturating_sub(LISTED);
                    let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
                    let shown = list(&addresses[..n.min(LISTED)]);
                    let open = if unknown { " Not all could be asked for." } else { "" };
                    format!("The address of {target} may send: {shown}{and_more}.{open}")
                }
            }
        }
        Some(TermKind::Exists(_)) => match twig.lookup.as_ref().map(|lookup| &lookup.answer.outcome) {
            Some(Outcome::Found(_)) => format!("{target} exists, so every server matches."),
            Some(Outcome::Absent { .. }) => format!("{target} does not exist, so no server matches."),
            Some(Outcome::Unknown(_)) | None => format!("Whether {target} exists could not be asked."),
        },
        _ => format!("Receivers ask DNS about {target}."),
    }
}

#[cfg(test)]
mod tests;
