//! A policy that protects, and no address for reports: nobody hears when genuine mail is stopped.

use super::missing_semicolon::is_swallowed;
use super::watches_only::report_mailbox;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dmarc::{DmarcTag, Policy};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-no-reports",
    severity: Severity::Advice,
    title: "Nobody gets the reports",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "Receivers can send a daily report on all mail that came in the domain's name. Without an address in `rua` they \
          send none, and nobody learns when mail of the domain's own is stopped by mistake.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc() {
        let protects = matches!(dmarc.effective_policy(), Some(Policy::Quarantine | Policy::Reject));
        let rua = DmarcTag::AggregateReports;
        if !protects || dmarc.tag(rua).is_some() || is_swallowed(item, dmarc, rua) {
            continue;
        }
        let text = item.value.as_str();
        let message = "This record asks for no reports, so you will not hear of mail that is stopped.";
        let end = dmarc.tags.last().map_or(text.len(), |(_, tag)| tag.span.end);
        let edit = Edit::insert(end, format!("; rua=mailto:{}", report_mailbox(item.name.as_deref())));
        let fix = Fix::edit("Ask for reports, at an address of yours", vec![edit], Confidence::Example);
        out.push(Finding::new(&RULE, record, Span::new(0, text.len()), message).fixed_by(fix));
    }
}
