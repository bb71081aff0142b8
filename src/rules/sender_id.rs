//! Rules on Sender ID records, which were given up.

mod obsolete;

use super::Rule;

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[&obsolete::RULE];
