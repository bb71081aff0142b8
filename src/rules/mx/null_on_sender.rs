//! `0 .` at a name whose SPF record lets servers send: replies to its mail go nowhere.

use crate::facts::Facts;
use crate::record::spf::Qualifier;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-null-on-sender",
    severity: Severity::Warning,
    title: "A domain that sends mail and takes none",
    kind: Kind::Mx,
    reference: rfc!(7505, "4.2"),
    why: "Some receivers refuse mail from a domain that takes none, because nobody could answer it. A domain that sends \
          needs a mail server, and one that does not send needs an SPF record that says so.",
    bad: "example.com. IN MX 0 .\nexample.com. IN TXT \"v=spf1 include:_spf.google.com ~all\"",
    good: "example.com. IN MX 0 .\nexample.com. IN TXT \"v=spf1 -all\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, mx) in facts.mx().filter(|(_, item, mx)| mx.is_null() && item.name.is_some()) {
        let sends = facts.spf().any(|(_, other, spf)| {
            other.name == item.name
                && spf.reading() == Reading::Used
                && spf.reachable().any(|term| term.is_mechanism() && term.effect() == Qualifier::Pass)
        });
        if !sends {
            continue;
        }
        let message = format!(
            "This record says that {} takes no mail, and its SPF record names servers that send. Some receivers refuse \
             such mail.",
            code(item.name.as_deref().unwrap_or(""))
        );
        let title = "Name a mail server here, or let the SPF record say that nobody sends: `v=spf1 -all`";
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, mx.host, message).fixed_by(fix));
    }
}
