//! An underscore in the server's name: DNS allows it, host names don't.

use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mx::HostProblem;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-underscore",
    severity: Severity::Warning,
    title: "An underscore in the server's name",
    kind: Kind::Mx,
    reference: rfc!(1123, "2.1"),
    why: "The name of a server may have letters, digits and hyphens. DNS can hold a name with an underscore, but a sender \
          that is strict about names may not deliver to it.",
    bad: "example.com. IN MX 10 mail_1.example.com.",
    good: "example.com. IN MX 10 mail-1.example.com.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, mx) in facts.mx().filter(|(_, _, mx)| mx.problem == Some(HostProblem::Underscore)) {
        let message = format!(
            "{} has an underscore, which the name of a server may not have. Some senders may not deliver to it.",
            code(mx.host.text(&item.value))
        );
        let fix = Fix::new("Give the server a name without an underscore", None, Confidence::Review);
        out.push(Finding::new(&RULE, record, mx.host, message).fixed_by(fix));
    }
}
