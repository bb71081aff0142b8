//! A selector that mail is signed with, and no key for it.

use crate::facts::keys::Why;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-selector-missing",
    severity: Severity::Error,
    title: "The selector that you asked for has no key",
    kind: Kind::Dkim,
    reference: rfc!(6376, "6.1.2"),
    why: "A signature names its selector, and receivers look for the key at that name. Where they find none, the signature \
          counts for nothing, however well the mail was signed.",
    bad: "s1._domainkey.example.com. TXT \"v=DKIM1; k=rsa; p=\"\n; selector: s2",
    good: concat!(
        "s1._domainkey.example.com. TXT \"v=DKIM1; k=ed25519; p=",
        super::ed25519!(),
        "\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n; selector: s1"
    ),
    check: Check::Dns(check),
};

fn check(domain: &Domain, _facts: &Facts, out: &mut Findings) {
    let keys = &domain.keys;
    let wildcard_is_a_key =
        keys.wildcard.as_ref().is_some_and(|w| super::answers_with_a_key(w) && !super::is_withdrawn(w));
    for tried in keys.tried.iter().filter(|tried| tried.why.is_named()) {
        let Some(name) = tried.name() else { continue };
        let is_empty = tried.is_absent()
            && !keys.is_wildcards(tried)
            && !keys.gone().any(|(gone, _)| gone.selector == tried.selector);
        let is_covered = keys.is_wildcards(tried) && !wildcard_is_a_key;
        let message = if is_empty {
            format!(
                "Receivers find no key at {}. Mail that is signed with the selector {} fails the check.",
                code(name.as_str()),
                code(&tried.selector)
            )
        } else if is_covered {
            format!(
                "{} has no record of its own: it gets what every name there gets, and that is no key in use. Mail that is signed \
                 with {} fails the check.",
                code(name.as_str()),
                code(&tried.selector)
            )
        } else {
            continue;
        };
        let title = format!(
            "Publish the key of {} at this name, as the service that signs your mail shows it",
            code(&tried.selector)
        );
        let mut fix = Fix::new(title, None, Confidence::Example);
        fix.name = Some(name.to_string());
        // A reader may have typed a selector that is not in use; a header is proof.
        let may_be_unused = tried.why == Why::Given && keys.found().next().is_some();
        let severity = if may_be_unused { Severity::Warning } else { Severity::Error };
        out.push(Finding::about_domain(&RULE, message).weighing(severity).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn it_weighs_more_where_there_is_no_other_key() {
        assert_eq!(said(&RULE, RULE.bad)[0].severity, Severity::Warning);
        assert_eq!(said(&RULE, "example.com A 192.0.2.1\n; selector: s2")[0].severity, Severity::Error);
    }

    #[test]
    fn a_wildcard_without_a_key_in_use_is_no_key() {
        for text in ["v=spf1 -all", "v=DKIM1; p="] {
            let found = said(&RULE, &format!("*._domainkey.example.com TXT \"{text}\"\n; selector: s2"));
            assert!(found[0].message.contains("has no record of its own"), "{found:?}");
        }
    }

    #[test]
    fn keys_that_have_another_place_may_be_missing_there() {
        let found = said(
            &RULE,
            "no-such-name._domainkey.example.com CNAME no-such-name.keys.example.net\n\
             s2._domainkey.example.com CNAME s2.keys.example.net\n; selector: s2",
        );
        assert!(found[0].message.starts_with("Receivers find no key at `s2._domainkey"), "{found:?}");
    }

    #[test]
    fn what_nobody_knows_is_not_missing() {
        for zone in [
            "s2._domainkey.example.com TXT !timeout",
            "*._domainkey.example.com TXT !blocked-or-unreachable",
            "s2._domainkey.example.com CNAME late.example.net\nlate.example.net TXT !timeout",
            "*._domainkey.example.com TXT \"v=DKIM1; p=abc\"",
            "s2._domainkey.example.com CNAME gone.example.net",
        ] {
            assert_eq!(said(&RULE, &format!("{zone}\n; selector: s2")), [], "{zone}");
        }
    }
}
