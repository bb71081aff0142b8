//! One selector, why it is tried, and what came of it.

use crate::dns::{Data, Lookup, Name, Outcome, Trouble};
use crate::facts::Item;
use crate::facts::item::items;
use crate::providers::{self, Provider};
use crate::record::Kind;

/// Why a selector is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The reader gave it.
    Given,
    /// A header that the reader pasted names it.
    Header,
    /// It is one of a service that the domain seems to use.
    Service(&'static Provider),
    /// Many domains use it.
    Common,
}

impl Why {
    /// Somebody says that mail is signed with it; every other selector is a guess.
    pub const fn is_named(self) -> bool {
        matches!(self, Self::Given | Self::Header)
    }

    /// The reason as the end of a sentence: "`s1` is tried because {}."
    pub fn words(self) -> String {
        match self {
            Self::Given => "you gave it".to_owned(),
            Self::Header => "the header that you pasted names it".to_owned(),
            Self::Service(provider) => format!("{} uses it", provider.name),
            Self::Common => "many domains use it".to_owned(),
        }
    }
}

/// A selector that the reader wants tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// In any form that [`crate::record::dkim::Selector::parse`] reads.
    pub selector: String,
    /// Where it comes from.
    pub why: Why,
}

impl Wanted {
    /// The reader gave it.
    pub fn given(selector: impl Into<String>) -> Self {
        Self { selector: selector.into(), why: Why::Given }
    }

    /// A pasted header names it.
    pub fn in_header(selector: impl Into<String>) -> Self {
        Self { selector: selector.into(), why: Why::Header }
    }
}

/// A selector that is tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The selector: what stands before `._domainkey.`.
    pub selector: String,
    /// Why.
    pub why: Why,
    /// What came of it; none while it is not answered.
    pub lookup: Option<Lookup>,
}

impl Tried {
    /// There is a text at its name.
    pub fn is_found(&self) -> bool {
        matches!(self.outcome(), Some(Outcome::Found(_)))
    }

    /// There is certainly none.
    pub fn is_absent(&self) -> bool {
        matches!(self.outcome(), Some(Outcome::Absent { .. }))
    }

    /// Why nobody knows.
    pub fn trouble(&self) -> Option<Trouble> {
        match self.outcome() {
            Some(Outcome::Unknown(trouble)) => Some(*trouble),
            Some(Outcome::Found(_) | Outcome::Absent { .. }) | None => None,
        }
    }

    /// The name at which its key would stand; none while it is not answered.
    pub fn name(&self) -> Option<&Name> {
        self.lookup.as_ref().map(|lookup| &lookup.question.name)
    }

    /// The name that it leads to by CNAME.
    pub fn target(&self) -> Option<&Name> {
        self.lookup.as_ref()?.answer.aliases.last()
    }

    /// Who is probably behind the name that it leads to.
    pub fn service(&self) -> Option<&'static Provider> {
        let aliases = &self.lookup.as_ref()?.answer.aliases;
        aliases.iter().find_map(|alias| providers::by_dkim_target(alias.as_str()))
    }

    /// The key records at its name; a text of another kind there is none.
    pub fn items(&self) -> Vec<Item> {
        let mut items: Vec<Item> = self.lookup.iter().flat_map(items).collect();
        items.retain(|item| item.kind() == Kind::Dkim);
        items
    }

    fn outcome(&self) -> Option<&Outcome> {
        self.lookup.as_ref().map(|lookup| &lookup.answer.outcome)
    }
}

/// Something stands at the name: a text, or an alias, wherever it leads.
pub(super) fn is_answered(lookup: &Lookup) -> bool {
    match lookup.answer.outcome {
        Outcome::Found(_) => true,
        Outcome::Absent { .. } => !lookup.answer.aliases.is_empty(),
        Outcome::Unknown(_) => false,
    }
}

/// Two names are answered with the same records, in whichever order.
pub(super) fn is_same(one: &Lookup, other: &Lookup) -> bool {
    let records = |lookup: &Lookup| {
        let mut texts: Vec<Option<String>> = lookup.found().map(Data::text).collect();
        texts.sort();
        texts
    };
    is_answered(one) == is_answered(other)
        && one.answer.aliases.last() == other.answer.aliases.last()
        && records(one) == records(other)
}

/// The name above the one to which a made-up selector leads under its own label: what a DNAME does to every name
/// below it (RFC 6672). That is another name for the place of all keys, and no answer to any selector.
pub(super) fn renamed_to(wildcard: &Lookup) -> Option<Name> {
    let first = |name: &Name| name.labels().into_iter().next();
    let target = wildcard.answer.aliases.last()?;
    (first(target) == first(&wildcard.question.name)).then(|| target.parent()).flatten()
}
