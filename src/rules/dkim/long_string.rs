//! A quoted string of more than 255 characters: DNS can't hold it in one piece.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::written::report_long_string;
use crate::rules::{Check, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-long-string",
    severity: Severity::Warning,
    title: "A string longer than 255 characters",
    kind: Kind::Dkim,
    reference: rfc!(1035, "3.3"),
    why: "DNS stores a text in strings of at most 255 characters, and receivers join them again. A long key has to be \
          split; some DNS hosts do that by themselves, others cut the rest off, and the key is useless.",
    bad: "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxF8XB9RgYBa1BtnrVuBsLpml/TVRxb1Lfa89P7yazwZFr9ZOF6/mANj/QYqxpdXLxTamA/14tuRpoq7M2KSOh2dXe/CLN1Y2dNTq2KK34tdrGqkw1GKp23nSUjYD1qsqoUDDB0evnhmq5jeUZh3X9OMJ7A4WEJ8hUKnF8oxpJ8HQMKyS9ya5lIh+dyNb9Xn1bQLYkW2G9nLbEu/SehybFoIa+jGRERPr/F3QIPmV1h1pi04f+iWsepDugjbLmHxY3wX5mKYMtC8ESmmxWq6kkbUR7+h48RVp9cYAJAnDMjmdRK6VIRHKM59+kb9jA5Ch5OAaorDg8DdQp7Yf5o6viwIDAQAB\"",
    good: "s1._domainkey.example.com. IN TXT ( \"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxF8XB9RgYBa1BtnrVuBsLpml/TVRxb1Lfa89P7yazwZFr9ZOF6/mANj/QYqxpdXLxTamA/14tuRpoq7M2KSOh2dXe/CLN1Y2dNTq2KK34tdrGqkw1GKp23nSUjYD1qsqoUDDB0evnhmq5jeUZh3X9OMJ7A4W\" \"EJ8hUKnF8oxpJ8HQMKyS9ya5lIh+dyNb9Xn1bQLYkW2G9nLbEu/SehybFoIa+jGRERPr/F3QIPmV1h1pi04f+iWsepDugjbLmHxY3wX5mKYMtC8ESmmxWq6kkbUR7+h48RVp9cYAJAnDMjmdRK6VIRHKM59+kb9jA5Ch5OAaorDg8DdQp7Yf5o6viwIDAQAB\" )",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.dkim() {
        report_long_string(&RULE, record, item, out);
    }
}
