//! A signature by SHA-1, which receivers may not accept any more.

use super::{sign_anew, signatures, signed};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-signature-sha1",
    severity: Severity::Error,
    title: "A signature by the old hash SHA-1",
    kind: Kind::Dkim,
    reference: rfc!(8301, "3.1"),
    why: "Two different texts can be made to have one SHA-1 hash, so it proves little. Receivers have not been allowed to \
          accept it since 2018, and count such a message as not signed.",
    bad: "DKIM-Signature: v=1; a=rsa-sha1; c=relaxed/relaxed; d=example.com; s=s1; h=from:to:subject; \
          bh=2jmj7l5rSw0yVb/vlWAYkK/YBwk=; b=",
    good: signed!("h=from:to:subject; "),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, text, header, _) in signatures(facts) {
        let Some(tag) = header.tag(text, "a").filter(|tag| tag.value.text(text) == "rsa-sha1") else {
            continue;
        };
        let what = code(tag.span.text(text));
        let message = [&what, " is the old hash SHA-1. Receivers may no longer accept it."].concat();
        let fix = sign_anew("Set the sending service to sign with `rsa-sha256`");
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
    }
}
