//! Parts after `all`, and `redirect` beside `all`: receivers never use them.

use super::{second_version, with_gap};
use crate::facts::Facts;
use crate::record::spf::{Everyone, Qualifier, Spf, Term, TermKind};
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
        if let Some(finding) = ending_out_of_reach(&item.value, record, spf) {
            out.push(finding);
        }
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
        if let [second] = lost.as_slice()
            && matches!(second.kind, TermKind::All)
        {
            out.push(second_all(text, record, all, second));
            continue;
        }
        let fix = fix(text, all, &lost);
        out.push(Finding::new(&RULE, record, first.span, message).fixed_by(fix));
    }
}

/// `-all -all`, `~all -all`: the first decides, and nobody reads the second.
fn second_all(text: &str, record: usize, all: &Term, second: &Term) -> Finding {
    let (kept, lost) = (code(all.span.text(text)), code(second.span.text(text)));
    let edits = vec![Edit::delete(with_gap(text, second.span))];
    if all.effect() == second.effect() {
        let message = format!(
            "Receivers stop at the first {kept} and never reach the second {lost}. It changes nothing."
        );
        let fix = Fix::edit("Take the second out", edits, Confidence::Safe);
        return Finding::new(&RULE, record, second.span, message).weighing(Severity::Advice).fixed_by(fix);
    }
    let message = format!(
        "Receivers stop at {kept}, because it is the first of the two and fits every server. They never reach {lost}."
    );
    let fix = Fix::edit(format!("Take {lost} out, or {kept} if {lost} is meant"), edits, Confidence::Review);
    Finding::new(&RULE, record, second.span, message).fixed_by(fix)
}

/// `~ip4:0.0.0.0/0 -all`: a network that fits every server of a kind decides before the end of the record, and otherwise. What
/// says nothing about them has a rule of its own.
fn ending_out_of_reach(text: &str, record: usize, spf: &Spf) -> Option<Finding> {
    let (_, end) = spf.all().or(spf.redirect())?;
    let is_all = matches!(end.kind, TermKind::All);
    if is_all && !matches!(end.effect(), Qualifier::Fail | Qualifier::SoftFail) {
        return None;
    }
    let rest = spf.rest();
    let differs = |term: &&Term| match term.effect() {
        Qualifier::Fail | Qualifier::SoftFail => !is_all || term.effect() != end.effect(),
        Qualifier::Neutral | Qualifier::Pass => false,
    };
    let early: Vec<&Term> = rest.networks().filter(differs).collect();
    let first = early.first()?;
    let written = code(end.span.text(text));
    let does = |term: &Term| match term.effect() {
        Qualifier::Fail => "may refuse",
        _ => "doubt",
    };
    let message = match early.as_slice() {
        [both, other] => {
            let names = [both, other].map(|term| code(term.span.text(text)));
            format!("{} fit every server, so receivers never reach {written}.", list(&names))
        }
        _ => {
            let kind = if first.fits_every() == Some(Everyone::Ip4) { "IPv4" } else { "IPv6" };
            format!(
                "{} fits every {kind} address, so receivers never reach {written} for mail from one. They {} that mail.",
                code(first.span.text(text)),
                does(first)
            )
        }
    };
    let edits = early.iter().map(|term| Edit::delete(with_gap(text, term.span))).collect();
    let what = if early.len() == 1 { "it" } else { "both" };
    let fix = Fix::edit(format!("Take {what} out, so that {written} decides"), edits, Confidence::Review);
    Some(Finding::new(&RULE, record, first.span, message).fixed_by(fix))
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
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn of_two_alls_the_first_decides() {
        for (text, severity, message, fix) in [
            (
                "v=spf1 mx -all -all",
                Severity::Advice,
                "Receivers stop at the first `-all` and never reach the second `-all`. It changes nothing.",
                ("v=spf1 mx -all", Confidence::Safe),
            ),
            (
                "v=spf1 mx ~all -all",
                Severity::Warning,
                "Receivers stop at `~all`, because it is the first of the two and fits every server. They never reach `-all`.",
                ("v=spf1 mx ~all", Confidence::Review),
            ),
        ] {
            let report = explain_records(text, &Hints::default());
            let found = report.records[0].findings.iter().find(|found| found.rule == &RULE).unwrap();
            assert_eq!((found.severity, found.message.as_str()), (severity, message), "{text}");
            let made = found.fix.as_ref().unwrap();
            assert_eq!((made.value(text).as_deref(), made.confidence), (Some(fix.0), fix.1), "{text}");
            let good = report.records[0].findings.iter().find(|found| found.rule.id == "spf-ends-clearly");
            assert!(!good.unwrap().message.contains("ends in"), "{text}");
        }
    }

    #[test]
    fn a_network_of_all_addresses_comes_before_the_end() {
        for (text, expected, fixed) in [
            (
                "v=spf1 mx ~ip4:0.0.0.0/0 -all",
                Some(
                    "`~ip4:0.0.0.0/0` fits every IPv4 address, so receivers never reach `-all` for mail from one. They doubt that \
                     mail.",
                ),
                "v=spf1 mx -all",
            ),
            (
                "v=spf1 mx -ip6:::/0 redirect=a.example",
                Some(
                    "`-ip6:::/0` fits every IPv6 address, so receivers never reach `redirect=a.example` for mail from one. They may \
                     refuse that mail.",
                ),
                "v=spf1 mx redirect=a.example",
            ),
            (
                "v=spf1 mx ~ip4:0.0.0.0/0 ~ip6:::/0 -all",
                Some("`~ip4:0.0.0.0/0` and `~ip6:::/0` fit every server, so receivers never reach `-all`."),
                "v=spf1 mx -all",
            ),
            ("v=spf1 mx -ip4:0.0.0.0/0 -all", None, ""),
            // The rule on records without an ending tells these.
            ("v=spf1 mx ?ip4:0.0.0.0/0 -all", None, ""),
            ("v=spf1 mx ~ip4:0.0.0.0/0 ?all", None, ""),
        ] {
            let report = explain_records(text, &Hints::default());
            let found = report.records[0].findings.iter().find(|found| found.rule == &RULE);
            assert_eq!(found.map(|found| found.message.as_str()), expected, "{text}");
            if let Some(fix) = found.and_then(|found| found.fix.as_ref()) {
                assert_eq!(fix.value(text).as_deref(), Some(fixed), "{text}");
            }
        }
    }

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
