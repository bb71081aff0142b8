//! Senders know where to report.

use super::two_records::is_found;
use super::wrong_name::places;
use crate::facts::Facts;
use crate::record::tls_rpt::takes_reports;
use crate::record::{Kind, Reading, Record};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Span, list};

/// The rule.
pub static RULE: Rule = Rule {
    id: "tls-rpt-reports",
    severity: Severity::Good,
    title: "Reports on encryption are asked for",
    kind: Kind::TlsRpt,
    reference: rfc!(8460, "3"),
    why: "Once a day, senders that take part report how many messages they could deliver encrypted, and why others failed. The reports are files for a program to read, so many people have them sent to a service.",
    bad: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=tls@example.com""#,
    good: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let places = places(facts);
    for set in facts.sets(is_found) {
        let [(record, item)] = set.as_slice() else { continue };
        let Record::TlsRpt(reports) = &item.record else { continue };
        let text = item.value.as_str();
        if reports.reading() != Reading::Used || !places.hold(item) {
            continue;
        }
        let good = reports.uris(text).filter(|uri| takes_reports(text, uri));
        let addresses: Vec<String> = good.map(|uri| code(uri.address.text(text))).collect();
        if addresses.is_empty() {
            continue;
        }
        let message = format!("Senders are asked to report to {} how encryption went.", list(&addresses));
        out.push(Finding::new(&RULE, *record, Span::new(0, text.len()), message));
    }
}
