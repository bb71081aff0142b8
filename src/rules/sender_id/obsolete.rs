//! A Sender ID record: nobody reads it any more.

use crate::facts::Facts;
use crate::record::{Kind, Record};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, is_named, names, rfc};
use crate::text::Span;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "sender-id-obsolete",
    severity: Severity::Advice,
    title: "A record that was given up",
    kind: Kind::SenderId,
    reference: rfc!(6686),
    why: "Sender ID was a way of 2006 to say who may send, beside SPF. Few ever used it, and it was given up. Its \
          record does no harm to SPF, and does nothing else either.",
    bad: "example.com. IN TXT \"v=spf1 mx -all\"\nexample.com. IN TXT \"spf2.0/pra mx -all\"",
    good: "example.com. IN TXT \"v=spf1 mx -all\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let with_spf = names(facts, |item| matches!(&item.record, Record::Spf(spf) if spf.recognised));
    for (record, item) in facts.items.iter().enumerate() {
        let Record::SenderId(sender_id) = &item.record else { continue };
        let has_spf = is_named(&with_spf, item);
        let start = code(sender_id.version.text(&item.value));
        let (message, fix) = if has_spf {
            let message = format!(
                "Receivers of today don't read records that start with {start}. The SPF record beside it says who may send."
            );
            (message, Fix::new("Delete this record", None, Confidence::Review))
        } else {
            let message = format!(
                "Receivers of today don't read records that start with {start}. They look for an SPF record, which starts with \
                 `v=spf1`."
            );
            let whole = (!sender_id.terms.is_empty()).then(|| sender_id.as_spf(&item.value));
            let title = "Delete this record, and have an SPF record say who may send";
            (message, Fix::new(title, whole, Confidence::Review))
        };
        let whole = Span::new(0, item.value.len());
        out.push(Finding::new(&RULE, record, whole, message).fixed_by(fix));
    }
}
