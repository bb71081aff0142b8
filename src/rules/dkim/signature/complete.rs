//! A signature with all its parts.

use super::{cut, is_dkim, signatures, signed, unreadable};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-signature-complete",
    severity: Severity::Good,
    title: "A signature with all its parts",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.5"),
    why: "A signature that names its key and what it covers can be checked. Whether it holds, only a receiver with the \
          whole message can tell, and so its line `Authentication-Results` is worth a look.",
    bad: "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1; h=from:to:subject",
    good: signed!("h=from:to:subject; "),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, text, header, list) in signatures(facts).filter(|(_, _, header, _)| is_dkim(header)) {
        let is_whole = super::incomplete::missing(header, text).is_empty()
            && unreadable::fault(header, list, text).is_none()
            && cut::cut_tags(header, text).next().is_none()
            && header.value(text, "a") != Some("rsa-sha1");
        let Some(lead) = header.leads(text).pop().filter(|_| is_whole) else { continue };
        let message = [
            "The signature of ",
            &code(&lead.domain),
            " has all its parts. Whether it holds, only a receiver with the whole message can tell.",
        ];
        out.push(Finding::new(&RULE, record, Span::new(0, text.len()), message.concat()));
    }
}
