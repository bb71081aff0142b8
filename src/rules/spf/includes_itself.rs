//! A record that includes, or hands over to, the name that it stands at: an endless loop.

use super::behind::Behind;
use super::with_gap;
use crate::facts::Facts;
use crate::record::spf::Term;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-includes-itself",
    severity: Severity::Error,
    title: "The record leads back to itself",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.4"),
    why: "Both `include:` and `redirect=` make receivers read another record. One that leads back to itself, at once or by way of \
          others, makes them go round until they reach their limit, and then they count the record as an error.",
    bad: r#"example.com. IN TXT "v=spf1 include:example.com mx ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com mx ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    // What was found in DNS has a rule of its own.
    let behind = facts.domain.is_none().then(|| Behind::of(facts));
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let text = item.value.as_str();
        // A name without a dot stands for a place in a zone that is not known here.
        let name = item.name.as_deref().filter(|name| name.contains('.')).unwrap_or("");
        for term in spf.reachable() {
            if !term.names_itself(text, name) {
                if let Some(finding) = led_back(&behind, record, text, term, name) {
                    out.push(finding);
                }
                continue;
            }
            let message = format!(
                "{} leads receivers back to the record that they are reading. They go round until they reach their limit, \
                 and count it as an error.",
                code(term.span.text(text))
            );
            let fix =
                Fix::edit("Take it out", vec![Edit::delete(with_gap(text, term.span))], Confidence::Review);
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

/// The records of a paste that lead to each other, in a circle.
fn led_back(
    behind: &Option<Behind<'_>>,
    record: usize,
    text: &str,
    term: &Term,
    name: &str,
) -> Option<Finding> {
    let back = behind.as_ref()?.circle(text, term, name)?;
    let message = format!(
        "Behind {}, receivers are led back to {}, whose record they have read. They go round until they reach their limit, and \
         count an error.",
        code(term.span.text(text)),
        code(&back)
    );
    let target = term.domain().map_or("", |domain| domain.span.text(text));
    let fix = if back == name {
        let title = format!("Take it out, or what leads back here from the record of {}", code(target));
        Fix::edit(title, vec![Edit::delete(with_gap(text, term.span))], Confidence::Review)
    } else {
        let title = format!("Break the circle at the record of {}, or take this part out", code(&back));
        Fix::new(title, None, Confidence::Review)
    };
    Some(Finding::new(&RULE, record, term.span, message).fixed_by(fix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn records_of_one_paste_lead_to_each_other() {
        for (lines, expected) in [
            (
                "a.example.com. IN TXT \"v=spf1 redirect=b.example.com\"\nb.example.com. IN TXT \"v=spf1 redirect=a.example.com\"",
                vec![(0, "a.example.com"), (1, "b.example.com")],
            ),
            (
                "a.example.com. IN TXT \"v=spf1 include:B.example.com. -all\"\nb.example.com. IN TXT \"v=spf1 ?include:c.example.com -all\"\n\
                 c.example.com. IN TXT \"v=spf1 include:b.example.com -all\"",
                vec![(0, "b.example.com"), (1, "b.example.com"), (2, "c.example.com")],
            ),
            (
                "a.example.com. IN TXT \"v=spf1 include:b.example.com include:c.example.com -all\"\n\
                 b.example.com. IN TXT \"v=spf1 include:c.example.com -all\"\nc.example.com. IN TXT \"v=spf1 mx -all\"",
                vec![],
            ),
            // Nobody gets to the second.
            (
                "a.example.com. IN TXT \"v=spf1 include:b.example.com -all\"\nb.example.com. IN TXT \"v=spf1 -all include:a.example.com\"",
                vec![],
            ),
        ] {
            let report = explain_records(lines, &Hints::default());
            let mut found = Vec::new();
            for (i, record) in report.records.iter().enumerate() {
                let of_rule = record.findings.iter().filter(|found| found.rule == &RULE);
                found.extend(of_rule.map(|finding| (i, finding.message.clone())));
            }
            assert_eq!(found.len(), expected.len(), "{found:?}");
            for ((at, message), (record, back)) in found.iter().zip(&expected) {
                assert_eq!(at, record, "{lines}");
                assert!(message.contains(&format!("led back to `{back}`, whose record")), "{message}");
            }
        }
    }
}
