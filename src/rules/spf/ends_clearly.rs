//! The record says what to think of servers that are not on its list.

use super::huge_network::is_an_eighth;
use super::sends_no_mail::is_closed;
use crate::facts::Facts;
use crate::record::spf::{Qualifier, Term};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-ends-clearly",
    severity: Severity::Good,
    title: "The record says what to think of all other servers",
    kind: Kind::Spf,
    reference: rfc!(7208, "5.1"),
    why: "Receivers know from the last part what the domain thinks of a server that is not on its list. With `-all` \
          they may refuse its mail; with `~all` they doubt it, and let the other checks decide.",
    bad: r#"example.com. IN TXT "v=spf1 mx""#,
    good: r#"example.com. IN TXT "v=spf1 mx ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        if spf.reading() != Reading::Used
            || is_closed(spf)
            || spf.reachable().any(|term| term.everyone().is_some() || is_an_eighth(term))
        {
            continue;
        }
        let Some((at, all)) = spf.all() else { continue };
        let effect = match all.effect() {
            Qualifier::Fail => "may refuse mail from servers that are not on the list",
            Qualifier::SoftFail => "doubt mail from servers that are not on the list",
            Qualifier::Neutral | Qualifier::Pass => continue,
        };
        // Behind it may stand what nobody reads.
        let is_last = !spf.terms[at + 1..].iter().any(Term::is_mechanism);
        let written = code(all.span.text(&item.value));
        let message = if is_last {
            format!("The record ends in {written}, so receivers {effect}.")
        } else {
            format!("Receivers read up to {written}, and {effect}.")
        };
        out.push(Finding::new(&RULE, record, all.span, message));
    }
}
