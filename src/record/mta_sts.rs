//! MTA-STS records as written: the text that says that there is a policy file (RFC 8461, section 3.1).

use super::Reading;
use super::fields::{is_tight, starts_with_version, unreadable};
use super::tag_list::{Tag, TagList};
use crate::text::Span;

/// The longest `id`.
pub const LONGEST_ID: usize = 32;

/// Why senders can't use the `id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdProblem {
    /// There is none.
    Missing,
    /// Its name is not written `id`.
    Name,
    /// Nothing follows the equals sign.
    Empty,
    /// A blank stands beside the equals sign.
    Blank,
    /// It holds more than letters and digits.
    Character,
    /// It is longer than [`LONGEST_ID`].
    Long,
}

/// An MTA-STS record as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MtaSts {
    /// Its parts.
    pub list: TagList,
    /// It starts with exactly `v=STSv1` and a semicolon.
    pub recognised: bool,
    /// Why the `id` can't be used.
    pub id_problem: Option<IdProblem>,
    /// What the grammar has no place for.
    pub unreadable: Vec<Span>,
}

impl MtaSts {
    /// Reads any text as an MTA-STS record.
    pub fn parse(text: &str) -> Self {
        let list = TagList::parse(text);
        Self {
            recognised: starts_with_version(text, "STSv1"),
            id_problem: id_problem(text, id(text, &list)),
            unreadable: unreadable(text, &list, &["v", "id"]),
            list,
        }
    }

    /// The first part that is meant as the `id`.
    pub fn id(&self, text: &str) -> Option<&Tag> {
        id(text, &self.list)
    }

    /// Further parts that are meant as an `id`.
    pub fn more_ids<'s>(&'s self, text: &'s str) -> impl Iterator<Item = &'s Tag> {
        self.list.tags.iter().filter(|tag| is_id(text, tag)).skip(1)
    }

    /// What senders make of it: one that can't be read counts as no policy at all.
    pub fn reading(&self) -> Reading {
        match (self.recognised, self.id_problem) {
            (false, _) => Reading::Ignored,
            (true, None) if self.unreadable.is_empty() => Reading::Used,
            (true, _) => Reading::Broken,
        }
    }
}

fn is_id(text: &str, tag: &Tag) -> bool {
    tag.equals.is_some() && tag.name.text(text).eq_ignore_ascii_case("id")
}

fn id<'l>(text: &str, list: &'l TagList) -> Option<&'l Tag> {
    list.tags.iter().find(|tag| is_id(text, tag))
}

fn id_problem(text: &str, tag: Option<&Tag>) -> Option<IdProblem> {
    let Some(tag) = tag else { return Some(IdProblem::Missing) };
    let value = tag.value.text(text);
    if tag.name.text(text) != "id" {
        Some(IdProblem::Name)
    } else if value.is_empty() {
        Some(IdProblem::Empty)
    } else if !is_tight(tag) {
        Some(IdProblem::Blank)
    } else if !value.bytes().all(|b| b.is_ascii_alphanumeric()) {
        Some(IdProblem::Character)
    } else {
        (value.len() > LONGEST_ID).then_some(IdProblem::Long)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_senders_make_of_it() {
        for (text, problem, reading) in [
            ("v=STSv1; id=20160831085700Z;", None, Reading::Used),
            ("v=STSv1;id=1", None, Reading::Used),
            ("v=STSv1 ; id=1; x.y=z", None, Reading::Used),
            ("v=STSv1; id=2024-01-01", Some(IdProblem::Character), Reading::Broken),
            ("v=STSv1;id=", Some(IdProblem::Empty), Reading::Broken),
            ("v=STSv1; id = 1", Some(IdProblem::Blank), Reading::Broken),
            ("v=STSv1; ID=1", Some(IdProblem::Name), Reading::Broken),
            ("v=STSv1; id=012345678901234567890123456789012", Some(IdProblem::Long), Reading::Broken),
            ("v=STSv1;", Some(IdProblem::Missing), Reading::Broken),
            ("v=STSv1", Some(IdProblem::Missing), Reading::Ignored),
            ("v=stsv1; id=1", None, Reading::Ignored),
            ("v = STSv1; id=1", None, Reading::Ignored),
            (" v=STSv1; id=1", None, Reading::Ignored),
            ("id=1; v=STSv1", None, Reading::Ignored),
            ("v=STSv1; id=a;;", None, Reading::Broken),
            ("v=STSv1; id=a; test==", None, Reading::Broken),
            ("v=STSv1; id=a; test", None, Reading::Broken),
        ] {
            let sts = MtaSts::parse(text);
            assert_eq!((sts.id_problem, sts.reading()), (problem, reading), "{text}");
        }
    }
}
