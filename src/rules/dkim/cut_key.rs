//! A key whose end is missing, mostly cut off after 255 characters.

use super::key_is_judged;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dkim::Key;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-cut-key",
    severity: Severity::Error,
    title: "The end of the key is cut off",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "A key says at its start how long it is. Where less is there, its end was lost, mostly in a form that takes \
          only 255 characters. Receivers can't use it, and every signature made with it fails.",
    bad: "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCr4OgvLApeVrlz1xcx7YWnfM7fKq/l5C8HKUWGzI/Y3QTZr+Dwb3p46oBBRKbX2PCuyzVaO9z/4bLldUdDLmufcxortDdAga3ZwBln5yYC8suXQt9sz85sye9tr5z2O7ChWJ3iqP5xlOX+\"",
    good: "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCr4OgvLApeVrlz1xcx7YWnfM7fKq/l5C8HKUWGzI/Y3QTZr+Dwb3p46oBBRKbX2PCuyzVaO9z/4bLldUdDLmufcxortDdAga3ZwBln5yYC8suXQt9sz85sye9tr5z2O7ChWJ3iqP5xlOX+JOAVsW4x9wgm+/3uO9LYGQYtb7OnwQIDAQAB\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim() {
        let Key::Truncated { announced, present } = dkim.key else { continue };
        if !key_is_judged(&item.value, dkim) {
            continue;
        }
        let message = format!(
            "The key says that it is {announced} bytes long, and {present} are here: its end is missing. Receivers can't \
             use it, so every signature made with it fails."
        );
        // Only who made the key has the rest.
        let fix = Fix::new(
            "Copy the whole key again; if the form takes no more than 255 characters, enter it in two strings",
            None,
            Confidence::Review,
        );
        out.push(Finding::new(&RULE, record, dkim.key_span(&item.value), message).fixed_by(fix));
    }
}
