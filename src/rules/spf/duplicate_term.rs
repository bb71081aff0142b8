//! A part that stands twice, or lies inside another: it changes nothing, and may cost a lookup.

use super::with_gap;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::spf::Shadow;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-duplicate-term",
    severity: Severity::Advice,
    title: "A part that adds nothing",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.2"),
    why: "A part that stands twice has no effect the second time, and neither has an address inside a network that \
          the record allows already. It makes the record longer, and a repeated `include` costs its lookups again.",
    bad: r#"example.com. IN TXT "v=spf1 include:_spf.google.com ip4:192.0.2.1 include:_spf.google.com ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com ip4:192.0.2.1 ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        for (at, shadow) in &spf.shadowed {
            let term = &spf.terms[*at];
            let written = code(term.span.text(text));
            let says = match shadow {
                Shadow::Same(effect) if *effect == term.effect() => {
                    "stands in this record before. The second time it changes nothing."
                }
                Shadow::Wider(effect) if *effect == term.effect() => {
                    "lies inside a network that stands before it. It changes nothing."
                }
                Shadow::Same(_) => {
                    "stands in this record before with another sign, and that one decides. This part is never used."
                }
                // `ip4:192.0.2.0/24 -ip4:192.0.2.9`: meant as an exception, and never reached.
                Shadow::Wider(_) => {
                    "lies inside a network that stands before it, and that one decides. This part is never used."
                }
            };
            let message = format!("{written} {says}");
            let severity =
                if shadow.effect() == term.effect() { Severity::Advice } else { Severity::Warning };
            let fix = match severity {
                Severity::Warning => {
                    let title = match shadow {
                        Shadow::Same(_) => "Keep one of the two, with the sign that you mean",
                        Shadow::Wider(_) => "Move it before the network, or take it out",
                    };
                    Fix::new(title, None, Confidence::Review)
                }
                _ => {
                    Fix::edit("Take it out", vec![Edit::delete(with_gap(text, term.span))], Confidence::Safe)
                }
            };
            out.push(Finding::new(&RULE, record, term.span, message).weighing(severity).fixed_by(fix));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    fn found(text: &str) -> Vec<String> {
        let report = explain_records(text, &Hints::default());
        let of = |f: &&Finding| f.rule == &RULE;
        report.records[0]
            .findings
            .iter()
            .filter(of)
            .filter_map(|f| Some(f.span?.text(&report.records[0].value).to_owned()))
            .collect()
    }

    #[test]
    fn only_what_changes_nothing_is_named() {
        assert_eq!(found("v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.9 -all"), ["ip4:192.0.2.9"]);
        assert_eq!(found("v=spf1 ip4:192.0.2.9 ip4:192.0.2.0/24 -all"), [""; 0], "the wider one comes later");
        assert_eq!(found("v=spf1 -ip4:192.0.2.9 ip4:192.0.2.0/24 ip4:192.0.2.9 -all"), ["ip4:192.0.2.9"]);
        assert_eq!(found("v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.9 -all"), ["-ip4:192.0.2.9"]);
        assert_eq!(found("v=spf1 MX +mx -all"), ["+mx"]);
        assert_eq!(found("v=spf1 -mx mx -all"), ["mx"], "the first one decides");
        assert_eq!(found("v=spf1 ip6:2001:db8::/32 ip6:2001:db8::1 -all"), ["ip6:2001:db8::1"]);
    }
}
