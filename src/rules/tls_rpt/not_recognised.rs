//! `v=TLSRPT1`, no semicolon: what does not start exactly so is no TLS-RPT record to senders.

use super::VERSION;
use crate::facts::Facts;
use crate::record::{Kind, Reading, Record, TlsRpt};
use crate::rules::versioned::start_with;
use crate::rules::{
    Check, Confidence, Finding, Findings, Fix, Rule, Severity, is_named, names, rfc, written,
};
use crate::text::prose::code;
use crate::text::{Span, apply_edits};

/// The rule.
pub static RULE: Rule = Rule {
    id: "tls-rpt-not-recognised",
    severity: Severity::Error,
    title: "The text does not start as a TLS-RPT record must",
    kind: Kind::TlsRpt,
    reference: rfc!(8460, "3"),
    why: "Senders take a text for a TLS-RPT record only if it starts with exactly `v=TLSRPTv1` and a semicolon. Otherwise they skip it, and send no reports.",
    bad: r#"_smtp._tls.example.com. IN TXT "v=TLSRPT1; rua=mailto:tls@example.com""#,
    good: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let read = names(facts, |item| matches!(&item.record, Record::TlsRpt(reports) if reports.recognised));
    for (record, item, reports) in facts.tls_rpt() {
        let text = item.value.as_str();
        let end = text.find(';').unwrap_or(text.len());
        if reports.recognised || written::has_odd_in_tags(&text[..end]) {
            continue;
        }
        let is_beside = is_named(&read, item);
        let (severity, then) = if is_beside {
            (Severity::Advice, "They skip it, and read the record beside it.")
        } else {
            (Severity::Error, "They skip it, and nobody gets reports.")
        };
        let message = format!(
            "Senders look for `v=TLSRPTv1` and a semicolon at the very start and find {}. {then}",
            code(text[..end].trim_end())
        );
        let finding = Finding::new(&RULE, record, Span::new(0, end), message).weighing(severity);
        if is_beside {
            out.push(finding.fixed_by(Fix::delete_unread()));
            continue;
        }
        let edits = start_with(text, &VERSION);
        let is_whole = TlsRpt::parse(&apply_edits(text, &edits)).reading() == Reading::Used;
        let confidence = if is_whole { Confidence::Safe } else { Confidence::Review };
        let fix = Fix::edit("Start the record with `v=TLSRPTv1;`", edits, confidence);
        out.push(finding.fixed_by(fix));
    }
}
