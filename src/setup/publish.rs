//! What to enter at the DNS host for each need that is not met.

pub(super) mod dmarc;
pub(super) mod spf;
mod step;

use super::check::found::{Judged, servers};
use super::check::{Around, reach};
use super::{Publish, Status, Test, Wanted};
use crate::dns::{DnsClient, Name};
use crate::record::dkim::{Key, KeyType};
use crate::text::list;
use crate::text::prose::code;

/// What is published for a need, with what is to be said of it.
pub struct Advice {
    /// The fields; none where no value can meet the need, or where nobody knows what is there.
    pub publish: Option<Publish>,
    /// Whether to edit what is there or to add; whole sentences.
    pub step: Option<String>,
    /// Whole sentences.
    pub notes: Vec<String>,
}

/// One for each need, in order; none for the ones that are met.
pub async fn all<C: DnsClient>(
    around: &Around<'_, C>,
    apex: &Name,
    vendor: Option<&str>,
    judged: &[Judged],
) -> Vec<Option<Advice>> {
    let mut out = Vec::with_capacity(judged.len());
    for (at, (one, how)) in around.wanted.iter().zip(judged).enumerate() {
        if how.status.is_met() {
            out.push(None);
            continue;
        }
        let mut advice = advice(around, apex, vendor, one, how, judged).await;
        if advice.publish.is_some() {
            advice.notes.extend(beside(around, one, how));
            let mut before = around.wanted.iter().zip(judged).take(at);
            let shares = before.any(|(other, how)| same_record(one, other) && !how.status.is_met());
            advice.step = step::step(one, how, shares);
        }
        out.push(Some(advice));
    }
    out
}

/// The two are about one record: a name has one for SPF, and one for DMARC.
fn same_record(one: &Wanted, other: &Wanted) -> bool {
    let same =
        matches!((&one.test, &other.test), (Test::Spf(_), Test::Spf(_)) | (Test::Dmarc(_), Test::Dmarc(_)));
    same && one.name == other.name
}

/// What is to be known of other records at the name, before a record is entered there.
fn beside<C>(around: &Around<'_, C>, one: &Wanted, how: &Judged) -> Option<String> {
    let name = code(one.name.as_str());
    let alias = how.lookup.answer.aliases.first();
    match &one.test {
        // That one is edited.
        Test::Cname(_) if how.status == Status::Different && how.lookup.found().next().is_some() => None,
        Test::Cname(_) if matches!(how.status, Status::WrongType | Status::Different) => Some(format!(
            "A name that holds a CNAME record can hold nothing else: first delete the other record at {name}."
        )),
        // RFC 1034 §3.6.2: where a CNAME is, no other data should be.
        _ if alias.is_some() => Some(format!(
            "{name} leads to {} now. If that is a CNAME record for this very name, delete it first: such a name can \
             hold nothing else.",
            code(alias.map_or("", Name::as_str))
        )),
        Test::Mx { only, host, .. } => {
            let others: Vec<String> = servers(&how.lookup)
                .iter()
                .filter(|(_, server)| !around.wants_server(&one.name, server))
                .map(|(_, server)| code(server.as_str()))
                .take(4)
                .collect();
            if others.is_empty() {
                None
            } else if *only {
                Some(format!("No other mail server may stand there: take away {}.", list(&others)))
            } else if one.name == *around.domain {
                Some(format!(
                    "Your own mail goes to {} now. Ask the vendor before you put {} beside that.",
                    list(&others),
                    code(host)
                ))
            } else {
                None
            }
        }
        Test::Is(_) | Test::Starts(_) if how.status == Status::Different => Some(
            "A name can hold several texts. Keep the ones that are there, if another service needs them."
                .to_owned(),
        ),
        _ => None,
    }
}

async fn advice<C: DnsClient>(
    around: &Around<'_, C>,
    apex: &Name,
    vendor: Option<&str>,
    one: &Wanted,
    how: &Judged,
    judged: &[Judged],
) -> Advice {
    let fields = |value: String| Publish {
        name: one.name.clone(),
        host: host(&one.name, apex),
        rtype: one.test.rtype(),
        value,
        priority: None,
        blank: None,
        lookups_before: None,
        lookups_after: None,
    };
    let plain = |value: String| Advice { publish: Some(fields(value)), step: None, notes: Vec::new() };
    let blank = |before: &str, what: &str| {
        let from = vendor.map_or("the vendor".to_owned(), str::to_owned);
        let blank = format!("<{what} from {from}>");
        let publish = Publish { blank: Some(blank.clone()), ..fields(format!("{before}{blank}")) };
        let says =
            format!("The link does not say what stands at {}: it is in your account there.", code(&blank));
        Advice { publish: Some(publish), step: None, notes: vec![says] }
    };
    // All the needs on one record share one value.
    let shared = || around.wanted.iter().zip(judged).filter(|(other, _)| other.name == one.name);
    match &one.test {
        Test::Is(text) => plain(text.clone()),
        Test::Starts(text) => blank(text, "the rest"),
        Test::Dkim(None) => blank("", "the key record"),
        Test::Dkim(Some(key)) => {
            let kind = match Key::read(key, KeyType::Ed25519) {
                Key::Ed25519 { .. } => "ed25519",
                _ => "rsa",
            };
            plain(format!("v=DKIM1; k={kind}; p={key}"))
        }
        Test::Cname(target) => plain(bare(target)),
        Test::Mx { preference, host, .. } => {
            let publish = Publish { priority: Some(*preference), ..fields(bare(host)) };
            Advice { publish: Some(publish), step: None, notes: Vec::new() }
        }
        Test::Spf(_) | Test::Dmarc(_) if how.status == Status::CouldNotAsk => Advice {
            publish: None,
            step: None,
            notes: vec![
                "What to publish depends on the record that may be there, so it is told once that can be asked."
                    .to_owned(),
            ],
        },
        Test::Spf(_) => {
            let asked: Vec<&str> = shared()
                .filter_map(|(other, how)| match &other.test {
                    Test::Spf(mechanism) if !how.status.is_met() => Some(mechanism.as_str()),
                    _ => None,
                })
                .collect();
            let (value, mut notes) = spf::merged(&one.name, &how.held, &asked);
            let after = reach::reach(around.client, &around.budget, &one.name, &value).await;
            notes.extend(reach::warning(&after));
            // What has to go, only the reader can know.
            if how.held == [value.clone()] && how.status == Status::Conflict {
                return Advice { publish: None, step: None, notes };
            }
            let publish = Publish {
                lookups_before: how.lookups.or(how.held.is_empty().then_some(0)),
                lookups_after: Some(after.lookups()),
                ..fields(value)
            };
            Advice { publish: Some(publish), step: None, notes }
        }
        Test::Dmarc(_) => {
            let tests = shared().filter_map(|(other, _)| match &other.test {
                Test::Dmarc(tests) => Some(tests),
                _ => None,
            });
            let merged = dmarc::merged(&how.held, tests.flatten(), vendor);
            let publish = merged.value.map(|value| Publish { blank: merged.blank, ..fields(value) });
            Advice { publish, step: None, notes: merged.notes }
        }
    }
}

/// A name as DNS panels take it: without the dot at its end.
fn bare(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_owned()
}

/// A name relative to the zone: what goes into the host field of a DNS panel.
pub fn host(name: &Name, apex: &Name) -> String {
    if name == apex {
        return "@".to_owned();
    }
    let relative = name.as_str().strip_suffix(apex.as_str()).and_then(|rest| rest.strip_suffix('.'));
    relative.unwrap_or(name.as_str()).to_owned()
}
