//! `pct`, `rf`, `ri` and the size limit: removed in 2026, and read differently by old and new receivers.

use super::missing_semicolon::parted;
use super::whole;
use crate::facts::Facts;
use crate::record::dmarc::{DmarcTag, Policy, report_uris};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-removed-tag",
    severity: Severity::Warning,
    title: "A tag that the standard of 2026 took away",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "The DMARC standard of 2026 has no `pct`, `rf` and `ri` any more, and no size limit after an address. Receivers \
          that follow it skip them, while older ones still act on them, so the same record means two things.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; pct=20; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc().filter(|(_, _, dmarc)| dmarc.reading() == Reading::Used) {
        let text = item.value.as_str();
        for (kind, tag) in &dmarc.tags {
            if !parted(text, &item.strings, *kind, tag).is_empty() {
                continue;
            }
            let value = tag.value.text(text);
            let word = code(tag.span.text(text));
            let (severity, message, confidence) = match kind {
                DmarcTag::Percent => {
                    let share = value.parse::<u8>().ok().filter(|share| *share < 100);
                    match share.filter(|_| dmarc.strictest(text) != Some(Policy::None)) {
                        Some(share) => (
                            Severity::Warning,
                            format!(
                                "Receivers of today skip {word} and act on all mail that fails. Older ones act on {share} \
                                 per cent of it."
                            ),
                            Confidence::Review,
                        ),
                        None => (
                            Severity::Advice,
                            format!("Receivers of today skip {word}; without it nothing changes."),
                            Confidence::Safe,
                        ),
                    }
                }
                DmarcTag::ReportFormat | DmarcTag::ReportInterval => (
                    Severity::Advice,
                    format!("Receivers of today skip {word}; without it nothing changes."),
                    Confidence::Safe,
                ),
                DmarcTag::AggregateReports | DmarcTag::FailureReports => {
                    // An address that can't be read has a rule of its own.
                    let uris = report_uris(text, tag.value);
                    let read = uris.iter().filter(|uri| uri.problem.is_none());
                    for limit in read.filter_map(|uri| uri.size_limit) {
                        let message = format!(
                            "Receivers of today skip the size limit {}; older ones send no report that is larger.",
                            code(limit.text(text))
                        );
                        let fix =
                            Fix::edit("Take the limit away", vec![Edit::delete(limit)], Confidence::Safe);
                        let finding = Finding::new(&RULE, record, limit, message).weighing(Severity::Advice);
                        out.push(finding.fixed_by(fix));
                    }
                    continue;
                }
                DmarcTag::Version
                | DmarcTag::Policy
                | DmarcTag::SubdomainPolicy
                | DmarcTag::NonexistentPolicy
                | DmarcTag::Testing
                | DmarcTag::PublicSuffix
                | DmarcTag::DkimAlignment
                | DmarcTag::SpfAlignment
                | DmarcTag::FailureOptions
                | DmarcTag::Unknown => continue,
            };
            let fix = Fix::edit("Take the tag out", vec![Edit::delete(whole(text, tag))], confidence);
            out.push(Finding::new(&RULE, record, tag.span, message).weighing(severity).fixed_by(fix));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn tags_beside_each_other_leave_no_semicolon_too_many() {
        for (text, expected) in [
            ("v=DMARC1;p=reject;rf=afrf;pct=100;", "v=DMARC1;p=reject;"),
            ("v=DMARC1; p=reject; rf=afrf; pct=100;", "v=DMARC1; p=reject;"),
            ("v=DMARC1; p=reject; ri=86400 ; rf=afrf ; pct=100 ; ", "v=DMARC1; p=reject; "),
            ("v=DMARC1; rf=afrf; pct=100; p=reject", "v=DMARC1; p=reject"),
            ("v=DMARC1; p=reject; fo=1; pct=100; adkim=r", "v=DMARC1; p=reject; adkim=r"),
        ] {
            let report = explain_records(text, &Hints::default());
            assert_eq!(report.records[0].corrected.as_deref(), Some(expected.trim_end()), "{text}");
        }
    }
}
