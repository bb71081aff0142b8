//! A logo that is no SVG file.

use super::bimis;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::bimi::{BimiTag, ending};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "bimi-not-svg",
    severity: Severity::Error,
    title: "The logo is not an SVG file",
    kind: Kind::Bimi,
    reference: super::DRAFT,
    why: "BIMI knows one format for logos: SVG, in a plain form of it that is called SVG Tiny PS, with no scripts \
          and nothing fetched from elsewhere. Receivers show no other kind of picture.",
    bad: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.png\"",
    good: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, bimi) in
        bimis(facts).filter(|(.., bimi)| bimi.recognised && bimi.logo_problem.is_none())
    {
        let text = item.value.as_str();
        let (Some(tag), Some(value)) = (bimi.tag(BimiTag::Logo), bimi.value(text, BimiTag::Logo)) else {
            continue;
        };
        // Without a name that is known for something else, it may well be one.
        let others =
            ["png", "jpg", "jpeg", "gif", "webp", "ico", "bmp", "tiff", "pdf", "eps", "ai", "pem", "avif"];
        let Some(ending) = ending(value).filter(|ending| others.contains(&ending.as_str())) else { continue };
        let message = format!(
            "{} is a file of type {}. Receivers show a logo only where it is an SVG file.",
            code(value),
            code(&ending)
        );
        let fix = Fix::new(
            "Make the logo an SVG file in the form `SVG Tiny PS`, and name that",
            None,
            Confidence::Review,
        );
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
    }
}
