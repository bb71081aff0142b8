//! No `all` and no `redirect`, or `?all`: the record says nothing about other servers.

use crate::facts::Facts;
use crate::record::spf::{Qualifier, Spf};
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
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| is_open(spf)) {
        let text = item.value.as_str();
        let told_elsewhere = spf.terms.iter().any(|term| {
            super::missing_space::second_term(text, &item.strings, term).is_some()
                || super::mechanism_as_option::is_all(text, term)
                || super::unknown_option::meant(text, term) == Some("redirect")
        });
        if told_elsewhere {
            continue;
        }
        let (span, what, edit) = match spf.all() {
            Some((_, all)) => (
                all.span,
                format!("{} tells receivers nothing about servers", code(all.span.text(text))),
                Edit::replace(all.span, "~all"),
            ),
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

/// Receivers use the record, and its end says nothing about other servers.
fn is_open(spf: &Spf) -> bool {
    spf.reading() == Reading::Used
        && match spf.all() {
            Some((_, all)) => all.effect() == Qualifier::Neutral,
            None => spf.redirect().is_none(),
        }
}
