//! An alias at `*`: every name without a record of its own leads to its target, names for mail too.

use super::cnames;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "cname-wildcard",
    severity: Severity::Warning,
    title: "An alias for every name",
    kind: Kind::Cname,
    reference: rfc!(4592, "2.1.1"),
    why: "A record at `*` answers for every name that has no record of its own. So the names at which receivers \
          look for DMARC and for DKIM keys lead to the target, too, and what they find there is not yours.",
    bad: "*.example.com. IN CNAME sites.example.net.",
    good: "www.example.com. IN CNAME sites.example.net.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, cname) in cnames(facts) {
        let Some(below) = item.name.as_deref().and_then(|name| name.strip_prefix('*')) else { continue };
        // An alias for all keys of a domain is what some services ask for.
        if below.starts_with("._domainkey") {
            continue;
        }
        let example = format!("_dmarc{below}");
        let message = format!(
            "Every name without a record of its own leads to {}, {} and the names of DKIM keys among them.",
            code(&cname.name(&item.value)),
            code(&example)
        );
        let title = "Make an alias for each name that needs one, and delete this record";
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, cname.target, message).fixed_by(fix));
    }
}
