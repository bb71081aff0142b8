//! The domain does not exist.

use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-no-such-domain",
    severity: Severity::Error,
    title: "The domain does not exist",
    kind: Kind::Mx,
    reference: rfc!(8020, "2"),
    why: "DNS says that nothing has this name. Mail to it goes back to its sender, and many receivers refuse mail that \
          comes from it.",
    bad: "example.com. CNAME moved.example.net.\nexample.net. A 192.0.2.1",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n\
           example.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, _: &Facts, out: &mut Findings) {
    if !domain.leads_nowhere() {
        return;
    }
    let name = code(domain.name.as_str());
    let mx = domain.mail.mx.iter().chain(&domain.senders.txt);
    let message = match mx.flat_map(|lookup| lookup.answer.aliases.last()).next() {
        Some(target) => {
            format!(
                "{name} leads to {}, and nothing has that name. It can't get mail.",
                code(target.as_str())
            )
        }
        None => format!("DNS says that nothing has the name {name}. It can't get mail."),
    };
    let fix = Fix::new(
        "Check how the name is spelt, and whether the domain is still registered",
        None,
        Confidence::Review,
    );
    out.push(Finding::about_domain(&RULE, message).fixed_by(fix));
}
