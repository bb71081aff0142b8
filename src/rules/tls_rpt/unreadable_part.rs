//! A part of a TLS-RPT record that is no `name=value`.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, versioned, written};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tls-rpt-unreadable-part",
    severity: Severity::Warning,
    title: "A part that senders can't read",
    kind: Kind::TlsRpt,
    reference: rfc!(8460, "3"),
    why: "A TLS-RPT record is a short list of names with values. Some senders skip what else they find in it, and strict ones skip the whole record.",
    bad: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com; mailto:reports@example.net""#,
    good: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com,mailto:reports@example.net""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, reports) in facts.tls_rpt().filter(|(.., reports)| reports.recognised) {
        let text = item.value.as_str();
        let mut parts = reports.unreadable.clone();
        parts.retain(|part| !written::has_odd_in_tags(part.text(text)));
        let Some(first) = parts.first().copied() else { continue };
        let what = match first.text(text) {
            ";" => "Two semicolons stand here with nothing between them".to_owned(),
            part => format!("{} is no name with a value", code(part)),
        };
        let message = format!("{what}. Strict senders then skip the whole record.");
        let fix = Fix::edit("Take it out", versioned::without(text, &parts), Confidence::Review);
        out.push(Finding::new(&RULE, record, first, message).fixed_by(fix));
    }
}
