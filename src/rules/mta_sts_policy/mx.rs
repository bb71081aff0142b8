//! The policy names no mail server, or one that no server can be.

use super::{is_misspelt, is_no_list, respelt, servers};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mta_sts_policy::{Key, Line, Mode, PatternProblem};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-policy-mx",
    severity: Severity::Error,
    title: "A line that names no mail server",
    kind: Kind::MtaStsPolicy,
    reference: rfc!(8461, "3.2"),
    why: "Each line `mx:` holds one name of a mail server, or `*.` and a name for any server one label below it. A line that holds anything else makes senders act as if there were no policy.",
    bad: "version: STSv1\nmode: enforce\nmx: 10 mail.example.com\nmax_age: 604800",
    good: "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, policy) in facts.mta_sts_policies() {
        let text = item.value.as_str();
        if is_no_list(policy, text) {
            continue;
        }
        for line in policy.lines.iter().filter(|line| is_misspelt(line, text, Key::Mx)) {
            let message = format!(
                "{} is not written as `mx:`, so senders don't read a server from it.",
                code(line.span.text(text))
            );
            let fix = Fix::edit("Write `mx:`", vec![respelt(line, text, Key::Mx)], Confidence::Review);
            out.push(Finding::new(&RULE, record, line.span, message).fixed_by(fix));
        }
        let meant = policy.lines.iter().any(|line| line.key == Key::Mx || is_misspelt(line, text, Key::Mx));
        if !meant && policy.mode != Some(Mode::None) {
            let message =
                "No line of this file names a mail server, so senders act as if the domain had no policy.";
            let lines: String = servers(facts)
                .iter()
                .map(|(item, mx)| format!("\nmx: {}", mx.host_name(&item.value)))
                .collect();
            let fix = if lines.is_empty() {
                Fix::new("Add a line `mx:` for each mail server of the domain", None, Confidence::Review)
            } else {
                let edit = Edit::insert(text.len(), lines);
                Fix::edit("Name the servers of the MX records", vec![edit], Confidence::Review)
            };
            out.push(Finding::new(&RULE, record, Span::new(0, text.len()), message).fixed_by(fix));
        }
        for (line, problem) in policy.patterns(text) {
            let Some(problem) = problem else { continue };
            if written::has_odd_in_tags(line.span.text(text)) {
                continue;
            }
            let value = code(line.value.text(text));
            let what = match problem {
                PatternProblem::Empty => "No name stands after this `mx:`".to_owned(),
                PatternProblem::Star => {
                    format!(
                        "In {value} the star does not stand alone at the start, with a dot and a name after it"
                    )
                }
                PatternProblem::Address => format!("{value} is an address, and a name belongs here"),
                PatternProblem::Url => format!("{value} is no bare name of a server"),
                PatternProblem::Several => format!("{value} is more than one name"),
                PatternProblem::LastDot => format!("{value} ends in a dot, which this file does not allow"),
                PatternProblem::BadName => format!("{value} is no name that a server can have"),
            };
            let message = format!("{what}. Senders may then act as if the domain had no policy.");
            out.push(Finding::new(&RULE, record, line.span, message).fixed_by(repair(text, line, problem)));
        }
    }
}

fn repair(text: &str, line: &Line, problem: PatternProblem) -> Fix {
    let value = line.value.text(text);
    match problem {
        PatternProblem::LastDot => {
            let edit = Edit::replace(line.value, value.trim_end_matches('.'));
            Fix::edit("Take the last dot away", vec![edit], Confidence::Safe)
        }
        PatternProblem::Several => {
            let names = value.split([',', ' ', '\t', ';']).filter(|name| name.contains('.'));
            let lines: Vec<String> =
                names.map(|name| ["mx: ", name.trim_end_matches('.')].concat()).collect();
            if lines.is_empty() {
                return Fix::new("Write one name in each line", None, Confidence::Review);
            }
            let edit = Edit::replace(line.span, lines.join("\n"));
            Fix::edit("Write one name in each line, and no number", vec![edit], Confidence::Review)
        }
        PatternProblem::Url => {
            let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
            let host = rest.rsplit('@').next().unwrap_or(rest).split(['/', ':']).next().unwrap_or("");
            let edit = Edit::replace(line.value, host);
            Fix::edit("Keep the name of the server alone", vec![edit], Confidence::Review)
        }
        PatternProblem::Empty | PatternProblem::Star | PatternProblem::Address | PatternProblem::BadName => {
            Fix::new("Write the name of the mail server, as the MX record has it", None, Confidence::Review)
        }
    }
}
