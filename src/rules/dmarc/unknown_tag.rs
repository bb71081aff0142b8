//! A tag that DMARC does not have, and tags that have no effect where they stand.

use super::bad_policy::without_sign;
use super::missing_semicolon::parted;
use super::report_address::is_address;
use super::whole;
use crate::facts::Facts;
use crate::record::dmarc::{Dmarc, DmarcTag, Policy, is_failure_options};
use crate::record::tag_list::Tag;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::near::nearest;
use crate::text::prose::code;
use crate::text::{Edit, Span, list};

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
            let run = split_options(text, dmarc, i);
            if *kind == DmarcTag::FailureOptions
                && dmarc.tag(DmarcTag::FailureReports).is_none()
                && dmarc.reading() == Reading::Used
            {
                let last = run.last().map_or(tag, |(_, last)| last);
                let span = tag.span.to(last.span);
                let message = format!(
                    "Receivers skip {}, because the record asks for no reports on failures.",
                    code(span.text(text))
                );
                let edit = Edit::delete(whole(text, tag).to(whole(text, last)));
                let fix = Fix::edit("Take it out", vec![edit], Confidence::Safe);
                out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
                continue;
            }
            if let Some((_, last)) = run.last() {
                let span = tag.span.to(last.span);
                let skipped: Vec<String> = run.iter().map(|(_, tag)| code(tag.span.text(text))).collect();
                let message = format!(
                    "Semicolons stand between the options of `fo`, where receivers look for colons. They read {} and skip {}.",
                    code(word),
                    list(&skipped)
                );
                let options = run.iter().map(|(_, tag)| tag.span.text(text));
                let options: Vec<&str> = [tag.value.text(text)].into_iter().chain(options).collect();
                let options = options.join(":");
                let is_clear = is_failure_options(&options);
                let edit = Edit::replace(Span::new(tag.value.start, span.end), options);
                let confidence = if is_clear { Confidence::Safe } else { Confidence::Review };
                let fix = Fix::edit("Put colons between the options", vec![edit], confidence);
                let finding = Finding::new(&RULE, record, span, message).weighing(Severity::Warning);
                out.push(finding.fixed_by(fix));
                continue;
            }
            // Those are told with `fo`.
            if is_split_option(text, dmarc, i) {
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

/// `fo=1;d;s`: the options that stand behind semicolons, each a part of its own.
fn split_options<'d>(text: &str, dmarc: &'d Dmarc, fo: usize) -> &'d [(DmarcTag, Tag)] {
    let (kind, tag) = &dmarc.tags[fo];
    if *kind != DmarcTag::FailureOptions || tag.value.is_empty() {
        return &[];
    }
    let rest = &dmarc.tags[fo + 1..];
    let count = rest.iter().take(MOST_OPTIONS).take_while(|(_, tag)| is_option(text, tag)).count();
    &rest[..count]
}

/// `0` or `1`, `d` and `s`, with one to spare.
const MOST_OPTIONS: usize = 4;

fn is_option(text: &str, tag: &Tag) -> bool {
    tag.equals.is_none() && matches!(tag.span.text(text), "0" | "1" | "d" | "s" | "D" | "S")
}

/// The part at `i` is one of the options behind `fo`.
fn is_split_option(text: &str, dmarc: &Dmarc, i: usize) -> bool {
    let before = dmarc.tags[..i].iter().rev().take(MOST_OPTIONS);
    let between = before.take_while(|(_, tag)| is_option(text, tag)).count();
    let fo = i.checked_sub(between + 1);
    fo.is_some_and(|fo| split_options(text, dmarc, fo).len() > between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn options_behind_semicolons_are_one_slip() {
        let ruf = "v=DMARC1; p=reject; ruf=mailto:a@x.y";
        for (tags, expected, confidence) in [
            ("; fo=1;d;s", "; fo=1:d:s", Confidence::Safe),
            ("; fo=1; d; s;", "; fo=1:d:s;", Confidence::Safe),
            ("; fo=d;s; adkim=s", "; fo=d:s; adkim=s", Confidence::Safe),
            ("; fo=0;1;d;s", "; fo=0:1:d:s", Confidence::Review),
        ] {
            let text = [ruf, tags].concat();
            let report = explain_records(&text, &Hints::default());
            let found: Vec<_> =
                report.records[0].findings.iter().filter(|found| found.rule == &RULE).collect();
            let [found] = found.as_slice() else { panic!("{text}: {found:?}") };
            let fix = found.fix.as_ref().unwrap();
            assert_eq!(found.severity, Severity::Warning, "{text}");
            assert_eq!(fix.value(&text), Some([ruf, expected].concat()), "{text}");
            assert_eq!(fix.confidence, confidence, "{text}");
        }
        // Where nobody asks for reports on failures, all of them go.
        let text = "v=DMARC1; p=reject; rua=mailto:a@x.y; fo=1;d;s";
        let report = explain_records(text, &Hints::default());
        assert_eq!(report.records[0].corrected.as_deref(), Some("v=DMARC1; p=reject; rua=mailto:a@x.y"));
        let count = report.records[0].findings.iter().filter(|found| found.rule == &RULE).count();
        assert_eq!(count, 1);
        // Elsewhere a letter alone is a part that means nothing.
        let text = "v=DMARC1; p=reject; rua=mailto:a@x.y; d";
        let report = explain_records(text, &Hints::default());
        assert!(
            report.records[0].findings.iter().any(|found| found.message.starts_with("`d` has no equals"))
        );
    }
}
