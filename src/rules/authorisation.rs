//! Rules on records by which a host takes another domain's DMARC reports.

mod no_domain;
mod not_recognised;
mod open;
mod other_host;
mod policy_inside;
mod takes_reports;

use super::Rule;
use crate::facts::{Facts, Item};
use crate::record::authorisation::Places;
use crate::record::dmarc::{DmarcTag, report_uris};
use crate::record::{Authorisation, Record};
use crate::text::Span;

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &not_recognised::RULE,
    &no_domain::RULE,
    &other_host::RULE,
    &policy_inside::RULE,
    &open::RULE,
    &takes_reports::RULE,
];

/// Every such record with its index and its place.
fn authorisations(facts: &Facts) -> impl Iterator<Item = (usize, &Item, &Authorisation)> {
    facts.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
        Record::Authorisation(authorisation) => Some((i, item, authorisation)),
        _ => None,
    })
}

/// The name of a record, taken apart.
fn places(item: &Item) -> Option<Places<'_>> {
    item.name.as_deref().and_then(Places::of)
}

/// The first address that is at another host than the one that the record stands at.
fn elsewhere<'t>(item: &'t Item, record: &Authorisation) -> Option<(Span, &'t str)> {
    let host = places(item)?.host?;
    let tags = [DmarcTag::AggregateReports, DmarcTag::FailureReports].into_iter();
    let lists = tags.filter_map(|tag| record.dmarc.tag(tag));
    let mut uris = lists.flat_map(|tag| report_uris(&item.value, tag.value));
    uris.find_map(|uri| {
        let address = uri.address.text(&item.value);
        let (_, at) = address.split('?').next().unwrap_or("").rsplit_once('@')?;
        (!at.eq_ignore_ascii_case(host)).then_some((uri.span, address))
    })
}
