//! The way of one message from its sender to an inbox, with the check at each stop and how this domain stands there.

use super::Stop;
use super::known::{Applied, Known, Sending};
use crate::facts::Domain;
use crate::record::dmarc::Policy;
use crate::report::{Report, Verdict};
use crate::text::prose::code;

/// The stops, in the order of the way.
pub fn journey(domain: &Domain, report: &Report) -> Vec<Stop> {
    let known = Known::new(domain, report);
    vec![spf(&known), dkim(&known), dmarc(&known), inbox(&known)]
}

/// What is said at a stop of which nobody knows, or nobody knows yet.
fn open(known: &Known<'_>) -> (Verdict, String) {
    let says = if known.is_complete() { "This could not be asked." } else { "Asking …" };
    (Verdict::Unknown, says.to_owned())
}

fn stop(title: &'static str, asks: &'static str, (verdict, says): (Verdict, String)) -> Stop {
    Stop { title, asks, verdict, says }
}

fn spf(known: &Known<'_>) -> Stop {
    let name = code(known.name());
    let result = match known.spf() {
        Sending::Unknown => open(known),
        Sending::Absent => (Verdict::Error, format!("{name} does not say, because it has no SPF record.")),
        Sending::Broken if known.allows_everyone => {
            (Verdict::Error, format!("Any server may: {name} lets everyone send."))
        }
        Sending::Broken => (Verdict::Error, "Receivers can't tell: the SPF record has an error.".to_owned()),
        Sending::Right if known.sends_nothing() => {
            (Verdict::Good, format!("No server may: {name} sends no mail."))
        }
        Sending::Right if !known.spf_is_whole() => {
            (Verdict::Unknown, "Not all that the SPF record includes could be asked.".to_owned())
        }
        Sending::Right => (Verdict::Good, format!("{name} names the servers that may.")),
    };
    stop("SPF", "May this server send for the domain?", result)
}

fn dkim(known: &Known<'_>) -> Stop {
    let result = match known.dkim() {
        Sending::Unknown => open(known),
        Sending::Absent if known.sends_nothing() => {
            (Verdict::Good, "No key was found, and none is needed: nothing is sent.".to_owned())
        }
        Sending::Absent if known.has_no_key() => {
            (Verdict::Advice, "The domain has no key, so a signature proves nothing.".to_owned())
        }
        Sending::Absent => (
            Verdict::Advice,
            "No key in use was found at the names that were tried; keys can't be listed.".to_owned(),
        ),
        Sending::Broken => (Verdict::Error, "A key is there that receivers can't use.".to_owned()),
        Sending::Right => (Verdict::Good, "A key is there to check signatures with.".to_owned()),
    };
    stop("DKIM", "Is the message signed, and unchanged?", result)
}

fn dmarc(known: &Known<'_>) -> Stop {
    let name = code(known.name());
    let result = match known.policy() {
        None => open(known),
        Some(None) => (Verdict::Error, format!("{name} has no DMARC record, so this is not asked.")),
        Some(Some(Applied { written: Policy::None, .. })) => {
            (Verdict::Warning, "It is asked and reported, and nothing follows from it.".to_owned())
        }
        Some(Some(Applied { testing: true, .. })) => (
            Verdict::Warning,
            "It is asked, and the policy is marked as a test (`t=y`), so newer receivers do less.".to_owned(),
        ),
        Some(Some(_)) => (Verdict::Good, "It is asked, and mail without proof is held back.".to_owned()),
    };
    stop("DMARC", "Does one of them prove the address in the From line?", result)
}

fn inbox(known: &Known<'_>) -> Stop {
    let result = match known.policy() {
        None => open(known),
        Some(None | Some(Applied { written: Policy::None, .. })) => {
            (Verdict::Warning, "Mail without proof comes in like any other.".to_owned())
        }
        Some(Some(Applied { written: Policy::Quarantine, testing: true })) => (
            Verdict::Warning,
            "Older receivers put mail without proof in the spam folder. Newer ones let it in.".to_owned(),
        ),
        Some(Some(Applied { written: Policy::Reject, testing: true })) => (
            Verdict::Warning,
            "Older receivers refuse mail without proof. Newer ones put it in the spam folder.".to_owned(),
        ),
        Some(Some(Applied { written: Policy::Quarantine, .. })) => {
            (Verdict::Good, "Mail without proof goes to the spam folder.".to_owned())
        }
        Some(Some(Applied { written: Policy::Reject, .. })) => {
            (Verdict::Good, "Mail without proof is refused.".to_owned())
        }
    };
    stop("Inbox", "What becomes of mail that proves nothing?", result)
}
