//! A tag that DMARC does not have, and tags that have no effect where they stand.

use super::bad_policy::without_sign;
use super::missing_semicolon::parted;
use super::report_address::is_address;
use super::whole;
use crate::facts::Facts;
use crate::record::dmarc::{DmarcTag, Policy};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::near::nearest;
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-unknown-tag",
    severity: Severity::Advice,
    title: "A tag that receivers skip",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "Receivers skip a tag that they don't know, without a word. It does no harm by itself, but what was meant by it \
          does not happen.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; ruaa=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

const KNOWN: [&str; 8] = ["sp", "np", "psd", "adkim", "aspf", "rua", "ruf", "pct"];

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc().filter(|(_, _, dmarc)| dmarc.recognised) {
        let text = item.value.as_str();
        for (i, (kind, tag)) in dmarc.tags.iter().enumerate() {
            let word = tag.span.text(text);
            if !parted(text, &item.strings, *kind, tag).is_empty() {
                continue;
            }
            if *kind == DmarcTag::FailureOptions
                && dmarc.tag(DmarcTag::FailureReports).is_none()
                && dmarc.reading() == Reading::Used
            {
                let message = format!(
                    "Receivers skip {}, because the record asks for no reports on failures.",
                    code(word)
                );
                let fix = Fix::edit("Take it out", vec![Edit::delete(whole(text, tag))], Confidence::Safe);
                out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
                continue;
            }
            // Other rules speak of addresses after a semicolon, and of a policy under another name.
            let before = dmarc.tags.get(i.wrapping_sub(1)).map_or(DmarcTag::Unknown, |(kind, _)| *kind);
            let is_address = is_address(text, before, tag);
            let is_policy = dmarc.tag(DmarcTag::Policy).is_none()
                && (Policy::read(tag.value.text(text)).is_some() || without_sign(text, tag).is_some());
            if *kind != DmarcTag::Unknown || is_address || is_policy || written::has_odd_in_tags(word) {
                continue;
            }
            let name = tag.name.text(text);
            let meant = nearest(name, &KNOWN).filter(|_| tag.equals.is_some());
            // `rua:mailto:…`, `rua mailto:…`: a colon or a blank in the place of the equals sign.
            let colon = word.find([':', ' ', '\t']).filter(|at| {
                tag.equals.is_none() && DmarcTag::from_name(word[..*at].trim()) != DmarcTag::Unknown
            });
            let message = if tag.equals.is_none() {
                format!("{} has no equals sign, so receivers skip it.", code(word))
            } else {
                format!("Receivers don't know the tag {}, and skip it.", code(name))
            };
            let finding = Finding::new(&RULE, record, tag.span, message);
            if let Some(at) = colon {
                let at = tag.span.start + at;
                let edit = Edit::replace(Span::new(at, at + 1), "=");
                let title = match word.as_bytes()[at - tag.span.start] {
                    b':' => "Put an equals sign in place of the colon",
                    _ => "Put an equals sign in place of the space",
                };
                let fix = Fix::edit(title, vec![edit], Confidence::Safe);
                out.push(finding.weighing(Severity::Warning).fixed_by(fix));
                continue;
            }
            out.push(match meant {
                Some(meant) => finding.weighing(Severity::Warning).fixed_by(Fix::edit(
                    format!("Write `{meant}` in its place"),
                    vec![Edit::replace(tag.name, meant)],
                    Confidence::Review,
                )),
                None => finding.fixed_by(Fix::edit(
                    "Take it out",
                    vec![Edit::delete(whole(text, tag))],
                    Confidence::Review,
                )),
            });
        }
    }
}
