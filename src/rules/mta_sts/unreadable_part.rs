//! A part of an MTA-STS record that is no `name=value`, or an empty one: the whole record counts as absent.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, versioned, written};
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
        let fix = Fix::edit("Take it out", versioned::without(text, &parts), Confidence::Safe);
        out.push(Finding::new(&RULE, record, first, message).fixed_by(fix));
    }
}
