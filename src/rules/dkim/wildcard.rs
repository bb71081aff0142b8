//! One record answers for every selector, so that nothing tells which ones are in use.

use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-wildcard",
    severity: Severity::Warning,
    title: "Every selector gets the same answer",
    kind: Kind::Dkim,
    reference: rfc!(4592, "2.1.1"),
    why: "A record whose name starts with `*` answers for every name that has no record of its own. A selector that \
          was deleted or mistyped then looks as if somebody had set it up, and a wrong key hides behind it.",
    bad: "*._domainkey.example.com. TXT \"v=DKIM1; k=ed25519; p=your-key\"",
    good: concat!(
        "s1._domainkey.example.com. TXT \"v=DKIM1; k=ed25519; p=",
        super::ed25519!(),
        "\"\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\""
    ),
    check: Check::Dns(check),
};

fn check(domain: &Domain, _facts: &Facts, out: &mut Findings) {
    let found = super::wildcard(&domain.keys).filter(|wildcard| !super::is_withdrawn(wildcard));
    let Some(wildcard) = found else { return };
    let name = format!("*._domainkey.{}", domain.name);
    let what = match (wildcard.answer.aliases.last(), super::answers_with_a_key(wildcard)) {
        (Some(target), _) => format!("an alias for {}", code(target.as_str())),
        (None, true) => String::from("the same key"),
        (None, false) => String::from("a text that is no key"),
    };
    let message = format!(
        "Every selector at {} gets {what}, even one that nobody set up. That comes from a record at {}.",
        code(domain.name.as_str()),
        code(&name)
    );
    let title = format!("Delete the record at {}, and keep one record for each selector in use", code(&name));
    out.push(Finding::about_domain(&RULE, message).fixed_by(Fix::new(title, None, Confidence::Review)));
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn what_is_answered_is_said() {
        for (record, what) in [
            ("TXT \"v=spf1 -all\"", "gets a text that is no key, even"),
            ("TXT \"v=DKIM1; p=abc\"", "gets the same key, even"),
            ("CNAME keys.example.net", "gets an alias for `keys.example.net`, even"),
        ] {
            let findings = said(&RULE, &format!("*._domainkey.example.com {record}"));
            assert!(findings[0].message.contains(what), "{findings:?}");
        }
    }

    #[test]
    fn what_nobody_knows_is_no_wildcard() {
        for zone in [
            "*._domainkey.example.com TXT !timeout",
            "*._domainkey.example.com TXT \"v=DKIM1; p=abc\"\n_domainkey.example.com TXT !timeout",
            "*._domainkey.example.com TXT \"v=DKIM1; p=\"",
            "*.example.com TXT \"v=spf1 -all\"",
        ] {
            assert_eq!(said(&RULE, zone), [], "{zone}");
        }
    }
}
