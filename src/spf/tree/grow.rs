//! How a tree is asked for: everything that can be asked is asked at once, and only so much of it.

use std::net::{IpAddr, Ipv4Addr};

use futures_util::future::LocalBoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};

use super::{Branch, Host, State, Tree, Twig, Void, VoidLookups, any, is_void};
use crate::dns::{Data, DnsClient, Lookup, Name, Outcome, Question, RecordType, Trouble};
use crate::record::Reading;
use crate::record::domain_spec::{DomainSpec, MacroLetter};
use crate::record::spf::{Spf, Term, TermKind};
use crate::spf::expand::{Purpose, Values, expand};
use crate::spf::{is_spf, limits};

/// How many records lead to the last one that is read. With 10 lookups no receiver comes half as far.
const DEPTH: usize = 20;

/// How many questions are asked; a record of 40 lookups needs fewer.
const QUESTIONS: usize = 250;

/// How many terms that may ask DNS are kept, over all records.
const TWIGS: usize = 1000;

/// How many bytes of records are read, all together.
const TEXT: usize = 128 * 1024;

/// Reads the SPF record of a domain and everything that it leads to.
///
/// What does not depend on another answer is asked at the same time. A zone that leads on and on is cut off.
pub async fn tree<C: DnsClient>(client: &C, domain: &Name) -> Tree {
    let mut grower = Grower {
        client,
        root: domain.to_string(),
        nodes: Vec::new(),
        waiting: FuturesUnordered::new(),
        questions: QUESTIONS,
        twigs: TWIGS,
        text: TEXT,
        cut_off: false,
    };
    grower.plant(domain);
    while let Some((job, lookup)) = grower.waiting.next().await {
        grower.take(job, lookup);
    }
    grower.finish()
}

/// What a question is for.
#[derive(Clone, Copy)]
enum Job {
    /// The record of a domain.
    Record { node: usize },
    /// What a term asks itself.
    Term { node: usize, twig: usize },
    /// The addresses of one of its hosts.
    Host { node: usize, twig: usize, host: usize, rtype: RecordType },
}

/// A branch whose children are still numbers.
struct Node {
    domain: String,
    name: Option<Name>,
    above: Option<usize>,
    depth: usize,
    lookup: Option<Lookup>,
    state: State,
    twigs: Vec<(Twig, Option<usize>)>,
}

struct Grower<'c, C> {
    client: &'c C,
    root: String,
    nodes: Vec<Node>,
    waiting: FuturesUnordered<LocalBoxFuture<'c, (Job, Lookup)>>,
    questions: usize,
    twigs: usize,
    text: usize,
    cut_off: bool,
}

