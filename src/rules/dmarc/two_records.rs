//! Two DMARC records at one name: receivers discard all of them.

use crate::facts::policy::Known;
use crate::facts::{Facts, Item};
use crate::record::dmarc::Policy;
use crate::record::{Kind, Record};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
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
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in facts.sets(is_found) {
        if set.len() < 2 {
            continue;
        }
        let name = set[0].1.name.as_deref();
        let together: Vec<usize> = set.iter().map(|(i, _)| *i).collect();
        let how_many = count(set.len(), "DMARC record", "DMARC records");
        let finding = match name {
            Some(name) => Finding::about_many(
                &RULE, together.clone(),
                format!(
                    "{} has {how_many}, and receivers allow one. They discard all of them, {}.",
                    code(name),
                    instead(facts)
                ),
            ),
            None => Finding::about_many(
                &RULE, together.clone(),
                format!(
                    "This text has {how_many} with no name beside them. If they stand at one name, receivers discard all of \
                     them, and the domain has no DMARC."
                ),
            )
            .weighing(Severity::Warning),
        };
        // The stricter one protects more, and a reader who wants the other sees it too.
        let strictest = set.iter().max_by_key(|(i, item)| (policy(item), std::cmp::Reverse(*i)));
        let value = strictest.map(|(_, item)| item.value.clone());
        let mut fix = Fix::new("Keep one of them, and delete the others", value, Confidence::Review);
        fix.name = name.map(str::to_owned);
        fix.rtype = Some("TXT");
        out.push(finding.fixed_by(fix));
    }
}

/// What receivers act on in the place of the records that they discard.
fn instead(facts: &Facts) -> String {
    let applied = facts.domain.as_ref().map(|domain| domain.policy.found());
    match applied {
        Some(Known::Is((found, _))) => {
            format!("and look to the record of {} instead", code(found.domain.as_str()))
        }
        Some(Known::Unknown) => String::from("and look for one at the names above"),
        Some(Known::Nothing) | None => String::from("so the domain has no DMARC"),
    }
}

/// Receivers take it for a DMARC record.
fn is_found(item: &Item) -> bool {
    !item.is_of_old_type() && matches!(&item.record, Record::Dmarc(dmarc) if dmarc.recognised)
}

fn policy(item: &Item) -> Option<Policy> {
    match &item.record {
        Record::Dmarc(dmarc) => dmarc.effective_policy(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::dmarc::tests::in_zone;

    #[test]
    fn what_is_used_in_their_place_is_told() {
        let zone = "_dmarc.news.example.com. TXT \"v=DMARC1; p=reject\"\n_dmarc.news.example.com. TXT \"v=DMARC1; p=none\"\n";
        for (rest, expected) in [
            ("", "so the domain has no DMARC."),
            ("_dmarc.example.com. TXT !timeout", "and look for one at the names above."),
            (
                "_dmarc.example.com. TXT \"v=DMARC1; p=none\"",
                "and look to the record of `example.com` instead.",
            ),
        ] {
            let found = in_zone(&RULE, &format!("{zone}{rest}"));
            assert!(found[0].message.ends_with(expected), "{}", found[0].message);
        }
    }
}
