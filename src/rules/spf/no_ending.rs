//! No `all` and no `redirect`, or `?all`: the record says nothing about other servers.

use crate::facts::Facts;
use crate::record::spf::Qualifier;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-no-ending",
    severity: Severity::Warning,
    title: "The record says nothing about other servers",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.7"),
    why: "An SPF record lists who may send, and its last part says what to think of everyone else. Where that part is \
          not there, or is `?all`, receivers learn nothing about a server that is not on the list.",
    bad: r#"example.com. IN TXT "v=spf1 include:_spf.google.com""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let told_elsewhere = spf.terms.iter().any(|term| {
            super::missing_space::second_term(&item.value, &item.strings, term).is_some()
                || super::mechanism_as_option::is_all(&item.value, term)
                || super::unknown_option::meant(&item.value, term) == Some("redirect")
        });
        if spf.reading() != Reading::Used || told_elsewhere {
            continue;
        }
        let text = item.value.as_str();
        let (span, what, edit) = match spf.all() {
            Some((_, all)) if all.effect() == Qualifier::Neutral => (
                all.span,
                format!("{} tells receivers nothing about servers", code(all.span.text(text))),
                Edit::replace(all.span, "~all"),
            ),
            Some(_) => continue,
            None if spf.redirect().is_some() => continue,
            None => {
                let end = text.trim_end_matches(' ').len();
                (
                    Span::new(0, text.len()),
                    "This record does not end with `all`, so it tells receivers nothing about servers"
                        .to_owned(),
                    Edit::insert(end, " ~all"),
                )
            }
        };
        let message =
            format!("{what} that are not on the list. Mail that others forge is not held back by it.");
        let fix = Fix::edit("End it with `~all`, or with `-all`", vec![edit], Confidence::Review);
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}
