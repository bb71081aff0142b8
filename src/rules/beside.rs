//! Texts that receivers skip, where another of their kind stands at the same name: repaired, they would be two records,
//! and of two, receivers use neither (RFC 7208, section 4.5; RFC 9989, section 4.10; RFC 8461, section 3.1; RFC 8460,
//! section 3).

use std::collections::HashMap;

use super::{Confidence, Finding, Fix, Rule, Severity};
use crate::facts::{Facts, Item};
use crate::record::{Kind, Record};

/// Texts of one kind at one name.
#[derive(Debug, Default)]
struct Place<'f> {
    /// One of them is read.
    has_record: bool,
    /// Others are skipped, and would be read after a fix that can be copied unread. Each text counts once.
    repairable: Vec<&'f str>,
}

/// Leaves no fix that makes a second record: a text beside one that is read is to go, and of several that are skipped
/// one is to stay.
pub fn settle(facts: &Facts, findings: &mut Vec<Finding>) {
    if !facts.items.iter().any(|item| is_read(item) == Some(false)) {
        return;
    }
    let mut places: HashMap<(Kind, Option<&str>), Place<'_>> = HashMap::new();
    for item in facts.items.iter().filter(|item| is_read(item) == Some(true)) {
        places.entry((item.kind(), item.name.as_deref())).or_default().has_record = true;
    }
    for finding in findings.iter() {
        let Some(item) = skipped(facts, finding).filter(|_| is_safe_edit(finding)) else { continue };
        let texts = &mut places.entry((item.kind(), item.name.as_deref())).or_default().repairable;
        if !texts.contains(&item.value.as_str()) {
            texts.push(&item.value);
        }
    }
    findings.retain_mut(|finding| {
        let Some(item) = skipped(facts, finding) else { return true };
        let Some(place) = places.get(&(item.kind(), item.name.as_deref())) else { return true };
        if place.has_record {
            return beside_a_record(finding);
        }
        if place.repairable.len() > 1 && is_safe_edit(finding) {
            one_of_several(finding);
        }
        true
    });
}

/// Whether receivers take it for a record of its kind; none where several may stand at one name, or nobody asks for it.
fn is_read(item: &Item) -> Option<bool> {
    let is_read = match &item.record {
        Record::Spf(spf) => spf.recognised,
        Record::Dmarc(dmarc) => dmarc.recognised,
        Record::MtaSts(sts) => sts.recognised,
        Record::TlsRpt(reports) => reports.recognised,
        Record::Bimi(bimi) => bimi.recognised,
        Record::Dkim(_)
        | Record::Mx(_)
        | Record::SenderId(_)
        | Record::Verification(_)
        | Record::Cname(_)
        | Record::Authorisation(_)
        | Record::Header(_)
        | Record::MtaStsPolicy(_)
        | Record::Tlsa(_)
        | Record::Other(..) => return None,
    };
    (!item.is_of_old_type()).then_some(is_read)
}

/// The text that a finding is about, where receivers skip it.
fn skipped<'f>(facts: &'f Facts, finding: &Finding) -> Option<&'f Item> {
    facts.items.get(finding.record?).filter(|item| is_read(item) == Some(false))
}

fn is_safe_edit(finding: &Finding) -> bool {
    let fix = finding.fix.as_ref();
    fix.is_some_and(|fix| fix.confidence == Confidence::Safe && !fix.edits.is_empty())
}

/// Says of what keeps a text from being read that another one is used. What else is wrong with it matters to nobody.
fn beside_a_record(finding: &mut Finding) -> bool {
    let Some(fix) = finding.fix.as_mut().filter(|fix| !fix.edits.is_empty()) else { return true };
    if !keeps_from_being_read(finding.rule) {
        return false;
    }
    *fix = Fix::delete_unread();
    finding.severity = Severity::Advice;
    finding.message.push_str(" The record beside it is the one that they use.");
    true
}

fn one_of_several(finding: &mut Finding) {
    let Some(fix) = finding.fix.as_mut() else { return };
    fix.confidence = Confidence::Review;
    if keeps_from_being_read(finding.rule) {
        fix.title.push_str(", and delete the other text at this name");
        finding.message.push_str(" Another such text stands beside it, and of two records they use neither.");
    }
}

