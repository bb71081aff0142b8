//! A key at a name in which the domain stands twice, found in DNS.

use crate::facts::item::items;
use crate::facts::keys::Tried;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-doubled-name",
    severity: Severity::Error,
    title: "The key stands at a name with the domain twice",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.2.1"),
    why: "Many DNS hosts add the domain to the name that you enter. A whole name then has it twice, and receivers, who look \
          for the key at the name with one, find nothing.",
    bad: concat!(
        "example.com. MX 10 mail.example.com.\ngoogle._domainkey.example.com.example.com. TXT \"v=DKIM1; k=ed25519; p=",
        super::ed25519!(),
        "\""
    ),
    good: concat!(
        "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n\
         google._domainkey.example.com. TXT \"v=DKIM1; k=ed25519; p=",
        super::ed25519!(),
        "\"\nexample.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\""
    ),
    check: Check::Dns(check),
};

fn check(domain: &Domain, _: &Facts, out: &mut Findings) {
    let own = format!(".{}", domain.name);
    let apex = domain.zone.apex.as_ref().map(|apex| format!(".{apex}"));
    for item in domain.strays.asked.iter().flat_map(items).filter(|item| item.kind() == Kind::Dkim) {
        let name = item.name.as_deref().unwrap_or("");
        // What a form adds is the domain, or the start of the zone above it.
        let tails = [Some(&own), apex.as_ref()].into_iter().flatten();
        let mut right = tails.filter_map(|tail| name.strip_suffix(tail.as_str()));
        let Some(right) = right.find(|right| right.ends_with(&own)) else { continue };
        let at_right = |tried: &&Tried| tried.name().is_some_and(|name| name.as_str() == right);
        let severity = match domain.keys.tried.iter().find(at_right) {
            // A key stands at the right name too: this one harms nobody.
            Some(tried) if tried.is_found() => continue,
            Some(tried) if tried.is_absent() => Severity::Error,
            Some(_) | None => Severity::Warning,
        };
        let message = format!(
            "The key at {} has the domain twice in its name. Receivers never find it there.",
            code(name)
        );
        let title = format!("Move the record to {}", code(right));
        let mut fix = Fix::new(title, Some(item.value.clone()), Confidence::Review);
        fix.name = Some(right.to_owned());
        fix.rtype = Some("TXT");
        out.push(Finding::about_domain(&RULE, message).weighing(severity).fixed_by(fix));
    }
}
