//! `adkim=s`, `aspf=s`: mail signed or sent by a subdomain no longer counts.

use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dmarc::{DmarcTag, Policy};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, list};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-strict-alignment",
    severity: Severity::Advice,
    title: "Only the very same domain counts",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "DMARC asks that the domain which SPF or DKIM checked be the sender's. With `s` it must be the very same name, \
          so mail that a service sends through a subdomain, such as mail.example.com, fails.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; aspf=s; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc() {
        let text = item.value.as_str();
        if dmarc.effective_policy().is_none_or(|policy| policy == Policy::None) {
            continue;
        }
        let strict: Vec<_> = [DmarcTag::DkimAlignment, DmarcTag::SpfAlignment]
            .into_iter()
            .filter_map(|kind| dmarc.tag(kind).filter(|tag| tag.value.text(text).eq_ignore_ascii_case("s")))
            .collect();
        let Some(first) = strict.first() else { continue };
        let words: Vec<String> = strict.iter().map(|tag| code(tag.span.text(text))).collect();
        let message = format!(
            "With {}, mail that a service sends for you through a subdomain may fail, though it is genuine.",
            list(&words)
        );
        let edits = strict.iter().map(|tag| Edit::replace(tag.value, "r")).collect();
        let fix = Fix::edit("Let subdomains count too", edits, Confidence::Review);
        out.push(Finding::new(&RULE, record, first.span, message).fixed_by(fix));
    }
}
