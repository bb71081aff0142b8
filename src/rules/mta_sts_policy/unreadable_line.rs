//! A line that is no `key: value`.

use super::is_no_list;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mta_sts_policy::meant;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-policy-unreadable-line",
    severity: Severity::Error,
    title: "A line that senders can't read",
    kind: Kind::MtaStsPolicy,
    reference: rfc!(8461, "3.2"),
    why: "A policy file is made of lines with a key, a colon and a value, and nothing else: no comments, no headings. Strict senders that meet another line act as if there were no policy.",
    bad: "version: STSv1\n# our policy\nmode: enforce\nmx: mail.example.com\nmax_age: 604800",
    good: "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, policy) in facts.mta_sts_policies() {
        let text = item.value.as_str();
        if is_no_list(policy, text) {
            continue;
        }
        for line in policy.lines.iter().filter(|line| line.is_unreadable) {
            let written = line.span.text(text);
            // A slip of a known key has a finding of its own, and so have odd characters.
            if meant(written).is_some() || written::has_odd_in_tags(written) {
                continue;
            }
            let message = format!(
                "Senders look for a key, a colon and a value in each line, and find {}. Strict ones then skip the policy.",
                code(written)
            );
            let start = text[..line.span.start].strip_suffix('\n').map_or(line.span.start, str::len);
            let end = if start == 0 && line.span.start == 0 {
                (line.span.end + 1).min(text.len())
            } else {
                line.span.end
            };
            let span = Span::new(start, if text.is_char_boundary(end) { end } else { line.span.end });
            let fix = Fix::edit("Take the line out", vec![Edit::delete(span)], Confidence::Review);
            out.push(Finding::new(&RULE, record, line.span, message).fixed_by(fix));
        }
    }
}