impl<C: DnsClient> Grower<'_, C> {
    /// Starts with the domain itself.
    fn plant(&mut self, domain: &Name) {
        // RFC 7208 §4.3: a name with one label alone gives none, and is not asked about.
        let name = (domain.depth() > 1).then(|| domain.clone());
        let node = self.node(self.root.clone(), name.clone(), None, State::NotAName);
        if let Some(name) = name {
            self.ask_record(node, name);
        }
    }

    fn node(&mut self, domain: String, name: Option<Name>, above: Option<usize>, state: State) -> usize {
        let depth = above.map_or(0, |above| self.nodes[above].depth + 1);
        self.nodes.push(Node { domain, name, above, depth, lookup: None, state, twigs: Vec::new() });
        self.nodes.len() - 1
    }

    /// Sends a question, where there is one left.
    fn ask(&mut self, job: Job, name: Name, rtype: RecordType) {
        let Some(left) = self.questions.checked_sub(1) else {
            self.cut_off = true;
            return;
        };
        self.questions = left;
        let client = self.client;
        let question = Question::new(name, rtype);
        self.waiting.push(Box::pin(async move { (job, client.ask_first(question).await) }));
    }

    fn ask_record(&mut self, node: usize, name: Name) {
        // Until the answer is there, and for good where the question can't be sent.
        self.nodes[node].state = State::CutOff;
        if self.nodes[node].depth > DEPTH {
            self.cut_off = true;
        } else {
            self.ask(Job::Record { node }, name, RecordType::Txt);
        }
    }

    fn take(&mut self, job: Job, lookup: Lookup) {
        match job {
            Job::Record { node } => {
                self.nodes[node].state = self.read(&lookup);
                self.nodes[node].lookup = Some(lookup);
                self.sprout(node);
            }
            Job::Term { node, twig } => self.take_term(node, twig, lookup),
            Job::Host { node, twig, host, rtype } => {
                let host = &mut self.nodes[node].twigs[twig].0.hosts[host];
                let place = if rtype == RecordType::A { &mut host.ipv4 } else { &mut host.ipv6 };
                *place = Some(lookup);
            }
        }
    }

    /// What came of the question for a record.
    fn read(&mut self, lookup: &Lookup) -> State {
        match &lookup.answer.outcome {
            Outcome::Unknown(trouble) => return State::Unknown(*trouble),
            Outcome::Absent { .. } if lookup.answer.no_such_name() => return State::NoSuchName,
            Outcome::Absent { .. } => return State::NoRecord,
            Outcome::Found(_) => {}
        }
        let mut values: Vec<String> =
            lookup.found().filter(|data| is_spf(data)).filter_map(Data::text).collect();
        // RFC 7208 §4.5: no record gives none, and more than one a permerror.
        let value = match values.len() {
            0 => return State::NoRecord,
            1 => values.remove(0),
            _ => return State::Several(values),
        };
        let Some(left) = self.text.checked_sub(value.len()) else {
            self.cut_off = true;
            return State::CutOff;
        };
        self.text = left;
        let spf = Spf::parse(&value);
        // RFC 7208 §4.6: an error of syntax anywhere is a permerror, before anything is evaluated.
        if spf.reading() == Reading::Used && value.is_ascii() {
            State::Record { value, spf }
        } else {
            State::Unreadable { value, spf }
        }
    }

    /// Asks for what the terms of a record lead to.
    fn sprout(&mut self, node: usize) {
        let State::Record { value, spf } = &self.nodes[node].state else { return };
        let (value, spf) = (value.clone(), spf.clone());
        let all = spf.all().map(|(i, _)| i);
        for (index, term) in spf.terms.iter().enumerate().filter(|(_, term)| term.is_lookup()) {
            let Some(left) = self.twigs.checked_sub(1) else {
                self.cut_off = true;
                break;
            };
            self.twigs = left;
            let reached = match term.kind {
                // RFC 7208 §6.1: redirect is ignored where there is an `all` anywhere.
                TermKind::Redirect(_) => all.is_none(),
                // RFC 7208 §5.1: what stands after `all` is ignored.
                _ => all.is_none_or(|all| index < all),
            };
            let target = self.target(node, term, &value);
            let twig = Twig {
                index,
                span: term.span,
                text: term.span.text(&value).to_owned(),
                reached,
                target: target.clone(),
                cost: u32::from(reached),
                total: 0,
                void: Void::NO,
                child: None,
                lookup: None,
                hosts: Vec::new(),
                mail_servers: 0,
            };
            let child = match term.kind {
                TermKind::Include(_) | TermKind::Redirect(_) if reached => {
                    Some(self.child(node, target.clone(), &twig.text))
                }
                _ => None,
            };
            self.nodes[node].twigs.push((twig, child));
            if let Some(target) = target.filter(|_| reached && child.is_none()) {
                self.ask_term(node, self.nodes[node].twigs.len() - 1, &term.kind, &target);
            }
        }
    }

    /// The name that a term asks about; none where it depends on the message.
    fn target(&self, node: usize, term: &Term, value: &str) -> Option<String> {
        let domain = &self.nodes[node].domain;
        // RFC 7208 §4.8: without a domain-spec the target is the domain itself.
        let Some(spec) = term.domain() else { return Some(domain.clone()) };
        is_static(spec).then(|| {
            let values = Values {
                local_part: "",
                // The sender's domain is the one whose record is read first, and stays so.
                sender_domain: &self.root,
                domain,
                ip: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
                validated: None,
                helo: "",
                receiver: "",
                time: 0,
            };
            expand(spec, value, &values, Purpose::Name)
        })
    }

    fn child(&mut self, above: usize, target: Option<String>, text: &str) -> usize {
        let Some(target) = target else {
            return self.node(text.to_owned(), None, Some(above), State::Dynamic);
        };
        let Ok(name) = Name::literal(&target) else {
            return self.node(target, None, Some(above), State::NotAName);
        };
        let mut path = std::iter::successors(Some(above), |node| self.nodes[*node].above);
        let circle = path.any(|node| self.nodes[node].name.as_ref() == Some(&name));
        let node = self.node(target, Some(name.clone()), Some(above), State::Loop);
        if !circle {
            self.ask_record(node, name);
        }
        node
    }

    fn ask_term(&mut self, node: usize, twig: usize, kind: &TermKind, target: &str) {
        // RFC 7208 §4.8: what can't be a name in DNS is not asked about, and matches nothing.
        let Ok(name) = Name::literal(target) else { return };
        match kind {
            TermKind::A(_) => self.ask_host(node, twig, name),
            TermKind::Mx(_) => self.ask(Job::Term { node, twig }, name, RecordType::Mx),
            // RFC 7208 §5.7: an A record is asked for, whatever kind of address the server has.
            TermKind::Exists(_) => self.ask(Job::Term { node, twig }, name, RecordType::A),
            // What `ptr` asks depends on the server's address.
            TermKind::Ptr(_)
            | TermKind::Include(_)
            | TermKind::Redirect(_)
            | TermKind::All
            | TermKind::Ip4(_)
            | TermKind::Ip6(_)
            | TermKind::Exp(_)
            | TermKind::UnknownModifier(_)
            | TermKind::Unrecognised => {}
        }
    }

    fn ask_host(&mut self, node: usize, twig: usize, name: Name) {
        let hosts = &mut self.nodes[node].twigs[twig].0.hosts;
        let host = hosts.len();
        hosts.push(Host { name: name.clone(), ipv4: None, ipv6: None });
        for rtype in [RecordType::A, RecordType::Aaaa] {
            self.ask(Job::Host { node, twig, host, rtype }, name.clone(), rtype);
        }
    }

    /// The answer to `mx` or `exists`.
    fn take_term(&mut self, node: usize, twig: usize, lookup: Lookup) {
        let mut hosts: Vec<(u16, Name)> = lookup
            .found()
            .filter_map(|data| match data {
                Data::Mx { preference, exchange } => Some((*preference, exchange.clone())),
                _ => None,
            })
            .collect();
        let this = &mut self.nodes[node].twigs[twig].0;
        this.lookup = Some(lookup);
        this.mail_servers = hosts.len();
        // RFC 7208 §4.6.4: more than 10 are a permerror, so that receivers ask for none of them.
        if hosts.len() > limits::MX_HOSTS {
            return;
        }
        hosts.sort();
        // RFC 7505 §3: a dot says that there is no mail server.
        for (_, host) in hosts.into_iter().filter(|(_, host)| !host.is_root()) {
            self.ask_host(node, twig, host);
        }
    }

    /// Puts the branches together and counts.
    fn finish(mut self) -> Tree {
        let mut nodes: Vec<Option<Node>> = std::mem::take(&mut self.nodes).into_iter().map(Some).collect();
        let mut void_lookups = VoidLookups { exact: true, ..VoidLookups::default() };
        let mut unknown = Vec::new();
        let root = assemble(&mut nodes, 0, &mut void_lookups, &mut unknown);
        void_lookups.exact &= root.exact;
        Tree { root, void_lookups, unknown, cut_off: self.cut_off }
    }
}

