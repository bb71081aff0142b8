//! All that DNS can say for a logo is said.

use super::{POLICIES, bimis, domain_of, enforcement};
use crate::facts::Facts;
use crate::record::bimi::BimiTag;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Finding, Findings, Rule, Severity};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "bimi-ready",
    severity: Severity::Good,
    title: "All is ready for a logo",
    kind: Kind::Bimi,
    reference: super::DRAFT,
    why: "A logo, a certificate for it, and a strict DMARC policy are what receivers look for in DNS. Whether each \
          shows the logo is for it to decide.",
    bad: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg\"\n_dmarc.example.com. IN TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\"",
    good: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"\n_dmarc.example.com. IN TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, bimi) in bimis(facts).take(POLICIES) {
        let text = item.value.as_str();
        let is_whole = bimi.reading() == Reading::Used
            && bimi.certificate_problem.is_none()
            && [BimiTag::Logo, BimiTag::Certificate].into_iter().all(|tag| bimi.value(text, tag).is_some());
        let Some(domain) = domain_of(item).filter(|_| is_whole) else { continue };
        if enforcement(facts, domain) != Some(Ok(())) {
            continue;
        }
        let message = format!(
            "{} has a logo, a certificate for it, and a DMARC policy that is strict enough to show it.",
            code(domain)
        );
        out.push(Finding::new(&RULE, record, Span::new(0, text.len()), message));
    }
}
