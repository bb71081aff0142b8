//! What the reader has answered so far, what was found in DNS, and the records that come of it: plain state.

use crate::build::dmarc::Wishes;
use crate::build::impact::{Impact, impact};
use crate::build::slim::{Plan, Slimmed};
use crate::build::spf::{self, Senders};
use crate::build::transport::{Transport, policy_address};
use crate::build::{Entry, parked};
use crate::dns::{Data, Lookup, Name, Outcome, RecordType};
use crate::paste::Hints;
use crate::record::{Kind, classify};
use crate::report::{Report, Verdict, explain_records};
use crate::rules::{Finding, rule};
use crate::setup::Publish;
use crate::text::prose::code;
use crate::text::{Span, count};
use crate::ui::route::{BuildLink, Choice};

/// So many records of one kind are looked at.
const RECORDS: usize = 10;

/// The domain that stands for the reader's where none is known.
pub const SAMPLE: &str = "example.com";

/// Everything that the reader answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// What is to be made.
    pub choice: Option<Choice>,
    /// The domain, as typed.
    pub domain: String,
    /// What is wanted of DMARC.
    pub dmarc: Wishes,
    /// The DMARC record of today; empty where there is none.
    pub dmarc_base: String,
    /// Who sends.
    pub senders: Senders,
    /// The SPF record of today; empty where there is none.
    pub spf_base: String,
    /// The records to be put together, as pasted.
    pub records: String,
    /// The numbers of the steps that are taken.
    pub steps: Vec<usize>,
    /// What is wanted of mail on its way.
    pub transport: Transport,
    /// Tells senders that the policy changed.
    pub id: String,
    /// Which of the DNS hosts the reader uses; their number in the table.
    pub host: Option<usize>,
}

/// What comes of a draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// The records to publish.
    pub entries: Vec<Entry>,
    /// A file to be put on a web server: its address, and what is in it.
    pub file: Option<(String, String)>,
    /// What to do before the records are of use; until then, they are shown and not to be copied.
    pub wanting: Option<&'static str>,
    /// What is typed and can't be used.
    pub problem: Option<String>,
    /// What would be other than today.
    pub impacts: Vec<Impact>,
    /// What is worth knowing.
    pub notes: Vec<String>,
    /// What the steps come to.
    pub slimmed: Option<Slimmed>,
}

impl Draft {
    /// A link is opened: what it brings is taken in, and all else that was answered stays.
    pub fn open(&mut self, link: &BuildLink) {
        self.choice = link.choice;
        if !link.domain.is_empty() {
            self.domain.clone_from(&link.domain);
        }
        let texts = records_in(&link.texts.join("\n\n"));
        match link.choice {
            Some(Choice::Dmarc) => {
                if let Some(text) = texts.iter().find(|(kind, _)| *kind == Kind::Dmarc) {
                    self.take_dmarc(&text.1);
                }
            }
            Some(Choice::Spf | Choice::Lookups) => {
                if let Some(text) = texts.iter().find(|(kind, _)| *kind == Kind::Spf) {
                    self.take_spf(&text.1);
                }
            }
            Some(Choice::Merge) if !link.texts.is_empty() => self.records = link.texts.join("\n"),
            Some(Choice::Encryption) => {
                let servers: Vec<&str> = texts
                    .iter()
                    .filter(|(kind, _)| *kind == Kind::Mx)
                    .map(|(_, text)| text.as_str())
                    .collect();
                if !servers.is_empty() {
                    self.transport.servers = servers.join("\n");
                }
            }
            Some(Choice::Merge | Choice::Parked) | None => {}
        }
    }

    /// The DMARC record of today: what it asks for is where the questions start.
    pub fn take_dmarc(&mut self, text: &str) {
        text.trim().clone_into(&mut self.dmarc_base);
        self.dmarc = Wishes::of(&self.dmarc_base);
    }

    /// The SPF record of today.
    pub fn take_spf(&mut self, text: &str) {
        text.trim().clone_into(&mut self.spf_base);
        self.senders = Senders::of(&self.spf_base);
    }

