//! `p=<public key>`: an article's gap that was pasted with the rest.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Findings, Rule, Severity, placeholder, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-placeholder",
    severity: Severity::Error,
    title: "A gap that was not filled in",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "Articles write a word in brackets, or three dots, in the place of the key: each customer has one of their own. \
          Receivers find no key there, so every signature of the domain fails.",
    bad: r#"s1._domainkey.example.com. IN TXT "v=DKIM1; k=rsa; p=<public key>""#,
    good: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let effect = "Receivers read it as it stands, and can't use the key.";
    for (record, item, _) in facts.dkim() {
        placeholder::report(&RULE, record, item, effect, out);
    }
}