/// The branch with this number, with all below it: no deeper than [`DEPTH`].
fn assemble(
    nodes: &mut [Option<Node>],
    at: usize,
    voids: &mut VoidLookups,
    unknown: &mut Vec<(Question, Trouble)>,
) -> Branch {
    let Some(node) = nodes.get_mut(at).and_then(Option::take) else {
        return branch_without_record();
    };
    let mut note = |lookup: &Lookup| {
        if let Outcome::Unknown(trouble) = lookup.answer.outcome
            && unknown.iter().all(|(question, _)| *question != lookup.question)
        {
            unknown.push((lookup.question.clone(), trouble));
        }
    };
    node.lookup.iter().for_each(&mut note);
    node.twigs.iter().flat_map(|(twig, _)| twig.lookups()).for_each(note);
    let lookup_terms = match &node.state {
        State::Record { spf, .. } => spf.terms.iter().filter(|term| term.is_lookup()).count(),
        _ => 0,
    };
    let mut exact = node.state.is_known() && lookup_terms == node.twigs.len();
    let mut lookups = 0;
    let mut twigs = Vec::with_capacity(node.twigs.len());
    for (mut twig, child) in node.twigs {
        twig.child = child.map(|child| Box::new(assemble(nodes, child, voids, unknown)));
        let below = twig.child.as_ref().map_or(0, |child| child.lookups);
        twig.total = twig.cost + below;
        if twig.reached {
            twig.void = void(&twig, &node.state);
            let counted = |void: Option<bool>| u32::from(void == Some(true));
            voids.ipv4 += counted(twig.void.ipv4);
            voids.ipv6 += counted(twig.void.ipv6);
            voids.both += u32::from(twig.void.is_always());
            voids.exact &= twig.void.is_known();
        }
        lookups += twig.total;
        exact &= twig.exact();
        twigs.push(twig);
    }
    Branch { domain: node.domain, lookup: node.lookup, state: node.state, twigs, lookups, exact }
}

