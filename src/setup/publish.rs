//! What to enter at the DNS host for each need that is not met.

pub(super) mod dmarc;
pub(super) mod spf;

use super::check::found::Judged;
use super::check::reach;
use super::{Publish, Status, Test, Wanted};
use crate::dns::{DnsClient, Name};
use crate::record::dkim::{Key, KeyType};
use crate::text::prose::code;

/// What is published for a need, with what is to be said of it.
pub struct Advice {
    /// The fields; none where no value can meet the need, or where nobody knows what is there.
    pub publish: Option<Publish>,
    /// Whole sentences.
    pub notes: Vec<String>,
}

/// One for each need, in order; none for the ones that are met.
pub async fn all<C: DnsClient>(
    client: &C,
    apex: &Name,
    vendor: Option<&str>,
    wanted: &[Wanted],
    judged: &[Judged],
) -> Vec<Option<Advice>> {
    let mut out = Vec::with_capacity(wanted.len());
    for (one, how) in wanted.iter().zip(judged) {
        out.push(match how.status {
            Status::Met | Status::MetAnotherWay => None,
            _ => Some(advice(client, apex, vendor, one, how, wanted, judged).await),
        });
    }
    out
}

async fn advice<C: DnsClient>(
    client: &C,
    apex: &Name,
    vendor: Option<&str>,
    one: &Wanted,
    how: &Judged,
    wanted: &[Wanted],
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
    let plain = |value: String| Advice { publish: Some(fields(value)), notes: Vec::new() };
    let blank = |before: &str, what: &str| {
        let from = vendor.map_or("the vendor".to_owned(), str::to_owned);
        let blank = format!("<{what} from {from}>");
        let publish = Publish { blank: Some(blank.clone()), ..fields(format!("{before}{blank}")) };
        let says =
            format!("The link does not say what stands at {}: it is in your account there.", code(&blank));
        Advice { publish: Some(publish), notes: vec![says] }
    };
    // All the needs on one record share one value.
    let shared = || wanted.iter().zip(judged).filter(|(other, _)| other.name == one.name);
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
            Advice { publish: Some(publish), notes: Vec::new() }
        }
        Test::Spf(_) | Test::Dmarc(_) if how.status == Status::CouldNotAsk => Advice {
            publish: None,
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
            let after = reach::reach(client, &one.name, &value).await;
            notes.extend(reach::warning(&after));
            let publish = Publish {
                lookups_before: how.lookups.or(how.held.is_empty().then_some(0)),
                lookups_after: Some(after.lookups()),
                ..fields(value)
            };
            Advice { publish: Some(publish), notes }
        }
        Test::Dmarc(_) => {
            let tests = shared().filter_map(|(other, _)| match &other.test {
                Test::Dmarc(tests) => Some(tests),
                _ => None,
            });
            let merged = dmarc::merged(&how.held, tests.flatten(), vendor);
            let publish = merged.value.map(|value| Publish { blank: merged.blank, ..fields(value) });
            Advice { publish, notes: merged.notes }
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
