//! `pct=100 rua=mailto:…`, or two strings joined without a semicolon: the second tag becomes part of the first one's value.

use super::unglue;
use crate::facts::{Facts, Item};
use crate::record::dmarc::{DmarcTag, Policy, is_failure_options, report_uris};
use crate::record::tag_list::Tag;
use crate::record::{Dmarc, Kind};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::strings::ends;
use crate::text::{Edit, Span, apply_edits};

/// The rule. Where a policy is the first of the two, it can't be read, and its own rule says so.
pub static RULE: Rule = Rule {
    id: "dmarc-missing-semicolon",
    severity: Severity::Error,
    title: "Two tags with no semicolon between them",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "A semicolon ends each tag of a DMARC record, and a space or a comma does not. Without it, receivers read the next tag \
          as part of the value before it, and neither does what it should. The strings of a record are joined as they are, \
          so each semicolon has to stand in one of them.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; fo=1 rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc().filter(|(.., dmarc)| dmarc.recognised) {
        let text = item.value.as_str();
        for (kind, tag) in &dmarc.tags {
            if is_policy(*kind)
                || is_told_as_address(text, *kind, tag)
                || written::has_odd_in_tags(tag.value.text(text))
            {
                continue;
            }
            let edits = parted(text, &item.strings, *kind, tag);
            let Some(message) = message(text, tag, &edits) else { continue };
            let fixed = apply_edits(text, &edits);
            let read = Dmarc::parse(&fixed);
            // Without an address no report comes, and without a policy for subdomains they have another one.
            let before = [DmarcTag::AggregateReports, DmarcTag::SubdomainPolicy, DmarcTag::NonexistentPolicy];
            let loses = before
                .iter()
                .any(|lost| *kind == *lost || (dmarc.tag(*lost).is_none() && read.tag(*lost).is_some()));
            let weight = if loses { Severity::Error } else { Severity::Warning };
            let fix = fix(dmarc, &read, edits);
            out.push(Finding::new(&RULE, record, tag.span, message).weighing(weight).fixed_by(fix));
        }
    }
}

/// What is wrong with a tag that has swallowed what `edits` part from it; nothing where there are none.
pub fn message(text: &str, tag: &Tag, edits: &[Edit]) -> Option<String> {
    let second = code(&text[edits.first()?.span.end..tag.span.end]);
    let name = code(tag.name.text(text));
    Some(format!("No semicolon stands before {second}, so receivers read it as part of {name}."))
}

/// The edits as a fix, which lead from one record to the other.
pub fn fix(from: &Dmarc, to: &Dmarc, edits: Vec<Edit>) -> Fix {
    let is_whole = to.recognised && !to.repeated && to.policy == from.policy && !to.bad_subpolicy;
    let confidence = if is_whole { Confidence::Safe } else { Confidence::Review };
    Fix::edit("Put a semicolon between the two", edits, confidence)
}

/// What puts semicolons before the tags that a value has swallowed; `strings` has the lengths of the strings that the text
/// was joined of.
pub fn parted(text: &str, strings: &[usize], kind: DmarcTag, tag: &Tag) -> Vec<Edit> {
    if kind == DmarcTag::Version || tag.equals.is_none() {
        return Vec::new();
    }
    let mut edits = unglue(text, tag.value);
    let told =
        |edits: &[Edit], at: usize| edits.iter().any(|edit| edit.span.start <= at && at <= edit.span.end);
    let ends: Vec<usize> = ends(strings).collect();
    let value = tag.value.text(text);
    for (equals, _) in value.match_indices('=') {
        let head = &value[..equals];
        let word = head.len() - head.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        // The longest name that leaves a whole value before it, as in `nonesp=`.
        let at = (word.max(1)..equals).find(|at| {
            DmarcTag::from_name(&head[*at..]) != DmarcTag::Unknown
                && (is_value(kind, &head[..*at], &value[equals + 1..])
                    || ends.binary_search(&(tag.value.start + at)).is_ok())
        });
        let Some(at) = at.map(|at| tag.value.start + at) else { continue };
        if !told(&edits, at) {
            edits.push(Edit::insert(at, "; "));
        }
    }
    edits.sort_by_key(|edit| edit.span.start);
    edits
}

