//! Characters that copying left behind in a proof: the service looks for the exact text.

use super::verifications;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity};
use crate::text::odd::{Repair, repairs};
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "verification-odd-character",
    severity: Severity::Warning,
    title: "A proof with a character that does not belong there",
    kind: Kind::Verification,
    reference: super::DRAFT,
    why: "A service compares the text in DNS with the one that it gave out, character by character. A curly \
          quotation mark or a hidden blank makes them two different texts.",
    bad: "example.com. IN TXT \"“MS=ms12345678”\"",
    good: "example.com. IN TXT \"MS=ms12345678\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, verification) in verifications(facts) {
        let text = item.value.as_str();
        let odd: Vec<Repair> = repairs(text).collect();
        let Some(first) = odd.first() else { continue };
        let span = Span::new(first.span.start, first.span.start + first.character.len_utf8());
        let who = verification.verifier(item.name.as_deref()).map_or("The service", |verifier| verifier.name);
        let message = format!(
            "{who} looks for the exact text that it gave out, and {}, U+{:04X}, stands in this one.",
            first.odd.name(),
            u32::from(first.character)
        );
        let mut finding = Finding::new(&RULE, record, span, message);
        // Of a text of nothing else, no record would be left.
        if text.chars().any(char::is_alphanumeric) {
            let edits = odd.iter().map(|repair| Edit::replace(repair.span, repair.text.as_str())).collect();
            let title = "Put plain characters in place of the odd ones, and compare the text with what the service shows";
            finding = finding.fixed_by(Fix::edit(title, edits, Confidence::Review));
        }
        out.push(finding);
    }
}
