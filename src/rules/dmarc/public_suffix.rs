//! `psd=y`: a tag for registries, in the record of an ordinary domain.

use super::{is_applied, whole};
use crate::facts::Facts;
use crate::facts::policy::{Applied, Source};
use crate::record::dmarc::DmarcTag;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-public-suffix",
    severity: Severity::Warning,
    title: "A tag that is for registries alone",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "A domain with `psd=y` says that it is a registry, such as `co.uk`, and that each name below it belongs to \
          someone else. In the record of an ordinary domain this makes mail from its own subdomains fail.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; psd=y; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc().filter(|(_, _, dmarc)| dmarc.reading() == Reading::Used) {
        let text = item.value.as_str();
        let Some(tag) = dmarc.tag(DmarcTag::PublicSuffix) else { continue };
        if !tag.value.text(text).eq_ignore_ascii_case("y") {
            continue;
        }
        // A registry above the domain that was looked up has the tag rightly.
        let is_registry =
            matches!(is_applied(facts, record), Some(Some(Applied { source: Source::Registry, .. })));
        if is_registry {
            continue;
        }
        let message = format!(
            "{} says that this domain is a registry. Receivers then take each name below it for someone else's.",
            code(tag.span.text(text))
        );
        let title = "Take it out, unless you run a registry";
        let fix = Fix::edit(title, vec![Edit::delete(whole(text, tag))], Confidence::Review);
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dmarc::tests::in_zone;

    #[test]
    fn a_registry_above_has_the_tag_rightly() {
        let zone = "_dmarc.bank.example. TXT \"v=DMARC1; p=reject; psd=y\"";
        assert_eq!(in_zone(&RULE, zone).len(), 1);
        assert!(in_zone(&RULE, &format!("mega.bank.example. A 192.0.2.1\n{zone}")).is_empty());
    }
}