/// A tag of the record has swallowed others: what they ask for is told by this rule.
pub fn is_swallowed(item: &Item, dmarc: &Dmarc, wanted: DmarcTag) -> bool {
    let text = item.value.as_str();
    dmarc.tag(wanted).is_none()
        && dmarc.tags.iter().any(|(kind, tag)| {
            let edits = parted(text, &item.strings, *kind, tag);
            !edits.is_empty() && Dmarc::parse(&apply_edits(text, &edits)).tag(wanted).is_some()
        })
}

fn is_policy(kind: DmarcTag) -> bool {
    matches!(kind, DmarcTag::Policy | DmarcTag::SubdomainPolicy | DmarcTag::NonexistentPolicy)
}

/// The rule on report addresses speaks of it.
fn is_told_as_address(text: &str, kind: DmarcTag, tag: &Tag) -> bool {
    matches!(kind, DmarcTag::AggregateReports | DmarcTag::FailureReports)
        && report_uris(text, tag.value).iter().any(|uri| uri.problem.is_some())
}

/// `value` is whole for a tag of this kind, and what follows it does not go on with it.
fn is_value(kind: DmarcTag, value: &str, next: &str) -> bool {
    let is = |known: &[&str]| known.iter().any(|known| value.eq_ignore_ascii_case(known));
    match kind {
        DmarcTag::Policy | DmarcTag::SubdomainPolicy | DmarcTag::NonexistentPolicy => {
            Policy::read(value).is_some()
        }
        DmarcTag::Percent | DmarcTag::ReportInterval => value.bytes().all(|b| b.is_ascii_digit()),
        DmarcTag::DkimAlignment | DmarcTag::SpfAlignment => is(&["r", "s"]),
        DmarcTag::Testing => is(&["y", "n"]),
        DmarcTag::PublicSuffix => is(&["y", "n", "u"]),
        DmarcTag::FailureOptions => is_failure_options(value),
        DmarcTag::ReportFormat => is(&["afrf"]),
        // `=` may stand in an address.
        DmarcTag::AggregateReports | DmarcTag::FailureReports => {
            let uris = report_uris(value, Span::new(0, value.len()));
            next.to_ascii_lowercase().starts_with("mailto:") && uris.iter().all(|uri| uri.problem.is_none())
        }
        DmarcTag::Version | DmarcTag::Unknown => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn tags_that_run_together_are_parted() {
        for (text, expected) in [
            ("v=DMARC1; p=none; pct=100 rua=mailto:a@x.example", "v=DMARC1; p=none; rua=mailto:a@x.example"),
            (
                "v=DMARC1; p=none; ri=86400, rua=mailto:a@x.example",
                "v=DMARC1; p=none; rua=mailto:a@x.example",
            ),
            (
                "v=DMARC1; p=none; fo=1 ruf=mailto:b@x.example; rua=mailto:a@x.example",
                "v=DMARC1; p=none; fo=1; ruf=mailto:b@x.example; rua=mailto:a@x.example",
            ),
            (
                "v=DMARC1; p=none; adkim=r, aspf=r, rua=mailto:a@x.example",
                "v=DMARC1; p=none; adkim=r; aspf=r; rua=mailto:a@x.example",
            ),
            ("v=DMARC1; p=none; t=n rua=mailto:a@x.example", "v=DMARC1; p=none; t=n; rua=mailto:a@x.example"),
            (
                "v=DMARC1; p=none; foo=1 rua=mailto:a@x.example",
                "v=DMARC1; p=none; foo=1; rua=mailto:a@x.example",
            ),
            (
                "v=DMARC1; p=none; rua=mailto:a@x.example ruf=mailto:b@x.example",
                "v=DMARC1; p=none; rua=mailto:a@x.example; ruf=mailto:b@x.example",
            ),
            (
                "v=DMARC1; p=none; rua=mailto:a@x.example | ruf=mailto:b@x.example",
                "v=DMARC1; p=none; rua=mailto:a@x.example; ruf=mailto:b@x.example",
            ),
            (
                "v=DMARC1; p=none; rua=mailto:a@x.example, fo=1",
                "v=DMARC1; p=none; rua=mailto:a@x.example; fo=1",
            ),
            (
                "\"v=DMARC1; p=none; rua=mailto:a@x.example\" \"ruf=mailto:b@x.example\"",
                "v=DMARC1; p=none; rua=mailto:a@x.example; ruf=mailto:b@x.example",
            ),
            (
                "\"v=DMARC1; p=none; rua=mailto:a@x.example\" \"adkim=r\"",
                "v=DMARC1; p=none; rua=mailto:a@x.example; adkim=r",
            ),
            (
                "\"v=DMARC1; p=none; fo=1\" \"rua=mailto:a@x.example\"",
                "v=DMARC1; p=none; fo=1; rua=mailto:a@x.example",
            ),
            (
                "\"v=DMARC1; p=reject\" \"rua=mailto:a@x.example\"",
                "v=DMARC1; p=reject; rua=mailto:a@x.example",
            ),
            (
                "\"v=DMARC1; p=reject; sp=none\" \"rua=mailto:a@x.example\"",
                "v=DMARC1; p=reject; sp=none; rua=mailto:a@x.example",
            ),
            (
                "v=DMARC1; p=quarantinesp=none; rua=mailto:a@x.example",
                "v=DMARC1; p=quarantine; sp=none; rua=mailto:a@x.example",
            ),
        ] {
            let report = explain_records(text, &Hints::default());
            let record = &report.records[0];
            let repairs = record.findings.iter().filter(|found| {
                found.fix.as_ref().is_some_and(|fix| fix.title.starts_with("Put a semicolon"))
            });
            assert_eq!(repairs.count(), 1, "{text}: {:?}", record.findings);
            // What is then said of the tags that are read again may take them out.
            let corrected = record.corrected.as_deref().unwrap_or_default();
            let again = explain_records(corrected, &Hints::default());
            let whole = again.records[0].corrected.as_deref().unwrap_or(corrected);
            assert!(whole == expected || corrected == expected, "{text}: {corrected}");
        }
    }

    #[test]
    fn what_is_one_value_stays_one() {
        for text in [
            "v=DMARC1; p=none; rua=mailto:a+p=b@x.example",
            "v=DMARC1; p=none; rua=mailto:a@x.example?subject=t=y",
            "v=DMARC1; p=none; rua=mailto:a@x.example,mailto:b@x.example; fo=1; ruf=mailto:b@x.example",
            "\"v=DMARC1; p=none; rua=mailto:a@\" \"x.example; fo=1\"",
        ] {
            let report = explain_records(text, &Hints::default());
            let found = report.records[0].findings.iter().any(|found| found.rule == &RULE);
            assert!(!found, "{text}");
        }
    }

    #[test]
    fn nothing_is_taken_out_together_with_what_it_swallowed() {
        for text in [
            "v=DMARC1; p=none; pct=100 rua=mailto:a@x.example",
            "v=DMARC1; p=reject; fo=1 rua=mailto:a@x.example",
            "v=DMARC1; p=reject; rf=afrf, rua=mailto:a@x.example",
            "v=DMARC1; p=reject; foo=1 rua=mailto:a@x.example",
        ] {
            let report = explain_records(text, &Hints::default());
            let loud: Vec<_> =
                report.records[0].findings.iter().filter(|found| found.severity != Severity::Good).collect();
            let [found] = loud.as_slice() else { panic!("{text}: {loud:?}") };
            assert_eq!((found.rule, found.severity), (&RULE, Severity::Error), "{text}");
        }
    }
}
