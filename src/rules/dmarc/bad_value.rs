//! `adkim=strict`, `fo=0:1`: a value that receivers don't know, so they act on the default.

use super::missing_semicolon::parted;
use super::whole;
use crate::facts::Facts;
use crate::record::dmarc::DmarcTag;
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

/// `dmarc-fo` of RFC 9989, section 4.8: one of `0` and `1` at most, `d` and `s` at most once each.
pub fn is_failure_options(value: &str) -> bool {
    let mut seen = [false; 3];
    value.split(':').all(|option| {
        let slot = match option.trim() {
            "0" | "1" => 0,
            "d" | "D" => 1,
            "s" | "S" => 2,
            _ => return false,
        };
        !std::mem::replace(&mut seen[slot], true)
    })
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
    fn failure_options_are_read() {
        for (value, expected) in [
            ("0", true),
            ("1:d:s", true),
            ("d:s", true),
            ("s", true),
            ("0:1", false),
            ("d:d", false),
            ("x", false),
            ("", false),
        ] {
            assert_eq!(is_failure_options(value), expected, "{value}");
        }
    }
}