    /// What comes of it. `domain` is the reader's, where it could be read; `plan` is for the steps.
    pub fn made(&self, domain: Option<&Name>, plan: Option<&Plan>) -> Made {
        let known = domain.map(Name::as_str);
        let changed = |kind, place: &str, old: &str, new: &str| {
            let name = known.map(|name| [place, name].concat());
            if old.is_empty() { Vec::new() } else { impact(kind, name.as_deref(), old, new) }
        };
        match self.choice {
            None => Made::default(),
            Some(Choice::Dmarc) => {
                let entry = self.dmarc.entry(&self.dmarc_base);
                Made {
                    impacts: changed(Kind::Dmarc, "_dmarc.", &self.dmarc_base, &entry.value),
                    problem: self.dmarc.problem(),
                    notes: self.dmarc.notes(known),
                    entries: vec![entry],
                    ..Made::default()
                }
            }
            Some(Choice::Spf) => {
                let entry = self.senders.entry(&self.spf_base);
                Made {
                    impacts: changed(Kind::Spf, "", &self.spf_base, &entry.value),
                    problem: [self.senders.blank(), self.senders.problem()]
                        .into_iter()
                        .flatten()
                        .reduce(|a, b| [&a, " ", &b].concat()),
                    notes: self.senders.notes(),
                    wanting: Senders::wanting(&entry.value),
                    entries: vec![entry],
                    ..Made::default()
                }
            }
            Some(Choice::Merge) => {
                let texts: Vec<String> = spf_records(&self.records);
                let (entries, notes) = match spf::one_of(&texts) {
                    Some((entry, notes)) => (vec![entry], notes),
                    None => (Vec::new(), Vec::new()),
                };
                let problem = (!self.records.trim().is_empty() && texts.is_empty())
                    .then(|| "There is no SPF record in this text. One starts with `v=spf1`.".to_owned());
                Made { entries, notes, problem, ..Made::default() }
            }
            Some(Choice::Lookups) => {
                let Some(plan) = plan else { return Made::default() };
                let slimmed = plan.after(&self.steps);
                let impacts =
                    slimmed.lost.iter().map(|says| Impact { verdict: Verdict::Warning, says: says.clone() });
                Made {
                    impacts: impacts.collect(),
                    entries: vec![Entry::txt("@", slimmed.text.clone())],
                    slimmed: Some(slimmed),
                    ..Made::default()
                }
            }
            Some(Choice::Parked) => Made {
                entries: parked::trio().to_vec(),
                notes: parked::NOTES.map(str::to_owned).to_vec(),
                ..Made::default()
            },
            Some(Choice::Encryption) => {
                let plan = self.transport.plan(&self.id);
                let address = policy_address(known.unwrap_or(SAMPLE));
                Made {
                    file: plan.policy.map(|policy| (address, policy)),
                    problem: self.transport.problem(),
                    notes: if plan.entries.is_empty() { Vec::new() } else { self.transport.notes() },
                    entries: plan.entries,
                    ..Made::default()
                }
            }
        }
    }

    /// Takes in what DNS holds, where that is what the choice starts from.
    pub fn take(&mut self, found: &Found) {
        let one = |texts: &Option<Vec<String>>| texts.as_ref().and_then(|texts| texts.first().cloned());
        match self.choice {
            Some(Choice::Dmarc) => {
                if let Some(text) = one(&found.dmarc) {
                    self.take_dmarc(&text);
                }
            }
            Some(Choice::Spf) => {
                if let Some(text) = one(&found.spf) {
                    self.take_spf(&text);
                }
            }
            Some(Choice::Merge) => {
                if let Some(texts) = found.spf.as_ref().filter(|texts| !texts.is_empty()) {
                    self.records = texts.join("\n");
                }
            }
            Some(Choice::Encryption) => {
                if let Some(servers) = found.servers.as_ref().filter(|servers| !servers.is_empty()) {
                    self.transport.servers = servers.join("\n");
                }
            }
            Some(Choice::Lookups | Choice::Parked) | None => {}
        }
    }
}

/// The records in a text, with their kinds.
fn records_in(text: &str) -> Vec<(Kind, String)> {
    let report = explain_records(text, &Hints::default());
    report.records.into_iter().take(RECORDS).map(|record| (record.kind, record.value)).collect()
}

fn spf_records(text: &str) -> Vec<String> {
    records_in(text).into_iter().filter(|(kind, _)| *kind == Kind::Spf).map(|(_, text)| text).collect()
}

/// What DNS holds at a domain, as far as a choice needs it; none where it was not asked, or nobody knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// SPF records at the domain.
    pub spf: Option<Vec<String>>,
    /// DMARC records below it.
    pub dmarc: Option<Vec<String>>,
    /// Its MX records.
    pub servers: Option<Vec<String>>,
    /// The same in sentences.
    pub says: Vec<String>,
}

