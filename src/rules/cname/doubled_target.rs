//! The own domain stands behind a target that is a service's: a DNS host added it.

use super::cnames;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::cname::{Cname, Purpose};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "cname-doubled-target",
    severity: Severity::Error,
    title: "A target with the own domain behind it",
    kind: Kind::Cname,
    reference: rfc!(1035, "5.1"),
    why: "In a zone file, a name without a dot at its end gets the domain added to it. So do the names in some DNS \
          forms. The alias then leads to a name that nobody made.",
    bad: "s1._domainkey.example.com. IN CNAME s1.domainkey.u123456.wl.sendgrid.net.example.com.",
    good: "s1._domainkey.example.com. IN CNAME s1.domainkey.u123456.wl.sendgrid.net.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, cname) in cnames(facts) {
        let target = cname.name(&item.value);
        let Some((right, service)) = item.name.as_deref().and_then(|name| undoubled(name, &target)) else {
            continue;
        };
        let message = format!(
            "{} is a name of {service} with your own domain behind it. DNS finds nothing at such a name.",
            code(&target)
        );
        let title = format!(
            "Let the alias lead to {}, with a dot at its end where your DNS host wants one",
            code(&right)
        );
        let fix = Fix::new(title, Some(format!("{right}.")), Confidence::Review);
        out.push(Finding::new(&RULE, record, cname.target, message).fixed_by(fix));
    }
}

/// The target without the domain of its owner, and whose name that is; none where the domain was not added.
pub fn undoubled(name: &str, target: &str) -> Option<(String, &'static str)> {
    // Longer than any name is, and each of its ends would be looked at.
    if name.len() > 255 || target.len() > 255 {
        return None;
    }
    let above = std::iter::successors(name.split_once('.'), |(_, rest)| rest.split_once('.'));
    above.map(|(_, domain)| domain).filter(|domain| domain.contains('.')).find_map(|domain| {
        // No service has a name of one label.
        let right = target.strip_suffix(domain)?.strip_suffix('.').filter(|right| right.contains('.'))?;
        let service = Cname::parse(right).service(right, Purpose::of(name, right))?;
        Some((right.to_owned(), service))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_services_that_are_known_tell() {
        let name = "s1._domainkey.example.com";
        assert_eq!(
            undoubled(name, "u1.wl.sendgrid.net.example.com"),
            Some(("u1.wl.sendgrid.net".to_owned(), "SendGrid (Twilio)"))
        );
        for target in
            ["u1.wl.sendgrid.net", "key.example.com", "example.com", "sendgrid.net.evil.example", ""]
        {
            assert_eq!(undoubled(name, target), None, "{target}");
        }
    }
}
