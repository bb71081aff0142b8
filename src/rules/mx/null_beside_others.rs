//! `0 .` beside other MX records: no mail, and mail.

use super::sets;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-null-beside-others",
    severity: Severity::Error,
    title: "The domain says that it takes no mail, and names servers for it",
    kind: Kind::Mx,
    reference: rfc!(7505, "3"),
    why: "An MX record with a dot alone says that a domain takes no mail, and it has to stand alone. Beside other MX \
          records it contradicts them, and some senders will give up at once.",
    bad: "example.com. IN MX 0 .\nexample.com. IN MX 10 mail.example.com.",
    good: "example.com. IN MX 10 mail.example.com.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in sets(facts) {
        let Some((record, item, mx)) = set.iter().find(|(_, _, mx)| mx.is_root) else { continue };
        let Some((_, other, host)) = set.iter().find(|(_, _, mx)| !mx.is_root) else { continue };
        let message = format!(
            "{} says that the domain takes no mail, and {} names a server for it. Some senders will give up at once.",
            code(item.value.trim()),
            code(host.host.text(&other.value))
        );
        let fix =
            Fix::new("Delete the record with the dot, if the domain takes mail", None, Confidence::Review);
        out.push(Finding::new(&RULE, *record, mx.host, message).fixed_by(fix));
    }
}
