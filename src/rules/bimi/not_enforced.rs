//! The DMARC policy is not strict enough for a logo to be shown.

use super::{Lax, POLICIES, bimis, domain_of, enforcement, policy_place};
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "bimi-not-enforced",
    severity: Severity::Error,
    title: "DMARC is not strict enough for a logo",
    kind: Kind::Bimi,
    reference: super::DRAFT,
    why: "Receivers show a logo only where forged mail is kept out. The DMARC policy has to be `quarantine` or \
          `reject`, for all mail and for subdomains too.",
    bad: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"\n_dmarc.example.com. IN TXT \"v=DMARC1; p=none; rua=mailto:dmarc@example.com\"",
    good: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"\n_dmarc.example.com. IN TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in
        bimis(facts).filter(|(.., bimi)| bimi.recognised && !bimi.declines).take(POLICIES)
    {
        let Some(domain) = domain_of(item) else { continue };
        let Some(Err(lax)) = enforcement(facts, domain) else { continue };
        let place = policy_place(facts, domain);
        let name = code(&place);
        let (why, title) = match lax {
            Lax::Missing => (
                format!("There is no DMARC record for {}", code(domain)),
                "Publish a DMARC record, and make its policy stricter once your mail passes",
            ),
            Lax::Watches => (
                format!("The DMARC policy at {name} asks for nothing"),
                "Make the DMARC policy `quarantine` or `reject` once your mail passes",
            ),
            Lax::Subdomains => (
                format!("The DMARC policy at {name} leaves subdomains open with `sp=none`"),
                "Make `sp` in the DMARC record as strict as `p`",
            ),
            Lax::Share => (
                format!("The DMARC policy at {name} is not for all mail, because of `pct`"),
                "Take `pct` out of the DMARC record",
            ),
            Lax::Testing => (
                format!("The DMARC policy at {name} is marked as a test with `t=y`"),
                "Take `t=y` out of the DMARC record",
            ),
        };
        let message = format!("{why}, so receivers show no logo.");
        let mut fix = Fix::new(title, None, Confidence::Review);
        fix.name = Some(place);
        fix.rtype = Some("TXT");
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message).fixed_by(fix));
    }
}
