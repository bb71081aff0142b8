//! A part of an MTA-STS record that is no `name=value`, or an empty one: the whole record counts as absent.

use super::id::with_edition;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mta_sts::IdProblem;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, versioned, written};
use crate::text::apply_edits;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-unreadable-part",
    severity: Severity::Error,
    title: "A part that senders can't read",
    kind: Kind::MtaSts,
    reference: rfc!(8461, "3.1"),
    why: "An MTA-STS record is a short list of names with values. Senders that find anything else in it must act as if the \
          domain had no policy. Some are less strict, but nobody can rely on that.",
    bad: r#"_mta-sts.example.com. IN TXT "v=STSv1; id=20260401; enforce""#,
    good: r#"_mta-sts.example.com. IN TXT "v=STSv1; id=20260401;""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, sts) in facts.mta_sts().filter(|(_, _, sts)| sts.recognised) {
        let text = item.value.as_str();
        let mut parts = sts.unreadable.clone();
        parts.retain(|part| !written::has_odd_in_tags(part.text(text)));
        let Some(first) = parts.first().copied() else { continue };
        let what = match first.text(text) {
            ";" => "Two semicolons stand here with nothing between them".to_owned(),
            part => format!("{} is no name with a value", code(part)),
        };
        let message = format!("{what}. Strict senders then take the domain to have no policy.");
        let edits = versioned::without(text, &parts);
        let fixed = apply_edits(text, &edits);
        let fix = if sts.id_problem == Some(IdProblem::Missing) {
            // Without this part the version would stand alone, and senders need an `id` as well.
            let title = "Put an `id` in its place, such as the date and time of the last change";
            Fix::edit(title, vec![with_edition(text, &fixed)], Confidence::Review)
        } else {
            Fix::edit("Take it out", edits, Confidence::Safe)
        };
        out.push(Finding::new(&RULE, record, first, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn a_record_without_an_edition_gets_one_in_its_place() {
        for (text, expected) in [
            ("v=STSv1 ;id", "v=STSv1; id=20260101T000000"),
            ("v=STSv1; 20260401;", "v=STSv1; id=20260101T000000"),
            ("v=STSv1; id=1; enforce", "v=STSv1; id=1"),
        ] {
            let hints = Hints { kind: Some(Kind::MtaSts), ..Hints::default() };
            let report = explain_records(text, &hints);
            let found = &report.records[0].findings;
            assert_eq!(found.iter().filter(|f| f.severity == Severity::Error).count(), 1, "{text}");
            let fix = found.iter().find(|f| f.rule == &RULE).and_then(|finding| finding.fix.as_ref());
            assert_eq!(fix.and_then(|fix| fix.value(text)).as_deref(), Some(expected), "{text}");
        }
    }
}
