//! The target of a CNAME, entered as TXT: verifiers look for a key and find a name.

use crate::facts::Facts;
use crate::providers;
use crate::record::Kind;
use crate::record::dkim::Dkim;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-target-as-text",
    severity: Severity::Error,
    title: "The name of a service's key, entered as text",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "Many services keep the key themselves and ask for a CNAME record that points to it. Entered as a TXT record \
          the same name is only text, and receivers find no key in it.",
    bad: r#"s1._domainkey.example.com. IN TXT "s1.domainkey.u123456.wl.sendgrid.net""#,
    good: "s1._domainkey.example.com. IN CNAME s1.domainkey.u123456.wl.sendgrid.net.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim() {
        let text = item.value.as_str();
        let Some(target) = target(text, dkim) else { continue };
        let looks = match providers::by_dkim_target(target) {
            Some(provider) => format!(", which looks like {}", provider.name),
            None => String::new(),
        };
        let message = format!(
            "{} is a name{looks}. Receivers look for a key in this text and find none.",
            code(target)
        );
        let mut fix = Fix::new(
            "Delete this record, and enter the same name as a CNAME record",
            Some(target.to_owned()),
            Confidence::Review,
        );
        fix.rtype = Some("CNAME");
        out.push(Finding::new(&RULE, record, Span::new(0, text.len()), message).fixed_by(fix));
    }
}

/// The text is one domain name and nothing else.
pub fn target<'t>(text: &'t str, dkim: &Dkim) -> Option<&'t str> {
    let name = text.trim().trim_end_matches('.');
    let labels = || name.split('.');
    let is_name = dkim.list.tags.len() == 1
        && labels().count() >= 3
        && name.len() <= 253
        && labels().all(|label| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        });
    is_name.then_some(name)
}
