//! `l=`: only the first part of the text is signed.

use super::{sign_anew, signatures, signed};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-signature-body-length",
    severity: Severity::Warning,
    title: "A signature that covers only the start of the text",
    kind: Kind::Dkim,
    reference: rfc!(6376, "8.2"),
    why: "With `l=` a signature covers so many bytes of the text and no more. Someone who gets hold of one such message can \
          add a text of their own below, and send it on with a signature that still holds.",
    bad: signed!("l=120; h=from:to:subject; "),
    good: signed!("h=from:to:subject; "),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, text, header, _) in signatures(facts) {
        let Some(tag) = header.tag(text, "l").filter(|tag| tag.equals.is_some()) else { continue };
        let what = code(tag.span.text(text));
        let message =
            [&what, " leaves the rest of the text unsigned, so that others can add to it and the signature still holds."]
                .concat();
        let fix = sign_anew("Set the sending service to sign the whole text, without `l=`");
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
    }
}
