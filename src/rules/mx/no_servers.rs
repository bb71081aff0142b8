//! No MX record: mail goes to the domain's own address, or nowhere.

use super::parked;
use super::reach::{Reach, of_domain};
use crate::facts::domain::is_absent;
use crate::facts::policy::Existence;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-none",
    severity: Severity::Warning,
    title: "No MX record",
    kind: Kind::Mx,
    reference: rfc!(5321, "5.1"),
    why: "MX records name the servers that take a domain's mail. Without any, senders try the address of the domain itself, \
          which is most often a web server that takes no mail.",
    bad: "example.com. A 192.0.2.80\nexample.com. TXT \"v=spf1 a -all\"",
    good: "example.com. A 192.0.2.80\nexample.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n\
           example.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    if !is_absent(&domain.mail.mx)
        || domain.existence() != Existence::Exists
        || domain.leads_nowhere()
        || parked::is_parked(domain, facts)
    {
        return;
    }
    let name = code(domain.name.as_str());
    let sends = parked::sends(domain, facts) == Some(true);
    let (severity, message) = match of_domain(domain) {
        Reach::Unknown => return,
        Reach::Addresses(addresses) => (
            RULE.severity,
            format!(
                "{name} has no MX record, so senders deliver its mail to the address of its website, {}.",
                code(&addresses[0].to_string())
            ),
        ),
        Reach::NoSuchName | Reach::NoAddress if sends => (
            Severity::Error,
            format!(
                "{name} has no MX record and no address, so it can't receive mail. Its SPF record names servers that send, \
                 and nobody can answer their mail."
            ),
        ),
        Reach::NoSuchName | Reach::NoAddress => {
            (RULE.severity, format!("{name} has no MX record and no address, so it can't receive mail."))
        }
    };
    // No other record can stand beside an alias, so there is none to enter.
    if domain.mail.mx.as_ref().is_some_and(|mx| !mx.answer.aliases.is_empty()) {
        let title = "Leave it so if the name has no mail; if it shall have some, put addresses in place of the alias first";
        let fix = Fix::new(title, None, Confidence::Example);
        out.push(Finding::about_domain(&RULE, message).weighing(severity).fixed_by(fix));
        return;
    }
    let mut fix = Fix::new(
        "Enter the MX records that your mail provider gives you; if the domain takes no mail, enter `0 .`",
        None,
        Confidence::Review,
    );
    fix.name = Some(domain.name.to_string());
    fix.rtype = Some("MX");
    out.push(Finding::about_domain(&RULE, message).weighing(severity).fixed_by(fix));
}
