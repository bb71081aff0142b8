//! `include=x`: a mechanism with an equals sign is an option that receivers don't know, and skip.

use crate::facts::Facts;
use crate::providers;
use crate::record::Kind;
use crate::record::spf::Term;
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
            let fix = match term.delimiter.filter(|_| !is_all(text, term)) {
                Some(equals) => {
                    let edit = Edit::replace(equals, ":");
                    let title = "Put a colon in place of the equals sign";
                    let colon = [&text[term.span.start..equals.start], ":", &text[equals.end..term.span.end]];
                    // What is skipped today must not become an error of the whole record.
                    if super::reads_well(&colon.concat()) {
                        Fix::edit(title, vec![edit], Confidence::Safe)
                    } else {
                        Fix::new(
                            "Write the mechanism with a colon and a value that it takes",
                            None,
                            Confidence::Review,
                        )
                    }
                }
                // `all` takes no value, so there is none to keep.
                None => {
                    let edit = Edit::replace(term.span, "~all");
                    Fix::edit("Write `~all`, or `-all`", vec![edit], Confidence::Review)
                }
            };
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

/// `all=`, meant as `all`.
pub fn is_all(text: &str, term: &Term) -> bool {
    term.is_mechanism_written_as_option(text) && term.name.text(text).eq_ignore_ascii_case("all")
}
