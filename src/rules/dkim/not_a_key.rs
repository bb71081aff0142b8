//! What stands in `p=` is no key, or the record has none.

use super::{key_is_judged, target_as_text, version_swallows};
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dkim::{Dkim, DkimTag, Key, KeyType};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-not-a-key",
    severity: Severity::Error,
    title: "There is no key that receivers can read",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "The tag `p` holds the key as one long word of letters, digits, `+`, `/` and `=`. Lines such as \
          `-----BEGIN PUBLIC KEY-----`, or text of another kind, don't belong there, and receivers can't use the key.",
    bad: r#"s1._domainkey.example.com. IN TXT "v=DKIM1; k=rsa; p=to-be-added""#,
    good: concat!("s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=", super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim() {
        let text = item.value.as_str();
        // A broken list of tags and a CNAME's target have rules of their own.
        let (span, message) = match dkim.key {
            Key::Missing if version_swallows(text, dkim) => continue,
            Key::Missing if dkim.bad_tag || target_as_text::target(text, dkim).is_some() => continue,
            Key::Missing => {
                (Span::new(0, text.len()), "This record has no tag `p`, so receivers find no key in it.")
            }
            Key::NotBase64 if key_is_judged(text, dkim) => (
                dkim.key_span(text),
                "The text in `p=` holds signs that no key can hold, so receivers can't read the key.",
            ),
            Key::NotAKey if key_is_judged(text, dkim) => {
                (dkim.key_span(text), "Receivers can read the text in `p=`, but it is not a key.")
            }
            Key::NotBase64
            | Key::NotAKey
            | Key::Revoked
            | Key::Truncated { .. }
            | Key::Rsa { .. }
            | Key::Ed25519 { .. } => continue,
        };
        let mut finding = Finding::new(&RULE, record, span, message);
        if let Some(bare) = without_frame(text, dkim) {
            let edit = Edit::replace(dkim.key_span(text), bare);
            let title = "Take the lines with dashes away, and keep the key between them";
            finding = finding.fixed_by(Fix::edit(title, vec![edit], Confidence::Safe));
        } else if let Some((title, bare, confidence)) = meant(text, dkim) {
            let edit = Edit::replace(dkim.key_span(text), bare);
            finding = finding.fixed_by(Fix::edit(title, vec![edit], confidence));
        } else {
            let title = "Copy the key again from the service that made it";
            finding = finding.fixed_by(Fix::new(title, None, Confidence::Review));
        }
        out.push(finding);
    }
}

/// The key without signs around it, or with those of plain base64, where that makes one that receivers can load.
fn meant(text: &str, dkim: &Dkim) -> Option<(&'static str, String, Confidence)> {
    let value = dkim.tag(DkimTag::PublicKey)?.value.text(text);
    let loads = |bare: &str| Key::read(bare, dkim.key_type).is_usable();
    let bare = written::unwrapped(value).unwrap_or(value).trim_end_matches(['.', ',', ' ']);
    if bare.len() < value.len() && loads(bare) {
        return Some(("Take the signs around the key away", bare.to_owned(), Confidence::Safe));
    }
    // The alphabet of base64 that addresses take.
    let plain = bare.replace('-', "+").replace('_', "/");
    let title = "Put `+` and `/` in place of `-` and `_`, and compare the key with what the service shows";
    (plain != bare && loads(&plain)).then_some((title, plain, Confidence::Review))
}

/// The key between `-----BEGIN PUBLIC KEY-----` and `-----END PUBLIC KEY-----`, where it is one.
fn without_frame(text: &str, dkim: &Dkim) -> Option<String> {
    let value = dkim.tag(DkimTag::PublicKey)?.value.text(text);
    let (_, inside) = value.split_once("-----BEGIN")?;
    let (_, inside) = inside.split_once("-----")?;
    let inside = inside.split_once("-----END").map_or(inside, |(key, _)| key);
    let bare: String = inside.chars().filter(|c| !c.is_whitespace()).collect();
    let found = Key::read(&bare, KeyType::Rsa);
    matches!(found, Key::Rsa { .. }).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn a_key_with_signs_around_it_is_kept() {
        let key = super::super::ed25519!();
        for (value, confidence) in [
            (format!("'{key}'"), Confidence::Safe),
            (format!("<{key}>"), Confidence::Safe),
            (format!("{key}."), Confidence::Safe),
            (key.replace('/', "_"), Confidence::Review),
            (format!("{}*", &key[..20]), Confidence::Review),
        ] {
            let text = format!("v=DKIM1; k=ed25519; p={value}");
            let report = explain_records(&text, &Hints::default());
            let found = report.records[0].findings.iter().find(|found| found.rule == &RULE).unwrap();
            let fix = found.fix.as_ref().unwrap();
            let expected = (!value.contains('*')).then(|| format!("v=DKIM1; k=ed25519; p={key}"));
            assert_eq!((fix.value(&text), fix.confidence), (expected, confidence), "{value}");
        }
    }
}
