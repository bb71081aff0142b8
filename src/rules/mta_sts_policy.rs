//! Rules on the policy file of MTA-STS.

mod enforces;
mod max_age;
mod mode;
mod mx;
mod mx_uncovered;
mod not_enforced;
mod odd_character;
mod repeated_key;
mod unreadable_line;
mod version;

use super::Rule;
use crate::facts::{Facts, Item};
use crate::record::mta_sts_policy::{Key, Line, meant};
use crate::record::{MtaStsPolicy, Mx};
use crate::text::Edit;

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &version::RULE,
    &mode::RULE,
    &mx::RULE,
    &mx_uncovered::RULE,
    &max_age::RULE,
    &unreadable_line::RULE,
    &odd_character::RULE,
    &not_enforced::RULE,
    &repeated_key::RULE,
    &enforces::RULE,
];

/// The first line that is meant to have this key, and is not written so.
fn misspelt<'p>(policy: &'p MtaStsPolicy, text: &str, key: Key) -> Option<&'p Line> {
    policy.lines.iter().find(|line| is_misspelt(line, text, key))
}

fn is_misspelt(line: &Line, text: &str, key: Key) -> bool {
    line.key == Key::Other && meant(line.span.text(text)) == Some(key)
}

/// Writes a line as senders look for it.
fn respelt(line: &Line, text: &str, key: Key) -> Edit {
    let value = line.span.text(text).split_once([':', '=']).map_or("", |(_, value)| value.trim());
    Edit::replace(line.span, [key.word(), ": ", value].concat())
}

/// All of the file stands in one line: its line breaks were lost.
fn is_in_one_line(policy: &MtaStsPolicy, text: &str) -> bool {
    let [one] = policy.lines.as_slice() else { return false };
    let value = one.value.text(text);
    Key::KNOWN.iter().filter(|key| value.contains(&[" ", key.word(), ":"].concat())).count() > 0
}

/// Nothing in it can be told apart as a line of a policy, which one finding tells.
fn is_no_list(policy: &MtaStsPolicy, text: &str) -> bool {
    let is_line = |line: &Line| line.key != Key::Other || meant(line.span.text(text)).is_some();
    is_in_one_line(policy, text) || !policy.lines.iter().any(is_line)
}

/// So many MX records are held against a policy; a domain with more has other troubles.
const SERVERS: usize = 100;

/// The MX records that a policy is held against: those of the domain that was looked up, or the only ones of a paste.
fn servers(facts: &Facts) -> Vec<(&Item, &Mx)> {
    let all: Vec<(&Item, &Mx)> =
        facts.mx().map(|(_, item, mx)| (item, mx)).filter(|(_, mx)| !mx.is_root).take(SERVERS).collect();
    let first = all.first().map(|(item, _)| &item.name);
    let is_one_domain = all.iter().all(|(item, _)| Some(&item.name) == first);
    if is_one_domain { all } else { Vec::new() }
}
