//! Two DMARC records at one name: receivers discard all of them.

use std::collections::BTreeMap;

use crate::facts::{Facts, Item};
use crate::record::{Dmarc, Kind};
use crate::rules::{Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::count;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-two-records",
    severity: Severity::Error,
    title: "More than one DMARC record at one name",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.10"),
    why: "A domain may have one DMARC record. Where there are two, receivers don't pick one of them: they discard both, \
          and the domain has no DMARC at all.",
    bad: "_dmarc.example.com. IN TXT \"v=DMARC1; p=none; rua=mailto:dmarc@example.com\"\n_dmarc.example.com. IN TXT \"v=DMARC1; p=reject; rua=mailto:reports@example.net\"",
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com,mailto:reports@example.net""#,
    check,
};

fn check(facts: &Facts, out: &mut Findings) {
    let mut by_name: BTreeMap<Option<&str>, Vec<(usize, &Item, &Dmarc)>> = BTreeMap::new();
    for (i, item, dmarc) in facts.dmarc().filter(|(_, _, dmarc)| dmarc.recognised) {
        let records = by_name.entry(item.name.as_deref()).or_default();
        // DNS holds no record twice: the same text again is a paste that overlaps.
        if records.iter().all(|(_, other, _)| other.value != item.value) {
            records.push((i, item, dmarc));
        }
    }
    let mut conflicts: Vec<_> = by_name.into_iter().filter(|(_, records)| records.len() > 1).collect();
    conflicts.sort_by_key(|(_, records)| records[0].0);
    for (name, records) in conflicts {
        let how_many = count(records.len(), "DMARC record", "DMARC records");
        let finding = match name {
            Some(name) => Finding::about_many(
                &RULE,
                format!(
                    "{} has {how_many}, and receivers allow one. They discard all of them, so the domain has no DMARC.",
                    code(name)
                ),
            ),
            None => Finding::about_many(
                &RULE,
                format!(
                    "This text has {how_many} with no name beside them. If they stand at one name, receivers discard all of \
                     them, and the domain has no DMARC."
                ),
            )
            .weighing(Severity::Warning),
        };
        // The stricter one protects more, and a reader who wants the other sees it too.
        let strictest =
            records.iter().max_by_key(|(i, _, dmarc)| (dmarc.effective_policy(), std::cmp::Reverse(*i)));
        let value = strictest.map(|(_, item, _)| item.value.clone());
        let mut fix = Fix::new("Keep one of them, and delete the others", value, Confidence::Review);
        fix.name = name.map(str::to_owned);
        fix.rtype = Some("TXT");
        out.push(finding.fixed_by(fix));
    }
}