fn branch_without_record() -> Branch {
    Branch {
        domain: String::new(),
        lookup: None,
        state: State::CutOff,
        twigs: Vec::new(),
        lookups: 0,
        exact: false,
    }
}

/// RFC 7208 §4.6.4: whether a term is a void lookup, for a server that nothing matches.
fn void(twig: &Twig, state: &State) -> Void {
    let State::Record { spf, .. } = state else { return Void::NO };
    let Some(term) = spf.terms.get(twig.index) else { return Void::NO };
    let addresses = || Void {
        ipv4: any(twig.hosts.iter().map(|host| is_void(host.ipv4.as_ref()))),
        ipv6: any(twig.hosts.iter().map(|host| is_void(host.ipv6.as_ref()))),
    };
    // What is asked of PTR is not counted: RFC 7208 §5.5 skips it where it fails.
    if matches!(term.kind, TermKind::Ptr(_)) {
        return Void::NO;
    }
    let Some(target) = &twig.target else { return Void::UNKNOWN };
    if Name::literal(target).is_err() {
        return Void::NO;
    }
    match term.kind {
        TermKind::Include(_) | TermKind::Redirect(_) => match twig.child.as_deref() {
            // That record was found: it is being read.
            Some(Branch { state: State::Loop, .. }) => Void::NO,
            child => Void::both(is_void(child.and_then(|child| child.lookup.as_ref()))),
        },
        TermKind::A(_) => addresses(),
        TermKind::Mx(_) => match is_void(twig.lookup.as_ref()) {
            Some(false) => addresses(),
            other => Void::both(other),
        },
        TermKind::Exists(_) => Void::both(is_void(twig.lookup.as_ref())),
        _ => Void::NO,
    }
}

/// The name is the same for every message.
fn is_static(spec: &DomainSpec) -> bool {
    spec.macros().all(|expand| match expand.letter {
        MacroLetter::Domain | MacroLetter::SenderDomain => true,
        MacroLetter::Sender
        | MacroLetter::LocalPart
        | MacroLetter::Ip
        | MacroLetter::ValidatedName
        | MacroLetter::AddressFamily
        | MacroLetter::Helo
        | MacroLetter::ReadableIp
        | MacroLetter::Receiver
        | MacroLetter::Time => false,
    })
}
