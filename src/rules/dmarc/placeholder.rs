//! `rua=mailto:dmarc@[yourdomain]`: an article's gap that was pasted with the rest.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Findings, Rule, Severity, placeholder, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-placeholder",
    severity: Severity::Error,
    title: "A gap that was not filled in",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "Articles write a word in brackets, such as [yourdomain], where each reader has a value of their own. Receivers know \
          nothing of that: they read the brackets as part of the record, so no report arrives by it.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=none; rua=mailto:dmarc@[yourdomain]""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=none; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let effect = "Receivers read it as it stands, and can't use it.";
    for (record, item, _) in facts.dmarc() {
        placeholder::report(&RULE, record, item, effect, out);
    }
}
