//! Two SPF records at one name: receivers may not choose, so SPF fails as a whole.

use super::too_many_lookups::LIMIT;
use crate::facts::{Facts, Item};
use crate::record::spf::{self, Merged};
use crate::record::{Kind, Reading, Record, Spf};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{count, list};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-two-records",
    severity: Severity::Error,
    title: "More than one SPF record at one name",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.5"),
    why: "A domain may have one SPF record. Where there are two, receivers may not pick one of them: they \
          count an error, and can't use SPF for any mail of the domain.",
    bad: "example.com. IN TXT \"v=spf1 include:_spf.google.com ~all\"\nexample.com. IN TXT \"v=spf1 include:sendgrid.net ~all\"",
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com include:sendgrid.net ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in facts.sets(is_found) {
        if set.len() < 2 {
            continue;
        }
        let name = set[0].1.name.as_deref();
        let together: Vec<usize> = set.iter().map(|(i, _)| *i).collect();
        let how_many = count(set.len(), "SPF record", "SPF records");
        let finding = match name {
            Some(name) => Finding::about_many(
                &RULE, together.clone(),
                format!(
                    "{} has {how_many}, and receivers allow one. They count that as an error, so they \
                     can't use SPF for its mail.",
                    code(name)
                ),
            ),
            None => Finding::about_many(
                &RULE, together.clone(),
                format!(
                    "This text has {how_many} with no name beside them. If they stand at one name, receivers count that \
                     as an error, and can't use SPF for mail of the domain."
                ),
            )
            .weighing(Severity::Warning),
        };
        out.push(match merged(&set) {
            Some(merged) => {
                // Receivers would stop in the middle of a record over the limit.
                let value = (merged.lookups <= LIMIT).then(|| merged.value());
                let mut fix = Fix::new(title(&merged), value, Confidence::Review);
                fix.name = name.map(str::to_owned);
                fix.rtype = Some("TXT");
                finding.fixed_by(fix)
            }
            None => {
                let title = "Repair each record, then make one of them";
                finding.fixed_by(Fix::new(title, None, Confidence::Review))
            }
        });
    }
}

/// Receivers take it for an SPF record.
pub fn is_found(item: &Item) -> bool {
    !item.is_of_old_type() && matches!(&item.record, Record::Spf(spf) if spf.recognised)
}

/// The parts of all, each once; none where one of the records can't be read.
fn merged(set: &[(usize, &Item)]) -> Option<Merged> {
    let records = set.iter().filter_map(|(_, item)| match &item.record {
        Record::Spf(spf) => Some((item.value.as_str(), spf)),
        _ => None,
    });
    let records: Vec<(&str, &Spf)> = records.collect();
    let can_be_read = records.iter().all(|(_, spf)| spf.reading() == Reading::Used);
    can_be_read.then(|| spf::merged(records.into_iter()))
}

/// What is to be done.
fn title(merged: &Merged) -> String {
    if merged.lookups > LIMIT {
        format!(
            "Make one record of them; together they need {} lookups of {LIMIT}, so take out what no longer sends",
            merged.lookups
        )
    } else if merged.endings.len() > 1 {
        let endings: Vec<String> = merged.endings.iter().map(|ending| code(ending)).collect();
        format!(
            "Publish this one in place of them; they ended in {}, and this one keeps {}",
            list(&endings),
            code(&merged.ending)
        )
    } else {
        "Publish one record in place of them, with the parts of all".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    fn fix(text: &str) -> Option<String> {
        let report = explain_records(text, &Hints::default());
        let finding = report.findings.iter().find(|finding| finding.rule == &RULE)?;
        finding.fix.as_ref()?.value("")
    }

    #[test]
    fn the_parts_of_all_are_kept_once() {
        let text = "a.example. TXT \"v=spf1 mx include:x.example -all\"\na.example. TXT \"v=spf1 MX a redirect=y.example\"";
        assert_eq!(fix(text).as_deref(), Some("v=spf1 mx include:x.example a include:y.example -all"));
    }

    #[test]
    fn no_record_is_made_that_opens_the_domain_or_is_over_the_limit() {
        let text = "a.example. TXT \"v=spf1 a +all\"\na.example. TXT \"v=spf1 mx -all\"";
        assert_eq!(fix(text).as_deref(), Some("v=spf1 a mx -all"));
        let many = |letter: char| (0..6).map(|i| format!(" include:{letter}{i}.example")).collect::<String>();
        let text = format!(
            "a.example. TXT \"v=spf1{} ~all\"\na.example. TXT \"v=spf1{} ~all\"",
            many('a'),
            many('b')
        );
        assert_eq!(fix(&text), None);
    }

    #[test]
    fn other_names_and_repeated_pastes_are_no_conflict() {
        for text in [
            "a.example. TXT \"v=spf1 mx -all\"\nb.example. TXT \"v=spf1 a -all\"",
            "a.example. TXT \"v=spf1 mx -all\"\na.example. TXT \"v=spf1 mx -all\"",
            "a.example. TXT \"v=spf1 mx -all\"\na.example. TXT \"v=spf10 mx -all\"",
        ] {
            let report = explain_records(text, &Hints::default());
            assert!(report.findings.is_empty(), "{text}");
        }
    }
}
