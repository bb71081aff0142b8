//! The record says what to think of servers that are not on its list.

use super::behind::Behind;
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
    let behind = Behind::of(facts);
    for (record, item, spf) in facts.spf() {
        let name = item.name.as_deref().unwrap_or("");
        if spf.reading() != Reading::Used
            || is_closed(spf)
            || spf.reachable().any(|term| {
                term.everyone().is_some()
                    || is_an_eighth(term)
                    || behind.lets_in(&item.value, term, name).is_some()
            })
        {
            continue;
        }
        let rest = spf.rest();
        let (Some(four), Some(six)) = (rest.four, rest.six) else { continue };
        let words = |term: &Term| match term.effect() {
            Qualifier::Fail => Some("may refuse"),
            Qualifier::SoftFail => Some("doubt"),
            Qualifier::Neutral | Qualifier::Pass => None,
        };
        let (Some(by_four), Some(by_six)) = (words(four), words(six)) else { continue };
        // A network of all addresses before `all` leaves that to one kind, or to none.
        let last = if four.span.start > six.span.start { four } else { six };
        if four != six {
            let message = if by_four == by_six {
                format!("Receivers {by_four} mail from servers that are not on the list.")
            } else {
                format!(
                    "Of mail from servers that are not on the list, receivers {by_four} what comes over IPv4, and {by_six} what \
                     comes over IPv6."
                )
            };
            out.push(Finding::new(&RULE, record, last.span, message));
            continue;
        }
        // Behind it may stand what nobody reads.
        let is_behind = |term: &&Term| term.span.start > last.span.start && term.is_mechanism();
        let is_last = !spf.terms.iter().any(|term| is_behind(&term));
        let written = code(last.span.text(&item.value));
        let effect = format!("{by_four} mail from servers that are not on the list");
        let message = if is_last {
            format!("The record ends in {written}, so receivers {effect}.")
        } else {
            format!("Receivers read up to {written}, and {effect}.")
        };
        out.push(Finding::new(&RULE, record, last.span, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn networks_of_all_addresses_end_a_record_too() {
        for (text, expected) in [
            (
                "v=spf1 mx -ip4:0.0.0.0/0 -ip6:::/0",
                Some("Receivers may refuse mail from servers that are not on the list."),
            ),
            (
                "v=spf1 mx ~ip4:0.0.0.0/0 -all",
                Some(
                    "Of mail from servers that are not on the list, receivers doubt what comes over IPv4, and may refuse what comes \
                     over IPv6.",
                ),
            ),
            ("v=spf1 mx ?ip4:0.0.0.0/0 -all", None),
            ("v=spf1 mx -ip4:0.0.0.0/0", None),
            (
                "v=spf1 mx -all",
                Some(
                    "The record ends in `-all`, so receivers may refuse mail from servers that are not on the list.",
                ),
            ),
        ] {
            let report = explain_records(text, &Hints::default());
            let found = report.records[0].findings.iter().find(|found| found.rule == &RULE);
            assert_eq!(found.map(|found| found.message.as_str()), expected, "{text}");
        }
    }
}
