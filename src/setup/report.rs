//! What came of a check: each record that is expected, how it stands, and what to publish.

use super::check::found::Judged;
use super::publish::Advice;
use super::{Need, Setup, Status, Wanted, link};
use crate::dns::{Name, RecordType};
use crate::facts::zone::Zone;

/// A setup, held against a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupReport {
    /// The reader's domain.
    pub domain: Name,
    /// Where its zone starts, and who holds it: whose forms the records are entered in.
    pub zone: Zone,
    /// Who asks, in the link's own words.
    pub vendor: Option<String>,
    /// Who was asked.
    pub resolver: String,
    /// When the last answer came, in milliseconds since the start of 1970.
    pub asked_at: u64,
    /// The fragment that repeats the check: with the domain, and with every variable.
    pub link: String,
    /// The needs, in the order of the link.
    pub needs: Vec<NeedReport>,
    /// What may do harm right now; said before anything else.
    pub alarms: Vec<Alarm>,
}

/// How one need stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedReport {
    /// The need as the link has it.
    pub need: Need,
    /// Where the record belongs.
    pub name: Name,
    /// What must hold there, with everything filled in.
    pub expects: String,
    /// How it stands.
    pub status: Status,
    /// The same in whole sentences; [`crate::text::prose`].
    pub says: String,
    /// What DNS holds that is about it. Text from strangers.
    pub seen: Vec<String>,
    /// Worth knowing; whole sentences.
    pub notes: Vec<String>,
    /// Whether to edit what is there or to add what is entered; whole sentences, [`crate::text::prose`].
    pub step: Option<String>,
    /// What to enter, where it is not met and that can be told.
    pub publish: Option<Publish>,
    /// Until when resolvers may repeat the answer, in milliseconds since the start of 1970.
    pub kept_until: Option<u64>,
}

/// What to enter at the DNS host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publish {
    /// The whole name.
    pub name: Name,
    /// The name relative to the zone; `@` for its start.
    pub host: String,
    /// The type.
    pub rtype: RecordType,
    /// The value, without quotes around it and without a dot at the end of a name.
    pub value: String,
    /// The priority of an MX.
    pub priority: Option<u16>,
    /// The piece of the value that only the vendor knows, and that is to be filled in.
    pub blank: Option<String>,
    /// How many lookups the SPF record costs now.
    pub lookups_before: Option<u32>,
    /// How many it will cost.
    pub lookups_after: Option<u32>,
}

/// A record at a place where it does harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// The id of the need that it was meant for.
    pub need: String,
    /// Whole sentences.
    pub says: String,
}

impl SetupReport {
    pub(super) fn new(
        setup: &Setup,
        domain: &Name,
        zone: Zone,
        wanted: &[Wanted],
        judged: Vec<Judged>,
        advice: Vec<Option<Advice>>,
        alarms: Vec<Alarm>,
    ) -> Self {
        let last = judged.iter().map(|judged| &judged.lookup).max_by_key(|lookup| lookup.at);
        let (resolver, asked_at) =
            last.map_or((String::new(), 0), |last| (last.resolver.to_string(), last.at));
        let needs = wanted
            .iter()
            .zip(judged)
            .zip(advice)
            .map(|((wanted, judged), advice)| NeedReport::new(wanted, judged, advice))
            .collect();
        let again = Setup { domain: Some(domain.to_string()), ..setup.clone() };
        Self {
            domain: domain.clone(),
            zone,
            vendor: setup.vendor.clone(),
            resolver,
            asked_at,
            link: link::format(&again),
            needs,
            alarms,
        }
    }

    /// How many needs are met.
    pub fn done(&self) -> usize {
        self.needs.iter().filter(|need| need.status.is_met()).count()
    }

    /// The needs that stand in another way than in an earlier report of the same setup: the id, then and now.
    pub fn changes(&self, before: &SetupReport) -> Vec<(String, Status, Status)> {
        let then = |id: &str| before.needs.iter().find(|need| need.need.id == id).map(|need| need.status);
        let now = self.needs.iter().filter_map(|need| {
            let then = then(&need.need.id)?;
            (then != need.status).then(|| (need.need.id.clone(), then, need.status))
        });
        now.collect()
    }

    /// How many needs there are.
    pub fn total(&self) -> usize {
        self.needs.len()
    }
}

impl NeedReport {
    fn new(wanted: &Wanted, judged: Judged, advice: Option<Advice>) -> Self {
        let (publish, step, more) =
            advice.map_or((None, None, Vec::new()), |advice| (advice.publish, advice.step, advice.notes));
        let mut notes = judged.notes;
        notes.extend(more);
        let until = judged.lookup.answer.ttl().map(|ttl| judged.lookup.at + u64::from(ttl) * 1000);
        Self {
            need: wanted.need.clone(),
            name: wanted.name.clone(),
            expects: wanted.test.to_string(),
            status: judged.status,
            says: judged.says,
            seen: judged.seen,
            notes,
            step,
            publish,
            kept_until: until,
        }
    }
}
