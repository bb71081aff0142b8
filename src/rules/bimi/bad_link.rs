//! A logo or a certificate that can't be fetched: not `https`, or no address.

use super::bimis;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::bimi::{BimiTag, LinkProblem};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "bimi-bad-link",
    severity: Severity::Error,
    title: "The logo can't be fetched",
    kind: Kind::Bimi,
    reference: super::DRAFT,
    why: "Receivers fetch the logo and its certificate by `https` alone, so that nobody can change them on the way. \
          From any other address they fetch nothing, and show no logo.",
    bad: "default._bimi.example.com. IN TXT \"v=BIMI1; l=http://example.com/logo.svg\"",
    good: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, bimi) in bimis(facts).filter(|(.., bimi)| bimi.recognised) {
        let text = item.value.as_str();
        let links = [
            (BimiTag::Logo, bimi.logo_problem, Severity::Error, "logo"),
            (BimiTag::Certificate, bimi.certificate_problem, Severity::Warning, "certificate"),
        ];
        for (tag, problem, severity, what) in links {
            let (Some(tag), Some(problem)) = (bimi.tag(tag), problem) else { continue };
            let value = tag.value.text(text);
            let (says, title, edit) = match problem {
                LinkProblem::NotHttps => {
                    let is_http = value.get(..7).is_some_and(|head| head.eq_ignore_ascii_case("http://"));
                    let edit = if is_http {
                        Edit::replace(Span::new(tag.value.start, tag.value.start + 7), "https://")
                    } else {
                        Edit::insert(tag.value.start, "https://")
                    };
                    let edit = (is_http || !value.contains(':') && starts_with_host(value)).then_some(edit);
                    ("does not start with `https://`", "Use an address that starts with `https://`", edit)
                }
                LinkProblem::NoAddress => {
                    ("is no whole web address", "Enter the whole address of the file", None)
                }
                LinkProblem::Comma if second(value).is_some() => {
                    let at = second(value).map_or(value.len(), |at| tag.value.start + at);
                    let edit = Edit::delete(Span::new(at, tag.value.end));
                    let message = format!(
                        "{} holds more than one address, and receivers fetch the {what} from one alone.",
                        code(value)
                    );
                    let fix = Fix::edit("Keep one address", vec![edit], Confidence::Review);
                    out.push(Finding::new(&RULE, record, tag.span, message).weighing(severity).fixed_by(fix));
                    continue;
                }
                LinkProblem::Comma => {
                    let commas = value.match_indices(',').map(|(at, _)| tag.value.start + at);
                    let edits: Vec<Edit> =
                        commas.map(|at| Edit::replace(Span::new(at, at + 1), "%2C")).collect();
                    let title = "Write each comma in the address as `%2C`";
                    let message = format!(
                        "Receivers fetch no {what} from {}, because a comma stands in it.",
                        code(value)
                    );
                    let fix = Fix::edit(title, edits, Confidence::Review);
                    out.push(Finding::new(&RULE, record, tag.span, message).weighing(severity).fixed_by(fix));
                    continue;
                }
            };
            let message = format!("Receivers fetch no {what} from {}, because it {says}.", code(value));
            let fix = Fix::edit(title, edit.into_iter().collect(), Confidence::Review);
            out.push(Finding::new(&RULE, record, tag.span, message).weighing(severity).fixed_by(fix));
        }
    }
}

/// `example.com/logo.svg`: a host with a dot, and so no word such as `self`.
fn starts_with_host(value: &str) -> bool {
    value.split(['/', '?', '#']).next().is_some_and(|host| host.trim_matches('.').contains('.'))
}

/// Where the first address ends, with a comma and another one behind it.
fn second(value: &str) -> Option<usize> {
    let is_next = |at: &usize| {
        let rest = value[at + 1..].trim_start();
        rest.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("https:"))
    };
    value.match_indices(',').map(|(at, _)| at).find(is_next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn no_repair_makes_an_address_that_leads_nowhere() {
        let logo = "v=BIMI1; l=https://x.example/a.svg";
        for (text, expected) in [
            (format!("{logo}; a=self"), None),
            (format!("{logo}; a=x.example/a.pem"), Some(format!("{logo}; a=https://x.example/a.pem"))),
            (format!("{logo},https://x.example/b.svg"), Some(logo.to_owned())),
            (format!("{logo},b.svg"), Some(format!("{logo}%2Cb.svg"))),
        ] {
            let hints = Hints { kind: Some(Kind::Bimi), ..Hints::default() };
            let report = explain_records(&text, &hints);
            let finding = report.records[0].findings.iter().find(|finding| finding.rule == &RULE).unwrap();
            let fixed = finding.fix.as_ref().and_then(|fix| fix.value(&text));
            assert_eq!(fixed, expected, "{text}");
        }
    }
}
