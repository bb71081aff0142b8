//! A wildcard that takes the reports on every domain.

use super::{authorisations, places};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-report-authorisation-open",
    severity: Severity::Advice,
    title: "Reports on every domain are taken",
    kind: Kind::DmarcReportAuthorisation,
    reference: rfc!(9990, "4"),
    why: "A record at `*` says yes to reports on whatever domain. A service that works with reports needs that. \
          Anyone else may get mail that strangers send on their way.",
    bad: "*._report._dmarc.reports.example. IN TXT \"v=DMARC1\"",
    good: "example.com._report._dmarc.reports.example. IN TXT \"v=DMARC1\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in authorisations(facts).filter(|(.., record)| record.dmarc.recognised) {
        let Some(places) = places(item).filter(|places| places.about == "*") else { continue };
        let host = places.host.map_or_else(|| String::from("This host"), code);
        let message = format!("{host} takes the DMARC reports on every domain, whoever asks for that.");
        let title = "Unless you run a service for reports, make one record for each domain instead";
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message).fixed_by(fix));
    }
}
