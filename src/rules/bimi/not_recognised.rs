//! A text that does not start with `v=BIMI1`: to receivers it is no BIMI record.

use super::bimis;
use crate::facts::Facts;
use crate::record::slip::version_slip;
use crate::record::{Kind, Record};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, is_named, names};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "bimi-not-recognised",
    severity: Severity::Error,
    title: "The text does not start as a BIMI record must",
    kind: Kind::Bimi,
    reference: super::DRAFT,
    why: "Receivers take a text for a BIMI record only if it starts with exactly `v=BIMI1`. They are not allowed to \
          guess what was meant.",
    bad: "default._bimi.example.com. IN TXT \"v=bimi1; l=https://example.com/logo.svg\"",
    good: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let read = names(facts, |item| matches!(&item.record, Record::Bimi(bimi) if bimi.recognised));
    for (record, item, bimi) in bimis(facts).filter(|(.., bimi)| !bimi.recognised) {
        let text = item.value.as_str();
        let first = bimi.tags.first().map_or(Span::new(0, text.len()), |(_, tag)| tag.span);
        let is_beside = is_named(&read, item);
        let (severity, then) = if is_beside {
            (Severity::Advice, "They skip it, and use the record beside it.")
        } else {
            (RULE.severity, "They take the domain to have no BIMI record.")
        };
        let message = format!(
            "Receivers look for `v=BIMI1` at the very start and find {}. {then}",
            code(first.text(text))
        );
        let finding = Finding::new(&RULE, record, first, message).weighing(severity);
        if is_beside {
            out.push(finding.fixed_by(Fix::delete_unread()));
            continue;
        }
        let start = first.text(text).trim_start_matches(|c: char| !c.is_alphanumeric());
        let is_version = start.get(..1).is_some_and(|letter| letter.eq_ignore_ascii_case("v"))
            && bimi.tags.first().is_some_and(|(_, tag)| tag.equals.is_some())
            || version_slip(text).is_some_and(|slip| slip.kind == Kind::Bimi && slip.span.end == first.end);
        let edit = if is_version {
            Edit::replace(Span::new(0, first.end), "v=BIMI1")
        } else {
            Edit::insert(0, "v=BIMI1; ")
        };
        let fix = Fix::edit("Start the record with `v=BIMI1;`", vec![edit], Confidence::Review);
        out.push(finding.fixed_by(fix));
    }
}
