//! Rules on DKIM key records.

mod bad_tag;
mod blank_in_key;
mod cut_key;
mod key_form;
mod key_length;
mod long_string;
mod no_hash;
mod not_a_key;
mod not_for_mail;
mod odd_character;
mod quotes_inside;
mod repeated_tag;
mod revoked;
mod strong_key;
mod target_as_text;
mod testing;
mod two_keys;
mod version;
mod wrong_key_type;
mod wrong_name;

use super::{Rule, written};
use crate::record::Dkim;
use crate::record::dkim::DkimTag;

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &version::RULE,
    &target_as_text::RULE,
    &wrong_name::RULE,
    &two_keys::RULE,
    &odd_character::RULE,
    &quotes_inside::RULE,
    &cut_key::RULE,
    &not_a_key::RULE,
    &wrong_key_type::RULE,
    &key_form::RULE,
    &key_length::RULE,
    &no_hash::RULE,
    &not_for_mail::RULE,
    &repeated_tag::RULE,
    &bad_tag::RULE,
    &testing::RULE,
    &long_string::RULE,
    &revoked::RULE,
    &blank_in_key::RULE,
    &strong_key::RULE,
];

/// A short key for examples: the one of RFC 8463, appendix A.2.
macro_rules! ed25519 {
    () => {
        "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    };
}
use ed25519;

/// What stands in `p=` can be judged: it is there, and holds no character that a rule of its own speaks of.
fn key_is_judged(text: &str, dkim: &Dkim) -> bool {
    dkim.tag(DkimTag::PublicKey).is_some_and(|tag| !written::has_odd(tag.value.text(text)))
}
