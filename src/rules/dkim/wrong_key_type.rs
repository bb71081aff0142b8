//! `k=` names another type than the key has, or one that nobody knows.

use super::key_is_judged;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dkim::{Dkim, DkimTag, Key, KeyType};
use crate::record::tag_list::Tag;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-wrong-key-type",
    severity: Severity::Error,
    title: "The record names another type of key than it holds",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "The tag `k` names the type of the key: `rsa`, which is also meant where it is not there, or `ed25519`. Where the \
          key is of another type, receivers can't load it, and every signature made with it fails.",
    bad: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=rsa; p=", super::ed25519!(), "\""),
    good: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim() {
        let text = item.value.as_str();
        let tag = dkim.tag(DkimTag::KeyType);
        if tag.is_some_and(|tag| written::has_odd_in_tags(tag.value.text(text))) || !key_is_judged(text, dkim)
        {
            continue;
        }
        // `k:ed25519` names the type, and has a rule of its own.
        let names_it = |tag: &Tag| {
            tag.equals.is_none()
                && tag.span.text(text).starts_with('k')
                && tag.span.text(text)[1..].starts_with([':', ' ', '\t'])
        };
        if tag.is_none() && dkim.tags.iter().any(|(_, tag)| names_it(tag)) {
            continue;
        }
        let holds = match dkim.key {
            Key::Rsa { .. } => Some(("an RSA key", "rsa")),
            Key::Ed25519 { .. } => Some(("an Ed25519 key", "ed25519")),
            Key::Missing | Key::Revoked | Key::NotBase64 | Key::Truncated { .. } | Key::NotAKey => None,
        };
        let mislabelled =
            matches!(dkim.key, Key::Rsa { mislabelled: true, .. } | Key::Ed25519 { mislabelled: true, .. });
        let (severity, message) = match (dkim.key_type, holds) {
            (KeyType::Unknown, _) => {
                let named = tag.map_or("", |tag| tag.value.text(text));
                (
                    Severity::Error,
                    format!(
                        "Receivers know no type of key called {}, so they can't use this one.",
                        code(named)
                    ),
                )
            }
            (KeyType::Rsa | KeyType::Ed25519, Some((holds, _))) if mislabelled => {
                let says = match tag {
                    Some(tag) => format!("The record says {}", code(tag.span.text(text))),
                    None => "The record names no type, which means RSA".to_owned(),
                };
                (Severity::Error, format!("{says}, and holds {holds}. Receivers can't load it."))
            }
            (KeyType::Rsa | KeyType::Ed25519, _) => {
                // Verifiers differ on whether capitals matter here.
                let Some(named) = tag.map(|tag| tag.value.text(text)) else { continue };
                if !named.bytes().any(|b| b.is_ascii_uppercase()) {
                    continue;
                }
                let message =
                    format!("Some receivers don't know {}, because the name has capitals.", code(named));
                (Severity::Warning, message)
            }
        };
        let span = tag.map_or(dkim.key_span(text), |tag| tag.span);
        let mut finding = Finding::new(&RULE, record, span, message).weighing(severity);
        if let Some((_, name)) = holds {
            let title = format!("Write `k={name}`");
            finding = finding.fixed_by(Fix::edit(title, vec![edit(dkim, name)], Confidence::Safe));
        }
        out.push(finding);
    }
}

fn edit(dkim: &Dkim, name: &str) -> Edit {
    match dkim.tag(DkimTag::KeyType) {
        Some(tag) if tag.equals.is_some() => Edit::replace(tag.value, name),
        // A `k` alone has no value that could be replaced.
        Some(tag) => Edit::replace(tag.span, format!("k={name}")),
        None => {
            let at = dkim.tag(DkimTag::PublicKey).map_or(Span::new(0, 0), |tag| tag.span).start;
            Edit::insert(at, format!("k={name}; "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;
    use crate::text::apply_edits;

    #[test]
    fn a_type_behind_a_colon_is_one_finding() {
        let text = concat!("v=DKIM1; k:ed25519; p=", super::super::ed25519!());
        let record = &explain_records(text, &Hints::default()).records[0];
        let expected = concat!("v=DKIM1; k=ed25519; p=", super::super::ed25519!());
        assert_eq!(record.corrected.as_deref(), Some(expected));
        assert!(!record.findings.iter().any(|found| found.rule == &RULE), "{:?}", record.findings);
    }

    #[test]
    fn a_tag_without_a_value_gets_one() {
        let text = concat!("v=DKIM1; k; p=", super::super::ed25519!());
        let fixed = apply_edits(text, &[edit(&Dkim::parse(text), "ed25519")]);
        assert_eq!(fixed, concat!("v=DKIM1; k=ed25519; p=", super::super::ed25519!()));
    }
}
