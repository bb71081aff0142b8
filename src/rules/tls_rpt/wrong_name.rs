//! A TLS-RPT record anywhere but at `_smtp._tls`: senders look at no other name.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::places::Places;
use crate::rules::versioned::right_name;
use crate::rules::{Check, Findings, Rule, Severity, rfc};

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
    let places = places(facts);
    for (record, item, _) in facts.tls_rpt().filter(|(.., reports)| reports.recognised) {
        if let Some(finding) = places.judge(&RULE, (record, item), ["Senders", "TLS-RPT"]) {
            out.push(finding);
        }
    }
}

/// Where senders find TLS-RPT records.
pub fn places(facts: &Facts) -> Places<'_> {
    Places::of(facts, |name| right_name(name, "_smtp._tls", &SLIPS))
}
