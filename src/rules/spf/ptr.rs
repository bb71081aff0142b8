//! `ptr` and `%{p}`: slow, unreliable, and not to be used.

use super::with_gap;
use crate::facts::Facts;
use crate::record::domain_spec::MacroLetter;
use crate::record::spf::{Term, TermKind};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-ptr",
    severity: Severity::Warning,
    title: "`ptr` is slow and unreliable",
    kind: Kind::Spf,
    reference: rfc!(7208, "5.5"),
    why: "A `ptr` makes receivers ask which name an address claims, and then check each answer. That is slow and often \
          fails, so the standard asks domains to leave it out, and some receivers skip it.",
    bad: r#"example.com. IN TXT "v=spf1 ptr ~all""#,
    good: r#"example.com. IN TXT "v=spf1 ip4:192.0.2.25 ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let text = item.value.as_str();
        for term in spf.reachable().filter(|term| asks_for_a_name(term)) {
            let message = format!(
                "{} makes receivers look up the name that an address claims. That is slow and may fail, and the standard \
                 asks domains not to use it.",
                code(term.span.text(text))
            );
            let fix = Fix::edit(
                "Take it out, and list the servers by `ip4:` or `ip6:`",
                vec![Edit::delete(with_gap(text, term.span))],
                Confidence::Review,
            );
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
        }
    }
}

fn asks_for_a_name(term: &Term) -> bool {
    matches!(term.kind, TermKind::Ptr(_))
        || term
            .domain()
            .is_some_and(|domain| domain.macros().any(|expand| expand.letter == MacroLetter::ValidatedName))
}