impl Found {
    /// Takes an answer in. What could not be asked is not missing.
    pub fn learn(&mut self, kind: Kind, lookup: &Lookup) {
        let name = code(lookup.question.name.as_str());
        let title = kind.title();
        let texts = match &lookup.answer.outcome {
            Outcome::Unknown(trouble) => {
                self.says.push(
                    [
                        "Waxseal could not ask whether ",
                        &name,
                        " has an ",
                        title,
                        " record: ",
                        &trouble.words(),
                        ". There may be one: look at your DNS host before you publish another.",
                    ]
                    .concat()
                    .replace("an DMARC", "a DMARC"),
                );
                return;
            }
            Outcome::Found(_) => texts(kind, lookup),
            Outcome::Absent { .. } => Vec::new(),
        };
        let says = match texts.as_slice() {
            [] => [&name, " has no ", title, " record now."].concat(),
            [one] if one.ends_with(" .") => {
                [&name, " says now that it takes no mail, by the MX record ", &code(one), " alone."].concat()
            }
            [one] => [&name, " has this ", title, " record now: ", &code(one), "."].concat(),
            [_, _, ..] if kind == Kind::Mx => {
                [&name, " has ", &count(texts.len(), "MX record", "MX records"), " now."].concat()
            }
            many => {
                let records = [title, " records"].concat();
                [
                    &name,
                    " has ",
                    &count(many.len(), "", &records),
                    " now. Receivers accept one: take the others away.",
                ]
                .concat()
            }
        };
        self.says.push(says);
        match kind {
            Kind::Dmarc => self.dmarc = Some(texts),
            Kind::Mx => self.servers = Some(texts),
            _ => self.spf = Some(texts),
        }
    }
}

fn texts(kind: Kind, lookup: &Lookup) -> Vec<String> {
    let name = lookup.question.name.as_str();
    let text = |data: &Data| match data {
        Data::Mx { preference, exchange } => Some([&preference.to_string(), " ", exchange.as_str()].concat()),
        _ => data.text().filter(|text| classify(Some(name), Some("TXT"), text) == kind),
    };
    lookup.found().filter_map(text).take(RECORDS).collect()
}

/// An entry as the form of a DNS host takes it; the zone is taken to start at the domain.
pub fn publish(entry: &Entry, domain: Option<&Name>) -> Option<Publish> {
    let sample: Name = SAMPLE.parse().ok()?;
    let name = entry.name(domain.unwrap_or(&sample))?;
    Some(Publish {
        name,
        host: entry.place.to_owned(),
        rtype: entry.rtype,
        value: entry.value.clone(),
        priority: entry.priority,
        blank: None,
        lookups_before: None,
        lookups_after: None,
    })
}

/// What is asked of DNS for a choice: the label before the domain, the type, and the kind of record.
pub const fn questions(choice: Choice) -> &'static [(&'static str, RecordType, Kind)] {
    const SPF: (&str, RecordType, Kind) = ("", RecordType::Txt, Kind::Spf);
    const DMARC: (&str, RecordType, Kind) = ("_dmarc", RecordType::Txt, Kind::Dmarc);
    const MX: (&str, RecordType, Kind) = ("", RecordType::Mx, Kind::Mx);
    match choice {
        Choice::Dmarc => &[DMARC],
        Choice::Spf | Choice::Merge => &[SPF],
        Choice::Lookups => &[],
        Choice::Parked => &[SPF, DMARC, MX],
        Choice::Encryption => &[MX],
    }
}

/// What the record of a domain needs, in a sentence or two.
pub fn counted(name: &Name, plan: &Plan) -> String {
    let lookups = count(plan.lookups as usize, "lookup", "lookups");
    let at_least = if plan.exact { "" } else { "at least " };
    [
        "The SPF record of ",
        &code(name.as_str()),
        " needs ",
        at_least,
        &lookups,
        ". Receivers make 10 at most.",
    ]
    .concat()
}

/// What a new record needs, known from DNS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// The record.
    pub record: String,
    /// Receivers read it to its end.
    pub fits: bool,
    /// The same in a sentence or two.
    pub says: String,
}

impl Weighed {
    /// How many lookups a record needs, and why receivers would give up on it.
    pub fn new(record: String, lookups: u32, trouble: Option<String>) -> Self {
        let lookups = count(lookups as usize, "lookup", "lookups");
        let fits = trouble.is_none();
        let well =
            ["With all that it leads to, this record needs ", &lookups, ". Receivers make 10 at most."]
                .concat();
        Self { record, fits, says: trouble.unwrap_or(well) }
    }
}

