//! A host says that reports on one other domain may come.

use super::{authorisations, elsewhere, places};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-report-authorisation-right",
    severity: Severity::Good,
    title: "The host takes the reports",
    kind: Kind::DmarcReportAuthorisation,
    reference: rfc!(9990, "4"),
    why: "Reports may go to another domain only if a record there says that it takes them. Those who send reports \
          look for that record first.",
    bad: "example.com._report._dmarc.reports.example. IN TXT \"v=DMARC1; rua=mailto:dmarc@third.example\"",
    good: "example.com._report._dmarc.reports.example. IN TXT \"v=DMARC1\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, authorisation) in authorisations(facts).filter(|(.., record)| record.dmarc.recognised)
    {
        let Some(places) = places(item).filter(|places| !matches!(places.about, "" | "*")) else { continue };
        if elsewhere(item, authorisation).is_some() {
            continue;
        }
        let host = places.host.map_or_else(|| String::from("This host"), code);
        let message = format!("{host} says that it takes the DMARC reports on {}.", code(places.about));
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message));
    }
}
