//! One SPF record that keeps what is there and holds what is asked for: merged, never appended.

use std::collections::HashSet;

use crate::build::edit::{with_terms, without_term};
use crate::build::spf::{joined, readable};
use crate::dns::Name;
use crate::record::Spf;
use crate::setup::check::spf::{is_held, same_term, term};
use crate::text::{Edit, apply_edits};

/// The record to publish in the place of those that are `held`, and what is to be said of it.
pub fn merged(owner: &Name, held: &[String], asked: &[&str]) -> (String, Vec<String>) {
    let mut notes = Vec::new();
    let base = match held {
        [] => "v=spf1 ~all".to_owned(),
        [one] => readable(one, &mut notes),
        many => {
            let one_by_one: Vec<String> = many.iter().map(|one| readable(one, &mut notes)).collect();
            joined(&one_by_one).value()
        }
    };
    let mut seen: HashSet<String> = HashSet::new();
    let new: Vec<&str> = asked
        .iter()
        .copied()
        .filter(|asked| !is_held(owner, &base, asked) && seen.insert(asked.to_ascii_lowercase()))
        .collect();
    (with(owner, &base, &new), notes)
}

/// The record with mechanisms put before `all`, or before `redirect`, or at its end.
fn with(owner: &Name, record: &str, new: &[&str]) -> String {
    if new.is_empty() {
        return record.to_owned();
    }
    let spf = Spf::parse(record);
    let mut edits: Vec<Edit> = Vec::new();
    // The same with another sign, behind `all`, or with an equals sign would stand there twice.
    for own in &spf.terms {
        let as_option =
            own.is_mechanism_written_as_option(record).then(|| own.span.text(record).replacen('=', ":", 1));
        let replaced = new.iter().any(|asked| {
            same_term(owner, (record, own), (asked, &term(asked)))
                || as_option.as_ref().is_some_and(|text| text.eq_ignore_ascii_case(asked))
        });
        if replaced {
            edits.push(without_term(record, own));
        }
    }
    edits.push(with_terms(record, &spf, &new.join(" ")));
    apply_edits(record, &edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(held: &[&str], asked: &[&str]) -> String {
        let held: Vec<String> = held.iter().map(|text| (*text).to_owned()).collect();
        merged(&"example.com".parse().unwrap(), &held, asked).0
    }

    #[test]
    fn what_is_there_is_kept() {
        let asked = ["include:a.example", "ip4:192.0.2.1"];
        for (held, expected) in [
            (vec![], "v=spf1 include:a.example ip4:192.0.2.1 ~all"),
            (vec!["v=spf1 -all"], "v=spf1 include:a.example ip4:192.0.2.1 -all"),
            (
                vec!["v=spf1 mx  ?all exp=x.example"],
                "v=spf1 mx  include:a.example ip4:192.0.2.1 ?all exp=x.example",
            ),
            (
                vec!["v=spf1 a redirect=b.example"],
                "v=spf1 a include:a.example ip4:192.0.2.1 redirect=b.example",
            ),
            (vec!["v=spf1 a "], "v=spf1 a include:a.example ip4:192.0.2.1 "),
            (vec!["v=spf1"], "v=spf1 include:a.example ip4:192.0.2.1"),
            (vec!["v=spf1 ~include:a.example mx -all"], "v=spf1 mx include:a.example ip4:192.0.2.1 -all"),
            (vec!["v=spf1 include=a.example -all"], "v=spf1 include:a.example ip4:192.0.2.1 -all"),
            (vec!["v=spf1 mx -all include:a.example"], "v=spf1 mx include:a.example ip4:192.0.2.1 -all"),
            (
                vec!["v=spf1 INCLUDE:A.example ip4:192.0.2.1 -all"],
                "v=spf1 INCLUDE:A.example ip4:192.0.2.1 -all",
            ),
            (vec!["v=spf1 mx\tip4:1.2.3 -all"], "v=spf1 mx include:a.example ip4:192.0.2.1 -all"),
            (vec!["v=spf1 mx ~all", "v=spf1 MX a -all"], "v=spf1 mx a include:a.example ip4:192.0.2.1 -all"),
        ] {
            assert_eq!(of(&held, &asked), expected, "{held:?}");
        }
        assert_eq!(of(&[], &["a", "A"]), "v=spf1 a ~all");
    }
}
