//! More than ten parts that make receivers look something up: they stop, and count an error.

use crate::facts::Facts;
use crate::record::spf::Term;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-too-many-lookups",
    severity: Severity::Error,
    title: "More than 10 lookups",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.4"),
    why: "Each `include`, `a`, `mx`, `ptr`, `exists` and `redirect` makes receivers ask DNS, and so do those in the \
          records that are included. A receiver that has made 10 of them stops and counts an error; servers that it found before that still pass.",
    bad: r#"example.com. IN TXT "v=spf1 a mx include:_spf.google.com include:sendgrid.net include:spf.mandrillapp.com include:spf.mailjet.com include:amazonses.com include:zoho.eu include:mail.zendesk.com include:_spf.salesforce.com include:mktomail.com ~all""#,
    good: r#"example.com. IN TXT "v=spf1 mx include:_spf.google.com include:sendgrid.net ~all""#,
    check: Check::Records(check),
};

/// RFC 7208, section 4.6.4.
pub const LIMIT: usize = 10;

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let text = item.value.as_str();
        let lookups: Vec<&Term> = spf.reachable().filter(|term| term.is_lookup()).collect();
        let Some(first_over) = lookups.get(LIMIT) else { continue };
        let message = format!(
            "Receiving servers stop after {LIMIT} lookups; this record needs at least {}. Mail from a server that is found \
             only at {} or after it fails.",
            lookups.len(),
            code(first_over.span.text(text))
        );
        let title = "Take out services that you no longer use, and put `ip4:` in place of `a` and `mx`";
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, first_over.span, message).fixed_by(fix));
    }
}
