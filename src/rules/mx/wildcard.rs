//! An MX record at `*`: mail to names that nobody made arrives.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-wildcard",
    severity: Severity::Advice,
    title: "A mail server for every name",
    kind: Kind::Mx,
    reference: rfc!(4592, "2.1.1"),
    why: "A record at `*` answers for every name that has no record of its own. So mail to any name below the domain is brought to \
          that server, mistyped names too, and a name with an address of its own is left out.",
    bad: "*.example.com. IN MX 10 mail.example.com.",
    good: "example.com. IN MX 10 mail.example.com.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, mx) in facts.mx().filter(|(.., mx)| mx.problem.is_none() && !mx.is_root) {
        let Some(below) = item.name.as_deref().and_then(|name| name.strip_prefix('*')) else { continue };
        let below = below.trim_start_matches('.');
        let whole = if below.is_empty() { "the domain".to_owned() } else { code(below) };
        let message = format!(
            "Mail to every name below {whole} without a record of its own is brought to {}.",
            code(&mx.host_name(&item.value))
        );
        let title =
            "Unless that is meant, make an MX record for each name that takes mail, and delete this one";
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, mx.host, message).fixed_by(fix));
    }
}
