//! Two SPF records at one name: receivers may not choose, so SPF fails as a whole.

use crate::facts::{Facts, Item};
use crate::record::spf::TermKind;
use crate::record::{Kind, Reading, Record};
use crate::rules::{Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::count;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-two-records",
    severity: Severity::Error,
    title: "More than one SPF record at one name",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.5"),
    why: "A domain may have one SPF record. Where there are two, receivers may not pick one of them: SPF fails for \
          all mail of the domain, whoever sent it.",
    bad: "example.com. IN TXT \"v=spf1 include:_spf.google.com ~all\"\nexample.com. IN TXT \"v=spf1 include:sendgrid.net ~all\"",
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com include:sendgrid.net ~all""#,
    check,
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in facts.sets(is_found) {
        if set.len() < 2 {
            continue;
        }
        let name = set[0].1.name.as_deref();
        let how_many = count(set.len(), "SPF record", "SPF records");
        let finding = match name {
            Some(name) => Finding::about_many(
                &RULE,
                format!(
                    "{} has {how_many}, and receivers allow one. They count that as an error, so SPF fails for all its \
                     mail.",
                    code(name)
                ),
            ),
            None => Finding::about_many(
                &RULE,
                format!(
                    "This text has {how_many} with no name beside them. If they stand at one name, receivers count that \
                     as an error, and SPF fails for all mail of the domain."
                ),
            )
            .weighing(Severity::Warning),
        };
        out.push(match merged(&set) {
            Some(value) => {
                let title = "Publish one record in place of them, with the parts of all";
                let mut fix = Fix::new(title, Some(value), Confidence::Review);
                fix.name = name.map(str::to_owned);
                fix.rtype = Some("TXT");
                finding.fixed_by(fix)
            }
            None => finding,
        });
    }
}

/// Receivers take it for an SPF record.
fn is_found(item: &Item) -> bool {
    matches!(&item.record, Record::Spf(spf) if spf.recognised)
}

/// One record with the parts of all, each once; none where one of them can't be read.
fn merged(set: &[(usize, &Item)]) -> Option<String> {
    let (mut terms, mut seen) = (vec!["v=spf1".to_owned()], std::collections::HashSet::new());
    let mut all = None;
    for (_, item) in set {
        let Record::Spf(spf) = &item.record else { continue };
        if spf.reading() != Reading::Used {
            return None;
        }
        let text = item.value.as_str();
        for term in spf.reachable() {
            let word = term.span.text(text);
            let word = match &term.kind {
                TermKind::All => {
                    all.get_or_insert(word);
                    continue;
                }
                // A redirect would be of no use once another record's parts stand before it.
                TermKind::Redirect(Some(target)) => format!("include:{}", target.span.text(text)),
                TermKind::Exp(_) if terms.iter().any(|term| term.starts_with("exp=")) => continue,
                _ => word.to_owned(),
            };
            if seen.insert(word.to_ascii_lowercase()) {
                terms.push(word);
            }
        }
    }
    terms.push(all.unwrap_or("~all").to_owned());
    Some(terms.join(" "))
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
