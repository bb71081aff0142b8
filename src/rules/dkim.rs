//! Rules on DKIM key records.

mod all_withdrawn;
mod bad_tag;
mod blank_in_key;
mod bytes_behind_key;
mod cname_ok;
mod cut_key;
mod doubled_name;
mod empty_tag;
mod key_form;
mod key_length;
mod long_string;
mod no_hash;
mod none_found;
mod not_a_key;
mod not_a_key_here;
mod not_for_mail;
mod odd_character;
mod placeholder;
mod quotes_inside;
mod repeated_tag;
mod revoked;
mod selector_missing;
mod signature;
mod strong_key;
mod target_as_text;
mod target_gone;
mod testing;
mod two_keys;
mod version;
mod wildcard;
mod wildcard_text;
mod wrong_key_type;
mod wrong_name;

use super::{Confidence, Finding, Fix, Rule, Severity, written};
use crate::dns::{Lookup, Outcome};
use crate::facts::item::items;
use crate::facts::keys::Keys;
use crate::record::dkim::{DkimTag, Key};
use crate::record::tag_list::Tag;
use crate::record::{Dkim, Record};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &version::RULE,
    &selector_missing::RULE,
    &target_gone::RULE,
    &target_as_text::RULE,
    &wrong_name::RULE,
    &doubled_name::RULE,
    &two_keys::RULE,
    &odd_character::RULE,
    &quotes_inside::RULE,
    &placeholder::RULE,
    &cut_key::RULE,
    &not_a_key::RULE,
    &wrong_key_type::RULE,
    &key_form::RULE,
    &key_length::RULE,
    &bytes_behind_key::RULE,
    &no_hash::RULE,
    &not_for_mail::RULE,
    &repeated_tag::RULE,
    &bad_tag::RULE,
    &empty_tag::RULE,
    &signature::incomplete::RULE,
    &signature::unreadable::RULE,
    &signature::sha1::RULE,
    &signature::without_from::RULE,
    &signature::other_identity::RULE,
    &signature::lifetime::RULE,
    &signature::cut::RULE,
    &signature::body_length::RULE,
    &signature::broken_chain::RULE,
    &not_a_key_here::RULE,
    &wildcard::RULE,
    &testing::RULE,
    &wildcard_text::RULE,
    &long_string::RULE,
    &none_found::RULE,
    &revoked::RULE,
    &blank_in_key::RULE,
    &strong_key::RULE,
    &cname_ok::RULE,
    &all_withdrawn::RULE,
    &signature::complete::RULE,
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

/// Of a word that verifiers look for in a list: some find it in small letters alone. The values of tags are read with
/// regard to case, and the words of the grammar without (RFC 6376, section 3.2), so verifiers differ.
fn capitals(rule: &'static Rule, record: usize, text: &str, tag: &Tag) -> Finding {
    let value = tag.value.text(text);
    let message = format!(
        "Some receivers don't know {}, because it has capitals. To them the key may not be used.",
        code(tag.span.text(text))
    );
    let lower = value.to_ascii_lowercase();
    let fix =
        Fix::edit(format!("Write {}", code(&lower)), vec![Edit::replace(tag.value, lower)], Confidence::Safe);
    Finding::new(rule, record, tag.span, message).weighing(Severity::Warning).fixed_by(fix)
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

/// What the record at `*._domainkey` answers, where there is one.
///
/// A wildcard further up answers at `_domainkey` itself, too, and is no matter of keys alone.
fn wildcard(keys: &Keys) -> Option<&Lookup> {
    let is_below = match &keys.domainkey.as_ref()?.answer {
        answer if !answer.aliases.is_empty() => false,
        answer => matches!(answer.outcome, Outcome::Absent { .. }),
    };
    keys.wildcard.as_ref().filter(|_| is_below && keys.is_wildcard())
}

/// A lookup found a key record, in use or withdrawn.
fn answers_with_a_key(lookup: &Lookup) -> bool {
    items(lookup)
        .iter()
        .any(|item| matches!(&item.record, Record::Dkim(dkim) if dkim.tag(DkimTag::PublicKey).is_some()))
}

/// A lookup found an empty key, and nothing else.
fn is_withdrawn(lookup: &Lookup) -> bool {
    let items = items(lookup);
    let empty = |record: &Record| matches!(record, Record::Dkim(dkim) if matches!(dkim.key, Key::Revoked));
    !items.is_empty() && items.len() == lookup.found().count() && items.iter().all(|item| empty(&item.record))
}

#[cfg(test)]
use super::said;

#[cfg(test)]
mod tests {
    use crate::paste::Hints;
    use crate::report::explain_records;
    use crate::rules::{Rule, Severity};

    /// How grave `rule` takes each value of a tag, and what it puts in its place.
    pub fn check_weights(rule: &Rule, tag: &str, cases: &[(&str, Option<(Severity, &str)>)]) {
        for (value, expected) in cases {
            let text = |value: &str| format!("v=DKIM1; {tag}={value}; k=ed25519; p={}", super::ed25519!());
            let report = explain_records(&text(value), &Hints::default());
            let found = report.records[0].findings.iter().find(|found| found.rule == rule);
            let fixed =
                found.map(|found| (found.severity, found.fix.as_ref().unwrap().value(&text(value)).unwrap()));
            assert_eq!(fixed, expected.map(|(severity, value)| (severity, text(value))), "{value}");
        }
    }
}
