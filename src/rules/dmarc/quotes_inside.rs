//! Quotation marks or backslashes inside the value: a zone file needs them around it, receivers read them.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::written::{Group, report_odd};
use crate::rules::{Check, Findings, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-quotes-inside",
    severity: Severity::Error,
    title: "Quotation marks or backslashes inside the record",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "A file on a name server has quotation marks around each text. Many DNS hosts add them by themselves, so \
          marks that are typed into the form end up inside the record, and receivers read them as part of it.",
    bad: r#"_dmarc.example.com. IN TXT "\"v=DMARC1; p=reject\"""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.dmarc() {
        report_odd(&RULE, Group::Quoting, record, item, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn it_is_grave_where_a_policy_or_the_only_address_is_lost() {
        for (text, expected) in [
            (r#"v=DMARC1; p="reject"; rua=mailto:a@x.example"#, Severity::Error),
            (r#"v=DMARC1; p=reject; rua="mailto:a@x.example""#, Severity::Error),
            (r#"v=DMARC1; p=reject; note="x""#, Severity::Warning),
        ] {
            let report = explain_records(text, &Hints::default());
            let finding = report.records[0].findings.iter().find(|f| f.rule == &RULE).unwrap();
            assert_eq!(finding.severity, expected, "{text}");
        }
    }
}
