//! `localhost`, `mail.invalid`: names that no server on the internet has.

use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mx::Reserved;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-reserved-name",
    severity: Severity::Error,
    title: "A server name that nobody else can reach",
    kind: Kind::Mx,
    reference: rfc!(6761, "6"),
    why: "The name `localhost` always means the machine that asks, so a sending server would send the mail to itself. \
          Names that end in `invalid` are kept free, and never lead anywhere. Mail to the domain is not delivered.",
    bad: "example.com. IN MX 10 localhost.",
    good: "example.com. IN MX 10 mail.example.com.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, mx) in facts.mx().filter(|(_, _, mx)| mx.problem.is_none()) {
        let text = item.value.as_str();
        let host = code(mx.host.text(text).trim_end_matches('.'));
        let message = match mx.reserved(text) {
            Some(Reserved::Localhost) => {
                format!(
                    "To each sending server, {host} is that server itself. Mail can't be delivered there."
                )
            }
            Some(Reserved::Invalid) => {
                format!(
                    "{host} ends in `invalid`, and such a name never leads anywhere. Mail can't be delivered there."
                )
            }
            Some(Reserved::Local) | None => continue,
        };
        let title = "Name your mail server, or write `0 .` if the domain takes no mail";
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, mx.host, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::{Verdict, explain_records};

    #[test]
    fn names_that_lead_nowhere_are_errors() {
        for (host, expected) in [
            ("localhost.", true),
            ("foo.localhost.", true),
            ("localhost", true),
            ("mail.invalid.", true),
            ("localhost.example.com.", false),
            ("mail.example.com.", false),
        ] {
            let report = explain_records(&format!("example.com. MX 10 {host}"), &Hints::default());
            let found = report.records[0].findings.iter().filter(|finding| finding.rule == &RULE).count();
            assert_eq!(found == 1, expected, "{host}");
            assert_eq!(report.verdict, if expected { Verdict::Error } else { Verdict::Good }, "{host}");
        }
    }
}
