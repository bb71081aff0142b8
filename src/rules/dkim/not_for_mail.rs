//! `s=` without `email` or `*`: the key is not for mail.

use super::capitals;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dkim::DkimTag;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-not-for-mail",
    severity: Severity::Error,
    title: "The key is not for mail",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "The tag `s` says what a key is for. Without it, or with `*` or `email` in it, the key may be used for mail; with \
          anything else receivers don't use it to check mail.",
    bad: concat!(
        "s1._domainkey.example.com. IN TXT \"v=DKIM1; s=web; k=ed25519; p=",
        super::ed25519!(),
        "\""
    ),
    good: concat!(
        "s1._domainkey.example.com. IN TXT \"v=DKIM1; s=email; k=ed25519; p=",
        super::ed25519!(),
        "\""
    ),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim() {
        let text = item.value.as_str();
        let in_capitals = dkim.is_in_capitals(text, DkimTag::Services, "email");
        if !dkim.not_for_email && !in_capitals {
            continue;
        }
        let Some(tag) =
            dkim.tag(DkimTag::Services).filter(|tag| !written::has_odd_in_tags(tag.span.text(text)))
        else {
            continue;
        };
        if in_capitals {
            out.push(capitals(&RULE, record, text, tag));
            continue;
        }
        let message = format!(
            "{} says that this key is not for mail, so receivers don't check mail with it.",
            code(tag.span.text(text))
        );
        let edit = Edit::replace(tag.value, "email");
        // A key for reports on TLS (RFC 8460) is meant so.
        let fix = Fix::edit("Allow it for mail, if it is meant for that", vec![edit], Confidence::Review);
        out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dkim::tests::check_weights;

    #[test]
    fn capitals_are_known_to_some_receivers() {
        check_weights(
            &RULE,
            "s",
            &[
                ("email", None),
                ("Email", Some((Severity::Warning, "email"))),
                ("other:EMAIL", Some((Severity::Warning, "other:email"))),
                ("email:EMAIL", None),
                ("other", Some((Severity::Error, "email"))),
            ],
        );
    }
}
