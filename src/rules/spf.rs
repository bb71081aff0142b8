//! Rules on SPF records.

mod mechanism_as_option;

use super::Rule;

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[&mechanism_as_option::RULE];
