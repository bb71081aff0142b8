//! Two keys at one selector: which one a verifier takes is left to chance.

use std::collections::BTreeMap;

use crate::facts::{Facts, Item};
use crate::record::Kind;
use crate::rules::{Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::count;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-two-keys",
    severity: Severity::Error,
    title: "More than one key at one selector",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.2.2"),
    why: "Each selector may hold one key. Where it holds two, the standard does not say what happens: some receivers try \
          one of them, some give up, and mail that is signed well may fail.",
    bad: concat!(
        "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=",
        super::ed25519!(),
        "\"\ns1._domainkey.example.com. IN TXT \"v=DKIM1; k=rsa; p=\""
    ),
    good: concat!(
        "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=",
        super::ed25519!(),
        "\"\ns2._domainkey.example.com. IN TXT \"v=DKIM1; k=rsa; p=\""
    ),
    check,
};

fn check(facts: &Facts, out: &mut Findings) {
    let mut by_name: BTreeMap<&str, Vec<(usize, &Item)>> = BTreeMap::new();
    for (i, item, dkim) in facts.dkim() {
        // Keys without a name may stand anywhere, and a text without a key is no second key.
        let Some(name) =
            item.name.as_deref().filter(|_| dkim.tag(crate::record::dkim::DkimTag::PublicKey).is_some())
        else {
            continue;
        };
        let records = by_name.entry(name).or_default();
        if records.iter().all(|(_, other)| other.value != item.value) {
            records.push((i, item));
        }
    }
    let mut conflicts: Vec<_> = by_name.into_iter().filter(|(_, records)| records.len() > 1).collect();
    conflicts.sort_by_key(|(_, records)| records[0].0);
    for (name, records) in conflicts {
        let message = format!(
            "{} holds {}. Receivers may take either or give up, so mail that is signed well may fail.",
            code(name),
            count(records.len(), "key", "keys")
        );
        let title = "Keep the key that mail is signed with, and delete the other";
        out.push(Finding::about_many(&RULE, message).fixed_by(Fix::new(title, None, Confidence::Review)));
    }
}
