//! A key, a DMARC record or another text of mail in a record of type SPF: everybody asks for TXT.

use crate::facts::{Facts, Item};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;

/// The rule. SPF records have one of their own.
pub static RULE: Rule = Rule {
    id: "other-record-type",
    severity: Severity::Error,
    title: "A text of mail in a record of type SPF",
    kind: Kind::Other,
    reference: rfc!(7208, "3.1"),
    why: "DNS once had a record type of its own for SPF, and some forms still offer it. It was given up. Texts about mail \
          stand in TXT records, and nobody asks for records of type SPF.",
    bad: r#"_dmarc.example.com. IN SPF "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item) in facts.items.iter().enumerate().filter(|(_, item)| item.is_of_old_type()) {
        let kind = item.kind();
        let Some([who, what]) = looked_for(kind) else { continue };
        let whole = Span::new(0, item.value.len());
        // Several proofs stand at one name as a rule, so only the same text is found in the place of one.
        let stands_in = |other: &&Item| {
            other.kind() == kind
                && other.rtype.as_deref() == Some("TXT")
                && other.name == item.name
                && match kind {
                    Kind::Verification => other.value == item.value,
                    _ => other.record.reading() != Reading::Ignored,
                }
        };
        let message = format!("{who} ask for records of type TXT alone, so they never find {what}.");
        out.push(if facts.items.iter().any(|other| stands_in(&other)) {
            let message = format!("{message} They find the TXT record beside it.");
            let fix = Fix::new("Delete the record of type SPF", None, Confidence::Review);
            Finding::new(&RULE, record, whole, message).weighing(Severity::Advice).fixed_by(fix)
        } else {
            let mut fix =
                Fix::new("Enter the same text as a TXT record", Some(item.value.clone()), Confidence::Review);
            fix.rtype = Some("TXT");
            Finding::new(&RULE, record, whole, message).fixed_by(fix)
        });
    }
}

/// Who looks for texts of this kind, and what they are; none where another rule speaks, or nobody looks for them.
fn looked_for(kind: Kind) -> Option<[&'static str; 2]> {
    Some(match kind {
        Kind::Dkim => ["Receivers", "this key"],
        Kind::Dmarc => ["Receivers", "this DMARC record"],
        Kind::Bimi => ["Receivers", "this BIMI record"],
        Kind::DmarcReportAuthorisation => ["Those who send reports", "this record"],
        Kind::MtaSts => ["Senders", "this MTA-STS record"],
        Kind::TlsRpt => ["Senders", "this TLS-RPT record"],
        Kind::Verification => ["Services", "this text"],
        Kind::Spf
        | Kind::SenderId
        | Kind::Mx
        | Kind::MtaStsPolicy
        | Kind::Tlsa
        | Kind::Cname
        | Kind::Other => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::{Report, explain_records};

    /// What the rule finds.
    fn found(report: &Report) -> Vec<&Finding> {
        let in_records = report.records.iter().flat_map(|record| &record.findings);
        in_records.filter(|finding| finding.rule == &RULE).collect()
    }

    const TEXTS: [(&str, &str, &str); 7] = [
        ("_dmarc.example.com", "v=DMARC1; p=reject", "Receivers ask"),
        ("s1._domainkey.example.com", "v=DKIM1; p=", "Receivers ask"),
        ("default._bimi.example.com", "v=BIMI1; l=https://example.com/logo.svg", "Receivers ask"),
        ("a.example._report._dmarc.example.com", "v=DMARC1", "Those who send reports ask"),
        ("_mta-sts.example.com", "v=STSv1; id=20260401", "Senders ask"),
        ("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:tls@example.com", "Senders ask"),
        ("example.com", "google-site-verification=abc", "Services ask"),
    ];

    #[test]
    fn every_text_of_mail_belongs_into_a_record_of_type_txt() {
        for (name, text, who) in TEXTS {
            let report = explain_records(&format!("{name}. IN SPF \"{text}\""), &Hints::default());
            let [finding] = found(&report)[..] else { panic!("{text}") };
            let fix = finding.fix.as_ref().unwrap();
            assert_eq!((finding.severity, fix.rtype), (Severity::Error, Some("TXT")), "{text}");
            assert_eq!(fix.value(text).as_deref(), Some(text));
            assert!(finding.message.starts_with(who), "{}", finding.message);
            assert_eq!(report.records[0].reading, Reading::Ignored, "{text}");
            assert_eq!(found(&explain_records(text, &Hints::default())).len(), 0, "no type is said: {text}");
        }
    }

    #[test]
    fn beside_the_record_that_is_found_it_does_no_harm() {
        for (name, text, _) in TEXTS {
            let both = format!("{name}. IN TXT \"{text}\"\n{name}. IN SPF \"{text}\"");
            let report = explain_records(&both, &Hints::default());
            let [finding] = found(&report)[..] else { panic!("{text}") };
            assert_eq!(finding.severity, Severity::Advice, "{text}");
            assert_eq!(finding.fix.as_ref().unwrap().value(text), None, "{text}");
        }
    }

    #[test]
    fn it_is_no_second_record() {
        for (name, one, other) in [
            ("example.com", "v=spf1 mx -all", "v=spf1 a -all"),
            ("_dmarc.example.com", "v=DMARC1; p=reject", "v=DMARC1; p=none"),
            ("default._bimi.example.com", "v=BIMI1; l=https://a.example/a.svg", "v=BIMI1; l="),
            ("_mta-sts.example.com", "v=STSv1; id=1", "v=STSv1; id=2"),
            (
                "_smtp._tls.example.com",
                "v=TLSRPTv1; rua=mailto:a@example.com",
                "v=TLSRPTv1; rua=mailto:b@example.com",
            ),
            ("s1._domainkey.example.com", "v=DKIM1; p=", "p="),
        ] {
            let both = |rtype| format!("{name}. IN TXT \"{one}\"\n{name}. IN {rtype} \"{other}\"");
            let pair = explain_records(&both("TXT"), &Hints::default());
            assert!(pair.findings.iter().any(|finding| finding.rule.id.contains("-two-")), "{one}");
            let report = explain_records(&both("SPF"), &Hints::default());
            assert_eq!(report.findings, [], "{one}");
            let advice = |finding: &&Finding| {
                finding.rule.id.ends_with("-record-type") && finding.severity == Severity::Advice
            };
            assert_eq!(report.records[1].findings.iter().filter(advice).count(), 1, "{one}");
        }
    }

    #[test]
    fn what_nobody_finds_keeps_no_text_from_its_repair() {
        let text =
            "_dmarc.example.com. IN SPF \"v=DMARC1; p=none\"\n_dmarc.example.com. IN TXT \"v=DMARC; p=none\"";
        let report = explain_records(text, &Hints::default());
        assert_eq!(report.records[1].corrected.as_deref(), Some("v=DMARC1; p=none"));
        let [finding] = found(&report)[..] else { panic!() };
        assert_eq!(finding.severity, Severity::Error, "the text beside it is none that is found");
    }
}
