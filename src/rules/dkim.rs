//! Rules on DKIM key records.

mod bad_tag;
mod blank_in_key;
mod cut_key;
mod empty_tag;
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
use crate::text::{Edit, Span};

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
    &empty_tag::RULE,
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

/// Puts a semicolon before each tag of a key record that follows a comma, a colon or a blank in `span`.
fn unglue(text: &str, span: Span) -> Vec<Edit> {
    super::written::separators(text, span, &["v", "h", "k", "n", "p", "s", "t", "g"])
}

/// The version tag holds what was meant as further tags, so that no key is found where one is.
fn version_swallows(text: &str, dkim: &Dkim) -> bool {
    dkim.tag(DkimTag::Version).is_some_and(|tag| tag.value.text(text).contains('='))
}

/// What stands in `p=` can be judged: it is there, and holds no character that a rule of its own speaks of.
fn key_is_judged(text: &str, dkim: &Dkim) -> bool {
    !version_swallows(text, dkim)
        && dkim.tag(DkimTag::PublicKey).is_some_and(|tag| !written::has_odd_in_tags(tag.value.text(text)))
}
