//! `v=spf1 -all`: the domain sends no mail, and says so.

use crate::facts::Facts;
use crate::record::spf::{Qualifier, TermKind};
use crate::record::{Kind, Reading, Spf};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-sends-no-mail",
    severity: Severity::Good,
    title: "The domain sends no mail, and says so",
    kind: Kind::Spf,
    reference: rfc!(7208, "10.1.2"),
    why: "A domain that sends no mail can still be forged. A record that allows no server at all tells receivers that \
          any mail in its name is not genuine.",
    bad: r#"parked.example. IN TXT "v=spf1 mx -all""#,
    good: r#"parked.example. IN TXT "v=spf1 -all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.spf().filter(|(_, _, spf)| is_closed(spf)) {
        let message = "This record allows no server at all: the domain sends no mail, and receivers know it.";
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message));
    }
}

/// Nothing but `-all`.
pub fn is_closed(spf: &Spf) -> bool {
    spf.reading() == Reading::Used
        && spf
            .terms
            .first()
            .is_some_and(|term| matches!(term.kind, TermKind::All) && term.effect() == Qualifier::Fail)
}
