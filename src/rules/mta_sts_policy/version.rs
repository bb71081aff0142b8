//! The policy does not say `version: STSv1`, or all of it stands in one line.

use super::{is_in_one_line, is_no_list, misspelt, respelt};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mta_sts_policy::Key;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-policy-version",
    severity: Severity::Error,
    title: "The file does not say that it is a policy",
    kind: Kind::MtaStsPolicy,
    reference: rfc!(8461, "3.2"),
    why: "Senders take a file for a policy only if a line of its own says `version: STSv1`, written exactly so. Otherwise they act as if there were no policy.",
    bad: "version: STSv2\nmode: enforce\nmx: mail.example.com\nmax_age: 604800",
    good: "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, policy) in facts.mta_sts_policies().filter(|(.., policy)| !policy.version_ok) {
        let text = item.value.as_str();
        if is_in_one_line(policy, text) {
            let mut edits = Vec::new();
            for key in Key::KNOWN {
                let start = [" ", key.word(), ":"].concat();
                edits.extend(
                    text.match_indices(&start).map(|(at, _)| Edit::replace(Span::new(at, at + 1), "\n")),
                );
            }
            let message =
                "The whole policy stands in one line here, and senders read one rule from each line.";
            let fix = Fix::edit("Start a new line before each key", edits, Confidence::Review);
            out.push(Finding::new(&RULE, record, Span::new(0, text.len()), message).fixed_by(fix));
            continue;
        }
        if is_no_list(policy, text) {
            let message =
                "No line of this text is one of a policy, so senders act as if the domain had none.";
            let title = "Give the policy file alone, as plain text, and no web page";
            let fix = Fix::new(title, None, Confidence::Review);
            out.push(Finding::new(&RULE, record, Span::new(0, text.len()), message).fixed_by(fix));
            continue;
        }
        let (span, what, edit) = match (policy.line(Key::Version), misspelt(policy, text, Key::Version)) {
            (Some(line), _) => {
                let written = line.span.text(text);
                let what = format!("{} is not `version: STSv1`", code(written));
                (line.span, what, Edit::replace(line.span, "version: STSv1"))
            }
            (None, Some(line)) => {
                let what = format!("{} is not written as `version:`", code(line.span.text(text)));
                let edit = if line.span.text(text).ends_with("STSv1") {
                    respelt(line, text, Key::Version)
                } else {
                    Edit::replace(line.span, "version: STSv1")
                };
                (line.span, what, edit)
            }
            (None, None) => {
                let what = "No line of this file says `version: STSv1`".to_owned();
                (Span::new(0, text.len()), what, Edit::insert(0, "version: STSv1\n"))
            }
        };
        if written::has_odd_in_tags(span.text(text)) && span.len() < text.len() {
            continue;
        }
        let message = format!("{what}, so senders act as if the domain had no policy.");
        let fix = Fix::edit("Write `version: STSv1`", vec![edit], Confidence::Safe);
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn what_is_no_policy_at_all_is_told_once() {
        let hints = Hints { kind: Some(Kind::MtaStsPolicy), ..Hints::default() };
        for text in ["<!doctype html>\n<p>Not found</p>", "hello", "404: not found"] {
            let report = explain_records(text, &hints);
            let ids: Vec<&str> = report.records[0].findings.iter().map(|finding| finding.rule.id).collect();
            assert_eq!(ids, ["mta-sts-policy-version"], "{text}");
        }
    }

    #[test]
    fn lost_line_breaks_are_put_back() {
        let text = "version: STSv1 mode: enforce mx: a.example mx: b.example max_age: 86400";
        let report = explain_records(text, &Hints::default());
        let [finding] = report.records[0].findings.as_slice() else {
            panic!("{:#?}", report.records[0].findings)
        };
        let fixed = finding.fix.as_ref().and_then(|fix| fix.value(text)).unwrap();
        assert_eq!(fixed, "version: STSv1\nmode: enforce\nmx: a.example\nmx: b.example\nmax_age: 86400");
    }
}
