//! A tag that every signature needs is not there.

use super::{sign_anew, signatures, signed};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::header::Field;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::list;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-signature-incomplete",
    severity: Severity::Error,
    title: "A signature that lacks a part",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.5"),
    why: "A signature says who signed, with which key, what it covers and how. Without one of these parts receivers \
          can't check it, and count the message as not signed.",
    bad: "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1; h=from:to:subject; \
          bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    good: signed!("h=from:to:subject; "),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, text, header, _) in signatures(facts) {
        let missing = missing(header, text);
        if missing.is_empty() {
            continue;
        }
        let names: Vec<String> = missing.iter().map(|name| code(&[name, "="].concat())).collect();
        let message = ["This signature has no ", &list(&names), ", so receivers can't check it."].concat();
        let fix = sign_anew("Copy the whole header line, or have the sending service sign with every part");
        out.push(Finding::new(&RULE, record, header.name, message).fixed_by(fix));
    }
}

/// The names of the tags that are not there, or are empty.
pub fn missing(header: &crate::record::Header, text: &str) -> Vec<&'static str> {
    let needed: &[&'static str] = match header.field {
        Field::ArcSeal => &["i", "a", "b", "cv", "d", "s"],
        Field::ArcSignature => &["i", "a", "b", "bh", "d", "h", "s"],
        Field::Signature | Field::Results | Field::ReceivedSpf | Field::ArcResults => {
            &["v", "a", "b", "bh", "d", "h", "s"]
        }
    };
    let is_missing = |name: &&&'static str| header.value(text, name).is_none_or(str::is_empty);
    needed.iter().filter(is_missing).copied().collect()
}
