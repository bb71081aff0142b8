//! Rules on MX records.

mod dnssec_broken;
mod doubled_name;
mod host_alias;
mod host_ipv6_only;
mod host_not_found;
mod host_private_address;
mod local_name;
mod mixed_providers;
mod no_mail;
mod no_mail_in_part;
mod no_mail_said;
mod no_servers;
mod no_such_domain;
mod not_a_host;
mod null_beside_others;
mod null_on_sender;
mod null_preference;
mod parked;
mod parked_open;
mod parked_well;
mod pasted;
mod placeholder;
mod points_to_hosts;
mod preference;
mod reach;
mod repeated_host;
mod reserved_name;
mod servers_found;
mod short_name;
mod takes_no_mail;
mod underscore;
mod wildcard;

pub(super) use no_mail::of_silent;
pub(super) use parked::{has_mail, is_parked};
pub(super) use pasted::judge as judge_pasted;
pub(super) use reach::Reach;

use super::Rule;
use crate::facts::{Facts, Item};
use crate::record::{Kind, Mx, Record};

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &no_such_domain::RULE,
    &dnssec_broken::RULE,
    &host_not_found::RULE,
    &host_private_address::RULE,
    &placeholder::RULE,
    &not_a_host::RULE,
    &reserved_name::RULE,
    &local_name::RULE,
    &short_name::RULE,
    &preference::RULE,
    &null_beside_others::RULE,
    &null_on_sender::RULE,
    &null_preference::RULE,
    &doubled_name::RULE,
    &underscore::RULE,
    &mixed_providers::RULE,
    &no_servers::RULE,
    &host_alias::RULE,
    &host_ipv6_only::RULE,
    &parked_open::RULE,
    &no_mail_in_part::RULE,
    &repeated_host::RULE,
    &wildcard::RULE,
    &servers_found::RULE,
    &points_to_hosts::RULE,
    &takes_no_mail::RULE,
    &parked_well::RULE,
    &no_mail_said::RULE,
];

/// The MX records of each name, in the order in which the names first stand.
fn sets(facts: &Facts) -> Vec<Vec<(usize, &Item, &Mx)>> {
    let sets = facts.sets(|item| item.kind() == Kind::Mx);
    sets.into_iter().map(|set| set.into_iter().filter_map(with_tree).collect()).collect()
}

fn with_tree((i, item): (usize, &Item)) -> Option<(usize, &Item, &Mx)> {
    match &item.record {
        Record::Mx(mx) => Some((i, item, mx)),
        _ => None,
    }
}
