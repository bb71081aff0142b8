//! What mailbox providers ask of those who send to them, held against what DNS says about a domain.
//!
//! The facts are the providers' own, each with its date and its page. They change: [`AS_OF`] says when they were
//! looked at, and stands beside them wherever they are shown.

use super::DomainReport;
use super::known::{Known, Sending};
use crate::facts::policy;
use crate::report::Verdict;
use crate::rules::Reference;
use crate::text::prose::code;
use crate::text::{count, list};

/// When the providers' pages were looked at.
pub const AS_OF: &str = "November 2026";

/// What is said in place of the rows where a domain sends no mail.
pub const SENDS_NOTHING: &str =
    "The SPF record says that this domain sends no mail, so nothing of this is asked of it.";

/// How a domain stands to one thing that is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// It does what is asked.
    Yes,
    /// It does not.
    No,
    /// The records that would tell could not be asked for, or were not yet.
    Unknown,
    /// No record tells.
    Unseen,
}

impl Met {
    /// In words, for people.
    pub const fn words(self) -> &'static str {
        match self {
            Met::Yes => "Met",
            Met::No => "Not met",
            Met::Unknown => "Not known",
            Met::Unseen => "Can't be seen from DNS",
        }
    }

    /// The verdict that colours it.
    pub const fn verdict(self) -> Verdict {
        match self {
            Met::Yes => Verdict::Good,
            Met::No => Verdict::Error,
            Met::Unknown | Met::Unseen => Verdict::Unknown,
        }
    }
}

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The thing.
    pub asks: &'static str,
    /// Who asks it, and of whom.
    pub by: String,
    /// How the domain stands to it.
    pub met: Met,
    /// Why, in one or two sentences.
    pub says: String,
}

/// One provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its name.
    pub name: &'static str,
    /// Since when it asks, and what it does with other mail.
    pub since: &'static str,
    /// Where it says so.
    pub source: Reference,
    /// How the domain stands to what it asks, in a sentence.
    pub says: String,
}

/// All that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirements {
    /// That the domain sends no mail, where it says so: nothing is asked of it then.
    pub sends_nothing: bool,
    /// The things that are asked.
    pub rows: Vec<Row>,
    /// Who asks.
    pub providers: Vec<Provider>,
}

/// What can be asked, in the order shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    SpfOrDkim,
    Spf,
    Dkim,
    Dmarc,
    Reports,
    Aligned,
    ReverseName,
    Tls,
    FewComplaints,
    Unsubscribe,
}

impl Wish {
    const ALL: [Wish; 10] = [
        Wish::SpfOrDkim,
        Wish::Spf,
        Wish::Dkim,
        Wish::Dmarc,
        Wish::Reports,
        Wish::Aligned,
        Wish::ReverseName,
        Wish::Tls,
        Wish::FewComplaints,
        Wish::Unsubscribe,
    ];

    const fn words(self) -> &'static str {
        match self {
            Wish::SpfOrDkim => "SPF or DKIM",
            Wish::Spf => "SPF",
            Wish::Dkim => "DKIM",
            Wish::Dmarc => "A DMARC policy, `p=none` or stricter",
            Wish::Reports => "An address for DMARC reports",
            Wish::Aligned => "SPF or DKIM for the domain that the reader sees",
            Wish::ReverseName => "A name for the sending server's address that leads back to it",
            Wish::Tls => "Encryption on the way",
            Wish::FewComplaints => "Few complaints about spam",
            Wish::Unsubscribe => "A way to unsubscribe with one click",
        }
    }
}

/// Of whom something is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Everyone,
    Bulk,
}

struct Asker {
    name: &'static str,
    since: &'static str,
    /// Who counts as a sender of much mail.
    bulk: &'static str,
    source: Reference,
    asks: &'static [(Wish, Of)],
}

