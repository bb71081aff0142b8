//! `10 <yourdomain>.mail.example.com`: an article's gap that was pasted with the rest.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Findings, Rule, Severity, placeholder, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-placeholder",
    severity: Severity::Error,
    title: "A gap that was not filled in",
    kind: Kind::Mx,
    reference: rfc!(5321, "5.1"),
    why: "Articles write a word in brackets, such as <yourdomain>, where each customer has a server name of their own. Senders \
          know nothing of that: they look for a server of exactly that name, and there is none.",
    bad: "example.com. IN MX 10 <yourdomain>.mail.protection.outlook.com.",
    good: "example.com. IN MX 10 example-com.mail.protection.outlook.com.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let effect = "Senders look for a server of that name, and find none.";
    for (record, item, _) in facts.mx() {
        placeholder::report(&RULE, record, item, effect, out);
    }
}
