//! A TLS-RPT record anywhere but at `_smtp._tls`: senders look at no other name.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::versioned::right_name;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tls-rpt-wrong-name",
    severity: Severity::Error,
    title: "A TLS-RPT record at a name where senders don't look",
    kind: Kind::TlsRpt,
    reference: rfc!(8460, "3"),
    why: "Senders look for this record at one name alone: `_smtp._tls`, a dot, and the domain. A record at any other name is never found.",
    bad: r#"_smtp-tls.example.com. IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com""#,
    good: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com""#,
    check: Check::Records(check),
};

/// What people write in its place.
const SLIPS: [&str; 8] =
    ["_tls", "_smtp-tls", "smtp._tls", "_smtp.tls", "_tls._smtp", "_smtp_tls", "smtp-tls", "_tlsrpt"];

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.tls_rpt().filter(|(.., reports)| reports.recognised) {
        let Some(name) = item.name.as_deref() else { continue };
        let Some(right) = right_name(name, "_smtp._tls", &SLIPS) else { continue };
        let message = format!(
            "Senders look for TLS-RPT only at {}. They never find this record, which stands at {}.",
            code(&right),
            code(name)
        );
        let title = format!("Move the record to {}", code(&right));
        let mut fix = Fix::new(title, Some(item.value.clone()), Confidence::Review);
        fix.name = Some(right);
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message).fixed_by(fix));
    }
}

/// Senders never find a record at this name.
pub fn is_wrong(name: Option<&str>) -> bool {
    name.is_some_and(|name| right_name(name, "_smtp._tls", &SLIPS).is_some())
}
