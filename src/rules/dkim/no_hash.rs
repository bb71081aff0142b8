//! `h=sha1`: the key allows no hash that verifiers accept.

use super::capitals;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dkim::DkimTag;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-no-usable-hash",
    severity: Severity::Error,
    title: "The key allows no hash that receivers accept",
    kind: Kind::Dkim,
    reference: rfc!(8301, "3.1"),
    why: "The tag `h` lists the ways to sum up a message before it is signed. The old `sha1` is no longer safe and may not \
          be used, so a key that allows nothing else can't be used either.",
    bad: concat!(
        "s1._domainkey.example.com. IN TXT \"v=DKIM1; h=sha1; k=ed25519; p=",
        super::ed25519!(),
        "\""
    ),
    good: concat!(
        "s1._domainkey.example.com. IN TXT \"v=DKIM1; h=sha256; k=ed25519; p=",
        super::ed25519!(),
        "\""
    ),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim() {
        let text = item.value.as_str();
        let in_capitals = dkim.is_in_capitals(text, DkimTag::Hashes, "sha256");
        if !dkim.no_usable_hash && !in_capitals {
            continue;
        }
        let Some(tag) =
            dkim.tag(DkimTag::Hashes).filter(|tag| !written::has_odd_in_tags(tag.span.text(text)))
        else {
            continue;
        };
        if in_capitals {
            out.push(capitals(&RULE, record, text, tag));
            continue;
        }
        let message = format!(
            "{} allows no hash that receivers accept today, so every signature made with this key fails.",
            code(tag.span.text(text))
        );
        let fix = Fix::edit("Allow `sha256`", vec![Edit::replace(tag.value, "sha256")], Confidence::Safe);
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
            "h",
            &[
                ("sha256", None),
                ("Sha256", Some((Severity::Warning, "sha256"))),
                ("other:SHA256", Some((Severity::Warning, "other:sha256"))),
                ("sha256:SHA256", None),
                ("other", Some((Severity::Error, "sha256"))),
            ],
        );
    }
}
