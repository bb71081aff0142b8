//! Rules on MX records.

mod doubled_name;
mod mixed_providers;
mod not_a_host;
mod null_beside_others;
mod null_preference;
mod points_to_hosts;
mod preference;
mod repeated_host;
mod takes_no_mail;
mod underscore;

use std::collections::BTreeMap;

use super::Rule;
use crate::facts::{Facts, Item};
use crate::record::Mx;

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &not_a_host::RULE,
    &preference::RULE,
    &null_beside_others::RULE,
    &null_preference::RULE,
    &doubled_name::RULE,
    &underscore::RULE,
    &mixed_providers::RULE,
    &repeated_host::RULE,
    &points_to_hosts::RULE,
    &takes_no_mail::RULE,
];

/// The MX records of each name, in the order in which the names first stand.
fn sets(facts: &Facts) -> Vec<Vec<(usize, &Item, &Mx)>> {
    let mut by_name: BTreeMap<Option<&str>, Vec<(usize, &Item, &Mx)>> = BTreeMap::new();
    for (i, item, mx) in facts.mx() {
        by_name.entry(item.name.as_deref()).or_default().push((i, item, mx));
    }
    let mut sets: Vec<_> = by_name.into_values().collect();
    sets.sort_by_key(|set| set[0].0);
    sets
}
