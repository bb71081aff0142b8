//! Rules on MX records.

use super::Rule;

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[];
