//! Rules on TLSA records, which DANE for mail rests on.

mod at_domain;
mod breaks_at_renewal;
mod dnssec_broken;
mod names_the_key;
mod not_for_mail;
mod not_read;
mod protects;
mod some_servers;
mod unknown_number;
mod without_dnssec;
mod wrong_length;
mod wrong_name;

pub(super) use at_domain::judge_pasted;

use super::Rule;
use crate::facts::mail::Host;
use crate::facts::{Facts, Item};
use crate::record::Tlsa;

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &without_dnssec::RULE,
    &dnssec_broken::RULE,
    &at_domain::RULE,
    &not_read::RULE,
    &unknown_number::RULE,
    &wrong_length::RULE,
    &not_for_mail::RULE,
    &wrong_name::RULE,
    &some_servers::RULE,
    &breaks_at_renewal::RULE,
    &protects::RULE,
    &names_the_key::RULE,
];

/// The records that are about mail: they stand where senders look for a mail server's certificate, or nobody knows where.
fn for_mail(facts: &Facts) -> impl Iterator<Item = (usize, &Item, &Tlsa)> {
    facts.tlsa().filter(|(_, item, _)| !item.is_of_another_service())
}

/// The records of a mail server that was looked up, by their index.
fn of_host<'f>(facts: &'f Facts, host: &'f Host) -> impl Iterator<Item = usize> + 'f {
    let of_it = move |item: &Item| {
        item.name.as_deref().and_then(|name| name.strip_prefix("_25._tcp.")) == Some(host.name.as_str())
    };
    facts.tlsa().filter(move |(_, item, _)| of_it(item)).map(|(record, ..)| record)
}
