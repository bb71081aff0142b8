//! `sp` in the record of a subdomain: receivers skip it there.

use super::whole;
use crate::facts::Facts;
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
        let text = item.value.as_str();
        let name = item.name.as_deref().filter(|name| is_at_subdomain(name));
        let below = name.and_then(|name| name.strip_prefix("_dmarc."));
        // `psd=n` makes this name the main domain.
        let is_top =
            dmarc.value(text, DmarcTag::PublicSuffix).is_some_and(|value| !value.eq_ignore_ascii_case("u"));
        let Some(domain) = below.filter(|_| !is_top) else { continue };
        for kind in [DmarcTag::SubdomainPolicy, DmarcTag::NonexistentPolicy] {
            let Some(tag) = dmarc.tag(kind) else { continue };
            let message = format!(
                "If {} belongs to a larger domain of yours that has a DMARC record, receivers skip {} here.",
                code(domain),
                code(tag.span.text(text))
            );
            let fix = Fix::edit("Take it out", vec![Edit::delete(whole(text, tag))], Confidence::Review);
            out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
        }
    }
}

/// The record stands at `_dmarc` of a name that is below another one that can be registered.
pub fn is_at_subdomain(name: &str) -> bool {
    name.strip_prefix("_dmarc.").is_some_and(is_below)
}

/// More labels than a domain that can be registered has, `co.uk` and the like counted as one.
fn is_below(domain: &str) -> bool {
    let labels: Vec<&str> = domain.rsplit('.').collect();
    let second_level = labels.first().is_some_and(|top| top.len() == 2)
        && labels.get(1).is_some_and(|second| second.len() <= 3);
    labels.len() > if second_level { 3 } else { 2 }
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
