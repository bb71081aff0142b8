//! A key in another wrapper than verifiers expect.

use super::key_is_judged;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dkim::{Form, Key};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-key-form",
    severity: Severity::Warning,
    title: "A key in a form that not all receivers read",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "The same key can be written with or without a wrapper that names its type. For RSA most programs expect the \
          wrapper, and for Ed25519 none may be there. In the other form a key is useless to many receivers.",
    bad: "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=rsa; p=MIGJAoGBANb40KqYItcUvFQqIZISzs31b+/X1/+aa6NWalXyYU9BqaX3SCgiuo2COPIa2JH3HFzlKN/F4/OymELodlRClK5FuSMzSPNQN0ZQAfZ4kM7JA19qKbwKZaunON2KY9Vims7/CVs92ZlcHQXAqrbow1fP2zAGbD51TkqdVnFto+NZAgMBAAE=\"",
    good: "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCr4OgvLApeVrlz1xcx7YWnfM7fKq/l5C8HKUWGzI/Y3QTZr+Dwb3p46oBBRKbX2PCuyzVaO9z/4bLldUdDLmufcxortDdAga3ZwBln5yYC8suXQt9sz85sye9tr5z2O7ChWJ3iqP5xlOX+JOAVsW4x9wgm+/3uO9LYGQYtb7OnwQIDAQAB\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim().filter(|(_, item, dkim)| key_is_judged(&item.value, dkim)) {
        let span = dkim.key_span(&item.value);
        let finding = match dkim.key {
            Key::Rsa { form: Form::Pkcs1, mislabelled: false, .. } => Finding::new(
                &RULE,
                record,
                span,
                "This RSA key lacks the wrapper that most receivers expect around it. Some of them can't load it.",
            ),
            Key::Ed25519 { form: Form::Wrapped, mislabelled: false } => Finding::new(
                &RULE,
                record,
                span,
                "This Ed25519 key has a wrapper around its 32 bytes. Receivers expect the bytes alone, and can't load it.",
            )
            .weighing(Severity::Error),
            Key::Rsa { .. }
            | Key::Ed25519 { .. }
            | Key::Missing
            | Key::Revoked
            | Key::NotBase64
            | Key::Truncated { .. }
            | Key::NotAKey => continue,
        };
        let title = "Copy the key again from the service that made it, as a text for DNS";
        out.push(finding.fixed_by(Fix::new(title, None, Confidence::Review)));
    }
}
