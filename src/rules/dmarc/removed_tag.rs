//! `pct`, `rf`, `ri` and the size limit: removed in 2026, and read differently by old and new receivers.

use super::missing_semicolon::parted;
use super::whole;
use crate::facts::Facts;
use crate::record::dmarc::{DmarcTag, Policy, report_uris};
use crate::record::{Dmarc, Kind, Reading};
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
                    match share.and_then(|share| sampled(dmarc, share)) {
                        Some(older) => (
                            Severity::Warning,
                            format!("Receivers of today skip {word} and act on all mail that fails. {older}"),
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

/// What older receivers do with a share of the mail, and with the rest of it (RFC 7489): what is not in the share falls by one
/// step, from `reject` to `quarantine`, and from that to `none`. None where no policy of theirs is above `none`.
fn sampled(dmarc: &Dmarc, share: u8) -> Option<String> {
    let asks = |wanted: Policy| dmarc.asked_of_older().any(|(_, policy)| policy == wanted);
    let says = match (asks(Policy::Reject), asks(Policy::Quarantine), share) {
        (false, false, _) => return None,
        (true, false, 0) => "Older ones refuse none of it, and treat all of it with suspicion.".to_owned(),
        (true, false, _) => {
            format!("Older ones refuse {share} per cent of it, and treat the rest with suspicion.")
        }
        (false, true, 0) => "Older ones let all of it through.".to_owned(),
        (false, true, _) => {
            format!("Older ones treat {share} per cent of it with suspicion, and let the rest through.")
        }
        (true, true, 0) => {
            "Older ones act as if `reject` were `quarantine`, and `quarantine` were `none`.".to_owned()
        }
        (true, true, _) => format!(
            "Older ones do so with {share} per cent. For the rest, they take `reject` as `quarantine`, and `quarantine` as `none`."
        ),
    };
    Some(says)
}

#[cfg(test)]
mod tests {
    use super::*;
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

    #[test]
    fn what_older_receivers_do_with_the_rest_depends_on_the_policy() {
        for (tags, severity, expected) in [
            (
                "p=reject; pct=10",
                Severity::Warning,
                "Older ones refuse 10 per cent of it, and treat the rest with suspicion.",
            ),
            (
                "p=reject; pct=0",
                Severity::Warning,
                "Older ones refuse none of it, and treat all of it with suspicion.",
            ),
            (
                "p=quarantine; pct=50",
                Severity::Warning,
                "Older ones treat 50 per cent of it with suspicion, and let the rest through.",
            ),
            ("p=quarantine; pct=0", Severity::Warning, "Older ones let all of it through."),
            (
                "p=reject; sp=quarantine; pct=50",
                Severity::Warning,
                "Older ones do so with 50 per cent. For the rest, they take `reject` as `quarantine`, and `quarantine` as `none`.",
            ),
            (
                "p=quarantine; sp=reject; pct=0",
                Severity::Warning,
                "Older ones act as if `reject` were `quarantine`, and `quarantine` were `none`.",
            ),
            (
                "p=none; sp=reject; pct=50",
                Severity::Warning,
                "Older ones refuse 50 per cent of it, and treat the rest with suspicion.",
            ),
            // Older receivers skip `np`, too.
            (
                "p=none; np=reject; pct=50",
                Severity::Advice,
                "Receivers of today skip `pct=50`; without it nothing changes.",
            ),
            (
                "p=none; pct=50",
                Severity::Advice,
                "Receivers of today skip `pct=50`; without it nothing changes.",
            ),
        ] {
            let report = explain_records(&format!("v=DMARC1; {tags}; rua=mailto:a@x.y"), &Hints::default());
            let found = report.records[0].findings.iter().find(|found| found.rule == &RULE).unwrap();
            assert!(found.message.ends_with(expected), "{tags}: {}", found.message);
            assert_eq!(found.severity, severity, "{tags}");
        }
    }
}
