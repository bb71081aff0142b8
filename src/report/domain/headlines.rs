//! The three answers at the top: can others forge its mail, can it receive mail, will its mail be trusted?
//!
//! Each stands as soon as what it rests on is known, while other questions are open. It may become more precise after
//! that, and never the opposite: what is good stays good, and what is wrong stays wrong.

use super::known::{Known, Mailbox, Sending};
use super::{Ask, Headline};
use crate::facts::Domain;
use crate::record::dmarc::Policy;
use crate::report::{Report, Verdict};
use crate::text::prose::code;

/// The answers, in the order of [`Ask`].
pub fn headlines(domain: &Domain, report: &Report) -> [Headline; 3] {
    let known = Known::new(domain, report);
    [forge(&known), receive(&known), trust(&known)]
}

fn headline(ask: Ask, verdict: Verdict, answer: &str, reason: String) -> Headline {
    Headline { ask, verdict, answer: answer.to_owned(), reason }
}

/// What stands there while answers are awaited, and where they can't be had.
fn open(ask: Ask, is_awaited: bool, what: &str) -> Headline {
    if is_awaited {
        headline(ask, Verdict::Unknown, "Asking …", String::new())
    } else {
        let reason =
            format!("{what} could not be asked, so nobody can tell from here. It may well be there.");
        headline(ask, Verdict::Unknown, "Could not ask", reason)
    }
}

/// Can others send mail in its name?
fn forge(known: &Known<'_>) -> Headline {
    let ask = Ask::Forge;
    let name = code(known.name());
    if known.allows_everyone {
        let reason = format!("The SPF record of {name} lets every server in the world send in its name.");
        return headline(ask, Verdict::Error, "Yes", reason);
    }
    let Some(policy) = known.policy() else {
        return open(ask, known.policy_is_awaited(), "The DMARC record");
    };
    let Some(policy) = policy else {
        let reason = format!(
            "No DMARC record tells receivers what to do with mail that only claims to be from {name}."
        );
        return headline(ask, Verdict::Error, "Yes", reason);
    };
    // An SPF record that lets everyone send gets forged mail past every policy.
    if policy.written != Policy::None && known.texts_are_awaited() {
        return open(ask, true, "");
    }
    let softened = match (policy.testing, policy.written) {
        (true, Policy::Reject | Policy::Quarantine) => {
            " It is marked as a test (`t=y`), so newer ones do less."
        }
        _ => "",
    };
    match policy.written {
        Policy::None => {
            let reason = format!(
                "The DMARC policy is to watch (`none`): receivers deliver forged mail of {name} as before."
            );
            headline(ask, Verdict::Warning, "Yes, for now", reason)
        }
        Policy::Quarantine => {
            let reason = format!(
                "Receivers are asked to treat mail with suspicion that can't prove that it is from {name}.{softened}"
            );
            let (verdict, answer) =
                if policy.testing { (Verdict::Warning, "In part") } else { (Verdict::Good, "Not easily") };
            headline(ask, verdict, answer, reason)
        }
        Policy::Reject => {
            let reason = format!(
                "Receivers are asked to refuse mail that can't prove that it is from {name}.{softened}"
            );
            let (verdict, answer) =
                if policy.testing { (Verdict::Warning, "Not easily") } else { (Verdict::Good, "No") };
            headline(ask, verdict, answer, reason)
        }
    }
}

