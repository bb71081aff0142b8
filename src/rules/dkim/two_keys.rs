//! Two keys at one selector: which one a verifier takes is left to chance.

use crate::facts::{Facts, Item};
use crate::record::dkim::DkimTag;
use crate::record::{Kind, Record};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
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
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in facts.sets(holds_a_key) {
        // Keys without a name may stand anywhere.
        let Some(name) = set[0].1.name.as_deref().filter(|_| set.len() > 1) else { continue };
        let together = set.iter().map(|(i, _)| *i).collect();
        let message = format!(
            "{} holds {}. Receivers may take either or give up, so mail that is signed well may fail.",
            code(name),
            count(set.len(), "key", "keys")
        );
        let title = "Keep the key that mail is signed with, and delete the other";
        out.push(Finding::about_many(&RULE, together, message).fixed_by(Fix::new(
            title,
            None,
            Confidence::Review,
        )));
    }
}

/// A text without a key, such as a name that was meant as a CNAME, is no second key.
fn holds_a_key(item: &Item) -> bool {
    !item.is_of_old_type()
        && matches!(&item.record, Record::Dkim(dkim) if dkim.tag(DkimTag::PublicKey).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn two_keys_in_dns_are_two_whoever_keeps_them() {
        assert_eq!(said(&RULE, RULE.bad).len(), 1);
        let alias = "s1._domainkey.example.com CNAME s1.example.net\ns1.example.net TXT \"p=\"\n\
                     s1.example.net TXT \"v=DKIM1; p=\"";
        let found = said(&RULE, alias);
        assert!(found[0].message.starts_with("`s1._domainkey.example.com` holds 2 keys."), "{found:?}");
        assert_eq!(
            said(&RULE, "s1._domainkey.example.com TXT \"p=\"\ns2._domainkey.example.com TXT !timeout"),
            []
        );
    }
}
