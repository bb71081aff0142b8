//! A key anywhere but below `_domainkey`: verifiers look at no other name.

use crate::facts::Facts;
use crate::providers;
use crate::record::Kind;
use crate::record::dkim::Key;
use crate::rules::places::{INNER, Place, Places};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::near::twice;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-wrong-name",
    severity: Severity::Error,
    title: "A key at a name where receivers don't look",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.2.1"),
    why: "A signature names its key by a word, the `selector`, and receivers look for it at that word, then \
          `_domainkey`, then the domain. A key at any other name is never found.",
    bad: concat!(r#"s1.domainkey.example.com. IN TXT "v=DKIM1; k=ed25519; p="#, super::ed25519!(), "\""),
    good: concat!(r#"s1._domainkey.example.com. IN TXT "v=DKIM1; k=ed25519; p="#, super::ed25519!(), "\""),
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let places = places(facts);
    for (record, item, dkim) in facts.dkim().filter(|(_, _, dkim)| dkim.version_ok) {
        let Some(name) = item.name.as_deref().filter(|_| !places.hold(item)) else { continue };
        if matches!(dkim.key, Key::Missing) {
            continue;
        }
        let span = Span::new(0, item.value.len());
        // Such a name is made for aliases to lead to.
        if providers::by_dkim_target(name).is_some() {
            let message = format!(
                "Receivers find this key only if an alias at a selector, then {}, leads to {}.",
                code("_domainkey."),
                code(name)
            );
            out.push(Finding::new(&RULE, record, span, message).weighing(Severity::Advice));
            continue;
        }
        let place = places.place(item);
        let mut severity = RULE.severity;
        let message = match doubled(name) {
            _ if let Place::Covered(right) = &place => {
                severity = Severity::Advice;
                let look =
                    format!("Receivers look for keys only at a selector, then {}", code("_domainkey."));
                places.covered(name, right, &look).0
            }
            _ if matches!(place, Place::Inner(_)) => {
                format!("{INNER} So receivers never find this key, which stands at {}.", code(name))
            }
            Some(_) => {
                format!("{} has the domain twice in it, so receivers never find this key.", code(name))
            }
            None => format!(
                "Receivers look for keys only at a selector, then {}. They never find this one, which stands at {}.",
                code("._domainkey."),
                code(name)
            ),
        };
        let mut fix = Fix::new(
            "Move the record to the name that the service gave you, with `_domainkey` in it",
            None,
            Confidence::Review,
        );
        if let Some(right) = doubled(name).filter(|_| matches!(place, Place::Elsewhere(_))) {
            fix = Fix::new(
                format!("Move the record to {}", code(&right)),
                Some(item.value.clone()),
                Confidence::Review,
            );
            fix.name = Some(right);
        }
        out.push(Finding::new(&RULE, record, span, message).weighing(severity).fixed_by(fix));
    }
}

/// Where receivers find keys.
pub fn places(facts: &Facts) -> Places<'_> {
    Places::of(facts, right_name)
}

/// A name at which the key could belong; none where it stands at one.
fn right_name(name: &str) -> Option<String> {
    // A label alone may stand in a zone that ends in `_domainkey`.
    let whole = name.contains('.') || name == "@" || name == "_domainkey";
    let below = name.split('.').skip(1).any(|label| label == "_domainkey");
    if whole && !below { Some(format!("s1._domainkey.{name}")) } else { doubled(name) }
}

/// `s1._domainkey.example.com` of `s1._domainkey.example.com.example.com`.
fn doubled(name: &str) -> Option<String> {
    let (selector, domain) = name.split_once("._domainkey.")?;
    let single = twice(domain)?;
    Some(format!("{selector}._domainkey.{single}"))
}
