//! Where a record is found that was entered at the wrong name: few places, and only for a need that is not met.

use super::found::{Astray, Judged, same_name, servers, target, texts};
use super::text::Expected;
use super::{Around, dkim, dmarc, spf};
use crate::dns::{DnsClient, Lookup, Name};
use crate::record::Dmarc;
use crate::setup::{Status, Test, Wanted};
use crate::text::prose::code;

/// How many names are asked about for one need.
const PLACES: usize = 5;

/// A way to enter a record at the wrong name, as the rest of a sentence.
type How = &'static str;

/// The ways that give a name which has no other use.
const TWICE: How = "the domain is in its name twice";
const BARE: How = "the underscore is missing";

/// What a need that would be absent is, where its record stands at another name.
pub async fn look<C: DnsClient>(around: &Around<'_, C>, wanted: &Wanted, absent: Judged) -> Judged {
    let apex = around.apex.clone().await.name;
    for (place, how) in places(around, wanted, &apex) {
        let lookup = around.guess(&place, wanted.test.rtype()).await;
        let Some(seen) = seen(&place, wanted, &lookup) else { continue };
        let says = format!(
            "Nothing of the kind is at {}. It stands at {}: {how}.",
            code(wanted.name.as_str()),
            code(place.as_str())
        );
        let astray = Some(Astray { place, is_slip: [TWICE, BARE].contains(&how) });
        let status = Status::WrongName;
        return Judged { status, says, seen: vec![seen], held: Vec::new(), astray, ..absent };
    }
    absent
}

/// The names to look at, the likeliest first.
fn places<C>(around: &Around<'_, C>, wanted: &Wanted, apex: &Name) -> Vec<(Name, How)> {
    let (name, domain) = (&wanted.name, around.domain);
    let mut out: Vec<(Name, How)> = Vec::new();
    let mut add = |place: Option<Name>, how: How| {
        let place = place.filter(|place| place != name && !out.iter().any(|(known, _)| known == place));
        out.extend(place.filter(|place| !around.wants_there(wanted, place)).map(|place| (place, how)));
    };
    add(apex.child(name.as_str()).ok(), TWICE);
    let bare: Vec<&str> = name.as_str().split('.').map(|label| label.trim_start_matches('_')).collect();
    add(Name::literal(&bare.join(".")).ok(), BARE);
    if name != domain {
        add(Some(domain.clone()), "it was entered for the domain itself");
        if domain != apex {
            let relative = name.as_str().strip_suffix(domain.as_str()).map(|rest| rest.trim_end_matches('.'));
            let above = relative.and_then(|relative| apex.child(relative).ok());
            add(above, "that is one level too high");
            add(Some(apex.clone()), "it was entered for the main domain");
        }
    } else {
        if domain != apex {
            add(Some(apex.clone()), "that is one level too high");
        }
        let hosts = around.wanted.iter().map(|other| &other.name).filter(|other| *other != domain);
        for host in hosts.filter(|host| !host.as_str().starts_with('_') && !host.as_str().contains("._")) {
            add(Some(host.clone()), "it was entered one level too low");
        }
        add(domain.child("www").ok(), "it was entered one level too low");
    }
    out.truncate(PLACES);
    out
}

impl<C> Around<'_, C> {
    /// Another need of the link asks for the same at that name, so that finding it there says nothing.
    fn wants_there(&self, wanted: &Wanted, place: &Name) -> bool {
        self.wanted.iter().any(|other| {
            let same = match (&other.test, &wanted.test) {
                (Test::Dmarc(_), Test::Dmarc(_)) | (Test::Dkim(_), Test::Dkim(_)) => true,
                (Test::Mx { host: one, .. }, Test::Mx { host: two, .. }) => same_name(one, two),
                (one, two) => one == two,
            };
            other.name == *place && same
        })
    }
}

/// What stands there of what is asked for, as text.
fn seen(place: &Name, wanted: &Wanted, lookup: &Lookup) -> Option<String> {
    let all = || texts(lookup).into_iter();
    match &wanted.test {
        Test::Spf(mechanism) => all().find(|text| spf::is_held(place, text, mechanism)),
        Test::Dkim(key) => all().find(|text| match dkim::standing(text, key.as_deref()) {
            dkim::Standing::Right => !dkim::bare_key(text).is_empty(),
            dkim::Standing::Damaged(_) => key.is_some(),
            dkim::Standing::Other(_) => false,
        }),
        Test::Dmarc(_) => {
            let (found, _) = dmarc::records(lookup);
            found.into_iter().find(|text| Dmarc::parse(text).effective_policy().is_some())
        }
        Test::Is(text) => all().find(|found| Expected { text, whole: true }.is_met(found)),
        Test::Starts(text) => all().find(|found| Expected { text, whole: false }.is_met(found)),
        Test::Mx { host, .. } => {
            let found = servers(lookup).into_iter().find(|(_, found)| same_name(found.as_str(), host));
            found.map(|(preference, host)| format!("{preference} {host}"))
        }
        Test::Cname(goal) => {
            target(lookup).filter(|found| same_name(found.as_str(), goal)).map(ToString::to_string)
        }
    }
}
