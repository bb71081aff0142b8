//! A logo without a certificate: some large mailbox providers show none.

use super::bimis;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::bimi::BimiTag;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "bimi-no-certificate",
    severity: Severity::Advice,
    title: "A logo without a certificate",
    kind: Kind::Bimi,
    reference: super::DRAFT,
    why: "Some large mailbox providers, Gmail and Apple among them, show a logo only with a certificate that it is \
          yours. The tag `a=` says where that is. Others may show the logo without one.",
    bad: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg\"",
    good: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, bimi) in bimis(facts).filter(|(.., bimi)| bimi.recognised && !bimi.declines) {
        let text = item.value.as_str();
        let Some(logo) = bimi.tag(BimiTag::Logo).filter(|_| bimi.value(text, BimiTag::Certificate).is_none())
        else {
            continue;
        };
        let message = format!(
            "No certificate stands beside the logo {}. Gmail and Apple show a logo only with one.",
            code(logo.value.text(text))
        );
        let title = "Get a certificate for the logo, and put its address into `a=`";
        out.push(Finding::new(&RULE, record, logo.span, message).fixed_by(Fix::new(
            title,
            None,
            Confidence::Review,
        )));
    }
}
