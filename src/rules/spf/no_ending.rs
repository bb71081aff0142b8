//! No `all` and no `redirect`, or `?all`: the record says nothing about other servers.

use super::with_gap;
use crate::facts::Facts;
use crate::record::spf::{Everyone, Qualifier, Spf, Term};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span, list};

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
        let out_of_reach = networks(spf);
        let (span, what) = match (out_of_reach.first(), spf.all()) {
            (Some(first), _) => {
                let names: Vec<String> = out_of_reach.iter().map(|term| code(term.span.text(text))).collect();
                let (fit, tell) = if names.len() == 1 { ("fits", "tells") } else { ("fit", "tell") };
                let whom = match (names.len(), first.fits_every()) {
                    (1, Some(Everyone::Ip4)) => "every IPv4 address",
                    (1, _) => "every IPv6 address",
                    _ => "every address",
                };
                (
                    first.span,
                    format!("{} {fit} {whom}, and {tell} receivers nothing about servers", list(&names)),
                )
            }
            (None, Some((_, all))) => {
                (all.span, format!("{} tells receivers nothing about servers", code(all.span.text(text))))
            }
            (None, None) => (
                Span::new(0, text.len()),
                "This record does not end with `all`, so it tells receivers nothing about servers".to_owned(),
            ),
        };
        // A network that holds all of one kind may have settled it for that kind.
        let kind = match spf.rest().effects().map(is_told) {
            [true, false] if out_of_reach.is_empty() => " with an IPv6 address",
            [false, true] if out_of_reach.is_empty() => " with an IPv4 address",
            _ => "",
        };
        let message =
            format!("{what}{kind} that are not on the list. Mail that others forge is not held back by it.");
        let mut edits: Vec<Edit> =
            out_of_reach.iter().map(|term| Edit::delete(with_gap(text, term.span))).collect();
        match spf.all() {
            Some((_, all)) if all.effect() != Qualifier::Neutral => {}
            Some((_, all)) => edits.push(Edit::replace(all.span, "~all")),
            None if spf.redirect().is_some() => {}
            None => edits.push(Edit::insert(text.trim_end_matches(' ').len(), " ~all")),
        }
        let title = match (out_of_reach.len(), spf.all().or(spf.redirect())) {
            (1.., Some((_, end))) if end.effect() != Qualifier::Neutral => {
                let what = if out_of_reach.len() == 1 { "it" } else { "both" };
                format!("Take {what} out, so that {} decides", code(end.span.text(text)))
            }
            (1.., _) => "Put `~all`, or `-all`, in its place at the end".to_owned(),
            (0, _) => "End it with `~all`, or with `-all`".to_owned(),
        };
        let fix = Fix::edit(title, edits, Confidence::Review);
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}

/// `?ip4:0.0.0.0/0`: the networks that hold every server of a kind, and say nothing about it.
fn networks(spf: &Spf) -> Vec<&Term> {
    spf.rest().networks().filter(|term| term.effect() == Qualifier::Neutral).collect()
}

/// Receivers learn what to think of servers that are on no list.
fn is_told(effect: Option<Qualifier>) -> bool {
    effect.is_some_and(|effect| effect != Qualifier::Neutral)
}

/// Receivers use the record, and it says nothing about other servers, be it of one kind alone.
fn is_open(spf: &Spf) -> bool {
    let is_handed_on = spf.all().is_none() && spf.redirect().is_some();
    let is_settled = |effect: Option<Qualifier>| match effect {
        None => is_handed_on,
        Some(_) => is_told(effect),
    };
    // What lets everybody in has a rule of its own.
    let lets_in = spf.all().is_some_and(|(_, all)| all.effect() == Qualifier::Pass);
    spf.reading() == Reading::Used && !lets_in && !spf.rest().effects().into_iter().all(is_settled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn a_network_of_all_addresses_is_an_ending() {
        for (text, message, fixed) in [
            (
                "v=spf1 mx ?ip4:0.0.0.0/0 -all",
                "`?ip4:0.0.0.0/0` fits every IPv4 address, and tells receivers nothing about servers that are not on the list.",
                "v=spf1 mx -all",
            ),
            (
                "v=spf1 mx ?ip6:::/0 ~all",
                "`?ip6:::/0` fits every IPv6 address, and tells receivers nothing about servers that are not on the list.",
                "v=spf1 mx ~all",
            ),
            (
                "v=spf1 ?ip4:0.0.0.0/0 ?ip6:::/0 -all",
                "`?ip4:0.0.0.0/0` and `?ip6:::/0` fit every address, and tell receivers nothing about servers that are not on \
                 the list.",
                "v=spf1 -all",
            ),
            (
                "v=spf1 mx ?ip4:0.0.0.0/0",
                "`?ip4:0.0.0.0/0` fits every IPv4 address, and tells receivers nothing about servers that are not on the list.",
                "v=spf1 mx ~all",
            ),
            (
                "v=spf1 mx -ip4:0.0.0.0/0",
                "This record does not end with `all`, so it tells receivers nothing about servers with an IPv6 address that are \
                 not on the list.",
                "v=spf1 mx -ip4:0.0.0.0/0 ~all",
            ),
            (
                "v=spf1 mx -ip6:::/0 ?all",
                "`?all` tells receivers nothing about servers with an IPv4 address that are not on the list.",
                "v=spf1 mx -ip6:::/0 ~all",
            ),
            (
                "v=spf1 ?ip4:0.0.0.0/0 redirect=a.example",
                "`?ip4:0.0.0.0/0` fits every IPv4 address, and tells receivers nothing about servers that are not on the list.",
                "v=spf1 redirect=a.example",
            ),
        ] {
            let report = explain_records(text, &Hints::default());
            let findings = &report.records[0].findings;
            let found = findings.iter().find(|found| found.rule == &RULE).expect(text);
            assert!(found.message.starts_with(message), "{}", found.message);
            assert_eq!(found.fix.as_ref().and_then(|fix| fix.value(text)).as_deref(), Some(fixed), "{text}");
            assert!(!is_open(&Spf::parse(fixed)), "{fixed}");
            assert!(!findings.iter().any(|found| found.severity == Severity::Good), "{text}");
        }
        for text in
            ["v=spf1 mx -ip4:0.0.0.0/0 -ip6:::/0", "v=spf1 ~ip4:0.0.0.0/0 -all", "v=spf1 ?ip4:0.0.0.0/0 +all"]
        {
            assert!(!is_open(&Spf::parse(text)), "{text}");
        }
    }
}
