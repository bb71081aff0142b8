//! A signature that leaves out the address that the reader sees.

use super::{is_dkim, sign_anew, signatures, signed};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-signature-without-from",
    severity: Severity::Error,
    title: "A signature that does not cover `From`",
    kind: Kind::Dkim,
    reference: rfc!(6376, "5.4"),
    why: "The address in `From` is the one that the reader sees. A signature that leaves it out would let anyone change \
          the sender, so receivers do not accept it.",
    bad: signed!("h=to:subject:date; "),
    good: signed!("h=from:to:subject; "),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, text, header, _) in signatures(facts).filter(|(_, _, header, _)| is_dkim(header)) {
        let Some(tag) = header.tag(text, "h").filter(|tag| !tag.value.is_empty()) else { continue };
        if tag.value.text(text).split(':').any(|name| name.trim().eq_ignore_ascii_case("from")) {
            continue;
        }
        let what = code(tag.value.text(text));
        let message =
            ["The signed header lines are ", &what, ". The sender's address in `From` is not among them."]
                .concat();
        let fix = sign_anew("Set the sending service to sign the `From` line too");
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
    }
}
