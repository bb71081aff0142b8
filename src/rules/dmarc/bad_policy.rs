//! A policy that is missing or misspelt, or a misspelt `sp` or `np`: enforcement collapses.

use super::missing_semicolon::parted;
use super::whole;
use crate::facts::Facts;
use crate::record::dmarc::{Dmarc, DmarcTag, Policy};
use crate::record::tag_list::Tag;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::near::nearest;
use crate::text::prose::code;
use crate::text::{Edit, Span, apply_edits};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-bad-policy",
    severity: Severity::Error,
    title: "A policy that is missing or that receivers don't know",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.10.1"),
    why: "A policy is `none`, `quarantine` or `reject`. If `p` is missing, or one of `p`, `sp` and `np` says anything \
          else, receivers protect nothing: they watch at most, and only if the record asks for reports.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=rejected; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc() {
        let text = item.value.as_str();
        let effect = match dmarc.reading() {
            Reading::Used => "Receivers act as if the policy were `none`, so nothing is held back.",
            Reading::Ignored | Reading::Broken => {
                "Receivers act as if the domain had no DMARC record, so nothing is held back."
            }
        };
        for (kind, tag) in &dmarc.tags {
            let is_policy = match kind {
                DmarcTag::Policy | DmarcTag::SubdomainPolicy | DmarcTag::NonexistentPolicy => true,
                DmarcTag::Version
                | DmarcTag::Testing
                | DmarcTag::PublicSuffix
                | DmarcTag::DkimAlignment
                | DmarcTag::SpfAlignment
                | DmarcTag::AggregateReports
                | DmarcTag::FailureReports
                | DmarcTag::FailureOptions
                | DmarcTag::Percent
                | DmarcTag::ReportFormat
                | DmarcTag::ReportInterval
                | DmarcTag::Unknown => false,
            };
            let value = tag.value.text(text);
            // Of a tag that stands twice, receivers that read on take the first; the repetition is another rule.
            if !is_policy || Policy::read(value).is_some() || written::has_odd_in_tags(value) {
                continue;
            }
            let message = format!("Receivers don't know the policy {}. {effect}", code(tag.span.text(text)));
            out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(misspelt(
                text,
                &item.strings,
                *kind,
                tag,
            )));
        }
        if dmarc.recognised && dmarc.tag(DmarcTag::Policy).is_none() {
            out.push(missing(text, record, dmarc, effect));
        }
    }
}

fn misspelt(text: &str, strings: &[usize], kind: DmarcTag, tag: &Tag) -> Fix {
    let value = tag.value.text(text);
    let at = if tag.equals.is_some() { tag.value } else { Span::new(tag.span.end, tag.span.end) };
    let lower = value.to_ascii_lowercase();
    let words = ["none", "quarantine", "reject"];
    // `p=reject rua=mailto:…`: the semicolon before the next tag is missing.
    let parted = parted(text, strings, kind, tag);
    if !parted.is_empty() {
        let fixed = Dmarc::parse(&apply_edits(text, &parted));
        let read = fixed.policy.is_some() && !fixed.bad_subpolicy && !fixed.repeated;
        let confidence = if read { Confidence::Safe } else { Confidence::Review };
        return Fix::edit("Put a semicolon between the two", parted, confidence);
    }
    if let Some(inside) = written::unwrapped(value).filter(|inside| Policy::read(inside).is_some()) {
        let edit = Edit::replace(tag.value, inside);
        return Fix::edit("Take the signs around it away", vec![edit], Confidence::Safe);
    }
    // One word that has an ending too many, stops short, or is one or two slips away from a policy.
    let one_word = lower.bytes().all(|b| b.is_ascii_lowercase());
    let is_near = |word: &&&str| {
        (lower.starts_with(**word) && lower.len() <= word.len() + 3)
            || (lower.len() >= 4 && word.starts_with(&lower))
    };
    let meant = words.iter().find(is_near).copied().or_else(|| nearest(&lower, &words)).filter(|_| one_word);
    let equals = if tag.equals.is_some() { "" } else { "=" };
    if let Some(word) = by_another_word(&lower).filter(|_| meant.is_none()) {
        let title = format!("Write `{word}`, if that was meant");
        return Fix::edit(title, vec![Edit::replace(at, [equals, word].concat())], Confidence::Review);
    }
    match meant {
        Some(word) => {
            let title = format!("Write `{word}`");
            Fix::edit(title, vec![Edit::replace(at, [equals, word].concat())], Confidence::Safe)
        }
        None if kind == DmarcTag::Policy => {
            let title = "Choose a policy: `none` watches, `quarantine` and `reject` protect";
            Fix::edit(title, vec![Edit::replace(at, [equals, "none"].concat())], Confidence::Review)
        }
        None => {
            let title = "Take it out, so that the domain's own policy holds there too";
            Fix::edit(title, vec![Edit::delete(whole(text, tag))], Confidence::Review)
        }
    }
}

/// `reject (all mail)`, `block`: the policy that stands there beside other words, or in the place of which they stand.
fn by_another_word(value: &str) -> Option<&'static str> {
    let words: Vec<&str> =
        value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut policies = words.iter().filter_map(|word| Policy::read(word));
    if let (Some(first), None) = (policies.next(), policies.next()) {
        return Some(first.word());
    }
    match words.as_slice() {
        ["block" | "deny" | "discard" | "drop" | "refuse" | "fail" | "bounce"] => Some("reject"),
        ["spam" | "junk" | "suspect"] => Some("quarantine"),
        _ => None,
    }
}

