//! A text of Google's that is too short or too long: it was not copied whole.

use super::verifications;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, written};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "verification-cut",
    severity: Severity::Warning,
    title: "A proof that was not copied whole",
    kind: Kind::Verification,
    reference: super::DRAFT,
    why: "A service looks for the very text that it gave out. With one character too few or too many it does not \
          find it, and takes the domain to be someone else's.",
    bad: "example.com. IN TXT \"google-site-verification=wD8N7i1JTNTkezJ49swvWW48f8\"",
    good: "example.com. IN TXT \"google-site-verification=wD8N7i1JTNTkezJ49swvWW48f8_9xveREV4oB-0Hf5o\"",
    check: Check::Records(check),
};

/// The length of a code of Google's.
const GOOGLE: usize = 43;

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, verification) in verifications(facts) {
        let text = item.value.as_str();
        let token = verification.token.text(text);
        let is_google = verification.label.text(text).eq_ignore_ascii_case("google-site-verification");
        let length = token.chars().count();
        // An odd character in it has a rule of its own.
        if !is_google || length == GOOGLE || written::has_odd(text) {
            continue;
        }
        let message = format!(
            "Codes of Google are {GOOGLE} characters long, and {} has {length}. Google does not find the text that it looks for.",
            code(token)
        );
        let fix = Fix::new("Copy the whole text from Google once more", None, Confidence::Review);
        let span = if token.is_empty() { verification.label } else { verification.token };
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}
