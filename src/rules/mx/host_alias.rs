//! The server that an MX record names is an alias.

use super::reach::{alias, hosts, of_host};
use crate::facts::{Domain, Facts};
use crate::record::{Kind, Mx};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-host-alias",
    severity: Severity::Warning,
    title: "The mail server's name is an alias",
    kind: Kind::Mx,
    reference: rfc!(2181, "10.3"),
    why: "An MX record has to name a server itself, and not another name for it (a CNAME). Most senders follow the alias, \
          but they need not, and some mail may be lost.",
    bad: "example.com. MX 10 mail.example.com.\nmail.example.com. CNAME mx.example.net.\nmx.example.net. A 192.0.2.25",
    good: "example.com. MX 10 mx.example.net.\nmx.example.net. A 192.0.2.25\n\
           example.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    for (record, _, mx, host) in hosts(domain, facts) {
        let Some(target) = alias(host) else { continue };
        // An alias to nowhere has a rule of its own.
        if of_host(host).addresses().is_empty() {
            continue;
        }
        out.push(finding(record, mx, host.name.as_str(), target.as_str()));
    }
}

/// That a server's name is an alias of `target`.
pub fn finding(record: usize, mx: &Mx, host: &str, target: &str) -> Finding {
    let message = format!(
        "{} is an alias of {}. The rules for mail don't allow that, and a sender that is strict may not deliver.",
        code(host),
        code(target)
    );
    let title = "Name the server itself, unless your mail provider gave you the alias";
    // One label may be short for a longer name.
    let edits = target.contains('.').then(|| Edit::replace(mx.host, format!("{target}.")));
    let fix = Fix::edit(title, edits.into_iter().collect(), Confidence::Review);
    Finding::new(&RULE, record, mx.host, message).fixed_by(fix)
}
