//! Records to try: one set that is right, and several that are wrong in a telling way.

/// A text to try.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What it shows, in a few words.
    pub name: &'static str,
    /// What goes into the box.
    pub text: &'static str,
}

/// In the order shown.
pub static EXAMPLES: &[Example] = &[
    Example {
        name: "A set that is right",
        text: "example.com. 3600 IN TXT \"v=spf1 include:_spf.google.com include:amazonses.com ~all\"\n\
               _dmarc.example.com. 3600 IN TXT \"v=DMARC1; p=reject; rua=mailto:reports@example.com\"\n\
               example.com. 3600 IN MX 1 smtp.google.com.",
    },
    Example {
        name: "SPF with an equals sign",
        text: "v=spf1 include:_spf.google.com include=sendgrid.net a:mail.example.com ~all",
    },
    Example {
        name: "Two SPF records",
        text: "example.com. 3600 IN TXT \"v=spf1 include:_spf.google.com ~all\"\n\
               example.com. 3600 IN TXT \"v=spf1 include:spf.protection.outlook.com -all\"",
    },
    Example {
        name: "A DKIM key cut short",
        text: "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApXzL+daQ7nAaeljLwBSkXIoujT69wtLGZFWCDFRLw4aaf\
               /jjzrrHu0BMBa8JGx2Oa4jSxvW3Wx4p2N4F6pPYg6REO9n7fTQ3h+81LX9uS+6mIW2SoHWdmZYd3yaWo3zSF0/H7P+trGKhjxPN5jCs6cDEvw\
               /be3TjjAEzSifV3Qi60Y",
    },
    Example {
        name: "A slip in DMARC",
        text: "_dmarc.example.com. 3600 IN TXT \"v=DMARC1; p=quarentine; rua=reports@example.com\"",
    },
    Example {
        name: "The header lines of a message",
        text: "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=bounce.mailer.example; \
               dkim=pass header.d=mailer.example header.s=k1; dmarc=fail header.from=example.com\n\
               DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=mailer.example; s=k1; h=from:to:subject; \
               bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=; \
               b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==",
    },
    Example {
        name: "Encryption, half set up",
        text: "example.com. 3600 IN MX 10 mail.example.com.\n\
               _mta-sts.example.com. 3600 IN TXT \"v=STSv1; id=2026-04-01\"\n\
               _25._tcp.mail.example.com. 3600 IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1\n\
               \n\
               version: STSv1\nmode: testing\nmx: mail.example.net\nmax_age: 604800",
    },
    Example { name: "MX to an address", text: "example.com. 3600 IN MX 10 192.0.2.25" },
];

/// The examples are offered while the box is empty or holds one of them.
pub fn are_offered(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || EXAMPLES.iter().any(|example| example.text == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::record::Kind;
    use crate::report::explain_records;

    #[test]
    fn the_examples_are_what_they_say() {
        let kinds = |text| {
            let report = explain_records(text, &Hints::default());
            report.records.iter().map(|record| record.kind).collect::<Vec<_>>()
        };
        let of = |name: &str| {
            EXAMPLES.iter().find(|e| e.name.contains(name)).map(|e| kinds(e.text)).unwrap_or_default()
        };
        assert_eq!(of("equals"), [Kind::Spf]);
        assert_eq!(of("Two SPF"), [Kind::Spf, Kind::Spf]);
        assert_eq!(of("DKIM"), [Kind::Dkim]);
        assert_eq!(of("DMARC"), [Kind::Dmarc]);
        assert_eq!(of("header"), [Kind::Other; 2]);
        assert_eq!(of("Encryption"), [Kind::Mx, Kind::MtaSts, Kind::Tlsa, Kind::MtaStsPolicy]);
    }

    #[test]
    fn they_are_offered_until_the_reader_brings_a_text() {
        assert!(are_offered(" \n") && are_offered(EXAMPLES[1].text));
        assert!(!are_offered("v=spf1 -all"));
    }
}
