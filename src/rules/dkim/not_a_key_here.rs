//! A text of another kind at the name of a key.

use crate::facts::item::item;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-not-a-key-here",
    severity: Severity::Warning,
    title: "Another kind of record where a key belongs",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.2.2"),
    why: "Below `_domainkey` receivers look for keys and for nothing else. A text of another kind there helps nobody, and \
          where it stands beside a key, some receivers take it for the key and give up.",
    bad: "s1._domainkey.example.com. TXT \"v=spf1 mx -all\"",
    good: concat!(
        "s1._domainkey.example.com. TXT \"v=DKIM1; k=ed25519; p=",
        super::ed25519!(),
        "\"\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\""
    ),
    check: Check::Dns(check),
};

fn check(domain: &Domain, _facts: &Facts, out: &mut Findings) {
    for tried in domain.keys.found() {
        let (Some(name), Some(lookup)) = (tried.name(), &tried.lookup) else { continue };
        let strange =
            lookup.found().find(|data| item(name, data).is_none_or(|item| item.kind() != Kind::Dkim));
        let Some(text) = strange.and_then(|data| data.text()) else { continue };
        let beside = if tried.items().is_empty() { "" } else { " beside a key" };
        let message = format!(
            "{} holds a text that is no key{beside}: {}. Receivers look there for the key of the selector {}.",
            code(name.as_str()),
            code(&text),
            code(&tried.selector)
        );
        let mut fix = Fix::new(
            "Delete this text, or put the key in its place as your service shows it",
            None,
            Confidence::Review,
        );
        fix.name = Some(tried.target().unwrap_or(name).to_string());
        fix.rtype = Some("TXT");
        let severity = if tried.why.is_named() { Severity::Error } else { Severity::Warning };
        out.push(Finding::about_domain(&RULE, message).weighing(severity).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn a_text_beside_a_key_is_said_to_stand_there() {
        let found =
            said(&RULE, "s1._domainkey.example.com TXT \"p=\"\ns1._domainkey.example.com TXT \"MS=ms1\"");
        assert!(found[0].message.contains("that is no key beside a key: `MS=ms1`."), "{found:?}");
        let named = said(&RULE, &format!("{}\n; selector: s1", RULE.bad));
        assert_eq!((named.len(), named[0].severity), (1, Severity::Error));
    }

    #[test]
    fn it_speaks_of_texts_that_were_read_and_are_no_keys() {
        for zone in [
            "s1._domainkey.example.com TXT !timeout",
            "s1._domainkey.example.com TXT \"some text\"",
            "*.example.com TXT \"v=spf1 mx -all\"",
            "s1._domainkey.example.com A 192.0.2.1",
        ] {
            assert_eq!(said(&RULE, zone), [], "{zone}");
        }
    }
}
