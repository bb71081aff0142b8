//! `adkim=strict`, `fo=0:1`: a value that receivers don't know, so they act on the default.

use super::missing_semicolon::parted;
use super::whole;
use crate::facts::Facts;
use crate::record::dmarc::{DmarcTag, is_failure_options};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-bad-value",
    severity: Severity::Warning,
    title: "A value that receivers don't know",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "Most tags know two or three short values. Where another one stands, receivers act as if the tag were not \
          there, so what was meant by it does not happen.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; adkim=strict; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; adkim=s; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc().filter(|(_, _, dmarc)| dmarc.reading() == Reading::Used) {
        let text = item.value.as_str();
        for (kind, tag) in &dmarc.tags {
            let value = tag.value.text(text);
            let Some((known, default)) = expected(*kind, value) else { continue };
            // Without an address for them, receivers skip the options, whatever they are: that has a rule of its own.
            if *kind == DmarcTag::FailureOptions && dmarc.tag(DmarcTag::FailureReports).is_none() {
                continue;
            }
            if written::has_odd_in_tags(value) || !parted(text, &item.strings, *kind, tag).is_empty() {
                continue;
            }
            if *kind == DmarcTag::FailureOptions
                && let Some(fixed) = without_zero(value)
            {
                let message = format!(
                    "In {}, `0` and `1` exclude each other for receivers of today, who act as if it were `fo=0`. Older ones take \
                     both.",
                    code(tag.span.text(text))
                );
                let title =
                    format!("Write {}, which asks for what `0` does and more", code(&format!("fo={fixed}")));
                let fix = Fix::edit(title, vec![Edit::replace(tag.value, fixed)], Confidence::Review);
                out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
                continue;
            }
            let message = format!(
                "Receivers don't know {}: they expect {known}. They act as if it were {}.",
                code(tag.span.text(text)),
                code(default)
            );
            // A word that starts with a known letter was meant as that letter.
            let letter = value.get(..1).filter(|first| {
                value.len() > 1
                    && value.bytes().all(|b| b.is_ascii_alphabetic())
                    && expected(*kind, first).is_none()
            });
            let plain = written::unwrapped(value).filter(|inside| expected(*kind, inside).is_none());
            let colons = value.replace([',', '/', '|', ' '], ":");
            let fix = if let Some(plain) = plain {
                let edit = Edit::replace(tag.value, plain);
                Fix::edit("Take the signs around it away", vec![edit], Confidence::Safe)
            } else if *kind == DmarcTag::FailureOptions && is_failure_options(&colons) {
                let edit = Edit::replace(tag.value, colons);
                Fix::edit("Put colons between the options", vec![edit], Confidence::Safe)
            } else if let Some(letter) = letter {
                let letter = letter.to_ascii_lowercase();
                let title = format!("Write `{letter}`");
                Fix::edit(title, vec![Edit::replace(tag.value, letter)], Confidence::Review)
            } else {
                let edit = Edit::delete(whole(text, tag));
                Fix::edit("Take the tag out", vec![edit], Confidence::Review)
            };
            out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
        }
    }
}

/// What receivers expect, and what they take in place of a value that is not that; none where it is fine.
fn expected(kind: DmarcTag, value: &str) -> Option<(&'static str, &'static str)> {
    let is = |known: &[&str]| known.iter().any(|known| value.eq_ignore_ascii_case(known));
    let (fine, known, default) = match kind {
        DmarcTag::DkimAlignment => (is(&["r", "s"]), "`r` or `s`", "adkim=r"),
        DmarcTag::SpfAlignment => (is(&["r", "s"]), "`r` or `s`", "aspf=r"),
        DmarcTag::Testing => (is(&["y", "n"]), "`y` or `n`", "t=n"),
        DmarcTag::PublicSuffix => (is(&["y", "n", "u"]), "`y`, `n` or `u`", "psd=u"),
        DmarcTag::FailureOptions => {
            (is_failure_options(value), "`0`, `1`, `d` or `s`, with colons between", "fo=0")
        }
        // Policies, addresses and the tags that were taken away have rules of their own.
        DmarcTag::Percent
        | DmarcTag::ReportInterval
        | DmarcTag::ReportFormat
        | DmarcTag::Version
        | DmarcTag::Policy
        | DmarcTag::SubdomainPolicy
        | DmarcTag::NonexistentPolicy
        | DmarcTag::AggregateReports
        | DmarcTag::FailureReports
        | DmarcTag::Unknown => return None,
    };
    (!fine).then_some((known, default))
}

/// `fo=0:1:d`: fine but for `0` and `1`, which exclude each other today. The options with `1` alone, which holds what `0` asks
/// for, too.
fn without_zero(value: &str) -> Option<String> {
    let options: Vec<&str> = value.split(':').map(str::trim).collect();
    let rest: Vec<&str> = options.iter().copied().filter(|option| !matches!(*option, "0" | "1")).collect();
    let has_both = options.contains(&"0") && options.contains(&"1");
    let fixed = [&["1"], rest.as_slice()].concat().join(":");
    (has_both && options.len() == rest.len() + 2 && is_failure_options(&fixed)).then_some(fixed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn what_is_meant_is_kept() {
        for (tag, expected) in
            [("adkim='s'", Some("adkim=s")), ("fo=1,d", Some("fo=1:d")), ("fo=1 / s", None), ("fo=0,1", None)]
        {
            let text = format!("v=DMARC1; p=reject; ruf=mailto:a@x.y; {tag}");
            let report = explain_records(&text, &Hints::default());
            let expected = expected.map(|tag| format!("v=DMARC1; p=reject; ruf=mailto:a@x.y; {tag}"));
            assert_eq!(report.records[0].corrected, expected, "{tag}");
        }
    }

    #[test]
    fn options_without_an_address_are_one_finding() {
        let report = explain_records("v=DMARC1; p=reject; rua=mailto:a@x.y; fo=1,d", &Hints::default());
        let ids: Vec<&str> = report.records[0].findings.iter().map(|found| found.rule.id).collect();
        assert_eq!(ids, ["dmarc-unknown-tag", "dmarc-enforces", "dmarc-reports"]);
    }

    #[test]
    fn of_two_options_that_exclude_each_other_the_wider_stays() {
        for (value, expected) in [
            ("0:1", Some("fo=1")),
            ("1:0", Some("fo=1")),
            ("0:1:d:s", Some("fo=1:d:s")),
            ("s:0:d:1", Some("fo=1:s:d")),
            ("0:1:x", None),
            ("0:1:d:d", None),
            ("0:0:1", None),
        ] {
            let text = format!("v=DMARC1; p=reject; ruf=mailto:a@x.y; fo={value}");
            let report = explain_records(&text, &Hints::default());
            let found = report.records[0].findings.iter().find(|found| found.rule == &RULE).expect(value);
            let is_told = found.message.contains("`0` and `1` exclude each other for receivers of today");
            assert_eq!(is_told, expected.is_some(), "{}", found.message);
            if let Some(expected) = expected {
                let fixed = found.fix.as_ref().and_then(|fix| fix.value(&text));
                assert_eq!(fixed, Some(text.replace(&format!("fo={value}"), expected)), "{value}");
            }
        }
    }
}
