//! What a lookup found, in the words of this folder.

use crate::dns::{Absence, Data, Lookup, Name, Outcome, Trouble};
use crate::record::{Kind, classify};
use crate::setup::Status;
use crate::text::count;
use crate::text::prose::code;

/// How a need stands at its own name, or at another.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The status.
    pub status: Status,
    /// Whole sentences.
    pub says: String,
    /// What DNS holds there that is about it, as text.
    pub seen: Vec<String>,
    /// Worth knowing, and no reason to do anything.
    pub notes: Vec<String>,
    /// The records of its kind that receivers find there: what a new value is made of.
    pub held: Vec<String>,
    /// Where it stands instead.
    pub astray: Option<Astray>,
    /// How many lookups the SPF record there costs.
    pub lookups: Option<u32>,
    /// The lookup of the name itself.
    pub lookup: Lookup,
}

/// A name at which a record stands that belongs at another.
#[derive(Clone, Debug)]
pub struct Astray {
    /// The name.
    pub place: Name,
    /// Nothing stands at such a name but by a slip, so that nothing else needs it.
    pub is_slip: bool,
}

impl Judged {
    /// A status with its sentence.
    pub fn new(status: Status, says: impl Into<String>, lookup: &Lookup) -> Self {
        Self {
            status,
            says: says.into(),
            seen: Vec::new(),
            notes: Vec::new(),
            held: Vec::new(),
            astray: None,
            lookups: None,
            lookup: lookup.clone(),
        }
    }

    /// With what was seen.
    pub fn seeing(mut self, seen: &[String]) -> Self {
        self.seen = seen.to_vec();
        self
    }

    /// With one more note.
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With the records that a new value is made of.
    pub fn holding(mut self, held: &[String]) -> Self {
        self.held = held.to_vec();
        self
    }

    /// Met: in another way, where the name is an alias and the record stands at its target.
    pub fn met(lookup: &Lookup, says: impl Into<String>) -> Self {
        match lookup.answer.aliases.last() {
            None => Self::new(Status::Met, says, lookup),
            Some(target) => {
                let alias = format!(
                    "{} It stands at {}, which this name is an alias of.",
                    says.into(),
                    code(target.as_str())
                );
                Self::new(Status::MetAnotherWay, alias, lookup)
            }
        }
    }

    /// The lookup of the name itself failed.
    pub fn unknown(lookup: &Lookup, trouble: Trouble) -> Self {
        let says = format!(
            "Could not ask for {}, so it may well be there: {}.",
            code(lookup.question.name.as_str()),
            trouble.words()
        );
        Self::new(Status::CouldNotAsk, says, lookup)
    }

    /// The name answers, and holds nothing of the kind; `what` is the kind.
    pub fn absent(lookup: &Lookup, what: &str) -> Self {
        Self::new(Status::Absent, nothing(lookup, what), lookup)
    }
}

/// Why a lookup says nothing; none where it does.
pub fn trouble(lookup: &Lookup) -> Option<Trouble> {
    match lookup.answer.outcome {
        Outcome::Unknown(trouble) => Some(trouble),
        Outcome::Found(_) | Outcome::Absent { .. } => None,
    }
}

/// The texts that were found.
pub fn texts(lookup: &Lookup) -> Vec<String> {
    lookup.found().filter_map(Data::text).collect()
}

/// Those texts of one kind that receivers take for records of it, and those that were meant as such.
pub fn records_of(
    kind: Kind,
    is_recognised: fn(&str) -> bool,
    lookup: &Lookup,
) -> (Vec<String>, Vec<String>) {
    let name = lookup.question.name.as_str();
    let all = texts(lookup).into_iter();
    all.filter(|text| classify(Some(name), Some("TXT"), text) == kind).partition(|text| is_recognised(text))
}

/// The mail servers that were found, in the order in which they are tried.
pub fn servers(lookup: &Lookup) -> Vec<(u16, Name)> {
    let mut out: Vec<(u16, Name)> = lookup
        .found()
        .filter_map(|data| match data {
            Data::Mx { preference, exchange } => Some((*preference, exchange.clone())),
            _ => None,
        })
        .collect();
    out.sort();
    out
}

/// The name that was found as a CNAME.
pub fn target(lookup: &Lookup) -> Option<&Name> {
    lookup.found().find_map(|data| match data {
        Data::Cname(target) => Some(target),
        _ => None,
    })
}

/// The two texts name the same host: case and the dot at the end say nothing.
pub fn same_name(one: &str, other: &str) -> bool {
    let bare = |text: &str| text.trim().strip_suffix('.').unwrap_or(text.trim()).to_ascii_lowercase();
    bare(one) == bare(other)
}

fn nothing(lookup: &Lookup, what: &str) -> String {
    let (name, rtype) = (code(lookup.question.name.as_str()), lookup.question.rtype);
    match &lookup.answer.outcome {
        Outcome::Absent { what: Absence::NoSuchName, .. } => format!("The name {name} is not in DNS yet."),
        Outcome::Absent { what: Absence::NoSuchType, .. } => {
            format!("{name} is there, and holds no {rtype} record.")
        }
        Outcome::Found(found) => {
            let records = count(found.len(), "record", "records");
            format!("{name} holds {records} of type {rtype}, and none of them is {what}.")
        }
        Outcome::Unknown(trouble) => format!("Could not ask for {name}: {}.", trouble.words()),
    }
}
