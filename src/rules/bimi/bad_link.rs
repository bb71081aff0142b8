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
                    let edit = (is_http || !value.contains(':')).then_some(edit);
                    ("does not start with `https://`", "Use an address that starts with `https://`", edit)
                }
                LinkProblem::NoAddress => {
                    ("is no whole web address", "Enter the whole address of the file", None)
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
