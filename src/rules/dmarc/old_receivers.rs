//! `P=reject`, or a policy that does not stand second: fine today, and not for older receivers.

use super::whole;
use crate::facts::Facts;
use crate::record::dmarc::DmarcTag;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, list};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-old-receivers",
    severity: Severity::Advice,
    title: "A form that older receivers may not read",
    kind: Kind::Dmarc,
    reference: rfc!(7489, "6.3"),
    why: "The older standard asks that the policy come right after the version, and some programs know tags in small \
          letters alone. A record that keeps to both is read alike by old and new receivers.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; rua=mailto:dmarc@example.com; p=reject""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc().filter(|(_, _, dmarc)| dmarc.reading() == Reading::Used) {
        let text = item.value.as_str();
        let capitals: Vec<_> = dmarc
            .tags
            .iter()
            // What no receiver knows has a rule of its own.
            .filter(|(kind, _)| *kind != DmarcTag::Unknown)
            .filter(|(_, tag)| tag.name.text(text).bytes().any(|b| b.is_ascii_uppercase()))
            .map(|(_, tag)| tag)
            .collect();
        if let Some(first) = capitals.first() {
            let names: Vec<String> = capitals.iter().take(3).map(|tag| code(tag.name.text(text))).collect();
            let message =
                format!("Some receivers know tags in small letters alone, and skip {}.", list(&names));
            let edits = capitals
                .iter()
                .map(|tag| Edit::replace(tag.name, tag.name.text(text).to_ascii_lowercase()))
                .collect();
            let fix = Fix::edit("Write the names of tags in small letters", edits, Confidence::Safe);
            out.push(Finding::new(&RULE, record, first.span, message).fixed_by(fix));
        }
        let place = dmarc.tags.iter().position(|(kind, _)| *kind == DmarcTag::Policy);
        if let Some(at) = place.filter(|at| *at > 1) {
            let (version, policy) = (&dmarc.tags[0].1, &dmarc.tags[at].1);
            let written = policy.span.text(text);
            let message = format!(
                "Older receivers look for {} right after the version, and may not find it.",
                code(written)
            );
            let edits = vec![
                Edit::insert(version.span.end, format!("; {written}")),
                Edit::delete(whole(text, policy)),
            ];
            let fix = Fix::edit("Put the policy second", edits, Confidence::Safe);
            out.push(Finding::new(&RULE, record, policy.span, message).fixed_by(fix));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn a_tag_that_nobody_knows_is_told_once() {
        for (text, expected) in [
            ("v=DMARC1; p=reject; X-Note=hello", None),
            ("v=DMARC1; P=reject; X-Note=hello", Some("v=DMARC1; p=reject; X-Note=hello")),
        ] {
            let report = explain_records(text, &Hints::default());
            assert_eq!(report.records[0].corrected.as_deref(), expected, "{text}");
        }
    }
}
