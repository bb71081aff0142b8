//! Servers of two mailbox providers in one set: mail is split between them.

use std::collections::BTreeSet;

use super::sets;
use crate::facts::Facts;
use crate::providers;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::list;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-mixed-providers",
    severity: Severity::Warning,
    title: "Mail servers of two providers at one name",
    kind: Kind::Mx,
    reference: rfc!(5321, "5.1"),
    why: "Senders try the server with the lowest number first and another one when it does not answer. With servers of two \
          providers, some mail ends up in a mailbox that nobody reads any more.",
    bad: "example.com. IN MX 1 aspmx.l.google.com.\nexample.com. IN MX 5 example-com.mail.protection.outlook.com.",
    good: "example.com. IN MX 1 aspmx.l.google.com.\nexample.com. IN MX 5 alt1.aspmx.l.google.com.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in sets(facts) {
        let named: BTreeSet<&str> = set
            .iter()
            .filter_map(|(_, item, mx)| providers::by_mx_host(&mx.host_name(&item.value)))
            .map(|provider| provider.name)
            .collect();
        if named.len() < 2 {
            continue;
        }
        let named: Vec<&str> = named.into_iter().collect();
        let whose = match set[0].1.name.as_deref() {
            Some(name) => format!("The mail servers of {} look", code(name)),
            None => "These mail servers look".to_owned(),
        };
        let together: Vec<usize> = set.iter().map(|(i, ..)| *i).collect();
        let message = format!(
            "{whose} as if they belong to {}. If you moved from one to the other, the old ones still get some of your mail.",
            list(&named)
        );
        let title = "Delete the servers of the provider that you left, once its mailboxes are empty";
        out.push(Finding::about_many(&RULE, together, message).fixed_by(Fix::new(
            title,
            None,
            Confidence::Review,
        )));
    }
}
