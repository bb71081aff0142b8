//! `sp=none` under `p=reject`: the domain is protected, and the names below it are not.

use super::subdomain_policy_below::is_at_subdomain;
use super::whole;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dmarc::{DmarcTag, Policy};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-subdomains-open",
    severity: Severity::Warning,
    title: "Subdomains are protected less than the domain",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.10.1"),
    why: "The tag `p` is for the domain itself, `sp` for the names below it, and `np` for names below it that do not exist. Where \
          `sp` or `np` asks for less, a forger can use such a name, which looks as genuine to most people.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; sp=none; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc() {
        let text = item.value.as_str();
        // In the record of a subdomain both tags are skipped, which is another rule.
        if item.name.as_deref().is_some_and(|name| is_at_subdomain(facts, name)) {
            continue;
        }
        let Some(policy) = dmarc.effective_policy() else { continue };
        let mut asked = policy;
        for (kind, names) in [
            (DmarcTag::SubdomainPolicy, "names below the domain"),
            (DmarcTag::NonexistentPolicy, "names below the domain that do not exist"),
        ] {
            let Some(tag) = dmarc.tag(kind) else { continue };
            let Some(lower) = Policy::read(tag.value.text(text)) else { continue };
            if lower < asked {
                let message = format!(
                    "{} asks for less than {}, so mail that is forged in {names} is held back less.",
                    code(tag.span.text(text)),
                    code(&format!("p={}", policy.word()))
                );
                let fix = Fix::edit(
                    "Take it out, so that the policy holds for these names too",
                    vec![Edit::delete(whole(text, tag))],
                    Confidence::Review,
                );
                out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
            }
            // `np` falls back to `sp`: a gap that `sp` makes is told once.
            asked = asked.min(lower);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dmarc::subdomain_policy_below as below;
    use crate::rules::dmarc::tests::in_zone;

    #[test]
    fn a_subdomain_without_an_organisation_above_has_names_of_its_own() {
        let zone = "_dmarc.news.example.com. TXT \"v=DMARC1; p=reject; sp=none\"\n";
        assert_eq!(in_zone(&RULE, zone).len(), 1);
        assert!(in_zone(&below::RULE, zone).is_empty());
        for (above, expected) in
            [("\"v=DMARC1; p=reject\"", "belongs to `example.com`,"), ("!timeout", "If ")]
        {
            let zone = format!("{zone}_dmarc.example.com. TXT {above}");
            assert!(in_zone(&RULE, &zone).is_empty(), "{above}");
            assert!(in_zone(&below::RULE, &zone)[0].message.contains(expected), "{above}");
        }
    }
}
