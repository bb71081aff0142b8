//! An alias that leads to a service that is known, at a name where that service is looked for.

use super::{cnames, undoubled};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::cname::Purpose;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "cname-to-a-service",
    severity: Severity::Good,
    title: "An alias that leads to a service",
    kind: Kind::Cname,
    reference: rfc!(1034, "3.6.2"),
    why: "Many services keep a record themselves and ask for an alias that leads to it. They can then change the \
          record when they need to, and you have nothing to do.",
    bad: "s1._domainkey.example.com. IN CNAME s1.dkim.example.net.",
    good: "s1._domainkey.example.com. IN CNAME s1.domainkey.u123456.wl.sendgrid.net.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    // Of a domain that was looked up, it is known whether something stands at the target.
    if facts.domain.is_some() {
        return;
    }
    for (record, item, cname) in cnames(facts).filter(|(.., cname)| cname.problem.is_none()) {
        let Some(name) = item.name.as_deref() else { continue };
        let target = cname.name(&item.value);
        let purpose = Purpose::of(name, &target);
        let Some(service) = cname.service(&item.value, purpose) else { continue };
        if purpose == Purpose::Host || undoubled(name, &target).is_some() {
            continue;
        }
        let message = format!(
            "{} leads to what looks like {service}. Such services ask for an alias there.",
            code(name)
        );
        out.push(Finding::new(&RULE, record, cname.target, message));
    }
}
