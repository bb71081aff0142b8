//! A BIMI record at a name where receivers don't look.

use super::bimis;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::places::Places;
use crate::rules::{Check, Findings, Rule, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    id: "bimi-wrong-name",
    severity: Severity::Error,
    title: "A BIMI record at a name where receivers don't look",
    kind: Kind::Bimi,
    reference: super::DRAFT,
    why: "Receivers look for a logo at `default._bimi` before the domain, unless a message names another first \
          part. At `_bimi` alone, or at the domain itself, they don't look.",
    bad: "_bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"",
    good: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let places = Places::of(facts, right_name);
    for (record, item, _) in bimis(facts).filter(|(.., bimi)| bimi.recognised) {
        if let Some(finding) = places.judge(&RULE, (record, item), ["Receivers", "the logo"]) {
            out.push(finding);
        }
    }
}

/// Where the record belongs; none where it is there.
fn right_name(name: &str) -> Option<String> {
    if name.contains("._bimi.") || name.ends_with("._bimi") {
        return None;
    }
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let domain = match first {
        "_bimi" | "bimi" | "@" => rest,
        "default" if rest.starts_with("bimi.") => &rest[5..],
        _ => name,
    };
    Some(if domain.is_empty() { "default._bimi".to_owned() } else { format!("default._bimi.{domain}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_is_right() {
        for (name, expected) in [
            ("default._bimi.example.com", None),
            ("brand._bimi.example.com", None),
            ("default._bimi", None),
            ("_bimi.example.com", Some("default._bimi.example.com")),
            ("_bimi", Some("default._bimi")),
            ("example.com", Some("default._bimi.example.com")),
            ("default.bimi.example.com", Some("default._bimi.example.com")),
            ("@", Some("default._bimi")),
        ] {
            assert_eq!(right_name(name).as_deref(), expected, "{name}");
        }
    }
}
