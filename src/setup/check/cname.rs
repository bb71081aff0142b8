//! CNAME: a name that leads to another.

use super::dkim::bare_key;
use super::found::{Judged, same_name, servers, target, texts, trouble};
use super::{Around, doubled};
use crate::dns::{Data, DnsClient, Lookup, Name, RecordType};
use crate::setup::{Status, Wanted};
use crate::text::odd::tidied;
use crate::text::prose::code;

/// How it stands by the answer for its own name.
pub async fn judge<C: DnsClient>(
    around: &Around<'_, C>,
    wanted: &Wanted,
    expected: &str,
    lookup: &Lookup,
) -> Judged {
    let (name, goal) = (code(wanted.name.as_str()), code(expected));
    let found = target(lookup).cloned();
    if let Some(found) = found.as_ref().filter(|found| same_name(found.as_str(), expected)) {
        let says = format!("{name} leads to {goal}.");
        return Judged::new(Status::Met, says, lookup).seeing(&[found.to_string()]);
    }
    // Everything else is told by what stands at the name as text, where a chain of aliases may lead to.
    let text = around.ask(&wanted.name, RecordType::Txt).await;
    let mut instead = None;
    if let Some(found) = &found {
        if text.answer.aliases.iter().any(|alias| same_name(alias.as_str(), expected)) {
            let says = format!("{name} leads to {}, and from there to {goal}.", code(found.as_str()));
            return Judged::new(Status::MetAnotherWay, says, lookup).seeing(&[found.to_string()]);
        }
    } else {
        instead = without_alias(around, wanted, expected, lookup, &text).await;
    }
    if let Some(judged) = instead.take_if(|judged| judged.status.is_met()) {
        return judged;
    }
    let apex = around.apex.clone().await.name;
    if let Some(found) = &found {
        let near = doubled(found, expected, &[around.domain, &apex])
            || tidied(found.as_str()).is_some_and(|found| same_name(&found, expected));
        let seen = [found.to_string()];
        let shown = code(found.as_str());
        if near {
            let says =
                format!("{name} leads to {shown}: the target, with the domain put behind it once more.");
            return Judged::new(Status::Damaged, says, lookup).seeing(&seen);
        }
        let says = format!("{name} leads to {shown}, and {goal} is asked for.");
        return Judged::new(Status::Different, says, lookup).seeing(&seen);
    }
    let all = texts(&text);
    if let Some(text) = all
        .iter()
        .find(|text| same_name(text, expected) || tidied(text).is_some_and(|text| same_name(&text, expected)))
    {
        let says = format!("{name} holds {} as a TXT record, where a CNAME record is asked for.", code(text));
        return Judged::new(Status::WrongType, says, lookup).seeing(std::slice::from_ref(text));
    }
    let mail = around.ask(&wanted.name, RecordType::Mx).await;
    if servers(&mail).iter().any(|(_, server)| same_name(server.as_str(), expected)) {
        let says = format!("{name} has {goal} as an MX record, where a CNAME record is asked for.");
        return Judged::new(Status::WrongType, says, lookup).seeing(&[expected.to_owned()]);
    }
    if let Some(judged) = instead {
        return judged;
    }
    if is_key(&wanted.name) && !all.is_empty() {
        let says = format!("{name} holds a text of its own, where an alias of {goal} is asked for.");
        return Judged::new(Status::Different, says, lookup).seeing(&all);
    }
    Judged::absent(lookup, "an alias")
}

/// What the target would give, given by the name itself.
async fn without_alias<C: DnsClient>(
    around: &Around<'_, C>,
    wanted: &Wanted,
    expected: &str,
    lookup: &Lookup,
    text: &Lookup,
) -> Option<Judged> {
    let goal = Name::literal(expected).ok()?;
    if is_key(&wanted.name) {
        let keys: Vec<String> = texts(text).into_iter().filter(|text| !bare_key(text).is_empty()).collect();
        let [key] = keys.as_slice() else { return None };
        let there = around.ask(&goal, RecordType::Txt).await;
        if !texts(&there).iter().any(|text| bare_key(text) == bare_key(key)) {
            return None;
        }
        let says = format!(
            "{} holds the key itself, the same that {} holds. It works until the vendor changes the key.",
            code(wanted.name.as_str()),
            code(expected)
        );
        return Some(Judged::new(Status::MetAnotherWay, says, lookup).seeing(&keys));
    }
    let own = around.ask(&wanted.name, RecordType::A).await;
    let addresses = |lookup: &Lookup| -> Vec<String> {
        lookup.found().filter(|data| matches!(data, Data::A(_))).map(ToString::to_string).collect()
    };
    let here = addresses(&own);
    if here.is_empty() || !own.answer.aliases.is_empty() {
        return None;
    }
    let there = around.ask(&goal, RecordType::A).await;
    let all = addresses(&there);
    let name = code(wanted.name.as_str());
    if trouble(&there).is_none() && here.iter().all(|address| all.contains(address)) {
        let says = format!("{name} has the addresses of {} itself.", code(expected));
        return Some(Judged::new(Status::MetAnotherWay, says, lookup).seeing(&here));
    }
    let says =
        format!("{name} has an address of its own, where an alias of {} is asked for.", code(expected));
    Some(Judged::new(Status::Different, says, lookup).seeing(&here))
}

/// It is a name that a key stands at.
pub fn is_key(name: &Name) -> bool {
    name.as_str().split('.').any(|label| label == "_domainkey")
}
