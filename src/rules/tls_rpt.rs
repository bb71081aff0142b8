//! Rules on TLS-RPT records.

mod address;
mod missing;
mod no_address;
mod not_recognised;
mod odd_character;
mod repeated_list;
mod reports;
mod two_records;
mod unreadable_part;
mod wrong_name;

use super::Rule;
use super::versioned::Version;

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &not_recognised::RULE,
    &no_address::RULE,
    &address::RULE,
    &two_records::RULE,
    &wrong_name::RULE,
    &odd_character::RULE,
    &missing::RULE,
    &repeated_list::RULE,
    &unreadable_part::RULE,
    &reports::RULE,
];

const VERSION: Version = Version { right: "v=TLSRPTv1", stem: "tlsrpt" };
