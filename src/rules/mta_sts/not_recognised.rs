//! `v=STSv2`, `v=stsv1`, no semicolon: what does not start exactly so is no MTA-STS record to senders.

use super::VERSION;
use super::id::with_edition;
use crate::facts::Facts;
use crate::record::mta_sts::IdProblem;
use crate::record::{Kind, MtaSts, Reading, Record};
use crate::rules::versioned::start_with;
use crate::rules::{
    Check, Confidence, Finding, Findings, Fix, Rule, Severity, is_named, names, rfc, written,
};
use crate::text::prose::code;
use crate::text::{Span, apply_edits};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-not-recognised",
    severity: Severity::Error,
    title: "The text does not start as an MTA-STS record must",
    kind: Kind::MtaSts,
    reference: rfc!(8461, "3.1"),
    why: "Senders take a text for an MTA-STS record only if it starts with exactly `v=STSv1` and a semicolon. Otherwise \
          they skip it, never look for the policy, and send as if the domain had none.",
    bad: r#"_mta-sts.example.com. IN TXT "v=stsv1; id=20260401T120000""#,
    good: r#"_mta-sts.example.com. IN TXT "v=STSv1; id=20260401T120000""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let read = names(facts, |item| matches!(&item.record, Record::MtaSts(sts) if sts.recognised));
    for (record, item, sts) in facts.mta_sts() {
        let text = item.value.as_str();
        let end = text.find(';').unwrap_or(text.len());
        if sts.recognised || written::has_odd_in_tags(&text[..end]) {
            continue;
        }
        // Senders skip it, and read the one beside it.
        let is_beside = is_named(&read, item);
        let (severity, then) = if is_beside {
            (Severity::Advice, "They skip it, and read the record beside it.")
        } else {
            (Severity::Error, "They skip it, and take the domain to have no policy.")
        };
        let message = format!(
            "Senders look for `v=STSv1` and a semicolon at the very start and find {}. {then}",
            code(text[..end].trim_end())
        );
        let finding = Finding::new(&RULE, record, Span::new(0, end), message).weighing(severity);
        if is_beside {
            out.push(finding.fixed_by(Fix::delete_unread()));
            continue;
        }
        let edits = start_with(text, &VERSION);
        let fixed = apply_edits(text, &edits);
        let parsed = MtaSts::parse(&fixed);
        let fix = if parsed.id_problem == Some(IdProblem::Missing) && parsed.unreadable.is_empty() {
            let title = "Start the record with `v=STSv1;`, and add an `id`, such as the date and time of the last change";
            Fix::edit(title, vec![with_edition(text, &fixed)], Confidence::Review)
        } else {
            let is_whole = parsed.reading() == Reading::Used;
            let confidence = if is_whole { Confidence::Safe } else { Confidence::Review };
            Fix::edit("Start the record with `v=STSv1;`", edits, confidence)
        };
        out.push(finding.fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn a_version_alone_gets_an_edition() {
        for text in ["v=STSv1", "v=stsv1;", "v=STSv2 ; "] {
            let hints = Hints { kind: Some(Kind::MtaSts), ..Hints::default() };
            let report = explain_records(text, &hints);
            let finding = report.records[0].findings.iter().find(|f| f.rule == &RULE).unwrap();
            let fixed = finding.fix.as_ref().and_then(|fix| fix.value(&report.records[0].value));
            assert_eq!(fixed.as_deref(), Some("v=STSv1; id=20260101T000000"), "{text}");
        }
    }
}
