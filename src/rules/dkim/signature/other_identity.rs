//! `i=` names an address outside the domain that signs.

use super::{is_dkim, sign_anew, signatures, signed};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::header::after_at;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-signature-other-identity",
    severity: Severity::Error,
    title: "Signed for an address outside the signing domain",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.5"),
    why: "A domain can answer for its own addresses and those of its subdomains, and for no others. Receivers discard a \
          signature in which `i=` names an address elsewhere.",
    bad: signed!("i=joe@example.net; h=from:to:subject; "),
    good: signed!("i=joe@mail.football.example.com; h=from:to:subject; "),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, text, header, _) in signatures(facts).filter(|(_, _, header, _)| is_dkim(header)) {
        let (Some(tag), Some(domain)) = (header.tag(text, "i"), header.value(text, "d")) else { continue };
        let identity = tag.value.text(text);
        let is_inside = |host: &str| {
            let before = host.strip_suffix(domain.to_ascii_lowercase().as_str());
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        if domain.is_empty() || identity.is_empty() || is_inside(&after_at(identity).to_ascii_lowercase()) {
            continue;
        }
        let (identity, domain) = (code(identity), code(domain));
        let message = [&domain, " signed for ", &identity, ", which is not an address of its own."].concat();
        let fix = sign_anew("Set the sending service to sign with the domain of the sender's address");
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
    }
}
