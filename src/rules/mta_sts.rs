//! Rules on MTA-STS records.

mod announced;
mod id;
mod no_policy_host;
mod no_record;
mod not_recognised;
mod odd_character;
mod two_records;
mod unreadable_part;
mod wrong_name;

use super::Rule;
use super::versioned::Version;

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &not_recognised::RULE,
    &id::RULE,
    &unreadable_part::RULE,
    &two_records::RULE,
    &wrong_name::RULE,
    &odd_character::RULE,
    &no_policy_host::RULE,
    &no_record::RULE,
    &announced::RULE,
];

const VERSION: Version = Version { right: "v=STSv1", stem: "sts" };
