//! What is known before anything is judged: the records, as pasted.

use crate::record::{Dkim, Dmarc, Kind, Mx, Record, Spf};

/// One record with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The owner name, lower case, without the last dot; none where the paste held none.
    pub name: Option<String>,
    /// The record type, upper case, where the paste named one.
    pub rtype: Option<String>,
    /// The text that DNS would hold.
    pub value: String,
    /// `value` with odd characters repaired, where that differs.
    pub tidied: Option<String>,
    /// The character-strings that the paste showed, as byte lengths; empty where it showed none.
    pub strings: Vec<usize>,
    /// The tree of `value`.
    pub record: Record,
}

impl Item {
    /// The kind of its record.
    pub fn kind(&self) -> Kind {
        self.record.kind()
    }
}

/// Everything that the rules may look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The records, in the order pasted.
    pub items: Vec<Item>,
}

impl Facts {
    /// Every SPF record with its index and its place.
    pub fn spf(&self) -> impl Iterator<Item = (usize, &Item, &Spf)> {
        self.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
            Record::Spf(spf) => Some((i, item, spf)),
            _ => None,
        })
    }

    /// Every DKIM key record with its index and its place.
    pub fn dkim(&self) -> impl Iterator<Item = (usize, &Item, &Dkim)> {
        self.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
            Record::Dkim(dkim) => Some((i, item, dkim)),
            _ => None,
        })
    }

    /// Every DMARC record with its index and its place.
    pub fn dmarc(&self) -> impl Iterator<Item = (usize, &Item, &Dmarc)> {
        self.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
            Record::Dmarc(dmarc) => Some((i, item, dmarc)),
            _ => None,
        })
    }

    /// Every MX record with its index and its place.
    pub fn mx(&self) -> impl Iterator<Item = (usize, &Item, &Mx)> {
        self.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
            Record::Mx(mx) => Some((i, item, mx)),
            _ => None,
        })
    }
}
