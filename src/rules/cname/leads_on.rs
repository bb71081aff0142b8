//! An alias that leads to a record: receivers follow it.

use super::cnames;
use crate::dns::{Lookup, Outcome};
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "cname-leads-on",
    severity: Severity::Good,
    title: "An alias that leads to a record",
    kind: Kind::Cname,
    reference: rfc!(1034, "3.6.2"),
    why: "An alias hands the question on to another name, often one of a service. Receivers follow it, and take what stands \
          there as if it stood at your name.",
    bad: "example.com. MX 10 mx.example.com.\n_dmarc.example.com. CNAME example-com.dmarc.example.net.",
    good: "example.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1\n_dmarc.example.com. CNAME example-com.dmarc.example.net.\n\
           example-com.dmarc.example.net. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\"\n\
           example.com. TXT \"v=spf1 mx -all\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let keys = domain.keys.tried.iter().filter_map(|tried| tried.lookup.as_ref());
    let asked: Vec<&Lookup> = domain.named_places().chain(keys).collect();
    for (record, item, cname) in cnames(facts) {
        let is_here = |lookup: &&&Lookup| item.name.as_deref() == Some(lookup.question.name.as_str());
        let Some(lookup) = asked.iter().find(is_here) else { continue };
        if !matches!(lookup.answer.outcome, Outcome::Found(_)) {
            continue;
        }
        let name = code(lookup.question.name.as_str());
        let last = lookup.answer.aliases.last().map(|name| code(name.as_str())).unwrap_or_default();
        let message = format!("{name} leads to {last}, where a record stands.");
        out.push(Finding::new(&RULE, record, cname.target, message));
    }
}
