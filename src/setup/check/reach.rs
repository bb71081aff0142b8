//! What an SPF record would let send at a name, and what it would cost, whether it stands there yet or not.

use std::cell::RefCell;
use std::collections::HashSet;

use crate::dns::{
    Answer, AnyClient, Data, DnsClient, Found, Lookup, Name, Outcome, Question, RecordType, Trouble,
};
use crate::record::spf::{Qualifier, Term, TermKind};
use crate::spf::limits::{LOOKUPS, VOID_LOOKUPS};
use crate::spf::networks::AllowList;
use crate::spf::tree::{Branch, ProblemKind, Tree, tree};

use super::found::same_name;
use super::spf::same_term;

/// An SPF record with everything that it leads to.
pub struct Reach {
    tree: Tree,
    list: AllowList,
}

/// How many different questions all the records of one check may lead to: a link can name forty of them, and each can
/// lead to hundreds.
const QUESTIONS: usize = 1000;

/// What has been asked for the records of one check. What is asked again costs nothing: there is a cache before DNS.
#[derive(Default)]
pub struct Budget(RefCell<HashSet<Question>>);

impl Budget {
    fn allows(&self, question: &Question) -> bool {
        let mut asked = self.0.borrow_mut();
        if asked.contains(question) {
            return true;
        }
        asked.len() < QUESTIONS && asked.insert(question.clone())
    }
}

/// Reads everything that `record` leads to, as if it stood at `name`.
pub async fn reach<C: DnsClient>(client: &C, budget: &Budget, name: &Name, record: &str) -> Reach {
    let instead = Instead { client, budget, name, record };
    let client: AnyClient<'_> = &instead;
    let tree = tree(&client, name).await;
    let list = AllowList::new(&tree);
    Reach { tree, list }
}

impl Reach {
    /// How many lookups receivers make in the worst case; at least, where something could not be read.
    pub fn lookups(&self) -> u32 {
        self.tree.lookups()
    }

    /// Why receivers give up on the record, as a sentence; none where they don't, as far as anyone can tell.
    pub fn trouble(&self) -> Option<String> {
        if let Some(problem) = self.tree.problems().first() {
            let why = match problem.what {
                ProblemKind::ManyMailServers(count) => {
                    format!("Part of it leads to {count} mail servers, and receivers stop at 10.")
                }
                _ => problem.branch.says().unwrap_or_default(),
            };
            return Some(format!("Receivers give up on the whole record. {why}"));
        }
        if self.tree.over_limit() {
            return Some(format!(
                "The record needs {} lookups. Receivers stop after {LOOKUPS} and count the record as an error.",
                self.lookups()
            ));
        }
        let void = self.tree.void_lookups.worst();
        self.tree.over_void_limit().then(|| {
            format!("The record asks for {void} names that are not there, and receivers stop after {VOID_LOOKUPS}.")
        })
    }

    /// Receivers stop before they are through.
    pub fn is_over(&self) -> bool {
        self.tree.over_limit()
    }

    /// Every server may send.
    pub fn is_everyone(&self) -> bool {
        self.list.is_everyone()
    }

    /// Some record below lets the same servers send by the same term; the domain of that record.
    pub fn holds(&self, wanted: &str, term: &Term) -> Option<String> {
        holds(&self.tree.root, wanted, term)
    }

    /// Every server that `other` lets send may send here too. That nobody could ask is no yes.
    pub fn covers(&self, other: &Reach) -> bool {
        let known = other.list.not_listed.is_empty() && other.tree.problems().is_empty();
        known
            && other.tree.unknown.is_empty()
            && !other.list.networks.is_empty()
            && other.list.networks.iter().all(|wanted| {
                // Both lists are as short as can be, so that a network lies in one of the other list or in none.
                self.list.networks.iter().any(|network| network.net.contains(&wanted.net))
            })
    }
}

fn holds(branch: &Branch, wanted: &str, term: &Term) -> Option<String> {
    let (text, spf) = branch.record()?;
    let reached = spf.reachable().filter(|own| own.effect() == Qualifier::Pass);
    let own = Name::literal(&branch.domain).ok()?;
    for one in reached {
        if same_term(&own, (text, one), (wanted, term)) || redirects_to((text, one), (wanted, term)) {
            return Some(branch.domain.clone());
        }
    }
    branch.twigs.iter().filter(|twig| twig.reached).find_map(|twig| {
        let passes = spf.terms.get(twig.index).is_some_and(|term| term.effect() == Qualifier::Pass);
        holds(twig.child.as_deref().filter(|_| passes)?, wanted, term)
    })
}

/// The record of a domain is used in the place of the rest, where its inclusion is asked for.
fn redirects_to((text, one): (&str, &Term), (wanted, term): (&str, &Term)) -> bool {
    match (&one.kind, &term.kind) {
        (TermKind::Redirect(Some(one)), TermKind::Include(Some(term))) => {
            !one.is_dynamic() && same_name(one.span.text(text), term.span.text(wanted))
        }
        _ => false,
    }
}

/// A client for which one name holds one SPF record.
struct Instead<'a, C> {
    client: &'a C,
    budget: &'a Budget,
    name: &'a Name,
    record: &'a str,
}

impl<C: DnsClient> DnsClient for Instead<'_, C> {
    async fn ask(&self, question: Question) -> Lookup {
        if question.rtype != RecordType::Txt || question.name != *self.name {
            if self.budget.allows(&question) {
                return self.client.ask(question).await;
            }
            return Lookup::new(question, Answer::unknown(Trouble::Refused), "");
        }
        let found = Outcome::Found(vec![Found { ttl: 0, data: Data::txt(self.record) }]);
        Lookup::new(question, Answer::new(found), "")
    }
}

/// What is said of a record that would be over the limit once it is published.
pub fn warning(after: &Reach) -> Option<String> {
    if after.is_over() {
        return Some(format!(
            "The record to publish needs {} lookups, and receivers stop after {}. First take out what no longer sends.",
            after.lookups(),
            LOOKUPS
        ));
    }
    after.trouble().map(|why| format!("With the record to publish there is trouble left. {why}"))
}
