//! Two lists of addresses: not every sender reads the second.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, versioned};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tls-rpt-repeated-list",
    severity: Severity::Warning,
    title: "Two lists of addresses",
    kind: Kind::TlsRpt,
    reference: rfc!(8460, "3"),
    why: "The standard lets `rua=` stand several times, and yet some senders refuse such a record or read the first list alone. All addresses fit in one list, with commas between them.",
    bad: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com; rua=mailto:reports@example.net""#,
    good: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com,mailto:reports@example.net""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, reports) in facts.tls_rpt().filter(|(.., reports)| reports.recognised) {
        let text = item.value.as_str();
        let lists: Vec<_> = reports.lists(text).collect();
        let [first, more @ ..] = lists.as_slice() else { continue };
        let Some(second) = more.first() else { continue };
        let message = format!(
            "A second list stands in this record: {}. Some senders read only the first, or refuse the record.",
            code(second.span.text(text))
        );
        let spans: Vec<_> = more.iter().map(|tag| tag.span).collect();
        let added: String = more.iter().map(|tag| [",", tag.value.text(text)].concat()).collect();
        let mut edits = versioned::without(text, &spans);
        edits.push(crate::text::Edit::insert(first.span.end, added));
        let fix = Fix::edit("Put all addresses into one list", edits, Confidence::Review);
        out.push(Finding::new(&RULE, record, second.span, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn lists_become_one() {
        let text = "v=TLSRPTv1; rua=mailto:a@x.example; rua=mailto:b@x.example;";
        let report = explain_records(text, &Hints::default());
        let finding = report.records[0].findings.iter().find(|finding| finding.rule == &RULE).unwrap();
        let fixed = finding.fix.as_ref().and_then(|fix| fix.value(text));
        assert_eq!(fixed.as_deref(), Some("v=TLSRPTv1; rua=mailto:a@x.example,mailto:b@x.example;"));
    }
}
