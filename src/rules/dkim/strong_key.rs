//! A key that receivers can load, and that is strong enough for today.

use super::bytes_behind_key;
use super::wrong_name::places;
use crate::facts::Facts;
use crate::record::dkim::{Form, Key};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-strong-key",
    severity: Severity::Good,
    title: "The key can be read and is strong",
    kind: Kind::Dkim,
    reference: rfc!(8301, "3.2"),
    why: "Receivers can load the key, and it is long enough for today. An RSA key of 2048 bits is what every receiver can \
          check; Ed25519 is newer, and a domain that uses it does well to publish an RSA key beside it.",
    bad: r#"s1._domainkey.example.com. IN TXT "v=DKIM1; k=rsa; p=""#,
    good: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let places = places(facts);
    let found = facts.dkim().filter(|(_, item, _)| places.hold(item));
    for (record, item, dkim) in found.filter(|(_, _, dkim)| dkim.reading() == Reading::Used) {
        if bytes_behind_key::behind(item, dkim).is_some() {
            continue;
        }
        let message = match dkim.key {
            Key::Rsa { bits, form: Form::Expected, .. } if (2048..=4096).contains(&bits) => {
                format!("Receivers can load this RSA key. With {bits} bits it is strong.")
            }
            Key::Ed25519 { .. } => {
                "Receivers that know Ed25519 can load this key, and it is strong. Many know only RSA, \
                                    so an RSA key at another selector should stand beside it."
                    .to_owned()
            }
            Key::Rsa { .. }
            | Key::Missing
            | Key::Revoked
            | Key::NotBase64
            | Key::Truncated { .. }
            | Key::NotAKey => continue,
        };
        out.push(Finding::new(&RULE, record, dkim.key_span(&item.value), message));
    }
}
