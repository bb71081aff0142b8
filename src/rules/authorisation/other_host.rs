//! The record sends reports on to another host: receivers then send none.

use super::{authorisations, elsewhere};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-report-authorisation-other-host",
    severity: Severity::Error,
    title: "Reports are sent on to another host",
    kind: Kind::DmarcReportAuthorisation,
    reference: rfc!(9990, "4"),
    why: "The record may name another address for the reports, but only at the same host. Anything else would let a \
          host have reports sent to a stranger, so receivers send none at all.",
    bad: "example.com._report._dmarc.reports.example. IN TXT \"v=DMARC1; rua=mailto:dmarc@third.example\"",
    good: "example.com._report._dmarc.reports.example. IN TXT \"v=DMARC1; rua=mailto:dmarc@reports.example\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, authorisation) in authorisations(facts).filter(|(.., record)| record.dmarc.recognised)
    {
        let Some((span, address)) = elsewhere(item, authorisation) else { continue };
        let message = format!(
            "{} is not at the host that this record stands at. So receivers send the reports neither there nor to the first address.",
            code(address)
        );
        let title = "Take the address out, or name one at the host of the record";
        let fix = Fix::new(title, Some("v=DMARC1".to_owned()), Confidence::Review);
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}
