//! `google-site-verification: …`: the service looks for an equals sign behind its label, and finds something else.

use super::verifications;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, written};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "verification-wrong-sign",
    severity: Severity::Warning,
    title: "A proof without its equals sign",
    kind: Kind::Verification,
    reference: super::DRAFT,
    why: "A service gives out a text and looks for that very text: its label, an equals sign, and the code right behind it. With \
          a colon or a blank there, it is another text, and the service may not take it for its own.",
    bad: "example.com. IN TXT \"google-site-verification: wD8N7i1JTNTkezJ49swvWW48f8_9xveREV4oB-0Hf5o\"",
    good: "example.com. IN TXT \"google-site-verification=wD8N7i1JTNTkezJ49swvWW48f8_9xveREV4oB-0Hf5o\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, verification) in verifications(facts).filter(|(.., read)| read.is_parted_wrong) {
        let text = item.value.as_str();
        let Some(separator) = verification.separator.filter(|_| !written::has_odd(text)) else { continue };
        let who = verification.verifier(None).map_or("The service", |verifier| verifier.name);
        let label = verification.label.text(text);
        let message = format!(
            "{who} gives out {} with the code right behind it, and here stands {}. It may not take this for its proof.",
            code(&[label, "="].concat()),
            code(text[..separator.end].trim_end())
        );
        let edits = vec![Edit::replace(separator, "=")];
        let fix = Fix::edit("Put an equals sign between the two, and no blank", edits, Confidence::Safe);
        out.push(Finding::new(&RULE, record, separator, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn the_summary_says_no_more_than_the_finding() {
        for (text, expected) in [(RULE.bad, "may not count there"), (RULE.good, "shows Google")] {
            let record = &explain_records(text, &Hints::default()).records[0];
            assert!(record.summary.contains(expected), "{}", record.summary);
        }
    }
}