/// What each provider asks, with its page.
static ASKERS: &[Asker] = &[
    Asker {
        name: "Gmail",
        since: "Since 1 February 2024, for mail to personal Gmail addresses.",
        bulk: "who send more than 5,000 messages a day",
        source: Reference {
            title: "Google: email sender guidelines",
            url: "https://support.google.com/a/answer/81126",
        },
        asks: &[
            (Wish::SpfOrDkim, Of::Everyone),
            (Wish::Spf, Of::Bulk),
            (Wish::Dkim, Of::Bulk),
            (Wish::Dmarc, Of::Bulk),
            (Wish::Aligned, Of::Bulk),
            (Wish::ReverseName, Of::Everyone),
            (Wish::Tls, Of::Everyone),
            (Wish::FewComplaints, Of::Everyone),
            (Wish::Unsubscribe, Of::Bulk),
        ],
    },
    Asker {
        name: "Yahoo",
        since: "Since February 2024, for mail to Yahoo and AOL addresses. Yahoo names no number of messages.",
        bulk: "who send mail in bulk",
        source: Reference {
            title: "Yahoo: sender best practices",
            url: "https://senders.yahooinc.com/best-practices/",
        },
        asks: &[
            (Wish::SpfOrDkim, Of::Everyone),
            (Wish::Spf, Of::Bulk),
            (Wish::Dkim, Of::Bulk),
            (Wish::Dmarc, Of::Bulk),
            (Wish::Aligned, Of::Bulk),
            (Wish::ReverseName, Of::Everyone),
            (Wish::FewComplaints, Of::Everyone),
            (Wish::Unsubscribe, Of::Bulk),
        ],
    },
    Asker {
        name: "Outlook",
        since: "Since 5 May 2025, for mail to Outlook.com, Hotmail, Live and MSN addresses. Other mail comes back with \
                `550 5.7.515`.",
        bulk: "who send more than 5,000 messages a day",
        source: Reference {
            title: "Outlook.com: policies for senders",
            url: "https://sendersupport.olc.protection.outlook.com/pm/policies.aspx",
        },
        asks: &[
            (Wish::Spf, Of::Bulk),
            (Wish::Dkim, Of::Bulk),
            (Wish::Dmarc, Of::Bulk),
            (Wish::Aligned, Of::Bulk),
        ],
    },
    Asker {
        name: "La Poste",
        since: "Since 9 September 2025, for mail to laposte.net addresses. Other mail goes to the spam folder, or is \
                refused.",
        bulk: "who send mail in bulk",
        source: Reference {
            title: "laposte.net: rules for senders (in French)",
            url: "https://postmaster.laposte.net/contents/quelles-sont-les-specifications-techniques-a-respecter-pour-emettre-des-emails-vers-laposte-net",
        },
        asks: &[
            (Wish::SpfOrDkim, Of::Everyone),
            (Wish::Dmarc, Of::Everyone),
            (Wish::Reports, Of::Everyone),
            (Wish::Aligned, Of::Everyone),
            (Wish::ReverseName, Of::Everyone),
        ],
    },
];

impl DomainReport {
    /// What mailbox providers ask, and how the domain stands to it.
    pub fn requirements(&self) -> Requirements {
        let known = Known::new(&self.domain, &self.report);
        let standing = Wish::ALL.map(|wish| stands(wish, &known, self));
        let met = |wish: Wish| standing[wish as usize].0;
        let providers = ASKERS.iter().map(|asker| Provider {
            name: asker.name,
            since: asker.since,
            source: asker.source,
            says: in_sum(asker, &met),
        });
        let providers = providers.collect();
        let rows = Wish::ALL.into_iter().zip(standing).map(|(wish, (met, says))| Row {
            asks: wish.words(),
            by: by(wish),
            met,
            says,
        });
        Requirements { sends_nothing: known.sends_nothing(), rows: rows.collect(), providers }
    }
}

/// `Asked by La Poste of everyone, and by Gmail of those who send more than 5,000 messages a day.`
fn by(wish: Wish) -> String {
    let of = |wanted: Of| {
        let asks = move |asker: &&Asker| asker.asks.contains(&(wish, wanted));
        ASKERS.iter().filter(asks)
    };
    let mut parts = Vec::new();
    let everyone: Vec<&str> = of(Of::Everyone).map(|asker| asker.name).collect();
    if !everyone.is_empty() {
        parts.push(["by ", &list(&everyone), " of everyone"].concat());
    }
    let mut bulk: Vec<(&str, Vec<&str>)> = Vec::new();
    for asker in of(Of::Bulk) {
        match bulk.iter_mut().find(|(whom, _)| *whom == asker.bulk) {
            Some((_, names)) => names.push(asker.name),
            None => bulk.push((asker.bulk, vec![asker.name])),
        }
    }
    parts.extend(bulk.into_iter().map(|(whom, names)| ["by ", &list(&names), " of those ", whom].concat()));
    ["Asked ", &parts.join(", and "), "."].concat()
}

