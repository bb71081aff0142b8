//! `v=dkim1`, `v=DKIM1.0`, or `v` behind other tags: verifiers discard the record.

use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dkim::{Dkim, DkimTag};
use crate::record::tag_list::Tag;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span, apply_edits};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-version",
    severity: Severity::Error,
    title: "The version is not exactly `v=DKIM1` at the start",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "A key record may leave the version out. If it has one, the version has to be the first tag and read exactly \
          `v=DKIM1`, in capitals; with any other, receivers discard the record and its key.",
    bad: concat!(r#"s1._domainkey.example.com. IN TXT "v=DKIM1.0; k=ed25519; p="#, super::ed25519!(), "\""),
    good: concat!(r#"s1._domainkey.example.com. IN TXT "v=DKIM1; k=ed25519; p="#, super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim().filter(|(_, _, dkim)| !dkim.version_ok) {
        let text = item.value.as_str();
        let Some(tag) = dkim.tag(DkimTag::Version) else { continue };
        if written::has_odd_in_tags(tag.span.text(text)) {
            continue;
        }
        let first = dkim.tags[0].1.span;
        let is_first = first == tag.span;
        let message = if is_first {
            format!(
                "Receivers look for exactly `v=DKIM1` and find {}, so they discard this key.",
                code(tag.span.text(text))
            )
        } else {
            format!(
                "Receivers look for {} at the start and find {} there, so they discard this key.",
                code(tag.span.text(text)),
                code(first.text(text))
            )
        };
        let edits = if is_first {
            let end = version_word(text, tag);
            let is_glued =
                end < tag.value.end && text[end..].starts_with(|c: char| c.is_ascii_alphanumeric());
            let version = if is_glued { "v=DKIM1; " } else { "v=DKIM1" };
            let mut edits = vec![Edit::replace(Span::new(0, end), version)];
            edits.extend(super::unglue(text, Span::new(end, text.len())));
            edits
        } else {
            let before = text[..tag.span.start].rfind(';').unwrap_or(tag.span.start);
            vec![Edit::insert(first.start, "v=DKIM1; "), Edit::delete(Span::new(before, tag.span.end))]
        };
        let sure = Dkim::parse(&apply_edits(text, &edits)).version_ok;
        let confidence = if sure { Confidence::Safe } else { Confidence::Review };
        let fix = Fix::edit("Start the record with `v=DKIM1;`", edits, confidence);
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
    }
}

/// Where the word of the version ends: `v=DKIM1, k=rsa` is one tag to a parser, and two to who wrote it.
fn version_word(text: &str, tag: &Tag) -> usize {
    let value = tag.value.text(text);
    let word = value.find([',', ':', ' ', '\t', '|']).unwrap_or(value.len());
    let name = value.get(..5).unwrap_or("");
    // `v=DKIM1k=rsa`: the next tag begins behind the number.
    if name.eq_ignore_ascii_case("dkim1") && value[5..word].contains('=') {
        return tag.value.start + 5;
    }
    // `v=DKIM 1`: the number stands apart.
    let rest = value[word..].trim_start_matches([' ', '\t']);
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    if value[..word].eq_ignore_ascii_case("dkim") && digits > 0 {
        return tag.value.start + value.len() - rest.len() + digits;
    }
    tag.value.start + word
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn what_follows_the_version_is_kept() {
        let key = super::super::ed25519!();
        for text in [
            "v=DKIM1, k=ed25519, p=",
            "v=DKIM1: k=ed25519: p=",
            "v=DKIM1 k=ed25519; p=",
            "v=dkim1; k=ed25519; p=",
            "v=DKIM 1; k=ed25519; p=",
            "v=DKIM1k=ed25519; p=",
        ] {
            let report = explain_records(&[text, key].concat(), &Hints::default());
            let [one] = report.records.as_slice() else { panic!("{text}") };
            assert_eq!(one.corrected.as_deref(), Some(&*["v=DKIM1; k=ed25519; p=", key].concat()), "{text}");
            assert_eq!(one.findings.iter().filter(|f| f.severity == Severity::Error).count(), 1, "{text}");
        }
    }
}
