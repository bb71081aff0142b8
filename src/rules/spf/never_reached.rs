//! Parts after `all`, and `redirect` beside `all`: receivers never use them.

use super::{second_version, with_gap};
use crate::facts::Facts;
use crate::record::spf::{Spf, Term, TermKind};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Edit, list};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-never-reached",
    severity: Severity::Warning,
    title: "Parts that receivers never reach",
    kind: Kind::Spf,
    reference: rfc!(7208, "5.1"),
    why: "Receivers read an SPF record from left to right, and `all` fits every server: they stop there. What stands \
          after it has no effect, and neither has a `redirect` in a record that has an `all`.",
    bad: r#"example.com. IN TXT "v=spf1 include:_spf.google.com ~all include:sendgrid.net""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com include:sendgrid.net ~all""#,
    check: Check::Records(check),
};

/// Parts that a message names one by one.
const NAMED: usize = 3;

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let Some((_, all)) = spf.all() else { continue };
        if second_version::find(&item.value, spf).is_some() {
            continue;
        }
        let text = item.value.as_str();
        let lost: Vec<&Term> = unreached(spf).collect();
        let Some(first) = lost.first() else { continue };
        let mut names: Vec<String> = lost.iter().take(NAMED).map(|term| code(term.span.text(text))).collect();
        if lost.len() > NAMED {
            names.push("more".to_owned());
        }
        let message = format!(
            "Receivers stop at {}, so {} in this record {} no effect.",
            code(all.span.text(text)),
            list(&names),
            if lost.len() == 1 { "has" } else { "have" }
        );
        let fix = fix(text, all, &lost);
        out.push(Finding::new(&RULE, record, first.span, message).fixed_by(fix));
    }
}

/// The mechanisms after `all`, and a `redirect` anywhere beside it.
fn unreached(spf: &Spf) -> impl Iterator<Item = &Term> {
    let last = spf.all().map_or(usize::MAX, |(i, _)| i);
    spf.terms.iter().enumerate().filter_map(move |(i, term)| {
        let lost = match term.kind {
            TermKind::Redirect(_) => last != usize::MAX,
            TermKind::Exp(_) | TermKind::UnknownModifier(_) => false,
            _ => i > last,
        };
        lost.then_some(term)
    })
}

fn fix(text: &str, all: &Term, lost: &[&Term]) -> Fix {
    let keeps = |term: &&&Term| term.is_mechanism() && !matches!(term.kind, TermKind::All);
    let moved: Vec<&str> = lost.iter().filter(keeps).map(|term| term.span.text(text)).collect();
    let mut edits: Vec<Edit> = lost.iter().map(|term| Edit::delete(with_gap(text, term.span))).collect();
    if moved.is_empty() {
        return Fix::edit("Take out what has no effect", edits, Confidence::Review);
    }
    edits.push(Edit::insert(all.span.start, moved.join(" ") + " "));
    Fix::edit("Move `all` to the end", edits, Confidence::Review)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_goes_to_the_end() {
        for (text, expected) in [
            ("v=spf1 mx -all a ip4:192.0.2.1", "v=spf1 mx a ip4:192.0.2.1 -all"),
            ("v=spf1 redirect=a.com mx -all", "v=spf1 mx -all"),
            ("v=spf1 mx -all exp=e.example.com ~all", "v=spf1 mx -all exp=e.example.com"),
        ] {
            let spf = Spf::parse(text);
            let lost: Vec<&Term> = unreached(&spf).collect();
            let fix = fix(text, spf.all().unwrap().1, &lost);
            assert_eq!(fix.value(text).as_deref(), Some(expected), "{text}");
        }
    }
}