/// How the domain stands to all that one provider asks.
fn in_sum(asker: &Asker, met: &dyn Fn(Wish) -> Met) -> String {
    let number = |wanted: Met| asker.asks.iter().filter(|(wish, _)| met(*wish) == wanted).count();
    let (yes, no, unknown, unseen) =
        (number(Met::Yes), number(Met::No), number(Met::Unknown), number(Met::Unseen));
    let mut parts = Vec::new();
    for (number, says) in
        [(yes, "met"), (no, "not met"), (unknown, "not known"), (unseen, "not to be seen from DNS")]
    {
        if number > 0 {
            parts.push([&number.to_string(), " ", says].concat());
        }
    }
    ["Of ", &count(asker.asks.len(), "thing", "things"), " it asks: ", &list(&parts), "."].concat()
}

fn stands(wish: Wish, known: &Known<'_>, report: &DomainReport) -> (Met, String) {
    let name = code(known.name());
    match wish {
        Wish::SpfOrDkim => match (spf(known, &name), dkim(known, &name)) {
            ((Met::Yes, says), _) | (_, (Met::Yes, says)) => (Met::Yes, says),
            ((Met::No, _), (Met::No, _)) => {
                (Met::No, ["Neither SPF nor DKIM works for ", &name, "."].concat())
            }
            ((Met::No, _), other) | (other, _) => other,
        },
        Wish::Spf => spf(known, &name),
        Wish::Dkim => dkim(known, &name),
        Wish::Dmarc => match known.policy() {
            None => (Met::Unknown, ["The DMARC record of ", &name, " is not known."].concat()),
            Some(None) => (Met::No, ["There is no DMARC policy for ", &name, "."].concat()),
            Some(Some(policy)) => {
                let word = code(&["p=", policy.written.word()].concat());
                (Met::Yes, ["The policy for ", &name, " is ", &word, "."].concat())
            }
        },
        Wish::Reports => match report.domain.applied() {
            policy::Known::Unknown => {
                (Met::Unknown, ["The DMARC record of ", &name, " is not known."].concat())
            }
            policy::Known::Is(applied) if applied.record.dmarc.has_report_address => {
                (Met::Yes, "The DMARC record names an address for reports.".to_owned())
            }
            policy::Known::Is(_) => (Met::No, "The DMARC record names no address for reports.".to_owned()),
            policy::Known::Nothing => (Met::No, ["There is no DMARC record for ", &name, "."].concat()),
        },
        Wish::Aligned => unseen(
            "A message shows it: paste its header lines on the front page. A sending service often passes SPF under a domain \
             of its own, and then its DKIM has to be yours.",
        ),
        Wish::ReverseName => {
            unseen("Ask whoever runs the servers that send for you: it hangs on their addresses.")
        }
        Wish::Tls => unseen("The server that sends has to encrypt, and today nearly every one does."),
        Wish::FewComplaints => unseen(
            "Fewer than 3 readers in 1,000 may mark the mail as spam. The providers' own tools show how many do.",
        ),
        Wish::Unsubscribe => {
            unseen("It is asked of newsletters and the like. Your sending service puts it in.")
        }
    }
}

fn unseen(says: &str) -> (Met, String) {
    (Met::Unseen, says.to_owned())
}

fn spf(known: &Known<'_>, name: &str) -> (Met, String) {
    let (met, parts) = match known.spf() {
        Sending::Unknown => (Met::Unknown, ["The SPF record of ", name, " is not known."]),
        Sending::Absent => (Met::No, ["", name, " has no SPF record."]),
        Sending::Broken if known.allows_everyone => {
            (Met::No, ["The SPF record of ", name, " lets everyone send, so it proves nothing."])
        }
        Sending::Broken => (Met::No, ["", name, " has an SPF record that does not work: see above."]),
        Sending::Right => (Met::Yes, ["", name, " has an SPF record that works."]),
    };
    (met, parts.concat())
}

