//! What is known before anything is judged: the records, and what DNS says about their domain where it was asked.
//!
//! Every question to DNS is asked in this folder or by [`crate::spf`], and by no rule: see [`gather()`].

pub mod domain;
mod gather;
pub mod item;
pub mod keys;
pub mod logo;
pub mod mail;
pub mod policy;
pub mod proxied;
pub mod reports;
pub mod senders;
pub mod strays;
mod together;
pub mod transport;
pub mod zone;

pub use domain::{Domain, Wish};
pub use gather::{Board, gather};

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::record::{Dkim, Dmarc, Header, Kind, MtaSts, MtaStsPolicy, Mx, Record, Spf, TlsRpt, Tlsa};

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

    /// It is a TLSA record at the place of a service other than mail between servers: `_443._tcp.www.example.com`.
    pub fn is_of_another_service(&self) -> bool {
        let is_of_a_way = |name: &str| ["_tcp", "_udp", "_sctp"].iter().any(|way| name.contains(way));
        matches!(self.record, Record::Tlsa(_))
            && self.name.as_deref().is_some_and(|name| !name.starts_with("_25._") && is_of_a_way(name))
    }

    /// It is a record of type SPF, for which nobody asks (RFC 7208, section 3.1).
    pub fn is_of_old_type(&self) -> bool {
        self.rtype.as_deref() == Some("SPF")
    }
}

/// Everything that the rules may look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The records: in the order pasted, or found in DNS in the order of [`Domain::items`].
    pub items: Vec<Item>,
    /// What DNS says about the domain that the records belong to; none where nobody asked.
    pub domain: Option<Box<Domain>>,
}

impl Facts {
    /// The records of one kind that stand at one name, for each name: records without a name are a set of their own.
    ///
    /// Sets are in the order in which they start. DNS holds no record twice, so the same text again at the same name
    /// is a paste that overlaps, and stands once.
    pub fn sets(&self, wanted: fn(&Item) -> bool) -> Vec<Vec<(usize, &Item)>> {
        let (mut sets, mut places) = (Vec::<Vec<(usize, &Item)>>::new(), FxHashMap::<_, usize>::default());
        let mut seen = FxHashSet::default();
        for (i, item) in self.items.iter().enumerate().filter(|(_, item)| wanted(item)) {
            if !seen.insert((&item.name, &item.value)) {
                continue;
            }
            match places.entry(&item.name) {
                Entry::Occupied(place) => sets[*place.get()].push((i, item)),
                Entry::Vacant(place) => {
                    place.insert(sets.len());
                    sets.push(vec![(i, item)]);
                }
            }
        }
        sets
    }

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

    /// Every header field of a message with its index and its text.
    pub fn headers(&self) -> impl Iterator<Item = (usize, &str, &Header)> {
        self.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
            Record::Header(header) => Some((i, item.value.as_str(), header)),
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

    /// Every MTA-STS record with its index and its place.
    pub fn mta_sts(&self) -> impl Iterator<Item = (usize, &Item, &MtaSts)> {
        self.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
            Record::MtaSts(record) => Some((i, item, record)),
            _ => None,
        })
    }

    /// Every policy file of MTA-STS with its index and its place.
    pub fn mta_sts_policies(&self) -> impl Iterator<Item = (usize, &Item, &MtaStsPolicy)> {
        self.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
            Record::MtaStsPolicy(record) => Some((i, item, record)),
            _ => None,
        })
    }

    /// Every TLS-RPT record with its index and its place.
    pub fn tls_rpt(&self) -> impl Iterator<Item = (usize, &Item, &TlsRpt)> {
        self.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
            Record::TlsRpt(record) => Some((i, item, record)),
            _ => None,
        })
    }

    /// Every TLSA record with its index and its place.
    pub fn tlsa(&self) -> impl Iterator<Item = (usize, &Item, &Tlsa)> {
        self.items.iter().enumerate().filter_map(|(i, item)| match &item.record {
            Record::Tlsa(record) => Some((i, item, record)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::{Hints, unpack};

    #[test]
    fn records_at_one_name_are_a_set() {
        let text = "b.example. TXT \"v=spf1 mx -all\"\na.example. TXT \"v=spf1 a -all\"\n\
                    b.example. TXT \"v=spf1 a -all\"\nb.example. TXT \"v=spf1 mx -all\"\nb.example. MX 10 b.example.";
        let items =
            unpack(text, &Hints::default()).into_iter().map(|pasted| pasted.into_item(None).0).collect();
        let facts = Facts { items, domain: None };
        let sets = facts.sets(|item| item.kind() == Kind::Spf);
        let indices: Vec<Vec<usize>> = sets.iter().map(|set| set.iter().map(|(i, _)| *i).collect()).collect();
        assert_eq!(indices, [vec![0, 2], vec![1]]);
    }
}
