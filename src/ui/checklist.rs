//! A vendor's checklist: what the page makes of a link, of what the reader types, and of a report. Plain state, tested
//! without a browser.

use crate::dns::{DnsClient, Lookup, Question, Turn};
use crate::report::Verdict;
use crate::setup::{self, NeedReport, Setup, SetupReport, Status};
use crate::text::clock::MONTHS;
use crate::text::percent::{decode, encode};
use crate::text::utf16_len;

/// How many characters of a broken link are shown on each side of the place.
const AROUND: usize = 32;

/// The most characters of one value that are kept.
const KEPT: usize = 1_000;

/// How often the page looks again by itself, in milliseconds.
pub const EVERY: i32 = 60_000;

/// A link that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// What is wrong, as a sentence.
    pub says: String,
    /// At which character, counted from 1.
    pub at: usize,
    /// The link before the place, shortened.
    pub before: String,
    /// The character there; empty at the end of the link.
    pub there: String,
    /// What follows.
    pub after: String,
}

/// Reads a link.
///
/// # Errors
/// What is wrong with it, and where.
pub fn read(link: &str) -> Result<Setup, Broken> {
    setup::parse(link).map_err(|error| {
        let mut units = 0;
        let at = link.char_indices().find(|(_, c)| {
            let is_here = units >= error.at;
            units += c.len_utf16();
            is_here
        });
        let at = at.map_or(link.len(), |(i, _)| i);
        let (before, rest) = link.split_at(at);
        let skipped = before.chars().count().saturating_sub(AROUND);
        let tail: String = before.chars().skip(skipped).collect();
        let mut rest = rest.chars();
        let there: String = rest.next().into_iter().collect();
        let mut after: String = rest.by_ref().take(AROUND).collect();
        if rest.next().is_some() {
            after.push('…');
        }
        Broken {
            says: error.message,
            at: utf16_len(before) + 1,
            before: if skipped > 0 { ["…", &tail].concat() } else { tail },
            there,
            after,
        }
    })
}

/// What the reader typed beside a link: the domain, and what the variables stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The domain.
    pub domain: String,
    /// Variables that the link leaves open, with their values.
    pub values: Vec<(String, String)>,
}

impl Typed {
    /// The name under which it is kept. It holds the whole list, so that what was typed for one vendor never fills in
    /// the link of another.
    pub fn key(setup: &Setup) -> String {
        ["waxseal ", &setup::format(&Setup { domain: None, ..setup.clone() })].concat()
    }

    /// As it is kept.
    pub fn written(&self) -> String {
        let mut out = ["domain=", &encode(&self.domain)].concat();
        for (name, value) in &self.values {
            out.extend(["&set.", name, "=", &encode(value)]);
        }
        out
    }

    /// Reads what was kept, as far as the link leaves it open.
    pub fn read(kept: &str, setup: &Setup) -> Self {
        let missing = setup.missing();
        let mut typed = Self::default();
        for part in kept.split('&') {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let value: String = decode(value).chars().take(KEPT).collect();
            match name.strip_prefix("set.") {
                Some(variable) if missing.iter().any(|open| open == variable) => {
                    typed.values.push((variable.to_owned(), value));
                }
                None if name == "domain" => typed.domain = value,
                _ => {}
            }
        }
        typed
    }

    /// What was typed for a variable.
    pub fn value(&self, variable: &str) -> &str {
        self.values.iter().find(|(name, _)| name == variable).map_or("", |(_, value)| value)
    }

    /// The link's setup with what was typed.
    pub fn fill(&self, setup: &Setup) -> Setup {
        let mut setup = setup.clone();
        for (name, value) in &self.values {
            if setup.value(name).is_none() && !value.trim().is_empty() {
                setup.variables.retain(|(known, _)| known != name);
                setup.variables.push((name.clone(), value.trim().to_owned()));
            }
        }
        setup
    }
}

/// The colour of a status; its words stand beside it.
pub const fn verdict(status: Status) -> Verdict {
    match status {
        Status::CouldNotAsk => Verdict::Unknown,
        Status::Met | Status::MetAnotherWay => Verdict::Good,
        Status::Absent => Verdict::Warning,
        Status::Conflict | Status::Damaged | Status::WrongType | Status::Different | Status::WrongName => {
            Verdict::Error
        }
    }
}

/// What stands in another way than before, as sentences; empty where nothing does.
pub fn changes(before: &SetupReport, now: &SetupReport) -> String {
    let mut out: Vec<String> = Vec::new();
    for (id, was, is) in now.changes(before) {
        if let Some(need) = now.needs.iter().find(|need| need.need.id == id) {
            out.push(format!(
                "{} {}: {}. Before: {}.",
                need.need.rtype(),
                need.name,
                is.words(),
                was.words()
            ));
        }
    }
    out.join(" ")
}

/// A row is shown anew where this differs: all that it shows but the time until which an answer is kept.
pub fn row_key(at: usize, need: &NeedReport) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (at, need.status, &need.says, &need.seen, &need.notes, need.name.as_str()).hash(&mut hasher);
    if let Some(publish) = &need.publish {
        (&publish.host, &publish.value, publish.lookups_before, publish.lookups_after).hash(&mut hasher);
    }
    hasher.finish()
}

/// A moment in words, for a reader whose own day is `today`: day, month, year, hour, minute.
pub fn when(at: [u32; 5], today: [u32; 5]) -> String {
    let clock = format!("{:02}:{:02}", at[3], at[4]);
    if at[..3] == today[..3] { clock } else { format!("{clock} on {}", date(at)) }
}

/// A day and its time in words.
pub fn full(at: [u32; 5]) -> String {
    format!("{}, {:02}:{:02}", date(at), at[3], at[4])
}

fn date(at: [u32; 5]) -> String {
    let month = MONTHS.get((at[1] as usize).wrapping_sub(1)).unwrap_or(&"");
    format!("{} {month} {}", at[0], at[2])
}

/// An address that opens the reader's own mail program with a message to nobody yet; none where it is longer than mail
/// programs take.
pub fn mail(subject: &str, body: &str) -> Option<String> {
    let body = encode(&body.replace('\n', "\r\n"));
    let href = ["mailto:?subject=", &encode(subject), "&body=", &body].concat();
    (href.len() <= 8_000).then_some(href)
}

/// A client whose answers carry the time at which they came, also where the page answers by itself.
pub struct Stamped<C> {
    /// Who answers.
    pub client: C,
    /// The time, in milliseconds since the start of 1970.
    pub now: fn() -> u64,
}

impl<C> Stamped<C> {
    fn stamp(&self, mut lookup: Lookup) -> Lookup {
        if lookup.at == 0 {
            lookup.at = (self.now)();
        }
        lookup
    }
}

impl<C: DnsClient> DnsClient for Stamped<C> {
    async fn ask(&self, question: Question) -> Lookup {
        self.stamp(self.client.ask(question).await)
    }

    async fn ask_in(&self, question: Question, turn: Turn) -> Lookup {
        self.stamp(self.client.ask_in(question, turn).await)
    }

    fn hurry(&self, question: &Question, turn: Turn) {
        self.client.hurry(question, turn);
    }
}

#[cfg(test)]
mod tests;