/// Can it receive mail?
fn receive(known: &Known<'_>) -> Headline {
    let ask = Ask::Receive;
    let name = code(known.name());
    match known.mailbox() {
        Mailbox::Unknown => open(ask, known.mail_is_awaited(), "The MX records"),
        Mailbox::NoSuchDomain => {
            headline(ask, Verdict::Error, "No", format!("There is no domain {name} in DNS."))
        }
        Mailbox::Refused => {
            let reason = format!("Its MX record says that {name} takes no mail, and that is a clear answer.");
            headline(ask, Verdict::Good, "No, on purpose", reason)
        }
        Mailbox::Nowhere if known.is_parked() && known.sends_nothing() => {
            let reason = format!(
                "{name} seems to have nothing to do with mail. It has no MX record, and no address that mail could go to."
            );
            headline(ask, Verdict::Advice, "No", reason)
        }
        Mailbox::Nowhere => {
            let reason = format!("{name} has neither an MX record nor an address that mail could go to.");
            headline(ask, Verdict::Warning, "No", reason)
        }
        Mailbox::WebServer => {
            let reason = format!(
                "{name} has no MX record, so mail goes to the address of the domain itself. That is often a web server."
            );
            headline(ask, Verdict::Warning, "Perhaps", reason)
        }
        Mailbox::Servers { good: 0, unknown: 0, .. } => {
            let reason =
                format!("None of the servers that {name} names for its mail can be reached by name.");
            headline(ask, Verdict::Error, "No", reason)
        }
        Mailbox::Servers { good: 0, .. } => {
            open(ask, known.mail_is_awaited(), "The addresses of its mail servers")
        }
        // One server is enough to say that it can; another one may still lead nowhere.
        Mailbox::Servers { bad: 0, goes_to, .. } if known.mail_is_awaited() => {
            let reason = match goes_to {
                Some(provider) => format!("Mail for {name} goes to {provider}."),
                None => format!("One server at least can be reached for the mail of {name}."),
            };
            headline(ask, Verdict::Advice, "Yes", format!("{reason} Others are still being looked up."))
        }
        Mailbox::Servers { good, bad, unknown, goes_to } => {
            let reason = match (goes_to, good) {
                (Some(provider), _) => format!("Mail for {name} goes to {provider}."),
                (None, 1) => format!("Mail for {name} goes to one server."),
                (None, n) => format!("Mail for {name} goes to {n} servers."),
            };
            match (bad, unknown) {
                (0, 0) => headline(ask, Verdict::Good, "Yes", reason),
                (0, _) => {
                    let reason = format!("{reason} Not all of its servers could be asked for.");
                    headline(ask, Verdict::Good, "Yes", reason)
                }
                (n, _) => {
                    let others = if n == 1 { "Another one leads nowhere" } else { "Others lead nowhere" };
                    headline(ask, Verdict::Warning, "Yes, with a risk", format!("{reason} {others}."))
                }
            }
        }
    }
}

