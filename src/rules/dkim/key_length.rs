//! An RSA key that is too short to be safe, or longer than verifiers need to take.

use super::key_is_judged;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dkim::Key;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-short-key",
    severity: Severity::Warning,
    title: "A key that is short by today's measure",
    kind: Kind::Dkim,
    reference: rfc!(8301, "3.2"),
    why: "The longer an RSA key, the harder it is to break. Receivers may not accept fewer than 1024 bits, and the \
          standard asks for 2048. A stronger key goes under a new selector, so that mail on its way still fits the old.",
    bad: "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCr4OgvLApeVrlz1xcx7YWnfM7fKq/l5C8HKUWGzI/Y3QTZr+Dwb3p46oBBRKbX2PCuyzVaO9z/4bLldUdDLmufcxortDdAga3ZwBln5yYC8suXQt9sz85sye9tr5z2O7ChWJ3iqP5xlOX+JOAVsW4x9wgm+/3uO9LYGQYtb7OnwQIDAQAB\"",
    good: "s1._domainkey.example.com. IN TXT ( \"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxF8XB9RgYBa1BtnrVuBsLpml/TVRxb1Lfa89P7yazwZFr9ZOF6/mANj/QYqxpdXLxTamA/14tuRpoq7M2KSOh2dXe/CLN1Y2dNTq2KK34tdrGqkw1GKp23nSUjYD1qsqoUDDB0evnhmq5jeUZh3X9OMJ7A4W\" \"EJ8hUKnF8oxpJ8HQMKyS9ya5lIh+dyNb9Xn1bQLYkW2G9nLbEu/SehybFoIa+jGRERPr/F3QIPmV1h1pi04f+iWsepDugjbLmHxY3wX5mKYMtC8ESmmxWq6kkbUR7+h48RVp9cYAJAnDMjmdRK6VIRHKM59+kb9jA5Ch5OAaorDg8DdQp7Yf5o6viwIDAQAB\" )",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim().filter(|(_, item, dkim)| key_is_judged(&item.value, dkim)) {
        let Key::Rsa { bits, mislabelled: false, .. } = dkim.key else { continue };
        let (severity, message) = match bits {
            0..1024 => (
                Severity::Error,
                format!(
                    "This RSA key has {bits} bits. Receivers may not accept fewer than 1024, so signatures made with it \
                     fail."
                ),
            ),
            1024..2048 => (
                Severity::Warning,
                format!(
                    "This RSA key has {bits} bits. It still works, but the standard asks for 2048 or more."
                ),
            ),
            2048..=4096 => continue,
            _ => (
                Severity::Warning,
                format!(
                    "This RSA key has {bits} bits. Receivers need to take no more than 4096, so some may fail."
                ),
            ),
        };
        // Only who sends the mail can make a new key.
        let title = "Have a key of 2048 bits made where the mail is sent, and publish it at a new selector";
        let fix = Fix::new(title, None, Confidence::Review);
        let finding = Finding::new(&RULE, record, dkim.key_span(&item.value), message);
        out.push(finding.weighing(severity).fixed_by(fix));
    }
}
