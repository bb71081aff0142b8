//! A text that does not start with `v=DMARC1`: nobody reads a yes in it.

use super::authorisations;
use crate::facts::Facts;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, is_named, names, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-report-authorisation-not-recognised",
    severity: Severity::Error,
    title: "The text does not say yes",
    kind: Kind::DmarcReportAuthorisation,
    reference: rfc!(9990, "4"),
    why: "Those who send reports ask the host of the address first. They take only a text that starts with exactly \
          `v=DMARC1` for a yes, and send nothing without one.",
    bad: "example.com._report._dmarc.reports.example. IN TXT \"v=dmarc1\"",
    good: "example.com._report._dmarc.reports.example. IN TXT \"v=DMARC1\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let right = names(facts, |item| {
        item.kind() == Kind::DmarcReportAuthorisation && item.record.reading() == Reading::Used
    });
    for (record, item, authorisation) in authorisations(facts) {
        if authorisation.dmarc.recognised {
            continue;
        }
        // Another text at the same name may say yes.
        let has_another = is_named(&right, item);
        let message = format!(
            "Those who send reports look for `v=DMARC1` at the very start, and find {}. They take this for no answer.",
            code(&item.value)
        );
        let severity = if has_another { Severity::Advice } else { Severity::Error };
        let whole = Span::new(0, item.value.len());
        let fix =
            Fix::new("Enter `v=DMARC1` as the whole text", Some("v=DMARC1".to_owned()), Confidence::Review);
        out.push(Finding::new(&RULE, record, whole, message).weighing(severity).fixed_by(fix));
    }
}
