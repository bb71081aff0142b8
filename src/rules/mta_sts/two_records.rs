//! Two MTA-STS records at one name: senders act as if there were none.

use crate::facts::{Facts, Item};
use crate::record::{Kind, Record};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::count;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mta-sts-two-records",
    severity: Severity::Error,
    title: "More than one MTA-STS record at one name",
    kind: Kind::MtaSts,
    reference: rfc!(8461, "3.1"),
    why: "A domain may have one MTA-STS record. Where there are two, senders don't choose between them: they act as if the \
          domain had no policy.",
    bad: "_mta-sts.example.com. IN TXT \"v=STSv1; id=20260401\"\n_mta-sts.example.com. IN TXT \"v=STSv1; id=20250101\"",
    good: r#"_mta-sts.example.com. IN TXT "v=STSv1; id=20260401""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in facts.sets(is_found).into_iter().filter(|set| set.len() > 1) {
        let together = set.iter().map(|(i, _)| *i).collect();
        let many = count(set.len(), "MTA-STS record", "MTA-STS records");
        let finding = match set[0].1.name.as_deref() {
            Some(name) => {
                let message =
                    format!("{} has {many}, and senders allow one. They act as if it had none.", code(name));
                Finding::about_many(&RULE, together, message)
            }
            None => {
                let message = format!(
                    "This text has {many}. If they stand at one name, senders act as if it had none."
                );
                Finding::about_many(&RULE, together, message).weighing(Severity::Warning)
            }
        };
        let title = "Keep the one whose `id` is the newest, and delete the others";
        out.push(finding.fixed_by(Fix::new(title, None, Confidence::Review)));
    }
}

/// Senders take it for a record of this kind.
pub fn is_found(item: &Item) -> bool {
    !item.is_of_old_type() && matches!(&item.record, Record::MtaSts(sts) if sts.recognised)
}
