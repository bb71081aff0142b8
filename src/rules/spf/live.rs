//! A domain's own SPF record with everything that it leads to, for the rules that need both.

use crate::facts::{Domain, Facts, Item};
use crate::providers::{self, Provider};
use crate::record::spf::{Term, TermKind};
use crate::record::{Reading, Record, Spf};
use crate::spf::tree::{Branch, Problem, Tree, Twig};
use crate::text::Edit;
use crate::text::prose::code;

/// The record that receivers use, and its tree.
#[derive(Clone, Copy)]
pub struct Live<'a> {
    /// Its domain.
    pub domain: &'a Domain,
    /// Its index in the facts.
    pub record: usize,
    /// Its text.
    pub text: &'a str,
    /// The lengths of the strings that it was joined of.
    pub strings: &'a [usize],
    /// As written.
    pub spf: &'a Spf,
    /// What it leads to.
    pub tree: &'a Tree,
}

impl<'a> Live<'a> {
    /// None where it was not looked up, could not be, or is none that receivers can use.
    pub fn of(domain: &'a Domain, facts: &'a Facts) -> Option<Self> {
        let tree = domain.senders.tree.as_ref()?;
        let (value, _) = tree.root.record()?;
        let is_root = |item: &Item| item.name.as_deref() == Some(domain.name.as_str()) && item.value == value;
        facts.items.iter().enumerate().find_map(|(record, item)| match &item.record {
            Record::Spf(spf) if is_root(item) && spf.reading() == Reading::Used => {
                Some(Self { domain, record, text: &item.value, strings: &item.strings, spf, tree })
            }
            _ => None,
        })
    }

    /// What a term of the record is.
    pub fn term(&self, twig: &Twig) -> Option<&'a Term> {
        self.spf.terms.get(twig.index)
    }

    /// The term is `redirect`, which is no part like the others: it takes the place of the record's end.
    pub fn is_redirect(&self, twig: &Twig) -> bool {
        self.term(twig).is_some_and(|term| matches!(term.kind, TermKind::Redirect(_)))
    }

    /// The edit that takes a term out.
    pub fn without(&self, twig: &Twig) -> Edit {
        Edit::delete(super::with_gap(self.text, twig.span))
    }

    /// The name is the domain's own, or one below it or beside it in its zone: its people can change what stands there.
    pub fn is_own(&self, name: &str) -> bool {
        let apex = self.domain.zone.apex.as_ref().unwrap_or(&self.domain.name).as_str();
        let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        name.strip_suffix(apex).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }

    /// What makes receivers give up, and is not the record itself.
    pub fn problems(&self) -> impl Iterator<Item = (&'a Twig, Problem<'a>)> {
        self.tree.problems().into_iter().filter_map(|problem| Some((problem.term?, problem)))
    }

    /// The terms that may ask DNS and are reached, here and behind it, in the order in which receivers come to them.
    pub fn places(&self) -> Vec<Place<'a>> {
        let mut out = Vec::new();
        for twig in &self.tree.root.twigs {
            collect(twig, &self.tree.root, twig, &mut out);
        }
        out
    }
}

/// A term at any depth.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The term of the domain's own record that leads there, or is it.
    pub top: &'a Twig,
    /// The record that holds it.
    pub branch: &'a Branch,
    /// The term.
    pub twig: &'a Twig,
}

impl<'a> Place<'a> {
    /// It stands in the domain's own record.
    pub fn is_top(&self) -> bool {
        std::ptr::eq(self.top, self.twig)
    }

    /// What it is.
    pub fn kind(&self) -> Option<&'a TermKind> {
        self.branch.record().and_then(|(_, spf)| spf.terms.get(self.twig.index)).map(|term| &term.kind)
    }

    /// The term, and what leads there: `a:x` behind `include:y`.
    pub fn words(&self) -> String {
        let term = code(&self.twig.text);
        if self.is_top() { term } else { format!("{term} behind {}", code(&self.top.text)) }
    }
}

/// No deeper than the tree is.
fn collect<'a>(top: &'a Twig, branch: &'a Branch, twig: &'a Twig, out: &mut Vec<Place<'a>>) {
    if !twig.reached {
        return;
    }
    out.push(Place { top, branch, twig });
    if let Some(child) = twig.child.as_deref() {
        for below in &child.twigs {
            collect(top, child, below, out);
        }
    }
}

/// Who is probably behind the name of a term; of a name with macros, what follows the last one tells.
pub fn service(twig: &Twig) -> Option<&'static Provider> {
    let name = match &twig.target {
        Some(target) => target.as_str(),
        None => twig.text.rsplit_once('}')?.1.trim_start_matches('.'),
    };
    providers::by_spf_domain(name)
}

/// The services that the record names, each once.
pub fn services(tree: &Tree) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for provider in tree.root.twigs.iter().filter(|twig| twig.reached).filter_map(service) {
        if !names.contains(&provider.name) {
            names.push(provider.name);
        }
    }
    names
}
