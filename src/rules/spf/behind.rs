//! The SPF records that the ones at hand lead to: those of the same paste, or what was found in DNS.

use std::cell::{Cell, RefCell};

use rustc_hash::{FxHashMap, FxHashSet};

use super::two_records::is_found;
use crate::facts::Facts;
use crate::record::spf::{Everyone, Qualifier, Term, TermKind};
use crate::record::{Reading, Record, Spf};
use crate::spf::tree::Branch;

/// Records in a row that are followed. Receivers give up after ten.
const DEEPEST: usize = 12;
/// Terms that are looked at in the search for circles, in all records together.
const MOST_TERMS: u32 = 100_000;

/// Whom another record lets in, and the name of the record that does so.
type Opening = (Everyone, String);

/// Records by their names; a name with more than one has none that receivers use.
pub struct Behind<'f> {
    records: FxHashMap<String, (&'f str, &'f Spf)>,
    openings: RefCell<FxHashMap<String, Option<Opening>>>,
    left: Cell<u32>,
}

impl<'f> Behind<'f> {
    /// Of a domain that was looked up, what its record leads to; otherwise the records that stand together.
    pub fn of(facts: &'f Facts) -> Self {
        let mut records = FxHashMap::default();
        match &facts.domain {
            Some(domain) => {
                if let Some(tree) = &domain.senders.tree {
                    collect(&tree.root, &mut records);
                }
            }
            None => {
                for set in facts.sets(is_found) {
                    if let [(_, item)] = set.as_slice()
                        && let (Some(name), Record::Spf(spf)) = (&item.name, &item.record)
                        // A name without a dot stands for a place in a zone that is not known here.
                        && name.contains('.')
                    {
                        records.insert(name.clone(), (item.value.as_str(), spf));
                    }
                }
            }
        }
        Self { records, openings: RefCell::default(), left: Cell::new(MOST_TERMS) }
    }

    /// The servers that a term lets in by the record that it leads to, where those are all of a kind. `at` is the name at
    /// which the term stands.
    pub fn lets_in(&self, text: &str, term: &Term, at: &str) -> Option<Opening> {
        self.behind_term(text, term, at, 0)
    }

    fn behind_term(&self, text: &str, term: &Term, at: &str, depth: usize) -> Option<Opening> {
        if term.effect() != Qualifier::Pass || depth == DEEPEST {
            return None;
        }
        self.opening(&target(text, term, at)?, depth)
    }

    fn opening(&self, name: &str, depth: usize) -> Option<Opening> {
        if let Some(known) = self.openings.borrow().get(name) {
            return known.clone();
        }
        let (text, spf) = self.used(name)?;
        // In a circle, this one adds nothing.
        self.openings.borrow_mut().insert(name.to_owned(), None);
        let opening = spf.reachable().find_map(|term| match term.everyone() {
            Some(everyone) => Some((everyone, name.to_owned())),
            None => self.behind_term(text, term, name, depth + 1),
        });
        self.openings.borrow_mut().insert(name.to_owned(), opening.clone());
        opening
    }

    /// The name to which a term leads receivers back, at once or by way of other records, after they have read its record.
    pub fn circle(&self, text: &str, term: &Term, at: &str) -> Option<String> {
        let mut path = vec![at.to_owned()];
        self.walk(&target(text, term, at)?, &mut path, &mut FxHashSet::default())
    }

    fn walk(&self, name: &str, path: &mut Vec<String>, done: &mut FxHashSet<String>) -> Option<String> {
        if path.iter().any(|read| read == name) {
            return Some(name.to_owned());
        }
        let (text, spf) = self.used(name).filter(|_| path.len() < DEEPEST && !done.contains(name))?;
        path.push(name.to_owned());
        let back = spf.reachable().find_map(|term| {
            self.left.set(self.left.get().checked_sub(1)?);
            self.walk(&target(text, term, name)?, path, done)
        });
        path.pop();
        done.insert(name.to_owned());
        back
    }

    fn used(&self, name: &str) -> Option<(&'f str, &'f Spf)> {
        self.records.get(name).copied().filter(|(_, spf)| spf.reading() == Reading::Used)
    }
}

/// The name whose record `include` or `redirect` brings in; `%{d}` is the one at which the term stands.
fn target(text: &str, term: &Term, at: &str) -> Option<String> {
    let (TermKind::Include(Some(domain)) | TermKind::Redirect(Some(domain))) = &term.kind else {
        return None;
    };
    let name = domain.span.text(text);
    Some(if name.eq_ignore_ascii_case("%{d}") { at.to_owned() } else { plain(name) })
}

fn plain(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

/// No deeper than the tree is.
fn collect<'f>(branch: &'f Branch, records: &mut FxHashMap<String, (&'f str, &'f Spf)>) {
    if let Some(record) = branch.record() {
        records.insert(plain(&branch.domain), record);
    }
    for below in branch.twigs.iter().filter_map(|twig| twig.child.as_deref()) {
        collect(below, records);
    }
}
