//! A name that does not say whose reports are taken.

use super::{authorisations, places};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-report-authorisation-no-domain",
    severity: Severity::Error,
    title: "The name does not say whose reports may come",
    kind: Kind::DmarcReportAuthorisation,
    reference: rfc!(9990, "4"),
    why: "The name of this record starts with the domain that the reports are about. Those who send reports ask at \
          that name alone, so a record without the domain in front is never found.",
    bad: "_report._dmarc.reports.example. IN TXT \"v=DMARC1\"",
    good: "example.com._report._dmarc.reports.example. IN TXT \"v=DMARC1\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in authorisations(facts) {
        let Some(places) = places(item).filter(|places| places.about.is_empty()) else { continue };
        let name = item.name.as_deref().unwrap_or("");
        let message = format!(
            "Nobody asks at {}: the name has to start with the domain that the reports are about.",
            code(name)
        );
        let title = "Put the domain that the reports are about in front of the name";
        let mut fix = Fix::new(title, Some(item.value.clone()), Confidence::Example);
        fix.name = Some(match places.host {
            Some(host) => format!("example.com._report._dmarc.{host}"),
            None => String::from("example.com._report._dmarc"),
        });
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message).fixed_by(fix));
    }
}
