//! Rules on texts that prove to a service who holds a domain.

mod cut;
mod large_set;
mod odd_character;
mod twice;
mod wrong_sign;

use super::{Reference, Rule};
use crate::facts::{Facts, Item};
use crate::record::{Record, Verification};

/// In the order of the catalogue.
pub static RULES: &[&Rule] =
    &[&cut::RULE, &wrong_sign::RULE, &odd_character::RULE, &twice::RULE, &large_set::RULE];

/// The advice on how services should ask for such texts; no RFC speaks of them.
const DRAFT: Reference = Reference {
    title: "draft-ietf-dnsop-domain-verification-techniques",
    url: "https://datatracker.ietf.org/doc/draft-ietf-dnsop-domain-verification-techniques/",
};

/// Every such text with its index and its place.
fn verifications(facts: &Facts) -> impl Iterator<Item = (usize, &Item, &Verification)> {
    facts.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
        Record::Verification(verification) => Some((i, item, verification)),
        _ => None,
    })
}