fn dkim(known: &Known<'_>, name: &str) -> (Met, String) {
    let (met, parts) = match known.dkim() {
        _ if known.has_no_key() => (Met::No, ["", name, " has no DKIM key at all."]),
        Sending::Unknown => (Met::Unknown, ["The DKIM keys of ", name, " are not known."]),
        // Keys can't be listed, so one that was not found may well be there.
        Sending::Absent => (Met::Unseen, ["No DKIM key of ", name, " was found, and keys can't be listed."]),
        Sending::Broken => (Met::No, ["A DKIM key of ", name, " does not work: see above."]),
        Sending::Right => (Met::Yes, ["", name, " has a DKIM key that works."]),
    };
    (met, parts.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::domain::{check_zone, judge_domain};

    const KEY: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    fn met(zone: &str) -> Vec<(&'static str, Met)> {
        let rows = check_zone(zone).unwrap().requirements().rows;
        rows.into_iter().map(|row| (row.asks, row.met)).collect()
    }

    #[test]
    fn what_is_asked_is_held_against_dns() {
        use Met::*;
        let good = format!(
            "a.example MX 10 mx.a.example\nmx.a.example A 192.0.2.1\na.example TXT \"v=spf1 mx -all\"\n\
             _dmarc.a.example TXT \"v=DMARC1; p=none; rua=mailto:d@a.example\"\n; selector: s1\n\
             s1._domainkey.a.example TXT \"v=DKIM1; k=ed25519; p={KEY}\""
        );
        let bad = "a.example MX 10 mx.a.example\nmx.a.example A 192.0.2.1\na.example TXT \"v=spf1 mx; -all\"";
        let half = "a.example MX 10 mx.a.example\nmx.a.example A 192.0.2.1\na.example TXT \"v=spf1 mx -all\"\n\
                    x._domainkey.a.example TXT \"other\"\n_dmarc.a.example TXT \"v=DMARC1; p=reject\"";
        let silent = "a.example * !timeout\n*.a.example * !timeout\n_dmarc.a.example * !timeout";
        for (zone, expected) in [
            (good.as_str(), [Yes, Yes, Yes, Yes, Yes]),
            (bad, [No, No, No, No, No]),
            (half, [Yes, Yes, Unseen, Yes, No]),
            (silent, [Unknown; 5]),
        ] {
            let seen: Vec<Met> = met(zone).into_iter().map(|(_, met)| met).collect();
            assert_eq!(seen[..5], expected, "{zone}");
            assert_eq!(seen[5..], [Unseen; 5], "{zone}");
        }
    }

    #[test]
    fn what_was_not_asked_yet_is_not_known() {
        let report = judge_domain(crate::facts::Domain::new("a.example".parse().unwrap()));
        let met: Vec<Met> = report.requirements().rows.into_iter().map(|row| row.met).collect();
        assert_eq!(met[..5], [Met::Unknown; 5]);
    }

    #[test]
    fn a_domain_that_sends_no_mail_is_told_so() {
        let parked =
            "a.example TXT \"v=spf1 -all\"\na.example MX 0 .\n_dmarc.a.example TXT \"v=DMARC1; p=reject\"";
        assert!(check_zone(parked).unwrap().requirements().sends_nothing);
    }

    #[test]
    fn it_is_said_who_asks_and_of_whom() {
        assert_eq!(by(Wish::SpfOrDkim), "Asked by Gmail, Yahoo and La Poste of everyone.");
        assert_eq!(
            by(Wish::Dmarc),
            "Asked by La Poste of everyone, and by Gmail and Outlook of those who send more than 5,000 messages a day, and by \
             Yahoo of those who send mail in bulk."
        );
        let report = check_zone("a.example TXT \"v=spf1 mx; -all\"").unwrap().requirements();
        let outlook = report.providers.iter().find(|provider| provider.name == "Outlook").unwrap();
        assert_eq!(outlook.says, "Of 4 things it asks: 3 not met and 1 not to be seen from DNS.");
    }
}