fn keeps_from_being_read(rule: &Rule) -> bool {
    ["-not-recognised", "-odd-character", "-quotes-inside"].iter().any(|end| rule.id.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::{Report, explain_records};

    fn judged(name: &str, texts: [&str; 2]) -> Report {
        let lines = texts.map(|text| format!("{name}. TXT \"{}\"", text.replace('"', "\\\"")));
        explain_records(&lines.join("\n"), &Hints::default())
    }

    #[test]
    fn two_texts_that_nobody_reads_are_not_both_repaired() {
        for (name, texts) in [
            ("_dmarc.example.com", ["v=DMARC; p=none", "v=dmarc1; p=reject"]),
            ("_dmarc.example.com", ["v=DMARC; p=none", "v=DMARC1\u{a0}; p=reject"]),
            ("example.com", ["v=spf1; mx -all", "v=spf10 a -all"]),
            ("example.com", ["\"v=spf1 mx -all\"", "\u{201c}v=spf1 a -all\u{201d}"]),
            ("_mta-sts.example.com", ["v=stsv1; id=1", "v=STSv1 id=2"]),
            (
                "_smtp._tls.example.com",
                ["v=TLSRPT1; rua=mailto:a@b.example", "v=tlsrptv1; rua=mailto:c@b.example"],
            ),
        ] {
            let report = judged(name, texts);
            for record in &report.records {
                assert_eq!(record.corrected, None, "{texts:?}");
                let [finding] = record.findings.as_slice() else {
                    panic!("{texts:?}: {:?}", record.findings)
                };
                let fix = finding.fix.as_ref().unwrap();
                assert_eq!((finding.severity, fix.confidence), (Severity::Error, Confidence::Review));
                assert!(fix.title.ends_with("delete the other text at this name"), "{}", fix.title);
                assert!(finding.message.ends_with("of two records they use neither."), "{}", finding.message);
            }
            // Apart from each other, each can be repaired unread.
            let [one, other] = texts.map(|text| judged(name, [text, text]));
            assert!(one.records[0].corrected.is_some() && other.records[0].corrected.is_some(), "{texts:?}");
        }
    }

    #[test]
    fn odd_characters_beside_a_record_make_no_second_one() {
        for (name, good, odd) in [
            ("example.com", "v=spf1 mx -all", "\u{201c}v=spf1 a -all\u{201d}"),
            ("example.com", "v=spf1 mx -all", "\"v=spf1 a -all\""),
            ("example.com", "v=spf1 mx -all", "v=spf1\u{a0}a -all"),
            ("_dmarc.example.com", "v=DMARC1; p=reject", "\u{201c}v=DMARC1; p=none\u{201d}"),
            ("_dmarc.example.com", "v=DMARC1; p=reject", "\"v=DMARC1; p=none\""),
            ("_mta-sts.example.com", "v=STSv1; id=1", "\u{201c}v=STSv1; id=2\u{201d}"),
            (
                "_smtp._tls.example.com",
                "v=TLSRPTv1; rua=mailto:a@b.example",
                "\u{201c}v=TLSRPTv1; rua=mailto:c@b.example\u{201d}",
            ),
        ] {
            let report = judged(name, [good, odd]);
            let record = &report.records[1];
            assert_eq!(record.corrected, None, "{odd}");
            let [finding] = record.findings.as_slice() else { panic!("{odd}: {:?}", record.findings) };
            assert_eq!(finding.severity, Severity::Advice, "{odd}");
            assert_eq!(finding.fix, Some(Fix::delete_unread()), "{odd}");
        }
    }

    #[test]
    fn what_nobody_reads_is_no_error_beside_a_record() {
        let report =
            judged("example.com", ["v=spf1 mx -all", "v=spf1; inlcude:a.example ip4: 192.0.2.1 -all"]);
        let found: Vec<_> =
            report.records[1].findings.iter().map(|finding| (finding.rule.id, finding.severity)).collect();
        assert_eq!(found, [("spf-not-recognised", Severity::Advice)]);
    }
}
