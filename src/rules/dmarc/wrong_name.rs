//! A DMARC record anywhere but at `_dmarc`: receivers look at no other name.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;
use crate::text::near::twice;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-wrong-name",
    severity: Severity::Error,
    title: "A DMARC record at a name where receivers don't look",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "Receivers look for DMARC at one name alone: `_dmarc`, a dot, and the domain. A record at the domain itself, or \
          at a name that is spelt another way, is never found.",
    bad: r#"dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.dmarc().filter(|(_, _, dmarc)| dmarc.recognised) {
        let Some(name) = item.name.as_deref() else { continue };
        let right = match place(name) {
            Place::Right => continue,
            Place::Doubled(right) | Place::Elsewhere(right) => right,
        };
        let message = format!(
            "Receivers look for DMARC only at {}. They never find this record, which stands at {}.",
            code(&right),
            code(name)
        );
        let mut fix = Fix::new(
            format!("Move the record to {}", code(&right)),
            Some(item.value.clone()),
            Confidence::Review,
        );
        fix.name = Some(right);
        out.push(Finding::new(&RULE, record, Span::new(0, item.value.len()), message).fixed_by(fix));
    }
}

/// Receivers never find a DMARC record at this name.
pub fn is_wrong(name: Option<&str>) -> bool {
    name.is_some_and(|name| !matches!(place(name), Place::Right))
}

enum Place {
    Right,
    /// The DNS host added the domain to a name that held it already.
    Doubled(String),
    Elsewhere(String),
}

fn place(name: &str) -> Place {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    if first == "_dmarc" {
        return match twice(rest) {
            Some(domain) => Place::Doubled(format!("_dmarc.{domain}")),
            None => Place::Right,
        };
    }
    // `*._dmarc.example.com`, `s1._domainkey.example.com`: the domain stands behind these.
    for part in ["._dmarc.", "._domainkey."] {
        if let Some(at) = name.rfind(part) {
            return Place::Elsewhere(format!("_dmarc.{}", &name[at + part.len()..]));
        }
    }
    // `@` and names without a dot stand in a zone that is not known here.
    let domain = match first {
        "dmarc" | "_dmrac" | "_damrc" | "_dmarc1" | "_dmark" | "_domainkey" | "__dmarc" | "-dmarc" => rest,
        "@" => "",
        _ => name,
    };
    Place::Elsewhere(if domain.is_empty() { "_dmarc".to_owned() } else { format!("_dmarc.{domain}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(name: &str) -> Option<String> {
        match place(name) {
            Place::Right => None,
            Place::Doubled(right) | Place::Elsewhere(right) => Some(right),
        }
    }

    #[test]
    fn one_place_is_right() {
        for (name, expected) in [
            ("_dmarc.example.com", None),
            ("_dmarc", None),
            ("_dmarc.mail.example.com", None),
            ("example.com", Some("_dmarc.example.com")),
            ("dmarc.example.com", Some("_dmarc.example.com")),
            ("*._dmarc.example.com", Some("_dmarc.example.com")),
            ("s1._domainkey.example.com", Some("_dmarc.example.com")),
            ("dmarc", Some("_dmarc")),
            ("@", Some("_dmarc")),
            ("_dmarc.example.com.example.com", Some("_dmarc.example.com")),
        ] {
            assert_eq!(moved(name).as_deref(), expected, "{name}");
        }
    }
}
