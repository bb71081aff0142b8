//! No key at any selector that was tried: there may be one all the same, since selectors can't be listed.

use crate::dns::Outcome;
use crate::facts::{Domain, Facts, keys};
use crate::record::{Kind, Reading};
use crate::rules::spf::sends_no_mail::is_closed;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{count, list};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-none-found",
    severity: Severity::Advice,
    title: "No key was found at the selectors that were tried",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.1"),
    why: "A signed message names its key by a word, the `selector`. A domain's selectors can't be listed: Waxseal can \
          only try those that people often use. The header `DKIM-Signature` of a message that you sent names yours.",
    bad: "example.com. TXT \"v=spf1 mx -all\"\nexample.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1\n\
          q7x._domainkey.example.com. TXT \"v=DKIM1; k=rsa; p=\"",
    good: concat!(
        "example.com. TXT \"v=spf1 mx -all\"\nexample.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1\n",
        "mail._domainkey.example.com. TXT \"v=DKIM1; k=ed25519; p=",
        super::ed25519!(),
        "\"\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\""
    ),
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let keys = &domain.keys;
    let (tried, unknown) = (keys.names_tried(), keys.could_not_ask().count());
    // What was found instead of a key, and a selector that somebody named, have rules of their own.
    let is_said = keys.found().next().is_some()
        || keys.gone().next().is_some()
        || keys.tried.iter().any(|tried| tried.why.is_named())
        || keys.wildcard.as_ref().is_some_and(super::answers_with_a_key);
    if !keys.is_tried || is_said || unknown >= tried {
        return;
    }
    let Some(sends) = sends(domain, facts) else { return };
    let name = code(&format!("_domainkey.{}", domain.name));
    if keys.none_exists() {
        let message = format!(
            "No name stands at {name} or below it, so no key does. Receivers can't check a signature in the name of {}.",
            code(domain.name.as_str())
        );
        let title = "Turn DKIM on at the service that sends your mail, and publish the key that it shows";
        let fix = Fix::new(title, None, Confidence::Example);
        let severity = if sends { Severity::Warning } else { Severity::Advice };
        out.push(Finding::about_domain(&RULE, message).weighing(severity).fixed_by(fix));
        return;
    }
    let made: Vec<String> = keys::services(domain)
        .into_iter()
        .filter(|provider| provider.makes_selectors)
        .take(2)
        .map(|provider| provider.name.to_owned())
        .collect();
    let rest = match (made.as_slice(), unknown) {
        ([], 0) => String::from("A domain's selectors can't be listed, so a key may stand at another name."),
        ([], _) => {
            let more = count(unknown, "name", "names");
            format!("{more} more could not be asked, and a key may stand at yet another name.")
        }
        (names, _) => {
            let make = if names.len() == 1 { "makes" } else { "make" };
            format!("Selectors can't be listed, and {} {make} up new ones for each customer.", list(names))
        }
    };
    let message = format!("None of the {tried} names tried below {name} holds a key. {rest}");
    let title = "Look in a message that you sent for the header `DKIM-Signature`, and give Waxseal what stands after `s=`";
    let fix = Fix::new(title, None, Confidence::Example);
    out.push(Finding::about_domain(&RULE, message).fixed_by(fix));
}

/// Whether the domain sends mail, by its SPF record; none where it seems to have no mail at all.
fn sends(domain: &Domain, facts: &Facts) -> Option<bool> {
    let ours = || facts.spf().filter(|(_, item, _)| item.name.as_deref() == Some(domain.name.as_str()));
    if ours().any(|(_, _, spf)| is_closed(spf)) {
        return None;
    }
    let sends = ours().any(|(_, _, spf)| spf.reading() == Reading::Used);
    let receives = match domain.mail.mx.as_ref().map(|mx| &mx.answer.outcome) {
        Some(Outcome::Found(_)) => !facts.mx().any(|(_, _, mx)| mx.is_null()),
        Some(Outcome::Absent { .. } | Outcome::Unknown(_)) | None => false,
    };
    (sends || receives).then_some(sends)
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    const SENDS: &str = "example.com TXT \"v=spf1 mx -all\"\nexample.com MX 10 mx.example.com\n";

    #[test]
    fn that_no_name_exists_is_certain() {
        let findings = said(&RULE, SENDS);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].severity, Severity::Warning);
        assert!(
            findings[0].message.starts_with("No name stands at `_domainkey.example.com`"),
            "{findings:?}"
        );
        let receives = said(&RULE, "example.com MX 10 mx.example.com");
        assert_eq!(receives[0].severity, Severity::Advice);
    }

    #[test]
    fn the_names_that_were_tried_are_counted() {
        let zone = format!("{SENDS}q7x._domainkey.example.com TXT \"p=\"\n");
        let message = |zone: &str| said(&RULE, zone)[0].message.clone();
        assert!(
            message(&zone)
                .starts_with("None of the 24 names tried below `_domainkey.example.com` holds a key. A")
        );
        let one = format!("{zone}google._domainkey.example.com TXT !timeout");
        assert!(message(&one).contains("None of the 23 names"), "{}", message(&one));
        assert!(message(&one).contains("1 name more could not be asked"), "{}", message(&one));
        let ses = zone.replace(" mx ", " include:amazonses.com ");
        assert!(
            message(&ses).contains("Amazon SES makes up new ones for each customer."),
            "{}",
            message(&ses)
        );
    }

    #[test]
    fn what_nobody_knows_is_not_missing() {
        for zone in [
            "*._domainkey.example.com TXT !timeout",
            "s1._domainkey.example.com TXT \"p=\"",
            "s1._domainkey.example.com CNAME gone.example.net",
            "*._domainkey.example.com TXT \"v=DKIM1; p=\"",
            "x._domainkey.example.com TXT \"p=\"\n; selector: s1",
        ] {
            assert_eq!(said(&RULE, &format!("{SENDS}{zone}")), [], "{zone}");
        }
        let silent = "example.com MX !timeout\nexample.com TXT !timeout\nx._domainkey.example.com TXT \"p=\"";
        assert_eq!(said(&RULE, silent), []);
    }

    #[test]
    fn a_domain_without_mail_needs_no_key() {
        for zone in ["example.com TXT \"v=spf1 -all\"", "example.com MX 0 .", "example.com A 192.0.2.1"] {
            assert_eq!(said(&RULE, zone), [], "{zone}");
        }
    }
}
