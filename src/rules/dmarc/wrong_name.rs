//! A DMARC record anywhere but at `_dmarc`: receivers look at no other name.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::places::Places;
use crate::rules::{Check, Findings, Rule, Severity, rfc};
use crate::text::near::{is_slip_of, twice};

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
    let places = places(facts);
    for (record, item, _) in facts.dmarc().filter(|(_, _, dmarc)| dmarc.recognised) {
        if let Some(finding) = places.judge(&RULE, (record, item), ["Receivers", "DMARC"]) {
            out.push(finding);
        }
    }
}

/// Where receivers find DMARC records.
pub fn places(facts: &Facts) -> Places<'_> {
    Places::of(facts, right_name)
}

/// Where the record belongs; none where it is there.
fn right_name(name: &str) -> Option<String> {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    if first == "_dmarc" {
        // The DNS host added the domain to a name that held it already.
        return twice(rest).map(|domain| format!("_dmarc.{domain}"));
    }
    // `*._dmarc.example.com`, `s1._domainkey.example.com`: the domain stands behind these.
    for part in ["._dmarc.", "._domainkey."] {
        if let Some(at) = name.rfind(part) {
            return Some(format!("_dmarc.{}", &name[at + part.len()..]));
        }
    }
    // `@` and names without a dot stand in a zone that is not known here.
    let glued = ["_dmarc_", "_dmarc-"].iter().find_map(|glued| name.strip_prefix(glued));
    let domain = match first {
        "@" => "",
        "_domainkey" => rest,
        _ if is_slip_of(first, "_dmarc") => twice(rest).unwrap_or(rest),
        // `_dmarc_example.com`
        _ if let Some(domain) = glued.filter(|domain| domain.contains('.')) => domain,
        _ => name,
    };
    Some(if domain.is_empty() { "_dmarc".to_owned() } else { format!("_dmarc.{domain}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn a_slip_in_the_name_is_no_domain() {
        let report = explain_records("_dmarc_.example.com. IN TXT \"v=DMARC1; p=none\"", &Hints::default());
        let record = &report.records[0];
        let found = record.findings.iter().find(|finding| finding.rule == &RULE).unwrap();
        assert!(found.message.contains("only at `_dmarc.example.com`."), "{}", found.message);
        let says = crate::explain::summary(&record.record, &record.value, record.name.as_deref());
        assert!(says.contains("from this domain"), "{says}");
        assert_eq!(
            record.summary,
            "Receivers don't look for DMARC records at `_dmarc_.example.com`, so this record does nothing."
        );
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
            ("_dmarc_.example.com", Some("_dmarc.example.com")),
            ("_dmarc_", Some("_dmarc")),
            ("__dmarc.example.com", Some("_dmarc.example.com")),
            ("_dmrac.example.com", Some("_dmarc.example.com")),
            ("_dmarc1.example.com", Some("_dmarc.example.com")),
            ("_dmark.example.com", Some("_dmarc.example.com")),
            ("_dmarc_example.com", Some("_dmarc.example.com")),
            ("_dmarc-mail.example.com", Some("_dmarc.mail.example.com")),
            ("_dmarc_.example.com.example.com", Some("_dmarc.example.com")),
            ("_domainkey.example.com", Some("_dmarc.example.com")),
            ("march.example.com", Some("_dmarc.march.example.com")),
            ("@", Some("_dmarc")),
            ("_dmarc.example.com.example.com", Some("_dmarc.example.com")),
        ] {
            assert_eq!(right_name(name).as_deref(), expected, "{name}");
        }
    }
}
