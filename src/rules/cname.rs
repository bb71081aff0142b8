//! Rules on CNAME records: names that stand for others.

mod at_apex;
mod beside_others;
mod doubled_target;
mod leads_on;
mod not_a_name;
mod proxied;
mod target_gone;
mod to_itself;
mod to_service;
mod wildcard;

pub(super) use doubled_target::undoubled;
pub(super) use target_gone::is_gone;

use super::Rule;
use crate::facts::{Facts, Item};
use crate::record::{Cname, Record};

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &beside_others::RULE,
    &to_itself::RULE,
    &target_gone::RULE,
    &proxied::RULE,
    &not_a_name::RULE,
    &doubled_target::RULE,
    &at_apex::RULE,
    &wildcard::RULE,
    &to_service::RULE,
    &leads_on::RULE,
];

/// Every CNAME record with its index and its place.
pub(super) fn cnames(facts: &Facts) -> impl Iterator<Item = (usize, &Item, &Cname)> {
    facts.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
        Record::Cname(cname) => Some((i, item, cname)),
        _ => None,
    })
}

#[cfg(test)]
use super::said;
