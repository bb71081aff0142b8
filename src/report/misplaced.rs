//! What is said of a record that nobody looks for where it stands: what it would do elsewhere, it does not do.

use crate::facts::Item;
use crate::record::Kind;
use crate::rules::{Finding, Severity};
use crate::text::prose::code;

/// The summary of such a record; none where it is found, or may be.
pub fn summary(item: &Item, findings: &[Finding]) -> Option<String> {
    let is_told = |finding: &Finding| {
        let id = finding.rule.id;
        finding.severity == Severity::Error && id.ends_with("-wrong-name") || id == "tlsa-at-domain"
    };
    let name = item.name.as_deref().filter(|_| findings.iter().any(is_told))?;
    let (who, what) = match item.kind() {
        Kind::Dmarc => ("Receivers", "DMARC records"),
        Kind::Dkim => ("Receivers", "DKIM keys"),
        Kind::Bimi => ("Receivers", "logos"),
        Kind::MtaSts => ("Senders", "MTA-STS records"),
        Kind::TlsRpt => ("Senders", "TLS-RPT records"),
        Kind::Tlsa => ("Senders", "TLSA records"),
        Kind::Spf
        | Kind::Mx
        | Kind::SenderId
        | Kind::Verification
        | Kind::Cname
        | Kind::DmarcReportAuthorisation
        | Kind::MtaStsPolicy
        | Kind::Other => return None,
    };
    Some(format!("{who} don't look for {what} at {}, so this record does nothing.", code(name)))
}

#[cfg(test)]
mod tests {
    use crate::paste::Hints;
    use crate::report::explain_records;

    fn said(line: &str) -> String {
        explain_records(line, &Hints::default()).summary
    }

    #[test]
    fn what_nobody_finds_does_nothing() {
        const KEY: &str = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        const DIGITS: &str = "8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1";
        for (wrong, right, value, expected) in [
            (
                "dmarc.example.com",
                "_dmarc.example.com",
                "TXT \"v=DMARC1; p=reject; rua=mailto:a@example.com\"",
                "Receivers don't look for DMARC records at `dmarc.example.com`, so this record does nothing.",
            ),
            (
                "_tls.example.com",
                "_smtp._tls.example.com",
                "TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\"",
                "Senders don't look for TLS-RPT records at `_tls.example.com`, so this record does nothing.",
            ),
            (
                "mta-sts.example.com",
                "_mta-sts.example.com",
                "TXT \"v=STSv1; id=20260401\"",
                "Senders don't look for MTA-STS records at `mta-sts.example.com`, so this record does nothing.",
            ),
            (
                "_bimi.example.com",
                "default._bimi.example.com",
                "TXT \"v=BIMI1; l=https://example.com/logo.svg\"",
                "Receivers don't look for logos at `_bimi.example.com`, so this record does nothing.",
            ),
            (
                "example.com",
                "s1._domainkey.example.com",
                &format!("TXT \"{KEY}\""),
                "Receivers don't look for DKIM keys at `example.com`, so this record does nothing.",
            ),
            (
                "mail.example.com",
                "_25._tcp.mail.example.com",
                &format!("TLSA 3 1 1 {DIGITS}"),
                "Senders don't look for TLSA records at `mail.example.com`, so this record does nothing.",
            ),
        ] {
            assert_eq!(said(&format!("{wrong}. IN {value}")), expected);
            assert!(!said(&format!("{right}. IN {value}")).contains("does nothing"), "{right}");
            assert!(!said(value).contains("does nothing"), "{value}");
        }
        // A name with `*` answers for the right one.
        assert!(!said("*.example.com. IN TXT \"v=DMARC1; p=reject\"").contains("does nothing"));
        let at_domain = format!("example.com. MX 10 a.example.\n_25._tcp.example.com. TLSA 3 1 1 {DIGITS}");
        let report = explain_records(&at_domain, &Hints::default());
        assert!(report.records[1].summary.ends_with("so this record does nothing."));
    }
}
