//! Records made from questions, and changes to a record where it stands.
//!
//! Nothing here asks: what DNS says comes in as a tree of [`crate::spf::tree`], or as text. A change is an edit of the
//! text as written, so that all else stays byte for byte.

pub mod controls;
pub mod dmarc;
pub mod edit;
pub mod impact;
pub mod parked;
pub mod road;
pub mod slim;
pub mod spf;
pub mod transport;

use crate::dns::{Name, RecordType};
use crate::facts::Item;
use crate::record::{Record, classify};
use crate::report::{Report, explain_items};

/// One record to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where, relative to the domain: `@` is the domain itself.
    pub place: &'static str,
    /// Its type: TXT or MX.
    pub rtype: RecordType,
    /// Its value; of an MX the server alone.
    pub value: String,
    /// The number of an MX.
    pub priority: Option<u16>,
}

impl Entry {
    /// A TXT record.
    pub fn txt(place: &'static str, value: impl Into<String>) -> Self {
        Self { place, rtype: RecordType::Txt, value: value.into(), priority: None }
    }

    /// Its whole name; none where that would be too long for DNS.
    pub fn name(&self, domain: &Name) -> Option<Name> {
        if self.place == "@" { Some(domain.clone()) } else { domain.child(self.place).ok() }
    }

    /// The record as DNS would hold it.
    pub fn item(&self, domain: Option<&Name>) -> Item {
        let value = match self.priority {
            Some(number) => [&number.to_string(), " ", &self.value].concat(),
            None => self.value.clone(),
        };
        let rtype = self.rtype.to_string();
        let at = domain.and_then(|domain| self.name(domain)).map(|name| name.to_string());
        // Without a domain, the place alone tells what the record is for.
        let place = at.clone().or_else(|| (self.place != "@").then(|| [self.place, ".example.com"].concat()));
        let kind = classify(place.as_deref(), Some(&rtype), &value);
        let record = Record::parse(kind, &value, Some(&rtype));
        Item { name: at, rtype: Some(rtype), tidied: None, strings: Vec::new(), value, record }
    }
}

/// The records judged and explained, as if they had been pasted.
pub fn explained(entries: &[Entry], domain: Option<&Name>) -> Report {
    explain_items(entries.iter().map(|entry| entry.item(domain)).collect())
}
