//! Which DMARC record applies to a domain: the tree walk (RFC 9989, section 4.10), and the way of RFC 7489.

mod applied;
pub mod suffix;
pub mod walk;

pub use applied::{Applied, Existence, Known, Old, Source};
pub use walk::{Found, Held, Organizational, Why};

use std::cell::RefCell;

use futures_util::future::join_all;

use super::domain::{Wish, below};
use super::gather::Board;
use super::{Item, item};
use crate::dns::{DnsClient, Lookup, Name, RecordType};
use crate::record::Kind;

/// What was found on the way up from a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The domain at which the walk starts; none before it has.
    pub start: Option<Name>,
    /// `_dmarc` at each name of the walk, the longest first, up to the name at which a record ends it.
    ///
    /// While questions are open, it holds what comes before the first of them.
    pub walk: Vec<Lookup>,
    /// The walk is over.
    pub is_walked: bool,
    /// Receivers that follow RFC 7489 look here next: at the registered domain above the start, by
    /// [`suffix::registrable`]. None where that is not known, or not asked yet.
    pub registrable: Option<Lookup>,
    /// What each answer holds, read once.
    held: Vec<(Name, Held)>,
}

/// Asks for the DMARC records of the domain and of the names above it, of all at once.
pub async fn gather<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    let names = walk::names(&wish.domain);
    let registrable = suffix::registrable(&wish.domain).filter(|name| *name != wish.domain);
    let answers: RefCell<Vec<Option<Lookup>>> = RefCell::new(vec![None; names.len()]);
    board.put(|domain| domain.policy.start = Some(wish.domain.clone()));
    let asked = names.iter().enumerate().filter_map(|(i, name)| {
        let question = below(name, "_dmarc", RecordType::Txt)?;
        let is_registrable = registrable.as_ref() == Some(name);
        let (answers, names) = (&answers, &names);
        Some(async move {
            let lookup = client.ask_first(question).await;
            let held = Held::of(&lookup);
            let by_suffix = is_registrable.then(|| lookup.clone());
            answers.borrow_mut()[i] = Some(lookup);
            board.put(|domain| {
                let policy = &mut domain.policy;
                policy.held.push((name.clone(), held));
                policy.registrable = by_suffix.or(policy.registrable.take());
                policy.go_on(names, &answers.borrow());
            });
        })
    });
    join_all(asked).await;
    board.put(|domain| domain.policy.is_walked = true);
}

impl Policy {
    /// Takes in the answers up to the first that is still open, or to the record that ends the walk.
    fn go_on(&mut self, names: &[Name], answers: &[Option<Lookup>]) {
        self.walk.clear();
        for (name, answer) in names.iter().zip(answers) {
            match answer {
                Some(lookup) => {
                    self.walk.push(lookup.clone());
                    self.is_walked =
                        matches!(self.held(name), Some(Held::One(found)) if found.is_registry().is_some());
                    if self.is_walked {
                        return;
                    }
                }
                // Nothing can stand at a name that is too long to be one.
                None if below(name, "_dmarc", RecordType::Txt).is_none() => {}
                None => return,
            }
        }
        self.is_walked = true;
    }

    /// What stands at `_dmarc` of a name; none where nobody asked, or not yet.
    pub fn held(&self, name: &Name) -> Option<Held> {
        if let Some((_, held)) = self.held.iter().find(|(known, _)| known == name) {
            return Some(held.clone());
        }
        below(name, "_dmarc", RecordType::Txt).is_none().then_some(Held::Nothing)
    }

    /// What stands at each name of the walk.
    fn steps(&self) -> impl Iterator<Item = Option<Held>> {
        self.walk.iter().map(|lookup| self.held(&lookup.question.name.parent()?))
    }

    /// What stands at the domain's own name.
    pub fn own(&self) -> Option<Held> {
        self.held(self.start.as_ref()?)
    }

    /// The domain whose names all count as one sender (RFC 9989, section 4.10.2); none where a failed lookup leaves
    /// it open.
    pub fn organizational_domain(&self) -> Option<Organizational> {
        let start = self.start.as_ref().filter(|_| self.is_walked)?;
        walk::organizational(start, self.steps())
    }

    /// Whether a domain that SPF or DKIM checked counts as the same sender under relaxed alignment (RFC 9989,
    /// section 4.10.2); none where that hangs on names that were not asked for.
    pub fn is_aligned(&self, other: &Name) -> Option<bool> {
        if self.start.as_ref() == Some(other) {
            return Some(true);
        }
        let organization = self.organizational_domain()?.domain;
        // The organisational domain of a name is the name itself or stands above it.
        if !other.is_within(&organization) {
            return Some(false);
        }
        let names = walk::names(other);
        let of_other = walk::organizational(other, names.iter().map(|name| self.held(name)))?;
        Some(of_other.domain == organization)
    }

    /// The texts that are meant as DMARC records and have a say in what happens to the domain's mail: those at its
    /// own name, and at the name whose record applies. Where none applies, those that failed to.
    pub fn items(&self) -> Vec<Item> {
        let place = |name: &Name| below(name, "_dmarc", RecordType::Txt).map(|question| question.name);
        let own = self.start.as_ref().and_then(place);
        let applies = match self.found() {
            Known::Is((found, _)) => place(&found.domain),
            Known::Nothing | Known::Unknown => None,
        };
        let none_applies = self.found() == Known::Nothing;
        let has_say = |lookup: &&Lookup| {
            let name = Some(&lookup.question.name);
            none_applies || name == own.as_ref() || name == applies.as_ref()
        };
        let items = self.walk.iter().filter(has_say).flat_map(item::items);
        // A wildcard answers here with whatever it holds.
        items.filter(|item| item.kind() == Kind::Dmarc).collect()
    }
}

#[cfg(test)]
mod tests;
