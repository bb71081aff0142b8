//! The policy does not say for how long it holds, or for too long or too short a time.

use super::{is_no_list, misspelt, respelt};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mta_sts_policy::{Key, LONGEST_AGE, Mode};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-policy-max-age",
    severity: Severity::Error,
    title: "For how long the policy holds",
    kind: Kind::MtaStsPolicy,
    reference: rfc!(8461, "3.2"),
    why: "Senders keep a policy for as many seconds as `max_age` says, up to a year. Without a number there they act as if there were no policy. The policy protects for as long as it is kept, so a week or more is usual.",
    bad: "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 1 week",
    good: "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800",
    check: Check::Records(check),
};

/// Below this a policy protects only senders that wrote within the day.
const SHORT: u64 = 86_400;

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, policy) in facts.mta_sts_policies() {
        let text = item.value.as_str();
        if is_no_list(policy, text) {
            continue;
        }
        let line = policy.line(Key::MaxAge);
        let (span, severity, message, fix) = match (policy.max_age, line) {
            (Some(age), Some(line)) if age > LONGEST_AGE => {
                let value = code(line.value.text(text));
                let message = format!(
                    "{value} seconds are more than a year, which is the most that a policy may be kept. Some \
                                       senders then skip the whole policy."
                );
                let edit = Edit::replace(line.value, LONGEST_AGE.to_string());
                let fix = Fix::edit("Write a year", vec![edit], Confidence::Safe);
                (line.value, Severity::Warning, message, fix)
            }
            (Some(age), Some(line)) if age < SHORT && policy.mode == Some(Mode::Enforce) => {
                let value = code(line.value.text(text));
                let message = format!(
                    "Senders forget this policy after {value} seconds. Whoever keeps them from fetching it again \
                                       for so long can force encryption off."
                );
                let edit = Edit::replace(line.value, "604800");
                let fix = Fix::edit(
                    "Write a week, once the policy has proved itself",
                    vec![edit],
                    Confidence::Review,
                );
                (line.value, Severity::Warning, message, fix)
            }
            (Some(_), _) => continue,
            (None, Some(line)) => {
                let what = code(line.span.text(text));
                let message = format!(
                    "{what} gives no number of seconds, so senders act as if the domain had no policy."
                );
                let edit = Edit::replace(line.span, "max_age: 604800");
                let fix =
                    Fix::edit("Write the seconds as digits; this is a week", vec![edit], Confidence::Review);
                (line.span, Severity::Error, message, fix)
            }
            (None, None) => match misspelt(policy, text, Key::MaxAge) {
                Some(line) => {
                    let what = code(line.span.text(text));
                    let message = format!(
                        "{what} is not written as `max_age:`, so senders act as if the domain had no policy."
                    );
                    let edit = respelt(line, text, Key::MaxAge);
                    let fix = Fix::edit("Write `max_age:`", vec![edit], Confidence::Review);
                    (line.span, Severity::Error, message, fix)
                }
                None => {
                    let message = "No line of this file says a `max_age`, so senders act as if the domain had no policy.";
                    let edit = Edit::insert(text.len(), "\nmax_age: 604800");
                    let fix = Fix::edit(
                        "Say for how long it holds; this is a week",
                        vec![edit],
                        Confidence::Review,
                    );
                    (Span::new(0, text.len()), Severity::Error, message.to_owned(), fix)
                }
            },
        };
        if written::has_odd_in_tags(span.text(text)) && span.len() < text.len() {
            continue;
        }
        out.push(Finding::new(&RULE, record, span, message).weighing(severity).fixed_by(fix));
    }
}
