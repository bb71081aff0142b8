//! Every mail server of the domain has an address that senders can reach.

use super::reach::of_host;
use crate::facts::{Domain, Facts};
use crate::providers;
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::count;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-servers-found",
    severity: Severity::Good,
    title: "The mail servers have addresses",
    kind: Kind::Mx,
    reference: rfc!(5321, "5.1"),
    why: "Senders find every server that the MX records name. Whether the servers answer can't be seen from a web page.",
    bad: "example.com. MX 10 mail.example.com.\nwww.example.com. A 192.0.2.1",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n\
           example.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

/// Every server has an address that others can reach, and so this rule tells of them.
pub fn all_are_found(domain: &Domain) -> bool {
    let hosts = &domain.mail.hosts;
    !hosts.is_empty() && hosts.iter().all(|host| of_host(host).is_public())
}

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let hosts = &domain.mail.hosts;
    if !all_are_found(domain) {
        return;
    }
    let provider = providers::by_mx_host(hosts[0].name.as_str())
        .filter(|first| hosts.iter().all(|host| providers::by_mx_host(host.name.as_str()) == Some(*first)));
    let looks = provider.map_or_else(String::new, |provider| format!(" It looks like {}.", provider.name));
    let has = if hosts.len() == 1 { "has an address" } else { "have addresses" };
    let message = format!(
        "Mail for {} goes to {}, which {has} in DNS.{looks}",
        code(domain.name.as_str()),
        count(hosts.len(), "server", "servers")
    );
    let together: Vec<usize> = facts
        .mx()
        .filter(|(_, item, _)| item.name.as_deref() == Some(domain.name.as_str()))
        .map(|(record, ..)| record)
        .collect();
    out.push(Finding::about_many(&RULE, together, message));
}
