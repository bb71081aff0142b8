//! `id=2024-01-01`: senders take letters and digits alone, and count a record without such an `id` as none.

use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mta_sts::{IdProblem, LONGEST_ID};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, versioned, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-id",
    severity: Severity::Error,
    title: "The edition of the policy can't be read",
    kind: Kind::MtaSts,
    reference: rfc!(8461, "3.1"),
    why: "The `id` tells senders which edition of the policy is out, so that they fetch the file only when it has changed. \
          It has 1 to 32 letters and digits. A dash, a dot or a colon in it makes the whole record count as absent.",
    bad: r#"_mta-sts.example.com. IN TXT "v=STSv1; id=2026-04-01""#,
    good: r#"_mta-sts.example.com. IN TXT "v=STSv1; id=20260401""#,
    check: Check::Records(check),
};

/// What stands for an edition where the reader has to choose one.
const EDITION: &str = "20260101T000000";

/// Puts `fixed`, with an edition at its end, in the place of the whole of `text`.
pub fn with_edition(text: &str, fixed: &str) -> Edit {
    let whole = [fixed.trim_end_matches([' ', '\t', ';']), "; id=", EDITION].concat();
    Edit::replace(Span::new(0, text.len()), whole)
}

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, sts) in facts.mta_sts().filter(|(_, _, sts)| sts.recognised) {
        let text = item.value.as_str();
        let Some(problem) = sts.id_problem else {
            if let Some(more) = sts.more_ids(text).next() {
                let message = format!(
                    "A second `id` stands in this record: {}. Senders differ in which of the two they go by.",
                    code(more.span.text(text))
                );
                let edits = versioned::without(text, &[more.span]);
                let fix = Fix::edit("Keep one `id`", edits, Confidence::Review);
                let finding = Finding::new(&RULE, record, more.span, message).weighing(Severity::Warning);
                out.push(finding.fixed_by(fix));
            }
            continue;
        };
        let Some(tag) = sts.id(text) else {
            // The part that stands in its place has a rule of its own.
            if !sts.unreadable.is_empty() {
                continue;
            }
            let message = "This record has no `id`, so senders take the domain to have no policy.";
            let end = text.trim_end_matches([' ', '\t', ';']).len();
            let edit = Edit::replace(Span::new(end, text.len()), format!("; id={EDITION}"));
            let fix = Fix::edit(
                "Add an `id`, such as the date and time of the last change",
                vec![edit],
                Confidence::Review,
            );
            out.push(Finding::new(&RULE, record, Span::new(0, text.len()), message).fixed_by(fix));
            continue;
        };
        if written::has_odd_in_tags(tag.span.text(text)) {
            continue;
        }
        let value = tag.value.text(text);
        let what = match problem {
            IdProblem::Missing | IdProblem::Empty => "Nothing stands after `id=`".to_owned(),
            IdProblem::Name => format!("{} is not written as `id=`", code(tag.span.text(text))),
            IdProblem::Blank => format!("{} has a blank beside the equals sign", code(tag.span.text(text))),
            IdProblem::Character => format!("{} holds more than letters and digits", code(value)),
            IdProblem::Long => format!("{} is longer than {LONGEST_ID} characters", code(value)),
        };
        let message = format!("{what}, so senders take the domain to have no policy.");
        let plain: String = value.chars().filter(char::is_ascii_alphanumeric).take(LONGEST_ID).collect();
        let fix = if plain.is_empty() {
            let edit = Edit::replace(tag.span, format!("id={EDITION}"));
            Fix::edit(
                "Add an edition, such as the date and time of the last change",
                vec![edit],
                Confidence::Review,
            )
        } else {
            let edit = Edit::replace(tag.span, format!("id={plain}"));
            Fix::edit("Write it with letters and digits alone", vec![edit], Confidence::Safe)
        };
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn an_edition_is_repaired() {
        for (text, expected) in [
            ("v=STSv1; id=2026-04-01T12:00", "v=STSv1; id=20260401T1200"),
            ("v=STSv1; id = 1;", "v=STSv1; id=1;"),
            ("v=STSv1; ID=1", "v=STSv1; id=1"),
            ("v=STSv1;", "v=STSv1; id=20260101T000000"),
            ("v=STSv1; id=-", "v=STSv1; id=20260101T000000"),
            ("v=STSv1; id=1; id=2", "v=STSv1; id=1"),
        ] {
            let hints = Hints { kind: Some(Kind::MtaSts), ..Hints::default() };
            let report = explain_records(text, &hints);
            let finding = report.records[0].findings.iter().find(|f| f.rule == &RULE).unwrap();
            assert_eq!(
                finding.fix.as_ref().and_then(|fix| fix.value(text)).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }
}
