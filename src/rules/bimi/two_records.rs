//! Two BIMI records at one name: receivers use none.

use crate::facts::{Facts, Item};
use crate::record::{Kind, Record};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity};
use crate::text::count;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "bimi-two-records",
    severity: Severity::Error,
    title: "Two BIMI records at one name",
    kind: Kind::Bimi,
    reference: super::DRAFT,
    why: "Receivers that find several BIMI records at one name can't tell which is meant, and use none of them.",
    bad: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/a.svg\"\ndefault._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/b.svg\"",
    good: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let sets = facts.sets(|item| item.kind() == Kind::Bimi && item.name.is_some());
    for set in sets {
        let is_record = |item: &Item| {
            !item.is_of_old_type() && matches!(&item.record, Record::Bimi(bimi) if bimi.recognised)
        };
        let records: Vec<usize> = set.iter().filter(|(_, item)| is_record(item)).map(|(i, _)| *i).collect();
        if records.len() < 2 {
            continue;
        }
        let message = format!(
            "{} stand at {}. Receivers use none of them, and show no logo.",
            count(records.len(), "BIMI record", "BIMI records"),
            code(set[0].1.name.as_deref().unwrap_or(""))
        );
        let fix = Fix::new("Keep one of them, and delete the others", None, Confidence::Review);
        out.push(Finding::about_many(&RULE, records, message).fixed_by(fix));
    }
}
