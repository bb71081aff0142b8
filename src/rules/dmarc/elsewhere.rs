//! A DMARC record at a name beside the right one, found in DNS, with none at the right one.

use crate::dns::Outcome;
use crate::facts::item::items;
use crate::facts::{Domain, Facts, Item};
use crate::record::{Kind, Record};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-elsewhere",
    severity: Severity::Error,
    title: "The DMARC record stands at a name where receivers don't look",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "Receivers look for DMARC at `_dmarc`, a dot, and the domain. Many DNS hosts add the domain to what you enter, and \
          a whole name then has it twice; the record is there, and nobody finds it.",
    bad: "example.com. MX 10 mail.example.com.\n_dmarc.example.com.example.com. TXT \"v=DMARC1; p=reject\"",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n\
           example.com. TXT \"v=spf1 mx -all\"",
    check: Check::Dns(check),
};

/// The stray record, and the name at which it belongs; none where a record stands there, or nobody knows.
pub fn stray(domain: &Domain) -> Option<(Item, String)> {
    let own = domain.policy.walk.first()?;
    let right = own.question.name.to_string();
    let has_none = match &own.answer.outcome {
        Outcome::Absent { .. } => true,
        Outcome::Found(_) => !items(own).iter().any(|item| item.kind() == Kind::Dmarc),
        Outcome::Unknown(_) => false,
    };
    if !has_none || right != format!("_dmarc.{}", domain.name) {
        return None;
    }
    let stray = domain.strays.asked.iter().flat_map(items).find(
        |item| matches!(&item.record, Record::Dmarc(dmarc) if dmarc.recognised && dmarc.policy.is_some()),
    );
    stray.map(|item| (item, right))
}

fn check(domain: &Domain, _: &Facts, out: &mut Findings) {
    let Some((item, right)) = stray(domain) else { return };
    let message = format!(
        "A DMARC record stands at {}. Receivers look only at {}, and find none there.",
        code(item.name.as_deref().unwrap_or("")),
        code(&right)
    );
    let mut fix =
        Fix::new(format!("Move the record to {}", code(&right)), Some(item.value), Confidence::Review);
    fix.name = Some(right);
    fix.rtype = Some("TXT");
    out.push(Finding::about_domain(&RULE, message).fixed_by(fix));
}
