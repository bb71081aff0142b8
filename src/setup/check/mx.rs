//! MX: a mail server for one name.

use super::found::{Judged, same_name, servers, texts};
use super::{Around, doubled};
use crate::dns::{DnsClient, Lookup, Name, RecordType};
use crate::record::Mx;
use crate::setup::{Status, Test, Wanted};
use crate::text::odd::tidied;
use crate::text::prose::code;
use crate::text::{count, list};

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Expected<'t> {
    /// Nothing may stand beside it.
    pub only: bool,
    /// Its priority.
    pub preference: u16,
    /// The server.
    pub host: &'t str,
}

/// How it stands by the answer for its own name.
pub async fn judge<C: DnsClient>(
    around: &Around<'_, C>,
    wanted: &Wanted,
    expected: Expected<'_>,
    lookup: &Lookup,
) -> Judged {
    let (name, host) = (code(wanted.name.as_str()), code(expected.host));
    let all = servers(lookup);
    let seen: Vec<String> = all.iter().map(|(preference, host)| format!("{preference} {host}")).collect();
    if let Some((preference, _)) = all.iter().find(|(_, found)| same_name(found.as_str(), expected.host)) {
        let others: Vec<String> = all
            .iter()
            .filter(|(_, found)| !around.wants_server(&wanted.name, found))
            .map(|(_, found)| code(found.as_str()))
            .collect();
        if expected.only && !others.is_empty() {
            let says = format!(
                "{name} has {host}, and beside it {}. No other mail server may stand there, or mail is split.",
                list(&others)
            );
            return Judged::new(Status::Conflict, says, lookup).seeing(&seen);
        }
        let judged = Judged::met(lookup, format!("{name} has the mail server {host}.")).seeing(&seen);
        if *preference == expected.preference {
            return judged;
        }
        return judged.noting(format!(
            "Its priority is {preference}, and the link says {}. That does no harm.",
            expected.preference
        ));
    }
    let apex = around.apex.clone().await.name;
    let near = |found: &Name| {
        doubled(found, expected.host, &[around.domain, &apex])
            || tidied(found.as_str()).is_some_and(|found| same_name(&found, expected.host))
    };
    if let Some((_, found)) = all.iter().find(|(_, found)| near(found)) {
        let says = format!(
            "{name} has a mail server, with the domain put behind its name once more: {}.",
            code(found.as_str())
        );
        return Judged::new(Status::Damaged, says, lookup).seeing(&seen);
    }
    // Asked for another type, a resolver follows the alias.
    if lookup.answer.aliases.iter().any(|alias| same_name(alias.as_str(), expected.host)) {
        let says = format!("{host} stands there as a CNAME record, where an MX record is asked for.");
        return Judged::new(Status::WrongType, says, lookup).seeing(&[expected.host.to_owned()]);
    }
    let as_text = texts(&around.ask(&wanted.name, RecordType::Txt).await);
    let is_host = |text: &&String| {
        let clean = tidied(text).unwrap_or_else(|| (*text).clone());
        let mx = Mx::parse(&clean);
        same_name(&mx.host_name(&clean), expected.host)
    };
    if let Some(text) = as_text.iter().find(is_host) {
        let says = format!("{name} holds {} as a TXT record, where an MX record is asked for.", code(text));
        return Judged::new(Status::WrongType, says, lookup).seeing(std::slice::from_ref(text));
    }
    if all.is_empty() {
        return Judged::absent(lookup, "a mail server");
    }
    let shown: Vec<String> = all.iter().take(3).map(|(_, found)| code(found.as_str())).collect();
    let says = format!(
        "{name} has {}: {}. {host} is not among them.",
        count(all.len(), "mail server", "mail servers"),
        list(&shown)
    );
    Judged::new(Status::Different, says, lookup).seeing(&seen)
}

impl<C> Around<'_, C> {
    /// A need of the link asks for this mail server at this name.
    pub fn wants_server(&self, name: &Name, server: &Name) -> bool {
        self.wanted.iter().any(|other| match &other.test {
            Test::Mx { host, .. } => other.name == *name && same_name(host, server.as_str()),
            Test::Spf(_)
            | Test::Dkim(_)
            | Test::Dmarc(_)
            | Test::Is(_)
            | Test::Starts(_)
            | Test::Cname(_) => false,
        })
    }
}