/// `p:reject`, `p reject`, `reject`: the policy in a part that lacks its equals sign, and whether nothing else can be meant.
pub fn without_sign(text: &str, tag: &Tag) -> Option<(Policy, bool)> {
    let written = tag.span.text(text).trim();
    if tag.equals.is_some() {
        return None;
    }
    let value = written.strip_prefix(['p', 'P']).unwrap_or(written);
    let bare = value.trim_start_matches([':', '-', ' ', '\t', '_', '.']);
    let policy = Policy::read(bare)?;
    Some((policy, value.len() < written.len() && bare.len() < value.len()))
}

fn missing(text: &str, record: usize, dmarc: &Dmarc, effect: &str) -> Finding {
    let version = dmarc.tags.first().map_or(Span::new(0, 0), |(_, tag)| tag.span);
    // `policy=reject`, `po=none`: a tag that was meant as `p`.
    let bare = dmarc.tags.iter().find_map(|(_, tag)| Some((tag, without_sign(text, tag)?)));
    if let Some((tag, (policy, is_sure))) = bare {
        let message = format!(
            "Receivers find no policy, because {} has no equals sign. {effect}",
            code(tag.span.text(text))
        );
        let confidence = if is_sure { Confidence::Safe } else { Confidence::Review };
        let edit = Edit::replace(tag.span, format!("p={}", policy.word()));
        let fix = Fix::edit(format!("Write `p={}`", policy.word()), vec![edit], confidence);
        return Finding::new(&RULE, record, tag.span, message).fixed_by(fix);
    }
    let meant = dmarc
        .tags
        .iter()
        .find(|(kind, tag)| *kind == DmarcTag::Unknown && Policy::read(tag.value.text(text)).is_some());
    let message = match meant {
        Some((_, tag)) => format!(
            "Receivers find no policy, because they don't know {}: the tag for it is `p`. {effect}",
            code(tag.span.text(text))
        ),
        None => format!("This record has no policy, which the tag `p` would hold. {effect}"),
    };
    let fix = match meant {
        Some((_, tag)) => Fix::edit("Name the tag `p`", vec![Edit::replace(tag.name, "p")], Confidence::Safe),
        None => Fix::edit(
            "Choose a policy: `none` watches, `quarantine` and `reject` protect",
            vec![Edit::insert(version.end, "; p=none")],
            Confidence::Review,
        ),
    };
    let span = meant.map_or(Span::new(0, text.len()), |(_, tag)| tag.span);
    Finding::new(&RULE, record, span, message).fixed_by(fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn what_was_meant_is_written() {
        for (text, expected) in [
            ("v=DMARC1; p=rejected", "v=DMARC1; p=reject"),
            ("v=DMARC1; p=quarentine", "v=DMARC1; p=quarantine"),
            ("v=DMARC1; p=quar", "v=DMARC1; p=quarantine"),
            ("v=DMARC1; policy=reject", "v=DMARC1; p=reject"),
            ("v=DMARC1; p=reject; sp=rejct", "v=DMARC1; p=reject; sp=reject"),
            ("v=DMARC1; p=reject rua=mailto:a@x.y", "v=DMARC1; p=reject; rua=mailto:a@x.y"),
            ("v=DMARC1; p=quarantine, sp=reject", "v=DMARC1; p=quarantine; sp=reject"),
            ("v=DMARC1; p=noneject", "v=DMARC1; p=none"),
            ("v=DMARC1; p='reject'", "v=DMARC1; p=reject"),
            ("v=DMARC1; p=reject.", "v=DMARC1; p=reject"),
            ("v=DMARC1; p=reject (all mail)", "v=DMARC1; p=reject"),
            ("v=DMARC1; p=block", "v=DMARC1; p=reject"),
            ("v=DMARC1; p=none/quarantine/reject", "v=DMARC1; p=none"),
            ("v=DMARC1; p:reject", "v=DMARC1; p=reject"),
            ("v=DMARC1; p reject; rua=mailto:a@x.y", "v=DMARC1; p=reject; rua=mailto:a@x.y"),
            ("v=DMARC1; preject", "v=DMARC1; p=reject"),
            ("v=DMARC1; reject", "v=DMARC1; p=reject"),
            ("v=DMARC1; p=<Quarantine>", "v=DMARC1; p=Quarantine"),
            ("v=DMARC1; p=reject; sp=`reject`", "v=DMARC1; p=reject; sp=reject"),
            ("v=DMARC1; p=monitor", "v=DMARC1; p=none"),
            ("v=DMARC1", "v=DMARC1; p=none"),
        ] {
            let report = explain_records(text, &Hints::default());
            let finding = report.records[0].findings.iter().find(|f| f.rule == &RULE).unwrap();
            assert_eq!(finding.fix.as_ref().unwrap().value(text).as_deref(), Some(expected), "{text}");
            assert_eq!(finding.severity, Severity::Error);
            let wrong = report.records[0].findings.iter().filter(|found| found.severity < Severity::Advice);
            assert_eq!(wrong.count(), 1, "{text}");
        }
    }
}
