//! What is found in one text after another: the reading of each record, and every finding with its weight.
//!
//! The texts are the vectors of the standards (RFC 7208, appendix A and section 4.6; RFC 9989, section 4.10.1;
//! RFC 6376, section 3.6.1; RFC 7505, section 3) and mistakes that people make.

use waxseal::paste::Hints;
use waxseal::record::Reading;
use waxseal::report::explain_records;

/// The text, the readings of its records, and what is found.
const CASES: &[(&str, &str, &[&str])] = &[
    ("v=spf1", "used", &["warning spf-no-ending"]),
    ("v=spf1 -all", "used", &["good spf-sends-no-mail"]),
    ("V=SPF1 MX -ALL", "used", &["good spf-ends-clearly"]),
    ("v=spf1  mx   -all ", "used", &["good spf-ends-clearly"]),
    ("v=spf1\tmx -all", "ignored", &["error spf-odd-character"]),
    ("v=spf1 a/24//64 -all", "used", &["good spf-ends-clearly"]),
    ("v=spf1 a/24/64 -all", "broken", &["error spf-bad-network"]),
    ("v=spf1 a//129 -all", "broken", &["error spf-bad-network"]),
    ("v=spf1 mx:foo.com/0 -all", "used", &["error spf-allows-everyone"]),
    ("v=spf1 include:_spf.google.com", "used", &["warning spf-no-ending"]),
    ("v=spf1 redirect=_spf.x.com -all", "used", &["warning spf-never-reached", "good spf-ends-clearly"]),
    ("v=spf1 redirect=a.com redirect=b.com", "broken", &["error spf-repeated-option"]),
    (
        "v=spf1 foo=bar foo=baz moo.x=1 -all",
        "used",
        &[
            "advice spf-unknown-option",
            "advice spf-unknown-option",
            "advice spf-unknown-option",
            "good spf-ends-clearly",
        ],
    ),
    ("v=spf1 =foo -all", "broken", &["error spf-unknown-term"]),
    ("v=spf1 foo=%abc -all", "broken", &["error spf-bad-macro"]),
    ("v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all", "used", &["good spf-ends-clearly"]),
    ("v=spf1 exists:%(ir).x.com -all", "broken", &["error spf-bad-macro"]),
    ("v=spf1 exists:%{d0}.x.com -all", "broken", &["error spf-bad-macro"]),
    ("v=spf1 exists:%{c}.x.com -all", "broken", &["error spf-bad-macro"]),
    ("v=spf1 exists:%{e}.x.com -all", "broken", &["error spf-bad-macro"]),
    ("v=spf1 a:%{h} -all", "used", &["error spf-sender-names-it", "good spf-ends-clearly"]),
    ("v=spf1 ip4:\t192.0.2.1 -all", "broken", &["error spf-missing-value"]),
    ("v=spf1 a:foo-bar -all", "broken", &["error spf-not-a-bare-domain"]),
    ("v=spf1 a:1.2.3.4 -all", "broken", &["error spf-wrong-address-mechanism"]),
    ("v=spf1 include:xn--bcher-kva.example -all", "used", &["good spf-ends-clearly"]),
    ("v=spf1 include:bücher.example -all", "broken", &["error spf-not-a-bare-domain"]),
    ("v=spf1 ip4:192.168.1.1 -all", "used", &["warning spf-private-network", "good spf-ends-clearly"]),
    ("v=spf1 ip6:::ffff:192.0.2.1 -all", "used", &["warning spf-private-network", "good spf-ends-clearly"]),
    ("v=spf1 ?ip4:0.0.0.0/0 -all", "used", &["warning spf-no-ending"]),
    ("v=spf1 mx ?ip4:0.0.0.0/0 ?ip6:::/0 -all", "used", &["warning spf-no-ending"]),
    ("v=spf1 ~ip4:0.0.0.0/0 -all", "used", &["warning spf-never-reached", "good spf-ends-clearly"]),
    ("v=spf1 mx -ip4:0.0.0.0/0 -ip6:::/0", "used", &["good spf-ends-clearly"]),
    ("v=spf1 mx -ip4:0.0.0.0/0", "used", &["warning spf-no-ending"]),
    (
        "a.example.com. IN TXT \"v=spf1 redirect=b.example.com\"\nb.example.com. IN TXT \"v=spf1 redirect=a.example.com\"",
        "used used",
        &["error spf-includes-itself", "error spf-includes-itself"],
    ),
    (
        "example.com. IN TXT \"v=spf1 include:_spf.example.com -all\"\n_spf.example.com. IN TXT \"v=spf1 mx +all\"",
        "used used",
        &["error spf-allows-everyone", "error spf-allows-everyone"],
    ),
    ("v=DMARC1;p=reject", "used", &["advice dmarc-no-reports", "good dmarc-enforces"]),
    ("v = DMARC1 ; p = Reject ;", "used", &["advice dmarc-no-reports", "good dmarc-enforces"]),
    ("v=DMARC1; rua=mailto:a@x.y", "used", &["error dmarc-bad-policy", "good dmarc-reports"]),
    ("v=DMARC1", "ignored", &["error dmarc-bad-policy"]),
    ("v=DMARC1; p=reject; sp=rejct", "ignored", &["error dmarc-bad-policy"]),
    (
        "v=DMARC1; p=reject; sp=rejct; rua=mailto:a@x.y",
        "used",
        &["error dmarc-bad-policy", "good dmarc-reports"],
    ),
    ("p=reject; v=DMARC1", "ignored", &["error dmarc-not-recognised"]),
    ("v=DMARC1 p=reject", "ignored", &["error dmarc-not-recognised"]),
    ("v=DMARC1;p=reject;p=none", "ignored", &["error dmarc-repeated-tag"]),
    (
        "v=DMARC1; p=none; rua=mailto:a@x.y!10m",
        "used",
        &["advice dmarc-watches-only", "advice dmarc-removed-tag", "good dmarc-reports"],
    ),
    (
        "v=DMARC1; p=reject; rua=mailto:a@x.y; fo=1:d:s",
        "used",
        &["advice dmarc-unknown-tag", "good dmarc-enforces", "good dmarc-reports"],
    ),
    (
        "v=DMARC1; p=reject; rua=mailto:a@x.y; ruf=mailto:a@x.y; fo=0:1",
        "used",
        &["warning dmarc-bad-value", "good dmarc-enforces", "good dmarc-reports"],
    ),
    (
        "v=DMARC1; p=reject; rua=mailto:a@x.y; ruf=mailto:a@x.y; fo=d:d",
        "used",
        &["warning dmarc-bad-value", "good dmarc-enforces", "good dmarc-reports"],
    ),
    (
        "v=DMARC1; p=reject; rua=mailto:a@x.y; pct=50; adkim=strict",
        "used",
        &[
            "warning dmarc-removed-tag",
            "warning dmarc-bad-value",
            "good dmarc-enforces",
            "good dmarc-reports",
        ],
    ),
    ("p=", "used", &["advice dkim-revoked"]),
    ("v=DKIM1; k=rsa; p=", "used", &["advice dkim-revoked"]),
    (
        "k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB; v=DKIM1",
        "ignored",
        &["error dkim-version", "warning dkim-short-key"],
    ),
    ("v=DKIM1; p=A; p=B", "broken", &["error dkim-not-a-key", "error dkim-repeated-tag"]),
    ("0 .", "used", &["good mx-takes-no-mail"]),
    ("10 .", "broken", &["warning mx-null-preference"]),
    ("10 192.0.2.1.", "broken", &["error mx-not-a-host"]),
    ("“v=spf1 include:_spf.google.com –all”", "broken", &["error spf-odd-character"]),
    (
        "v=spf1 include:spf.protection.outlook.com, include:_spf.google.com; -all",
        "broken",
        &["error spf-comma-or-semicolon"],
    ),
    (
        "v=spf1 ip4: 192.0.2.1 inlcude:a.com ~all",
        "broken",
        &["error spf-missing-value", "error spf-unknown-term"],
    ),
    ("v=spf1 include:https://spf.x.com/ ~all", "broken", &["error spf-not-a-bare-domain"]),
    ("v=spf1 include:_spf.google.com-all", "used", &["error spf-missing-space"]),
    ("v=spf1 mx +all", "used", &["error spf-allows-everyone"]),
    ("v=spf2.0/pra mx -all", "ignored", &["error spf-sender-id-version"]),
    (
        "v=spf1 include:spf.protection.outlook.com -all v=spf1 include:_spf.google.com ~all",
        "used",
        &["error spf-second-version", "good spf-ends-clearly"],
    ),
    (
        "v=spf1 a mx ip4:10.1.2.3 include=mailgun.org ?all",
        "used",
        &["error spf-mechanism-as-option", "warning spf-private-network", "warning spf-no-ending"],
    ),
    ("\\\"v=spf1 include:_spf.google.com ~all\\\"", "ignored", &["error spf-quotes-inside"]),
    ("10 mail.example.com", "used", &["good mx-points-to-a-host"]),
    ("mail.example.com MX 10 https://mail.example.com/", "broken", &["error mx-not-a-host"]),
    ("v=spf1;", "ignored", &["error spf-not-recognised"]),
    ("v=spf10 mx -all", "ignored", &["error spf-not-recognised"]),
    (
        "v=DKIM1; k=rsa; t=s:y; s=email; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB",
        "used",
        &["warning dkim-testing", "warning dkim-short-key"],
    ),
    (
        "v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY----- MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB -----END PUBLIC KEY-----",
        "broken",
        &["error dkim-not-a-key"],
    ),
    (
        "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9",
        "broken",
        &["error dkim-cut-key"],
    ),
    ("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "used", &["good dkim-strong-key"]),
    ("v=DKIM1; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "broken", &["error dkim-wrong-key-type"]),
    (
        "v=DKIM1; h=sha1; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        "broken",
        &["error dkim-no-usable-hash", "error dkim-wrong-key-type"],
    ),
    ("k1._domainkey.example.com TXT \"dkim.mcsv.net\"", "broken", &["error dkim-target-as-text"]),
    (
        "example.com TXT \"v=DMARC1; p=none\"",
        "used",
        &["error dmarc-wrong-name", "warning dmarc-watches-only"],
    ),
    (
        "example.com TXT \"v=spf1 include:example.com ~all\"",
        "used",
        &["error spf-includes-itself", "good spf-ends-clearly"],
    ),
    (
        "_dmarc.example.com TXT \"v=DMARC1; p=reject; sp=none; t=y; adkim=s; aspf=s; fo=1; foo=1\"",
        "used",
        &[
            "warning dmarc-subdomains-open",
            "warning dmarc-testing",
            "advice dmarc-no-reports",
            "advice dmarc-strict-alignment",
            "advice dmarc-unknown-tag",
            "advice dmarc-unknown-tag",
        ],
    ),
    (
        "example.com MX 0 .\nexample.com MX 10 mail.example.com",
        "used used",
        &["error mx-null-beside-others", "good mx-points-to-a-host"],
    ),
    (
        "example.com MX 10 mail.example.com\nexample.com MX 20 mail.example.com\nexample.com MX 30 aspmx.l.google.com\nexample.com MX 40 mx.zoho.eu",
        "used used used used",
        &[
            "warning mx-mixed-providers",
            "good mx-points-to-a-host",
            "advice mx-repeated-host",
            "good mx-points-to-a-host",
            "good mx-points-to-a-host",
            "good mx-points-to-a-host",
        ],
    ),
];

fn word(reading: Reading) -> &'static str {
    match reading {
        Reading::Used => "used",
        Reading::Ignored => "ignored",
        Reading::Broken => "broken",
    }
}

#[test]
fn each_text_gets_its_verdict() {
    let mut wrong = Vec::new();
    for (text, readings, expected) in CASES {
        let report = explain_records(text, &Hints::default());
        let read: Vec<&str> = report.records.iter().map(|record| word(record.reading)).collect();
        let in_records = report.records.iter().flat_map(|record| &record.findings);
        let found: Vec<String> = report
            .findings
            .iter()
            .chain(in_records)
            .map(|finding| format!("{:?} {}", finding.severity, finding.rule.id).to_lowercase())
            .collect();
        if read.join(" ") != *readings || found != *expected {
            wrong.push(format!("{text}\n  {}: {found:?}", read.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
