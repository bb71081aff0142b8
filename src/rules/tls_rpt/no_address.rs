//! A TLS-RPT record without `rua=`: it asks for reports, and says to nobody where.

use crate::facts::Facts;
use crate::record::Kind;
use crate::record::tls_rpt::is_well_named;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "tls-rpt-no-address",
    severity: Severity::Error,
    title: "No address for the reports",
    kind: Kind::TlsRpt,
    reference: rfc!(8460, "3"),
    why: "The record is there to say where reports go, with `rua=` and an address. Without that, senders have nowhere to send them.",
    bad: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; ruf=mailto:tls@example.com""#,
    good: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, reports) in facts.tls_rpt().filter(|(.., reports)| reports.recognised) {
        let text = item.value.as_str();
        let mut lists = reports.lists(text).peekable();
        if lists.peek().is_none() {
            let message = "This record names no address in `rua=`, so nobody gets reports.";
            // `ruf=`, `ra=`: the address is there under another name.
            let other = reports.list.tags.iter().find(|tag| tag.value.text(text).starts_with("mailto:"));
            let fix = match other {
                Some(tag) => {
                    let edit = Edit::replace(tag.name, "rua");
                    Fix::edit("Write `rua=` before the address", vec![edit], Confidence::Review)
                }
                None => {
                    let end = text.trim_end_matches([' ', '\t', ';']).len();
                    let edit =
                        Edit::replace(Span::new(end, text.len()), "; rua=mailto:tls-reports@example.com");
                    Fix::edit("Add an address of yours", vec![edit], Confidence::Example)
                }
            };
            out.push(Finding::new(&RULE, record, Span::new(0, text.len()), message).fixed_by(fix));
            continue;
        }
        for tag in lists.filter(|tag| !is_well_named(text, tag)) {
            if written::has_odd_in_tags(tag.span.text(text)) {
                continue;
            }
            let message = format!(
                "Senders look for exactly `rua=` and find {}, so they may not see the address.",
                code(tag.span.text(text))
            );
            let edit = Edit::replace(tag.span, ["rua=", tag.value.text(text)].concat());
            let fix = Fix::edit("Write `rua=` with no blanks", vec![edit], Confidence::Safe);
            out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
        }
    }
}
