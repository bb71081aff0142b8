//! The record names what the server must show.

use super::for_mail;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::tlsa::Place;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-names-the-key",
    severity: Severity::Good,
    title: "Senders know which certificate to expect",
    kind: Kind::Tlsa,
    reference: rfc!(7672, "3.1.1"),
    why: "Senders that use DANE compare what the mail server shows with this record. It works only where DNSSEC signs it, and whether the server shows the right certificate can't be seen from a web page.",
    bad: "_25._tcp.mail.example.com. IN TLSA 1 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    good: "_25._tcp.mail.example.com. IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, tlsa) in for_mail(facts).filter(|(.., tlsa)| tlsa.problem.is_none()) {
        let what = match (tlsa.number(Place::Usage), tlsa.number(Place::Selector)) {
            (Some(2), _) => "an authority that must have signed the server's certificate",
            (_, Some(1)) => "the key that the server must have",
            _ => "the certificate that the server must show",
        };
        let message = format!("This record names {what}.");
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message));
    }
}
