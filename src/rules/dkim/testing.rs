//! `t=y`: the domain says that it is only testing DKIM.

use crate::facts::Facts;
use crate::record::dkim::DkimTag;
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-testing",
    severity: Severity::Warning,
    title: "The key says that it is only a test",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "With `t=y` a domain says that it is trying DKIM out. Receivers may then treat mail that it signs as if it were \
          not signed, so the tag is for the first days and no longer.",
    bad: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; t=y; k=ed25519; p=", super::ed25519!(), "\""),
    good: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim().filter(|(_, _, dkim)| dkim.testing) {
        let text = item.value.as_str();
        let Some(tag) = dkim.tag(DkimTag::Flags).filter(|_| dkim.reading() == Reading::Used) else {
            continue;
        };
        let others: Vec<&str> =
            tag.value.text(text).split(':').map(str::trim).filter(|flag| *flag != "y").collect();
        let edit = if others.is_empty() {
            let after = text[tag.span.end..]
                .find(|c| c != ';' && c != ' ')
                .map_or(text.len(), |at| tag.span.end + at);
            Edit::delete(Span::new(tag.span.start, after))
        } else {
            Edit::replace(tag.value, others.join(":"))
        };
        let message = format!(
            "{} says that this is only a test, so receivers may treat signed mail as if it were not signed.",
            code(tag.span.text(text))
        );
        let fix = Fix::edit("Take the test flag out once signed mail passes", vec![edit], Confidence::Review);
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
    }
}
