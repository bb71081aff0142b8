//! A record that includes, or hands over to, the name that it stands at: an endless loop.

use super::with_gap;
use crate::facts::Facts;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-includes-itself",
    severity: Severity::Error,
    title: "The record includes itself",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.4"),
    why: "Both `include:` and `redirect=` make receivers read another record. One that leads back to itself makes them go \
          round until they reach their limit, and then they count the record as an error.",
    bad: r#"example.com. IN TXT "v=spf1 include:example.com mx ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com mx ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let text = item.value.as_str();
        // A name without a dot stands for a place in a zone that is not known here.
        let name = item.name.as_deref().filter(|name| name.contains('.')).unwrap_or("");
        for term in spf.reachable() {
            if !term.names_itself(text, name) {
                continue;
            }
            let message = format!(
                "{} leads receivers back to the record that they are reading. They go round until they reach their limit, \
                 and count it as an error.",
                code(term.span.text(text))
            );
            let fix =
                Fix::edit("Take it out", vec![Edit::delete(with_gap(text, term.span))], Confidence::Review);
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}
