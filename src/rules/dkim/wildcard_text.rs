//! A wildcard that answers with a text at every name, selectors included.

use crate::facts::{Domain, Facts};
use crate::record::{Kind, Record, Spf};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-wildcard-text",
    severity: Severity::Warning,
    title: "A wildcard answers for every name with a text",
    kind: Kind::Dkim,
    reference: rfc!(4592, "2.1.1"),
    why: "A record at `*` answers for every name that has no record of its own. Receivers that look for a key then find its \
          text in the place of the key, and nobody can tell which names are in use.",
    bad: "example.com. MX 10 mail.example.com.\n*.example.com. TXT \"site=1234\"",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n*.example.com. TXT \"v=spf1 -all\"\n\
           example.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, _: &Facts, out: &mut Findings) {
    let Some(probe) = &domain.strays.probe else { return };
    // An SPF record for the names below is what many people advise, and no key by any reading.
    let is_spf = |text: &String| {
        matches!(Record::parse(Kind::Spf, text, None), Record::Spf(Spf { recognised: true, .. }))
    };
    let Some(text) = probe.found().filter_map(|data| data.text()).find(|text| !is_spf(text)) else { return };
    let message = format!(
        "Every name below {} answers with {}. Receivers that look for a key find that text instead.",
        code(domain.name.as_str()),
        code(&text)
    );
    let wildcard = code(&format!("*.{}", domain.name));
    let title = format!("Delete the record at {wildcard}, or enter it only at the names that need it");
    out.push(Finding::about_domain(&RULE, message).fixed_by(Fix::new(title, None, Confidence::Review)));
}
