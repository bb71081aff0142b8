//! `include:{customer}.spf.example.com`: an article's gap that was pasted with the rest.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Findings, Rule, Severity, placeholder, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-placeholder",
    severity: Severity::Error,
    title: "A gap that was not filled in",
    kind: Kind::Spf,
    reference: rfc!(7208, "7.1"),
    why: "Articles write a word in brackets, such as {customer}, where each customer has a value of their own. Receivers know \
          nothing of that: they read the brackets as part of the record, and find no server by it.",
    bad: r#"example.com. IN TXT "v=spf1 include:{customer}.spf.example.net ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:c1234.spf.example.net ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let effect = "Receivers read it as it stands, and find no server by it.";
    for (record, item, _) in facts.spf() {
        placeholder::report(&RULE, record, item, effect, out);
    }
}
