//! One SPF record that keeps what is there and holds what is asked for: merged, never appended.

use std::collections::HashSet;

use crate::dns::Name;
use crate::record::Spf;
use crate::record::spf::{Qualifier, TermKind};
use crate::setup::check::spf::{is_held, same_term, term};
use crate::text::prose::code;
use crate::text::{Edit, Span, apply_edits, list};

/// The record to publish in the place of those that are `held`, and what is to be said of it.
pub fn merged(owner: &Name, held: &[String], asked: &[&str]) -> (String, Vec<String>) {
    let mut notes = Vec::new();
    let base = match held {
        [] => "v=spf1 ~all".to_owned(),
        [one] => readable(one, &mut notes),
        many => {
            notes.push(
                "The record to publish takes the place of all SPF records at this name: delete them."
                    .to_owned(),
            );
            let one_by_one: Vec<String> = many.iter().map(|one| readable(one, &mut notes)).collect();
            joined(&one_by_one)
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
    let at = spf.all().or(spf.redirect()).map(|(_, term)| term.span.start);
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
            let blanks = record[..own.span.start].len() - record[..own.span.start].trim_end().len();
            edits.push(Edit::delete(Span::new(own.span.start - blanks, own.span.end)));
        }
    }
    let words = new.join(" ");
    edits.push(match at {
        Some(at) => Edit::insert(at, format!("{words} ")),
        None => Edit::insert(record.trim_end().len(), format!(" {words}")),
    });
    apply_edits(record, &edits)
}

/// The record without what receivers can't read; said where anything is left out.
fn readable(record: &str, notes: &mut Vec<String>) -> String {
    let spf = Spf::parse(record);
    let out: Vec<String> = spf
        .terms
        .iter()
        .map(|term| (term.problem.is_some(), term.span.text(record)))
        .filter(|(bad, text)| *bad || !text.is_ascii())
        .map(|(_, text)| code(text))
        .take(4)
        .collect();
    if out.is_empty() && spf.odd_gaps.is_empty() {
        return record.to_owned();
    }
    if !out.is_empty() {
        notes.push(format!("The record to publish leaves out {}, which receivers can't read.", list(&out)));
    }
    let good = spf.terms.iter().filter(|term| term.problem.is_none()).map(|term| term.span.text(record));
    let words: Vec<&str> = std::iter::once("v=spf1").chain(good.filter(|text| text.is_ascii())).collect();
    words.join(" ")
}

/// The parts of all, each once; of several endings the strictest stays.
fn joined(records: &[String]) -> String {
    let (mut words, mut seen, mut ending) = (vec!["v=spf1".to_owned()], HashSet::new(), None::<Qualifier>);
    let rank = |qualifier: Qualifier| match qualifier {
        Qualifier::Fail => 3,
        Qualifier::SoftFail => 2,
        Qualifier::Neutral => 1,
        Qualifier::Pass => 0,
    };
    for record in records {
        let spf = Spf::parse(record);
        for term in spf.reachable() {
            let word = match &term.kind {
                TermKind::All => {
                    if ending.is_none_or(|known| rank(known) < rank(term.effect())) {
                        ending = Some(term.effect());
                    }
                    continue;
                }
                // A redirect is of no use where another record's `all` stands after it.
                TermKind::Redirect(Some(target)) => format!("include:{}", target.span.text(record)),
                TermKind::Exp(_) if words.iter().any(|word| word.starts_with("exp=")) => continue,
                _ => term.span.text(record).to_owned(),
            };
            if seen.insert(word.to_ascii_lowercase()) {
                words.push(word);
            }
        }
    }
    words.push(if ending == Some(Qualifier::Fail) { "-all" } else { "~all" }.to_owned());
    words.join(" ")
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