/// Will its mail be trusted?
fn trust(known: &Known<'_>) -> Headline {
    let ask = Ask::Trust;
    let name = code(known.name());
    if known.sends_nothing() {
        let reason = format!("Its SPF record says that {name} sends no mail, so there is none to trust.");
        return headline(ask, Verdict::Good, "It sends none", reason);
    }
    let with_dmarc = match known.policy() {
        Some(Some(_)) => "",
        Some(None) => " Large mailbox providers also ask for a DMARC record, and there is none.",
        None => "",
    };
    let dmarc_missing = known.policy() == Some(None);
    // The names of keys are guessed last, and none may be found: what is known by then stands meanwhile.
    let in_trial = known.keys_are_awaited();
    let (verdict, answer, reason) = match (known.spf(), known.dkim()) {
        (Sending::Unknown, _) => return open(ask, known.spf_is_awaited(), "The SPF record"),
        (Sending::Right, dkim @ (Sending::Unknown | Sending::Right)) if in_trial => {
            (Verdict::Advice, "Probably", {
                let spf = match (known.spf_is_whole(), dkim) {
                    (true, Sending::Right) => "Its SPF record is in order, and a DKIM key is there.",
                    (true, _) => "Its SPF record is in order.",
                    (false, Sending::Right) => {
                        "A DKIM key is there. Not all that its SPF record includes could be asked."
                    }
                    (false, _) => "Not all that its SPF record includes could be asked.",
                };
                format!("{spf} {TRYING}")
            })
        }
        (Sending::Broken, Sending::Unknown | Sending::Right) if in_trial && !known.allows_everyone => (
            Verdict::Error,
            "Not everywhere",
            format!("Receivers can't use its SPF record, so it proves nothing. {TRYING}"),
        ),
        // Whether it takes mail tells how much it matters that nothing proves where its own comes from.
        (Sending::Absent, Sending::Unknown | Sending::Absent)
            if known.mailbox() == Mailbox::Unknown && known.mail_is_awaited() =>
        {
            return open(ask, true, "");
        }
        (Sending::Absent, Sending::Unknown) if in_trial => return without_spf(known),
        (Sending::Broken, _) if known.allows_everyone => (
            Verdict::Error,
            "Not everywhere",
            "Its SPF record lets everyone send, so it proves nothing.".to_owned(),
        ),
        (Sending::Broken, Sending::Right) => (
            Verdict::Error,
            "Not everywhere",
            "Receivers can't use its SPF record. Its DKIM key is in order.".to_owned(),
        ),
        (Sending::Broken, _) => {
            (Verdict::Error, "No", "Receivers can't use its SPF record, so it proves nothing.".to_owned())
        }
        (_, Sending::Broken) => (
            Verdict::Error,
            "Not everywhere",
            "Receivers can't use one of its DKIM keys, so mail signed with it counts as not signed."
                .to_owned(),
        ),
        (Sending::Right, Sending::Right) if !known.spf_is_whole() => (
            Verdict::Advice,
            "Probably",
            "A DKIM key is there. Not all that its SPF record includes could be asked.".to_owned(),
        ),
        (Sending::Right, Sending::Right) => (
            Verdict::Good,
            "Yes",
            "Receivers can check it in two ways: the sending server by SPF, and a signature by DKIM."
                .to_owned(),
        ),
        (Sending::Right, Sending::Absent | Sending::Unknown) => (Verdict::Advice, "Probably", {
            let spf = if known.spf_is_whole() {
                "Its SPF record is in order."
            } else {
                "Not all that its SPF record includes could be asked."
            };
            let dkim = if known.has_no_key() {
                "It has no DKIM key, so a signature proves nothing."
            } else {
                "No DKIM key in use was found, but keys can't be listed: yours may have a name of its own."
            };
            format!("{spf} {dkim}")
        }),
        (Sending::Absent, Sending::Right) => (
            Verdict::Warning,
            "In part",
            format!("A DKIM key is there, but no SPF record says which servers send for {name}."),
        ),
        (Sending::Absent, Sending::Absent)
            if matches!(known.mailbox(), Mailbox::Nowhere | Mailbox::Refused | Mailbox::NoSuchDomain) =>
        {
            let reason = format!("{name} takes no mail, has no SPF record, and no DKIM key was found.");
            return headline(ask, Verdict::Advice, "It seems to send none", reason);
        }
        (Sending::Absent, Sending::Absent) if known.mailbox() == Mailbox::WebServer => {
            let reason = format!(
                "{name} has no MX record, no SPF record, and no DKIM key was found. If it does send mail, receivers can't \
                 check it."
            );
            return headline(ask, Verdict::Advice, "It seems to send none", reason);
        }
        (Sending::Absent, Sending::Absent | Sending::Unknown) => (
            Verdict::Error,
            "No",
            format!("No SPF record says which servers send for {name}, and no DKIM key was found."),
        ),
    };
    match (verdict, dmarc_missing) {
        (Verdict::Good | Verdict::Advice, _) if known.policy_is_awaited() => open(ask, true, ""),
        (Verdict::Good | Verdict::Advice, true) => {
            headline(ask, Verdict::Warning, "Not everywhere", format!("{reason}{with_dmarc}"))
        }
        _ => headline(ask, verdict, answer, reason),
    }
}

/// What ends the reason of an answer that stands while guesses go on.
const TRYING: &str = "Names of DKIM keys are still being tried.";

/// How its mail is trusted that has no SPF record, as long as a key may be found: true with one and without.
fn without_spf(known: &Known<'_>) -> Headline {
    let ask = Ask::Trust;
    let name = code(known.name());
    match known.mailbox() {
        Mailbox::NoSuchDomain | Mailbox::Refused | Mailbox::Nowhere | Mailbox::WebServer => {
            let reason =
                format!("{name} names no server that takes its mail, and has no SPF record. {TRYING}");
            headline(ask, Verdict::Advice, "It may send none", reason)
        }
        Mailbox::Unknown | Mailbox::Servers { .. } => {
            let reason = format!("No SPF record says which servers send for {name}. {TRYING}");
            headline(ask, Verdict::Warning, "In part, at best", reason)
        }
    }
}
