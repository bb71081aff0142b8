//! A part that is no `name=value`: verifiers discard the record.

use super::target_as_text;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::slip::version_slip;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-bad-tag",
    severity: Severity::Error,
    title: "A part that is no `name=value`",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.2"),
    why: "A key record is a list of parts such as `k=rsa`, with semicolons between them. A part in any other form makes \
          the whole list useless to receivers.",
    bad: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; rsa; k=ed25519; p=", super::ed25519!(), "\""),
    good: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim().filter(|(_, _, dkim)| dkim.bad_tag) {
        let text = item.value.as_str();
        if target_as_text::target(text, dkim).is_some() {
            continue;
        }
        for tag in &dkim.list.tags {
            let word = tag.span.text(text);
            if (tag.equals.is_some() && tag.well_named) || written::has_odd_in_tags(word) {
                continue;
            }
            let message =
                format!("{} is no `name=value`, and receivers discard the record for it.", code(word));
            let before = text[..tag.span.start].rfind(';').unwrap_or(0);
            // `p:MIG…`, `k:rsa`: a colon in the place of the equals sign.
            let colon =
                word.find(':').filter(|at| *at == 1 && word.starts_with(['v', 'k', 'p', 'h', 's', 't', 'n']));
            // `v-DKIM1`, where it starts the record.
            let slip = version_slip(text).filter(|slip| slip.span.end == tag.span.end && slip.is_spelt_right);
            let fix = match (slip, colon) {
                (Some(slip), _) => {
                    let edit = Edit::replace(slip.span, "v=DKIM1");
                    Fix::edit("Start the record with `v=DKIM1;`", vec![edit], Confidence::Safe)
                }
                (None, Some(at)) => {
                    let at = tag.span.start + at;
                    let edit = Edit::replace(Span::new(at, at + 1), "=");
                    Fix::edit("Put an equals sign in place of the colon", vec![edit], Confidence::Safe)
                }
                // Without its only part the record would be empty.
                (None, None) if dkim.list.tags.len() == 1 => Fix::new(
                    "Copy the record again from the service that made the key",
                    None,
                    Confidence::Review,
                ),
                (None, None) => {
                    let edit = Edit::delete(Span::new(before, tag.span.end));
                    Fix::edit("Take it out", vec![edit], Confidence::Review)
                }
            };
            out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn a_version_that_was_mistyped_is_put_right() {
        let key = super::super::ed25519!();
        for version in ["v-DKIM1", "DKIM1", "v DKIM1"] {
            let text = format!("{version}; k=ed25519; p={key}");
            let report = explain_records(&text, &Hints::default());
            let record = &report.records[0];
            assert_eq!(record.corrected.as_deref(), Some(&*format!("v=DKIM1; k=ed25519; p={key}")), "{text}");
            assert!(
                record.findings.iter().any(|f| f.rule == &RULE && f.severity == Severity::Error),
                "{text}"
            );
        }
    }

    #[test]
    fn the_only_part_is_not_taken_out() {
        for (text, expected) in [("hello", None), ("rsa; p=", Some("; p="))] {
            let hints = Hints { kind: Some(Kind::Dkim), ..Hints::default() };
            let report = explain_records(text, &hints);
            let finding = report.records[0].findings.iter().find(|f| f.rule == &RULE).unwrap();
            let fixed = finding.fix.as_ref().and_then(|fix| fix.value(text));
            assert_eq!(fixed.as_deref(), expected, "{text}");
        }
    }
}
