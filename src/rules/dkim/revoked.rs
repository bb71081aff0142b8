//! `p=` with nothing after it: the key was withdrawn on purpose.

use crate::facts::Facts;
use crate::record::dkim::Key;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-revoked",
    severity: Severity::Advice,
    title: "The key was withdrawn",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "An empty `p=` says that a key is no longer in use: receivers trust no signature made with it. That is right for \
          a key that was replaced or stolen, and the record can go once no mail signed with it is on its way.",
    bad: r#"old._domainkey.example.com. IN TXT "v=DKIM1; k=rsa; p=""#,
    good: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim() {
        if !matches!(dkim.key, Key::Revoked) || dkim.reading() != Reading::Used {
            continue;
        }
        let message = "The key is empty, which withdraws it: mail that is signed with it fails the check.";
        let span = dkim
            .tag(crate::record::dkim::DkimTag::PublicKey)
            .map_or(dkim.key_span(&item.value), |tag| tag.span);
        out.push(Finding::new(&RULE, record, span, message));
    }
}
