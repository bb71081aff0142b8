//! `sp` in the record of a subdomain: receivers skip it there.

use super::whole;
use crate::dns::Name;
use crate::facts::Facts;
use crate::facts::policy::suffix::registrable;
use crate::record::dmarc::DmarcTag;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-sp-at-subdomain",
    severity: Severity::Advice,
    title: "A policy for subdomains in the record of a subdomain",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.10.1"),
    why: "Receivers take `sp` and `np` from the record of the organisation's main domain. In the record of a name below \
          it they have no effect.",
    bad: r#"_dmarc.news.example.com. IN TXT "v=DMARC1; p=reject; sp=reject; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.news.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc().filter(|(_, _, dmarc)| dmarc.reading() == Reading::Used) {
        let tags = [DmarcTag::SubdomainPolicy, DmarcTag::NonexistentPolicy].map(|kind| dmarc.tag(kind));
        if tags.iter().all(Option::is_none) {
            continue;
        }
        let text = item.value.as_str();
        let name = item.name.as_deref().filter(|name| is_at_subdomain(facts, name));
        let below = name.and_then(|name| name.strip_prefix("_dmarc."));
        // `psd=n` makes this name the main domain.
        let is_top =
            dmarc.value(text, DmarcTag::PublicSuffix).is_some_and(|value| !value.eq_ignore_ascii_case("u"));
        let Some(domain) = below.filter(|_| !is_top) else { continue };
        for tag in tags.into_iter().flatten() {
            let written = code(tag.span.text(text));
            let message = match organization(facts, domain) {
                Some(main) => format!(
                    "{} belongs to {}, whose DMARC record counts for all names below. So receivers skip {written} here.",
                    code(domain),
                    code(main.as_str())
                ),
                None => format!(
                    "If {} belongs to a larger domain of yours that has a DMARC record, receivers skip {written} here.",
                    code(domain)
                ),
            };
            let fix = Fix::edit("Take it out", vec![Edit::delete(whole(text, tag))], Confidence::Review);
            out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
        }
    }
}

/// A name below another domain that somebody registered, as far as its labels tell.
fn is_below(domain: &str) -> bool {
    let name: Option<Name> = domain.parse().ok();
    name.is_some_and(|name| registrable(&name).is_some_and(|main| main != name))
}

/// The organisational domain of the domain that was looked up, where `domain` is that one.
fn organization(facts: &Facts, domain: &str) -> Option<Name> {
    let looked_up = facts.domain.as_ref().filter(|looked_up| looked_up.name.as_str() == domain)?;
    Some(looked_up.policy.organizational_domain()?.domain)
}

/// The record stands at `_dmarc` of a subdomain, where receivers skip `sp` and `np`: for certain where DNS says so, and as
/// far as the name tells where nobody asked.
pub fn is_at_subdomain(facts: &Facts, name: &str) -> bool {
    let Some(domain) = name.strip_prefix("_dmarc.") else { return false };
    match organization(facts, domain) {
        Some(main) => main.as_str() != domain,
        None => is_below(domain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_main_domain_is_left_alone() {
        for (domain, expected) in [
            ("example.com", false),
            ("example.co.uk", false),
            ("news.example.com", true),
            ("news.example.co.uk", true),
            ("news.example.eu", true),
        ] {
            assert_eq!(is_below(domain), expected, "{domain}");
        }
    }
}