/// The text alone does not tell what it leads to: where that is known to be too much, the report says so too.
pub fn with_limit(mut report: Report, made: &Made) -> Report {
    let over = made.slimmed.as_ref().filter(|slimmed| !slimmed.fits());
    if let (Some(slimmed), Some(rule), Some(record)) =
        (over, rule("spf-too-many-lookups"), report.records.first_mut())
    {
        let lookups = count(slimmed.lookups as usize, "lookup", "lookups");
        let message =
            ["This record still needs ", &lookups, ". Receivers stop after 10 and count an error."].concat();
        record.findings.insert(0, Finding::new(rule, 0, Span::new(0, record.value.len()), message));
        record.verdict = Verdict::Error;
        report.verdict = Verdict::Error;
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::{Answer, DnsClient, Question, Trouble, Zone};
    use futures_util::FutureExt;

    fn opened(fragment: &str) -> Draft {
        let crate::ui::route::Route::Build(link) = crate::ui::route::Route::parse(fragment) else {
            panic!("{fragment}")
        };
        let mut draft = Draft::default();
        draft.open(&link);
        draft
    }

    fn values(draft: &Draft) -> Vec<String> {
        draft.made(None, None).entries.into_iter().map(|entry| entry.value).collect()
    }

    #[test]
    fn a_link_brings_the_record_of_today() {
        let draft = opened("#/build/dmarc?domain=example.com&r=v=DMARC1;p=quarantine;%20fo=1");
        assert_eq!((draft.domain.as_str(), draft.dmarc.policy.word()), ("example.com", "quarantine"));
        assert_eq!(values(&draft), ["v=DMARC1;p=quarantine; fo=1"], "unchanged until something is answered");
        let draft = opened("#/build/merge?r=v=spf1%20mx%20~all&r=a.example%20TXT%20%22v=spf1%20a%20-all%22");
        assert_eq!(values(&draft), ["v=spf1 mx a -all"]);
        let draft = opened("#/build/spf?r=v=spf1%20mx%20-all");
        assert!(draft.senders.mail_servers);
        let draft = opened("#/build/mta-sts?r=example.com.%20MX%2010%20mx.example.com.");
        assert_eq!(values(&draft), ["v=STSv1; id=1"]);
        assert_eq!(values(&opened("#/build/parked")).len(), 3);
        assert!(values(&opened("#/build")).is_empty() && values(&opened("#/build/lookups")).is_empty());
        assert!(values(&opened("#/build/merge?r=hello")).is_empty());
    }

    #[test]
    fn a_record_that_lets_nobody_send_is_not_to_be_copied() {
        let mut draft = opened("#/build/spf");
        assert!(draft.made(None, None).wanting.is_some());
        draft.senders.mail_servers = true;
        assert_eq!(draft.made(None, None).wanting, None);
        assert_eq!(opened("#/build/parked").made(None, None).wanting, None, "there, nobody shall");
    }

    #[test]
    fn what_would_change_is_said_before_it_is_copied() {
        let mut draft = opened("#/build/spf?r=v=spf1%20mx%20include:_spf.google.com%20-all");
        assert!(draft.made(None, None).impacts.is_empty());
        draft.senders.services.clear();
        let made = draft.made(None, None);
        assert!(made.impacts[0].says.contains("Google Workspace"), "{made:?}");
    }

    #[test]
    fn what_was_found_what_is_not_there_and_what_nobody_knows_are_three_things() {
        let zone =
            Zone::parse("a.example TXT \"v=spf1 -all\"\na.example TXT \"x\"\n_dmarc.a.example TXT !timeout")
                .unwrap();
        let ask =
            |name: &str, rtype| zone.ask(Question::new(name.parse().unwrap(), rtype)).now_or_never().unwrap();
        let mut found = Found::default();
        found.learn(Kind::Spf, &ask("a.example", RecordType::Txt));
        found.learn(Kind::Dmarc, &ask("_dmarc.a.example", RecordType::Txt));
        found.learn(Kind::Mx, &ask("a.example", RecordType::Mx));
        assert_eq!(found.spf.as_deref(), Some(&["v=spf1 -all".to_owned()][..]));
        assert_eq!((found.dmarc.as_ref(), found.servers.as_deref()), (None, Some(&[][..])));
        assert!(found.says[0].contains("has this SPF record now: `v=spf1 -all`"), "{found:?}");
        assert!(
            found.says[1].contains("could not ask") && found.says[1].contains("a DMARC record"),
            "{found:?}"
        );
        assert!(found.says[2].ends_with("has no MX record now."), "{found:?}");
        let lookup = Lookup::new(
            Question::new("a.example".parse().unwrap(), RecordType::Txt),
            Answer::unknown(Trouble::Timeout),
            "zone",
        );
        let mut draft = opened("#/build/spf");
        let before = draft.clone();
        let mut none = Found::default();
        none.learn(Kind::Spf, &lookup);
        draft.take(&none);
        assert_eq!(draft, before);
        draft.take(&found);
        assert_eq!(draft.spf_base, "v=spf1 -all");
    }

    #[test]
    fn entries_have_names_at_the_reader_s_domain() {
        let entry = Entry::txt("_dmarc", "v=DMARC1; p=none");
        let domain: Name = "a.example".parse().unwrap();
        let publish = publish(&entry, Some(&domain)).unwrap();
        assert_eq!((publish.name.as_str(), publish.host.as_str()), ("_dmarc.a.example", "_dmarc"));
    }
}
