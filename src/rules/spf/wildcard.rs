//! An SPF record at `*`: it speaks for names that have no record of their own, and for no other.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-wildcard",
    severity: Severity::Advice,
    title: "An SPF record for every name",
    kind: Kind::Spf,
    reference: rfc!(7208, "3.5"),
    why: "A record at `*` answers only for names that have no record at all. A name with an address or a mail server of its own \
          is not covered by it, and needs an SPF record of its own.",
    bad: r#"*.example.com. IN TXT "v=spf1 -all""#,
    good: r#"www.example.com. IN TXT "v=spf1 -all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.spf().filter(|(.., spf)| spf.recognised) {
        let Some(below) = item.name.as_deref().and_then(|name| name.strip_prefix('*')) else { continue };
        let below = below.trim_start_matches('.');
        let whole = if below.is_empty() { "the domain".to_owned() } else { code(below) };
        let message = format!(
            "This record speaks for the names below {whole} that have no record of their own. One with an address or a mail server \
             is not covered."
        );
        let title = "Enter the record also at each name that has an address or a mail server";
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message).fixed_by(fix));
    }
}
