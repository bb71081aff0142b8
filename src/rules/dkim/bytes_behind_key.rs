//! More bytes stand in `p=` than the key has.

use super::key_is_judged;
use crate::facts::{Facts, Item};
use crate::record::dkim::{DkimTag, Key, bytes_behind};
use crate::record::{Dkim, Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::{Edit, count};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dkim-bytes-behind-key",
    severity: Severity::Warning,
    title: "Something stands behind the end of the key",
    kind: Kind::Dkim,
    reference: rfc!(6376, "3.6.1"),
    why: "A key says how long it is. What stands behind its end came in by a slip, often as the start of a second copy. Some \
          receivers skip it, and others can't load the key.",
    bad: "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQABMIGf\"",
    good: "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dkim) in facts.dkim().filter(|(_, item, dkim)| key_is_judged(&item.value, dkim)) {
        let Some((extra, key)) = behind(item, dkim) else { continue };
        let span = dkim.key_span(&item.value);
        let stand = if extra == 1 { "stands" } else { "stand" };
        let message = format!(
            "{} {stand} behind the end of this key. Some receivers can't load it because of that.",
            count(extra, "byte", "bytes")
        );
        let fix =
            Fix::edit("Cut the text at the end of the key", vec![Edit::replace(span, key)], Confidence::Safe);
        out.push(Finding::new(&RULE, record, span, message).fixed_by(fix));
    }
}

/// How many bytes stand behind a key that receivers can use, and the key alone.
pub fn behind(item: &Item, dkim: &Dkim) -> Option<(usize, String)> {
    // An Ed25519 key is bytes without a length.
    if dkim.reading() != Reading::Used || !matches!(dkim.key, Key::Rsa { .. }) {
        return None;
    }
    bytes_behind(dkim.tag(DkimTag::PublicKey)?.value.text(&item.value))
}
