//! Every rule's own examples: `bad` is found, `good` is left alone. Rules that confirm what is right are the
//! other way round.

use std::collections::HashSet;

use waxseal::paste::Hints;
use waxseal::report::{Report, explain_records};
use waxseal::rules::{self, Confidence, Finding, Rule, Severity};

#[path = "common/examples.rs"]
mod examples;

use examples::report;

fn findings(report: &Report) -> impl Iterator<Item = (Option<&str>, &Finding)> {
    let in_records = report
        .records
        .iter()
        .flat_map(|r| r.findings.iter().map(move |finding| (Some(r.value.as_str()), finding)));
    report.findings.iter().map(|finding| (None, finding)).chain(in_records)
}

fn finds(rule: &Rule, example: &str) -> bool {
    findings(&report(rule, example)).any(|(_, finding)| finding.rule.id == rule.id)
}

#[test]
fn examples_show_their_rule() {
    for rule in rules::all() {
        let (found, clean) =
            if rule.severity == Severity::Good { (rule.good, rule.bad) } else { (rule.bad, rule.good) };
        assert!(finds(rule, found), "{} is not found in its example:\n{found}", rule.id);
        assert!(!finds(rule, clean), "{} is found where it should not be:\n{clean}", rule.id);
    }
}

#[test]
fn good_examples_have_no_error_at_all() {
    for rule in rules::all() {
        let report = report(rule, rule.good);
        for (_, finding) in findings(&report) {
            assert!(
                finding.severity != Severity::Error,
                "the good example of {} has the error {}: {}",
                rule.id,
                finding.rule.id,
                finding.message
            );
        }
    }
}

#[test]
fn safe_fixes_silence_their_finding() {
    for rule in rules::all() {
        let report = report(rule, rule.bad);
        for (value, finding) in findings(&report) {
            let Some(fix) = finding.fix.as_ref().filter(|fix| fix.confidence == Confidence::Safe) else {
                continue;
            };
            let fixed = fix
                .value(value.unwrap_or(""))
                .unwrap_or_else(|| panic!("{}: a safe fix has a value", finding.rule.id));
            assert_ne!(Some(fixed.as_str()), value, "{}: the fix changes nothing", finding.rule.id);
            let kind = Hints { kind: Some(finding.rule.kind), ..Hints::default() };
            let again = explain_records(&fixed, &kind);
            let same_place = findings(&again).any(|(_, other)| {
                other.rule.id == finding.rule.id
                    && finding.severity == other.severity
                    && finding.span.map(|s| s.start) == other.span.map(|s| s.start)
            });
            assert!(!same_place, "{}: still found after its own fix:\n{fixed}", finding.rule.id);
        }
    }
}

#[test]
fn ids_are_unique_addresses() {
    let mut seen = HashSet::new();
    for rule in rules::all() {
        assert!(seen.insert(rule.id), "{} stands twice", rule.id);
        let kebab = rule.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(kebab && rule.id.starts_with(rule.kind.id()), "{}", rule.id);
        assert_eq!(rules::rule(rule.id).map(|r| r.title), Some(rule.title));
    }
}

#[test]
fn what_needs_fixing_says_what_to_do() {
    for rule in rules::all().filter(|rule| rule.severity != Severity::Good) {
        let report = report(rule, rule.bad);
        for (_, finding) in findings(&report).filter(|(_, finding)| finding.severity == Severity::Error) {
            assert!(
                finding.fix.is_some(),
                "{} says nothing on what to do: {}",
                finding.rule.id,
                finding.message
            );
        }
    }
}
