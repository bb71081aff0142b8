//! Blanks inside the key: allowed, and a sign of a paste that went through another program.

use super::key_is_judged;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dkim::DkimTag;
use crate::record::tag_list::is_blank;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::{Edit, Span, count};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-blank-in-key",
    severity: Severity::Advice,
    title: "Spaces inside the key",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "Receivers skip spaces inside a key, so it works. They come from a copy that was broken over lines, and a DNS \
          host or another checker may trip over them.",
    bad: r#"s1._domainkey.example.com. IN TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQH Og7hcvPapiMlrwIaaPcHURo=""#,
    good: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim().filter(|(_, item, dkim)| key_is_judged(&item.value, dkim)) {
        let text = item.value.as_str();
        let Some(tag) = dkim.tag(DkimTag::PublicKey).filter(|_| dkim.key.is_usable()) else { continue };
        let edits: Vec<Edit> = tag
            .value
            .text(text)
            .match_indices(is_blank)
            .map(|(at, blank)| {
                let start = tag.value.start + at;
                Edit::delete(Span::new(start, start + blank.len()))
            })
            .collect();
        if edits.is_empty() {
            continue;
        }
        let message = format!(
            "The key has {} inside. Receivers skip them, so it works as it is.",
            count(edits.len(), "space", "spaces")
        );
        let fix = Fix::edit("Take the spaces out", edits, Confidence::Safe);
        out.push(Finding::new(&RULE, record, tag.value, message).fixed_by(fix));
    }
}
