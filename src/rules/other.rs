//! Rules on records that mail is not judged by, and that matter to it all the same.

mod not_an_address;
mod record_type;
mod wildcard;

use super::Rule;

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[&not_an_address::RULE, &record_type::RULE, &wildcard::RULE];
