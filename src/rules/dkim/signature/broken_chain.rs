//! An ARC chain that is broken, or does not start where it says.

use std::collections::BTreeMap;

use super::{sign_anew, signatures};
use crate::facts::Facts;
use crate::record::header::Field;
use crate::record::tag_list::Tag;
use crate::record::{Header, Kind};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-arc-chain-broken",
    severity: Severity::Warning,
    title: "A broken chain of ARC seals",
    kind: Kind::Dkim,
    reference: rfc!(8617, "4.1.3"),
    why: "Those who pass mail on can add what they had found, and seal it: step 1 starts with `cv=none`, and each later step \
          says `cv=pass`. Receivers trust nothing of a chain in which one seal says otherwise.",
    bad: "ARC-Seal: i=2; a=rsa-sha256; t=1700000000; cv=fail; d=lists.example.org; s=arc; b=",
    good: concat!(
        "ARC-Seal: i=1; a=ed25519-sha256; t=1700000000; cv=none; d=lists.example.org; s=arc; ",
        "b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
    ),
    check: Check::Records(check),
};

/// The number of steps that a chain may have.
const LONGEST_CHAIN: u32 = 50;

fn check(facts: &Facts, out: &mut Findings) {
    for (record, text, header) in facts.headers() {
        let Some((span, message)) = out_of_range(header, text) else { continue };
        let message = [&message, " Receivers trust nothing of such a chain."].concat();
        let fix = sign_anew("Look at the server that wrote it: mail may go round in a ring there");
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
    if let Some((record, span, missing, number)) = gap(facts) {
        let missing = code(&format!("i={missing}"));
        let message = format!(
            "This seal is step {number} of a chain, and the seal with {missing} is not in this text. If the message has none, \
             receivers trust nothing of the chain."
        );
        let title = format!("Paste the whole header of the message, to see whether {missing} stands there");
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
    let seals = signatures(facts).filter(|(_, text, header, _)| {
        header.field == Field::ArcSeal && out_of_range(header, text).is_none()
    });
    for (record, text, header, _) in seals {
        let fix =
            || sign_anew("Look at the server before this step: it changed the message, or sealed it wrongly");
        if let Some((tag, what)) = forbidden(header, text) {
            let message = [&what, " Receivers trust nothing of such a chain."].concat();
            out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix()));
            continue;
        }
        let Some(tag) = header.tag(text, "cv").filter(|tag| !tag.value.is_empty()) else { continue };
        let number = header.instance(text).unwrap_or("");
        let is_first = number == "1";
        let what = code(tag.span.text(text));
        let message = match tag.value.text(text) {
            "fail" => {
                [&what, " says that the chain was broken before this step, so receivers trust none of it."]
                    .concat()
            }
            "none" if is_first => continue,
            "pass" if !is_first => continue,
            _ if is_first => ["Step 1 of a chain says `cv=none`, and this one says ", &what, "."].concat(),
            _ => ["Step ", &code(number), " of a chain says `cv=pass`, and this one says ", &what, "."]
                .concat(),
        };
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix()));
    }
}

/// The first seal that stands behind a gap, with the number that is left out before it and its own: a chain has each number
/// from 1 on. A seal alone has none, since people paste a part.
fn gap(facts: &Facts) -> Option<(usize, Span, u32, u32)> {
    let mut seals: BTreeMap<u32, (usize, Span)> = BTreeMap::new();
    for (record, text, header) in facts.headers().filter(|(.., header)| header.field == Field::ArcSeal) {
        let Some(written) = header.instance(text) else { continue };
        if let Some(number) = written.parse().ok().filter(|number| (1..=LONGEST_CHAIN).contains(number)) {
            seals.entry(number).or_insert((record, Span::of(text, written)));
        }
    }
    let pairs = seals.keys().zip(seals.iter().skip(1));
    let mut gaps = pairs.filter(|(before, (number, _))| *before + 1 < **number);
    gaps.next().map(|(before, (number, (record, span)))| (*record, *span, before + 1, *number))
}

/// The number of a step that no chain may have (RFC 8617, section 5.2, step 1).
fn out_of_range(header: &Header, text: &str) -> Option<(Span, String)> {
    let written = header.instance(text)?;
    let number: u32 = written.parse().ok()?;
    let what = code(&["i=", written].concat());
    (!(1..=LONGEST_CHAIN).contains(&number)).then(|| {
        (
            Span::of(text, written),
            ["The steps of a chain have the numbers 1 to 50, and this field says ", &what, "."].concat(),
        )
    })
}

/// What no seal may say: which header lines it covers.
fn forbidden<'h>(header: &'h Header, text: &str) -> Option<(&'h Tag, String)> {
    let tag = header.tag(text, "h")?;
    let what = code(tag.span.text(text));
    Some((tag, ["A seal may not list header lines, and this one has ", &what, "."].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn each_field_of_a_step_has_a_number_from_1_to_50() {
        for field in [
            "ARC-Seal: i=#; cv=pass",
            "ARC-Message-Signature: i=#; a=rsa-sha256; d=example.com; s=s1",
            "ARC-Authentication-Results: i=#; mx.example.com; dkim=pass",
        ] {
            for (number, is_found) in [("0", true), ("2", false), ("50", false), ("51", true)] {
                let text = field.replace('#', number);
                let report = explain_records(&text, &Hints::default());
                let found = report.records[0].findings.iter().filter(|finding| finding.rule == &RULE).count();
                assert_eq!(found, usize::from(is_found), "{text}");
            }
        }
    }

    #[test]
    fn a_chain_has_no_gap() {
        let seal = |number: u32| {
            let cv = if number == 1 { "none" } else { "pass" };
            format!("ARC-Seal: i={number}; a=rsa-sha256; cv={cv}; d=example.com; s=s1\r\n")
        };
        for (numbers, expected) in [
            (&[1, 3][..], Some((1, "`i=2`"))),
            (&[4, 1], Some((0, "`i=2`"))),
            (&[3, 2, 1], None),
            // Only a part of the header was pasted.
            (&[3], None),
            (&[3, 2], None),
            (&[2, 5], Some((1, "`i=3`"))),
            (&[1, 51], None),
        ] {
            let text: String = numbers.iter().map(|number| seal(*number)).collect();
            let report = explain_records(&text, &Hints::default());
            let found = report.records.iter().enumerate().find_map(|(i, record)| {
                let gap = "is not in this text";
                let mut found = record.findings.iter().filter(|finding| finding.rule == &RULE);
                Some((i, found.find(|finding| finding.message.contains(gap))?))
            });
            assert_eq!(found.map(|(i, _)| i), expected.map(|(i, _)| i), "{numbers:?}");
            if let (Some((_, found)), Some((_, missing))) = (found, expected) {
                assert!(found.message.contains(missing), "{}", found.message);
            }
        }
    }

    #[test]
    fn a_chain_starts_with_none_and_goes_on_with_pass() {
        for (tags, is_found) in [
            ("i=1; cv=none", false),
            ("i=2; cv=pass", false),
            ("i=1; cv=pass", true),
            ("i=2; cv=none", true),
            ("i=3; cv=fail", true),
            ("i=3; cv=maybe", true),
            ("i=3", false),
            ("i=50; cv=pass", false),
            ("i=51; cv=pass", true),
            ("i=1; cv=none; h=from:to", true),
        ] {
            let report = explain_records(&["ARC-Seal: ", tags].concat(), &Hints::default());
            let mut found = report.records[0].findings.iter();
            assert_eq!(found.any(|finding| finding.rule == &RULE), is_found, "{tags}");
        }
    }
}
