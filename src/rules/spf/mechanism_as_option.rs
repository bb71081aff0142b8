//! `include=x`: a mechanism with an equals sign is an option that receivers don't know, and skip.

use super::with_gap;
use crate::facts::Facts;
use crate::providers;
use crate::record::spf::{Qualifier, Term, TermKind, parse_term};
use crate::record::{Kind, Spf};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-mechanism-as-option",
    severity: Severity::Error,
    title: "A mechanism written with an equals sign",
    kind: Kind::Spf,
    reference: rfc!(7208, "6"),
    why: "In SPF a colon names who may send, and an equals sign sets an option. Receivers skip an option that \
          they don't know, without a word, so the servers that it was meant to allow are not allowed.",
    bad: r#"example.com. IN TXT "v=spf1 include=sendgrid.net ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:sendgrid.net ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for term in spf.terms.iter().filter(|term| term.is_mechanism_written_as_option(text)) {
            let (name, written) = (term.name.text(text), term.span.text(text));
            let effect = match term.qualifier {
                None => "Receivers skip",
                // A sign before an option is an error to them.
                Some(_) => "Receivers count the whole record as an error at",
            };
            if is_all(text, term) {
                let message = format!(
                    "{effect} {}. {} takes no value; with an equals sign it is an option that they don't know.",
                    code(written),
                    code(name)
                );
                let fix = without_value(text, spf, term);
                out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
                continue;
            }
            let value = term.value.map_or("", |value| value.text(text));
            let lost = match providers::by_spf_domain(value) {
                Some(provider) => format!("so mail from {} is not allowed", provider.name),
                None => "so it allows nobody".to_owned(),
            };
            let message = format!(
                "{effect} {}, {lost}. {} needs a colon after it; with an equals sign it is an option that \
                 they don't know.",
                code(written),
                code(name)
            );
            let Some(equals) = term.delimiter else { continue };
            let colon = [&text[term.span.start..equals.start], ":", &text[equals.end..term.span.end]];
            // What is skipped today must not become an error of the whole record.
            let fix = if super::reads_well(&colon.concat()) {
                let edit = Edit::replace(equals, ":");
                Fix::edit("Put a colon in place of the equals sign", vec![edit], Confidence::Safe)
            } else {
                Fix::new(
                    "Write the mechanism with a colon and a value that it takes",
                    None,
                    Confidence::Review,
                )
            };
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

/// `all` takes no value, so there is none to keep, unless that is an `all` itself.
fn without_value(text: &str, spf: &Spf, term: &Term) -> Fix {
    let confidence = if term.qualifier.is_none() { Confidence::Safe } else { Confidence::Review };
    if let Some((_, all)) = spf.all() {
        let title = format!("Take it out, since {} stands in the record", code(all.span.text(text)));
        return Fix::edit(title, vec![Edit::delete(with_gap(text, term.span))], confidence);
    }
    let meant = term.value.filter(|value| {
        let read = parse_term(text, *value);
        let is_all = matches!(read.kind, TermKind::All) && read.problem.is_none();
        is_all && read.effect() != Qualifier::Pass
    });
    match meant.map(|value| value.text(text)) {
        Some(all) => {
            let edit = Edit::replace(term.span, all);
            Fix::edit(format!("Write {} alone", code(all)), vec![edit], confidence)
        }
        None => {
            let edit = Edit::replace(term.span, "~all");
            Fix::edit("Write `~all`, or `-all`", vec![edit], Confidence::Review)
        }
    }
}

/// `all=`, meant as `all`.
pub fn is_all(text: &str, term: &Term) -> bool {
    term.is_mechanism_written_as_option(text) && term.name.text(text).eq_ignore_ascii_case("all")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn all_takes_no_value() {
        for (text, fixed, confidence) in [
            ("v=spf1 mx all=-all", "v=spf1 mx -all", Confidence::Safe),
            ("v=spf1 mx all= -all", "v=spf1 mx -all", Confidence::Safe),
            ("v=spf1 mx ALL=~all", "v=spf1 mx ~all", Confidence::Safe),
            ("v=spf1 mx all=x ?all", "v=spf1 mx ?all", Confidence::Safe),
            ("v=spf1 mx all=", "v=spf1 mx ~all", Confidence::Review),
            ("v=spf1 mx all=+all", "v=spf1 mx ~all", Confidence::Review),
            ("v=spf1 mx -all=", "v=spf1 mx ~all", Confidence::Review),
        ] {
            let report = explain_records(text, &Hints::default());
            let findings = &report.records[0].findings;
            assert!(!findings.iter().any(|found| found.rule.id == "spf-missing-space"), "{text}");
            let found = findings.iter().find(|found| found.rule == &RULE).expect(text);
            assert!(found.message.contains("` takes no value; "), "{}", found.message);
            let fix = found.fix.as_ref().expect(text);
            assert_eq!((fix.value(text).as_deref(), fix.confidence), (Some(fixed), confidence), "{text}");
            let again = explain_records(fixed, &Hints::default());
            assert!(!again.records[0].findings.iter().any(|found| found.rule == &RULE), "{fixed}");
        }
    }
}
