//! The policy does not say how strict senders are to be.

use super::{is_no_list, misspelt, respelt};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mta_sts_policy::{Key, Mode};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-policy-mode",
    severity: Severity::Error,
    title: "The policy has no mode that senders know",
    kind: Kind::MtaStsPolicy,
    reference: rfc!(8461, "3.2"),
    why: "The line `mode:` says what senders do where they can't encrypt: `enforce`, `testing` or `none`, in small letters. With any other word, or without the line, they act as if there were no policy.",
    bad: "version: STSv1\nmode: Enforced\nmx: mail.example.com\nmax_age: 604800",
    good: "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, policy) in facts.mta_sts_policies() {
        let text = item.value.as_str();
        if policy.mode.is_some() || is_no_list(policy, text) {
            continue;
        }
        let (span, what, fix) = match (policy.line(Key::Mode), misspelt(policy, text, Key::Mode)) {
            (Some(line), _) => {
                let value = line.value.text(text);
                let what =
                    format!("{} is none of the three modes that senders know", code(line.span.text(text)));
                let fix = match meant(value) {
                    Some(mode) => {
                        let edit = Edit::replace(line.span, ["mode: ", mode.word()].concat());
                        Fix::edit("Write one of the three modes", vec![edit], Confidence::Review)
                    }
                    None => Fix::new("Write `enforce`, `testing` or `none` there", None, Confidence::Review),
                };
                (line.span, what, fix)
            }
            (None, Some(line)) => {
                let what = format!("{} is not written as `mode:`", code(line.span.text(text)));
                let edit = respelt(line, text, Key::Mode);
                (line.span, what, Fix::edit("Write `mode:`", vec![edit], Confidence::Review))
            }
            (None, None) => {
                let what = "No line of this file says a `mode`".to_owned();
                let edit = Edit::insert(text.len(), "\nmode: testing");
                let fix = Fix::edit("Add a mode; a test is the way to start", vec![edit], Confidence::Review);
                (Span::new(0, text.len()), what, fix)
            }
        };
        if written::has_odd_in_tags(span.text(text)) && span.len() < text.len() {
            continue;
        }
        let message = format!("{what}, so senders act as if the domain had no policy.");
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}

/// The mode that a word is close to.
fn meant(value: &str) -> Option<Mode> {
    match value.to_ascii_lowercase().as_str() {
        "enforce" | "enforced" | "enforcing" | "enforcement" | "inforce" | "strict" => Some(Mode::Enforce),
        "testing" | "test" | "tests" | "tested" | "report" | "monitor" => Some(Mode::Testing),
        "none" | "off" | "disabled" => Some(Mode::None),
        _ => None,
    }
}
