//! `exchange.corp.local`: a name of a network at home or in an office.

use super::reach;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::mx::Reserved;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-local-name",
    severity: Severity::Warning,
    title: "A server name for one network alone",
    kind: Kind::Mx,
    reference: rfc!(6762, "3"),
    why: "Names that end in `local` are for machines that stand in one network, such as that of an office. The DNS of \
          the internet does not know them, so senders from outside find no server.",
    bad: "example.com. IN MX 10 exchange.office.local.",
    good: "example.com. IN MX 10 exchange.example.com.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, mx) in facts.mx().filter(|(_, _, mx)| mx.problem.is_none()) {
        let text = item.value.as_str();
        if mx.reserved(text) != Some(Reserved::Local) {
            continue;
        }
        // That a server has no address is said by the rule that looks it up.
        let server = facts.domain.as_deref().and_then(|domain| reach::host(domain, item, mx));
        if server.is_some_and(|host| reach::of_host(host).is_dead()) {
            continue;
        }
        let message = format!(
            "{} ends in `local`, and such a name is known in one network alone. Senders from outside find no server.",
            code(mx.host.text(text).trim_end_matches('.'))
        );
        let title = "Write the name that the server has on the internet";
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, mx.host, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use crate::paste::Hints;
    use crate::report::{Verdict, explain_records};

    #[test]
    fn the_last_label_alone_tells() {
        for (host, expected) in [
            ("mail.local.", Verdict::Warning),
            ("exchange.office.LOCAL", Verdict::Warning),
            ("local.example.com.", Verdict::Good),
        ] {
            let report = explain_records(&format!("example.com. MX 10 {host}"), &Hints::default());
            assert_eq!(report.verdict, expected, "{host}");
        }
    }
}
