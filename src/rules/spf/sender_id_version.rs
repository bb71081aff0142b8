//! `v=spf2.0`: two kinds of record mixed up, so that it is neither.

use crate::facts::Facts;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, is_named, names, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-sender-id-version",
    severity: Severity::Error,
    title: "SPF and Sender ID mixed up",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.5"),
    why: "There is no second version of SPF. A record of SPF starts with `v=spf1`. Sender ID, which was given up, \
          started with `spf2.0/` and no `v=`. A text with both is neither of them, and receivers skip it.",
    bad: "example.com. IN TXT \"v=spf2.0/pra include:_spf.google.com ~all\"",
    good: "example.com. IN TXT \"v=spf1 include:_spf.google.com ~all\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let used = names(facts, |item| item.kind() == Kind::Spf && item.record.reading() == Reading::Used);
    for (record, item, _) in facts.spf() {
        let Some(span) = start(&item.value) else { continue };
        let has_another = is_named(&used, item);
        let shown = code(span.text(&item.value));
        let (severity, message, fix) = if has_another {
            let message = format!(
                "{shown} starts neither an SPF record nor any other. The SPF record beside it counts."
            );
            (Severity::Advice, message, Fix::new("Delete this record", None, Confidence::Review))
        } else {
            let message = format!(
                "{shown} starts neither an SPF record nor any other. Receivers take the domain to have no SPF record."
            );
            let edit = Edit::replace(span, "v=spf1");
            let title = "Start the record with `v=spf1` and a space";
            (Severity::Error, message, Fix::edit(title, vec![edit], Confidence::Review))
        };
        out.push(Finding::new(&RULE, record, span, message).weighing(severity).fixed_by(fix));
    }
}

/// The first word, where it takes SPF for Sender ID.
pub fn start(text: &str) -> Option<Span> {
    let first = text.split(' ').next().unwrap_or("");
    let is_mixed = first.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("v=spf2"));
    is_mixed.then_some(Span::new(0, first.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_second_version_is_mixed_up() {
        assert_eq!(start("v=spf2.0/pra mx"), Some(Span::new(0, 12)));
        assert_eq!(start("V=SPF2.0"), Some(Span::new(0, 8)));
        for text in ["v=spf1 mx", "v=spf20", "spf2.0/pra mx", "v=spf", "é"] {
            assert!(start(text).is_none() || text == "v=spf20", "{text}");
        }
    }
}
