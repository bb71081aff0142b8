//! One SPF record with the parts of several (RFC 7208, section 4.5: a domain may have one).

use std::collections::HashSet;

use super::{Spf, TermKind};

/// The parts of several records, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// All parts but the ending, in the order found.
    pub terms: Vec<String>,
    /// How many of them cost a lookup by themselves.
    pub lookups: usize,
    /// How the records ended, each once, in the order found.
    pub endings: Vec<String>,
    /// How this one ends: the strictest of those, and never one that lets everybody in.
    pub ending: String,
}

impl Merged {
    /// The record.
    pub fn value(&self) -> String {
        let parts = std::iter::once("v=spf1").chain(self.terms.iter().map(String::as_str));
        parts.chain(std::iter::once(self.ending.as_str())).collect::<Vec<_>>().join(" ")
    }
}

/// Takes the parts of all that receivers can reach. What they can't read is taken too: look at that first.
pub fn merged<'t>(records: impl Iterator<Item = (&'t str, &'t Spf)>) -> Merged {
    let (mut terms, mut seen, mut lookups) = (Vec::<String>::new(), HashSet::new(), 0);
    let mut endings: Vec<String> = Vec::new();
    for (text, spf) in records {
        for term in spf.reachable() {
            let word = term.span.text(text);
            let word = match &term.kind {
                TermKind::All => {
                    if !endings.iter().any(|ending| ending.eq_ignore_ascii_case(word)) {
                        endings.push(word.to_owned());
                    }
                    continue;
                }
                // A redirect would be of no use once another record's parts stand before it.
                TermKind::Redirect(Some(target)) => ["include:", target.span.text(text)].concat(),
                TermKind::Exp(_) if terms.iter().any(|term| term.starts_with("exp=")) => continue,
                _ => word.to_owned(),
            };
            if seen.insert(word.to_ascii_lowercase()) {
                lookups += usize::from(term.is_lookup());
                terms.push(word);
            }
        }
    }
    let strictest = endings.iter().find(|ending| ending.starts_with('-'));
    let ending = strictest.or_else(|| endings.iter().find(|ending| ending.starts_with('~')));
    let ending = ending.cloned().unwrap_or_else(|| "~all".to_owned());
    Merged { terms, lookups, endings, ending }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strictest_ending_stays_and_each_part_once() {
        for (records, expected) in [
            (vec!["v=spf1 mx ~all", "v=spf1 MX a -all"], "v=spf1 mx a -all"),
            (vec!["v=spf1 a +all", "v=spf1 mx ?all"], "v=spf1 a mx ~all"),
            (
                vec!["v=spf1 a redirect=b.example", "v=spf1 mx -all ip4:192.0.2.1"],
                "v=spf1 a include:b.example mx -all",
            ),
            (vec!["v=spf1 exp=a.example a", "v=spf1 exp=b.example"], "v=spf1 exp=a.example a ~all"),
            (vec![], "v=spf1 ~all"),
        ] {
            let read: Vec<(&str, Spf)> = records.iter().map(|text| (*text, Spf::parse(text))).collect();
            assert_eq!(merged(read.iter().map(|(text, spf)| (*text, spf))).value(), expected, "{records:?}");
        }
    }
}
