//! Tags of a policy in a record that only says yes.

use super::authorisations;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dmarc::DmarcTag;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::list;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-report-authorisation-policy",
    severity: Severity::Advice,
    title: "A policy where none is read",
    kind: Kind::DmarcReportAuthorisation,
    reference: rfc!(9990, "4"),
    why: "This record says that reports on another domain may come here. It is no policy, for neither domain: \
          receivers skip `p=` and the like in it.",
    bad: "example.com._report._dmarc.reports.example. IN TXT \"v=DMARC1; p=reject\"",
    good: "example.com._report._dmarc.reports.example. IN TXT \"v=DMARC1\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, authorisation) in authorisations(facts).filter(|(.., record)| record.dmarc.recognised)
    {
        let is_read = |kind: DmarcTag| {
            matches!(kind, DmarcTag::Version | DmarcTag::AggregateReports | DmarcTag::FailureReports)
        };
        let mut skipped = authorisation.dmarc.tags.iter().filter(|(kind, _)| !is_read(*kind)).peekable();
        let Some((_, first)) = skipped.peek().copied() else { continue };
        let names: Vec<String> = skipped.take(5).map(|(_, tag)| code(tag.name.text(&item.value))).collect();
        let message = format!(
            "Receivers skip {} in this record: it says yes to reports, and sets no policy.",
            list(&names)
        );
        let fix =
            Fix::new("Enter `v=DMARC1` as the whole text", Some("v=DMARC1".to_owned()), Confidence::Review);
        out.push(Finding::new(&RULE, record, first.span, message).fixed_by(fix));
    }
}
