//! The mistakes that people make most, each in the forms that it takes, with the rule that names it. The number is the
//! mistake's own: a mistake that leaves this list leaves a hole in it, and the second test finds that.

use std::collections::BTreeSet;

use waxseal::paste::Hints;
use waxseal::report::domain::check_zone;
use waxseal::report::{Report, explain_records};
use waxseal::rules::{self, Severity};

/// Where a mistake is seen.
enum Seen {
    /// In a text that is pasted.
    Pasted(&'static str),
    /// In what DNS says about the first name.
    Zone(&'static str),
}

use Seen::{Pasted, Zone};

/// The number of the mistake, where it is seen, and the rule.
#[rustfmt::skip]
const MISTAKES: &[(usize, Seen, &str)] = &[
    (1, Pasted(r#"a.example. TXT "v=spf1 mx ~all"
       a.example. TXT "v=spf1 a -all""#), "spf-two-records"),
    (2, Pasted("v=spf1 mx +all"), "spf-allows-everyone"),
    (2, Pasted("v=spf1 mx all"), "spf-allows-everyone"),
    (3, Pasted("v=spf1 mx ?all"), "spf-no-ending"),
    (3, Pasted("v=spf1 mx"), "spf-no-ending"),
    (4, Pasted(r#"v=spf1 include:s0.example include:s1.example include:s2.example include:s3.example include:s4.example include:s5.example include:s6.example include:s7.example include:s8.example include:s9.example include:s10.example -all"#), "spf-too-many-lookups"),
    (5, Zone(r#"a.example TXT "v=spf1 a:x.a.example a:y.a.example a:z.a.example -all""#), "spf-void-lookups"),
    (6, Zone(r#"a.example TXT "v=spf1 include:gone.example -all""#), "spf-include-unusable"),
    (6, Zone(r#"a.example TXT "v=spf1 include:b.example -all"
       b.example TXT "hello""#), "spf-include-unusable"),
    (6, Zone(r#"a.example TXT "v=spf1 redirect=b.example"
       b.example TXT "v=spf1 a -all"
       b.example TXT "v=spf1 mx -all""#), "spf-include-unusable"),
    (6, Zone(r#"a.example TXT "v=spf1 include:b.example -all"
       b.example TXT "v=spf1 ipv4:192.0.2.1 -all""#), "spf-include-unusable"),
    (7, Pasted("v=spf1; mx -all"), "spf-not-recognised"),
    (7, Pasted("v=spf1, mx -all"), "spf-not-recognised"),
    (7, Pasted("v=spf10 mx -all"), "spf-not-recognised"),
    (7, Zone(r#"a.example TXT " v=spf1 mx -all""#), "spf-not-recognised"),
    (7, Zone(r#"a.example TXT "\"v=spf1 mx -all""#), "spf-quotes-inside"),
    (8, Pasted("v=spf1 mx, a -all"), "spf-comma-or-semicolon"),
    (8, Pasted("v=spf1 mx; a -all"), "spf-comma-or-semicolon"),
    (9, Pasted("v=spf1 ip4=192.0.2.1 -all"), "spf-mechanism-as-option"),
    (9, Pasted("v=spf1 include=b.example -all"), "spf-mechanism-as-option"),
    (9, Pasted("v=spf1 a=b.example -all"), "spf-mechanism-as-option"),
    (10, Pasted("v=spf1 redirect:b.example"), "spf-option-with-colon"),
    (10, Pasted("v=spf1 exp:b.example -all"), "spf-option-with-colon"),
    (11, Pasted("v=spf1 a:192.0.2.1 -all"), "spf-wrong-address-mechanism"),
    (11, Pasted("v=spf1 ip4:mail.example.com -all"), "spf-wrong-address-mechanism"),
    (11, Pasted("v=spf1 ip4:2001:db8::1 -all"), "spf-wrong-address-mechanism"),
    (12, Pasted("v=spf1 ip4:192.0.2.1/33 -all"), "spf-bad-network"),
    (12, Pasted("v=spf1 ip4:192.0.2 -all"), "spf-bad-network"),
    (12, Pasted("v=spf1 ip4:192.0.2.1/032 -all"), "spf-bad-network"),
    (12, Pasted("v=spf1 ip4:192.000.2.1 -all"), "spf-bad-network"),
    (12, Pasted("v=spf1 ip4:0.0.0.0/0 -all"), "spf-allows-everyone"),
    (12, Pasted("v=spf1 ip4:198.0.0.0/8 -all"), "spf-huge-network"),
    (13, Pasted("v=spf1 include:https://b.example -all"), "spf-not-a-bare-domain"),
    (13, Pasted("v=spf1 include:me@b.example -all"), "spf-not-a-bare-domain"),
    (13, Pasted("v=spf1 include:*.b.example -all"), "spf-not-a-bare-domain"),
    (13, Pasted("v=spf1 include:b.example/ -all"), "spf-not-a-bare-domain"),
    (14, Pasted("v=spf1 ip4: 192.0.2.1 -all"), "spf-missing-value"),
    (15, Pasted("v=spf1 mx -all include:b.example"), "spf-never-reached"),
    (15, Pasted("v=spf1 redirect=b.example -all"), "spf-never-reached"),
    (16, Pasted("v=spf1 ptr -all"), "spf-ptr"),
    (16, Pasted("v=spf1 exists:%{p}.b.example -all"), "spf-ptr"),
    (17, Pasted("v=spf1 ip4:10.1.2.3 -all"), "spf-private-network"),
    (17, Pasted("v=spf1 ip6:fd00::1 -all"), "spf-private-network"),
    (18, Pasted(r#"a.example. TXT "v=spf1 include:a.example -all""#), "spf-includes-itself"),
    (18, Zone(r#"a.example TXT "v=spf1 include:b.example -all"
       b.example TXT "v=spf1 include:a.example -all""#), "spf-include-loop"),
    (19, Pasted("v=spf1 mx mx -all"), "spf-duplicate-term"),
    (19, Pasted("v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.1 -all"), "spf-duplicate-term"),
    (20, Pasted(r#"a.example. TXT "v=spf1 ip4:192.0.2.100 ip4:192.0.2.101 ip4:192.0.2.102 ip4:192.0.2.103 ip4:192.0.2.104 ip4:192.0.2.105 ip4:192.0.2.106 ip4:192.0.2.107 ip4:192.0.2.108 ip4:192.0.2.109 ip4:192.0.2.110 ip4:192.0.2.111 ip4:192.0.2.112 ip4:192.0.2.113 ip4:192.0.2.114 ip4:192.0.2.115 ip4:192.0.2.116 ip4:192.0.2.117 -all""#), "spf-long-string"),
    (20, Pasted(r#"v=spf1 ip4:192.0.2.100 ip4:192.0.2.101 ip4:192.0.2.102 ip4:192.0.2.103 ip4:192.0.2.104 ip4:192.0.2.105 ip4:192.0.2.106 ip4:192.0.2.107 ip4:192.0.2.108 ip4:192.0.2.109 ip4:192.0.2.110 ip4:192.0.2.111 ip4:192.0.2.112 ip4:192.0.2.113 ip4:192.0.2.114 ip4:192.0.2.115 ip4:192.0.2.116 ip4:192.0.2.117 ip4:192.0.2.118 ip4:192.0.2.119 ip4:192.0.2.120 ip4:192.0.2.121 ip4:192.0.2.122 ip4:192.0.2.123 ip4:192.0.2.124 ip4:192.0.2.125 ip4:192.0.2.126 ip4:192.0.2.127 ip4:192.0.2.128 ip4:192.0.2.129 -all"#), "spf-large-record"),
    (20, Zone(r#"a.example TXT "v=spf1 mx -all"
       a.example TXT "token-0=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
       a.example TXT "token-1=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
       a.example TXT "token-2=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
       a.example TXT "token-3=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
       a.example TXT "token-4=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
       a.example TXT "token-5=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
       a.example TXT "token-6=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
       a.example TXT "token-7=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx""#), "spf-txt-set-large"),
    (21, Pasted(r#"a.example. TXT "v=spf1 include:b.example" "include:c.example -all""#), "spf-missing-space"),
    (21, Pasted(r#"a.example. TXT "v=spf1 include:b.exam" "ple in" " clude:c.example -all""#), "spf-unknown-term"),
    (22, Zone(r#"a.example MX 10 mx.a.example
       _spf.a.example TXT "v=spf1 mx -all""#), "spf-elsewhere"),
    (22, Zone(r#"a.example MX 10 mx.a.example
       www.a.example TXT "v=spf1 mx -all""#), "spf-elsewhere"),
    (22, Pasted(r#"a.example. IN SPF "v=spf1 mx -all""#), "spf-record-type"),
    (23, Pasted("v=spf1 include:\u{200b}b.example \u{2013}all"), "spf-odd-character"),
    (23, Pasted("v=DMARC1;\u{a0}p=reject"), "dmarc-odd-character"),
    (23, Pasted("v=DKIM1; k=ed25519; p=\u{201c}11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\u{201d}"), "dkim-odd-character"),
    (24, Zone(r#"a.example TXT "\"v=spf1 mx -all\"""#), "spf-quotes-inside"),
    (24, Zone(r#"a.example MX 10 mx.a.example
       _dmarc.a.example TXT "v=DMARC1\\; p=reject""#), "dmarc-quotes-inside"),
    (25, Pasted(r#"_dmarc.a.example.a.example. TXT "v=DMARC1; p=reject""#), "dmarc-wrong-name"),
    (25, Zone(r#"a.example MX 10 mx.a.example
       _dmarc.a.example.a.example TXT "v=DMARC1; p=reject""#), "dmarc-elsewhere"),
    (25, Zone(r#"; selector: s1
       a.example MX 10 mx.a.example
       s1._domainkey.a.example.a.example TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=""#), "dkim-doubled-name"),
    (26, Pasted(r#"a.example. TXT "v=DMARC1; p=reject""#), "dmarc-wrong-name"),
    (26, Pasted(r#"dmarc.a.example. TXT "v=DMARC1; p=reject""#), "dmarc-wrong-name"),
    (26, Pasted(r#"_dmrac.a.example. TXT "v=DMARC1; p=reject""#), "dmarc-wrong-name"),
    (26, Pasted(r#"_domainkey.a.example. TXT "v=DMARC1; p=reject""#), "dmarc-wrong-name"),
    (26, Zone(r#"a.example TXT "v=DMARC1; p=reject""#), "dmarc-wrong-name"),
    (27, Pasted(r#"_dmarc.a.example. TXT "v=DMARC1; p=none"
       _dmarc.a.example. TXT "v=DMARC1; p=reject""#), "dmarc-two-records"),
    (28, Pasted("v=DMARC; p=reject"), "dmarc-not-recognised"),
    (28, Pasted("v=dmarc1; p=reject"), "dmarc-not-recognised"),
    (28, Pasted("V=DMARC1; p=reject"), "dmarc-old-receivers"),
    (28, Pasted("p=reject; v=DMARC1"), "dmarc-not-recognised"),
    (28, Pasted("v=DMARC1 p=reject"), "dmarc-not-recognised"),
    (29, Pasted("v=DMARC1; rua=mailto:d@a.example"), "dmarc-bad-policy"),
    (29, Pasted("v=DMARC1; p=rejected"), "dmarc-bad-policy"),
    (29, Pasted("v=DMARC1; policy=reject"), "dmarc-bad-policy"),
    (29, Pasted("v=DMARC1; p=monitor"), "dmarc-bad-policy"),
    (29, Pasted("v=DMARC1; p=reject; sp=rejct"), "dmarc-bad-policy"),
    (29, Pasted("v=DMARC1; p=reject; np=no"), "dmarc-bad-policy"),
    (30, Pasted("v=DMARC1; p=none; rua=d@a.example"), "dmarc-report-address"),
    (30, Pasted("v=DMARC1; p=none; rua=mailto://d@a.example"), "dmarc-report-address"),
    (30, Pasted("v=DMARC1; p=none; rua=mailto: d@a.example"), "dmarc-report-address"),
    (30, Pasted("v=DMARC1; p=none; rua=mailto:d@a.example mailto:e@a.example"), "dmarc-report-address"),
    (30, Pasted("v=DMARC1; p=none; rua=mailto:d@a.example;mailto:e@a.example"), "dmarc-report-address"),
    (30, Pasted("v=DMARC1; p=none; rua=mailto:d@a.example fo=1"), "dmarc-report-address"),
    (31, Zone(r#"a.example MX 10 mx.a.example
       _dmarc.a.example TXT "v=DMARC1; p=none; rua=mailto:d@b.example"
       b.example A 192.0.2.1"#), "dmarc-report-not-authorised"),
    (32, Pasted("v=DMARC1; p=reject; pct=10"), "dmarc-removed-tag"),
    (32, Pasted("v=DMARC1; p=reject; rf=afrf"), "dmarc-removed-tag"),
    (32, Pasted("v=DMARC1; p=reject; ri=3600"), "dmarc-removed-tag"),
    (32, Pasted("v=DMARC1; p=reject; rua=mailto:d@a.example!10m"), "dmarc-removed-tag"),
    (33, Pasted("v=DMARC1; p=reject; t=y"), "dmarc-testing"),
    (33, Pasted("v=DMARC1; p=quarantine; t=y"), "dmarc-testing"),
    (34, Pasted("v=DMARC1; p=none"), "dmarc-watches-only"),
    (34, Pasted("v=DMARC1; p=none; rua=mailto:d@a.example"), "dmarc-watches-only"),
    (35, Pasted("v=DMARC1; p=reject; sp=none"), "dmarc-subdomains-open"),
    (36, Zone(r#"mail.a.example MX 10 mx.a.example
       _dmarc.mail.a.example TXT "v=DMARC1; p=reject; sp=none"
       _dmarc.a.example TXT "v=DMARC1; p=reject""#), "dmarc-sp-at-subdomain"),
    (37, Pasted("v=DMARC1; p=reject; adkim=s"), "dmarc-strict-alignment"),
    (37, Pasted("v=DMARC1; p=reject; aspf=s"), "dmarc-strict-alignment"),
    (38, Pasted(r#"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4j"#), "dkim-cut-key"),
    (39, Pasted("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQH Og7hcvPapiMlrwIaaPcHURo="), "dkim-blank-in-key"),
    (39, Pasted(r#"v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY----- MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB -----END PUBLIC KEY-----"#), "dkim-not-a-key"),
    (39, Zone(r#"; selector: s1
       a.example MX 10 mx.a.example
       s1._domainkey.a.example TXT "v=DKIM1\\; k=ed25519\\; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=""#), "dkim-quotes-inside"),
    (39, Zone(r#"; selector: s1
       a.example MX 10 mx.a.example
       s1._domainkey.a.example TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQH\\nOg7hcvPapiMlrwIaaPcHURo=""#), "dkim-quotes-inside"),
    (40, Pasted("v=DKIM1; k=rsa; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), "dkim-wrong-key-type"),
    (40, Pasted(r#"v=DKIM1; k=ed25519; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"#), "dkim-wrong-key-type"),
    (40, Pasted("v=DKIM1; k=ed25519; p=MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), "dkim-key-form"),
    (41, Pasted(r#"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"#), "dkim-short-key"),
    (41, Pasted(r#"v=DKIM1; k=rsa; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ=="#), "dkim-short-key"),
    (42, Pasted("v=DKIM1; p="), "dkim-revoked"),
    (43, Pasted("v=DKIM1; t=y; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), "dkim-testing"),
    (43, Pasted("v=DKIM1; h=sha1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), "dkim-no-usable-hash"),
    (43, Pasted("v=DKIM1; s=tlsrpt; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), "dkim-not-for-mail"),
    (43, Pasted("v=DKIM1; k=ed25519; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), "dkim-repeated-tag"),
    (43, Pasted("k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=; v=DKIM1"), "dkim-version"),
    (44, Pasted(r#"s1._domainkey.a.example. TXT "s1.domainkey.u1.wl.sendgrid.net""#), "dkim-target-as-text"),
    (44, Pasted(r#"s1._domainkey.a.example. TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
       s1._domainkey.a.example. TXT "v=DKIM1; p=""#), "dkim-two-keys"),
    (45, Zone(r#"; selector: s1
       a.example MX 10 mx.a.example
       s1._domainkey.a.example CNAME s1.dkim.vendor.example"#), "dkim-target-gone"),
    (46, Pasted("a.example. MX 10 192.0.2.1"), "mx-not-a-host"),
    (46, Pasted("a.example. MX 10 http://mail.a.example"), "mx-not-a-host"),
    (46, Pasted("a.example. MX 10 mail.a.example.a.example."), "mx-doubled-name"),
    (46, Zone(r#"a.example MX 10 mx.a.example
       mx.a.example CNAME b.example
       b.example A 192.0.2.1"#), "mx-host-alias"),
    (46, Zone("a.example MX 10 mx.a.example"), "mx-host-not-found"),
    (46, Zone(r#"a.example MX 10 mx.a.example
       mx.a.example A 10.0.0.1"#), "mx-host-private-address"),
    (46, Zone(r#"a.example MX 10 mx.a.example
       mx.a.example AAAA 2001:db8::1"#), "mx-host-ipv6-only"),
    (46, Pasted("example.com. MX 10 mail.example.com.\nmail.example.com. CNAME mx.example.net."), "mx-host-alias"),
    (46, Pasted("example.com. MX 10 mail.example.com.\nmail.example.com. A 10.0.0.1"), "mx-host-private-address"),
    (47, Pasted(r#"a.example. MX 0 .
       a.example. MX 10 mx.a.example."#), "mx-null-beside-others"),
    (47, Pasted(r#"a.example. MX 0 .
       a.example. TXT "v=spf1 include:b.example -all""#), "mx-null-on-sender"),
    (48, Zone(r#"a.example A 192.0.2.1
       a.example TXT "v=spf1 mx -all""#), "mx-none"),
    (49, Pasted(r#"a.example. MX 1 smtp.google.com.
       a.example. MX 10 a-example.mail.protection.outlook.com."#), "mx-mixed-providers"),
    (44, Pasted(r#"s._domainkey.a.example. CNAME s.b.example.
       s._domainkey.a.example. TXT "v=DKIM1; p=""#), "cname-beside-others"),
    (50, Pasted(r#"_mta-sts.a.example. TXT "v=STSv1; id=2026-04-01""#), "mta-sts-id"),
    (50, Zone(r#"a.example MX 10 mail.a.example
       mail.a.example A 192.0.2.25
       _mta-sts.a.example TXT "v=STSv1; id=1""#), "mta-sts-no-policy-host"),
    (50, Pasted("a.example. MX 10 mail.a.example.\n\nversion: STSv1\nmode: enforce\nmx: mail.b.example\nmax_age: 604800"), "mta-sts-policy-mx-uncovered"),
    (50, Pasted("version: STSv1\nmode: enforce\nmx: mail.a.example\nmax_age: 31557601"), "mta-sts-policy-max-age"),
    (51, Pasted(r#"_tls.a.example. TXT "v=TLSRPTv1; rua=mailto:tls@a.example""#), "tls-rpt-wrong-name"),
    (51, Pasted(r#"_smtp-tls.a.example. TXT "v=TLSRPTv1; rua=mailto:tls@a.example""#), "tls-rpt-wrong-name"),
    (51, Pasted(r#"_smtp._tls.a.example. TXT "v=TLSRPT1; rua=mailto:tls@a.example""#), "tls-rpt-not-recognised"),
    (52, Zone(r#"a.example MX 10 mail.a.example
       mail.a.example A 192.0.2.25
       _25._tcp.mail.a.example TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1"#), "tlsa-without-dnssec"),
    (52, Pasted("_25._tcp.mail.a.example. TLSA 1 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1"), "tlsa-not-for-mail"),
    (52, Pasted("_25._tcp.mail.a.example. TLSA 3 1 1 8cb0fc6c"), "tlsa-wrong-length"),
    (52, Zone(r#"a.example MX 10 mail.b.example
       mail.b.example A 192.0.2.25
       a.example * !signed
       _25._tcp.a.example TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1"#), "tlsa-at-domain"),
    (52, Pasted("example.com. MX 10 mail.example.com.\n_25._tcp.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1"), "tlsa-at-domain"),
    (53, Pasted(r#"default._bimi.a.example. TXT "v=BIMI1; l=http://a.example/logo.svg""#), "bimi-bad-link"),
    (53, Pasted(r#"default._bimi.a.example. TXT "v=BIMI1; l=https://a.example/logo.png""#), "bimi-not-svg"),
    (53, Pasted(r#"_bimi.a.example. TXT "v=BIMI1; l=https://a.example/logo.svg""#), "bimi-wrong-name"),
    (53, Pasted(r#"default._bimi.a.example. TXT "v=BIMI1; l=https://a.example/logo.svg"
       _dmarc.a.example. TXT "v=DMARC1; p=none""#), "bimi-not-enforced"),
    (54, Zone(r#"a.example TXT "v=spf1 -all""#), "mx-parked-open"),
    (55, Zone(r#"a.example MX 10 mx.a.example
       a.example TXT "v=spf1 include:amazonses.com -all"
       amazonses.com TXT "v=spf1 ip4:192.0.2.0/24 -all""#), "spf-include-unaligned"),
    (56, Zone(r#"a.example MX 10 mx.a.example
       *._domainkey.a.example TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=""#), "dkim-wildcard"),
    (56, Zone(r#"a.example MX 10 mx.a.example
       *.a.example TXT "site=1234""#), "dkim-wildcard-text"),
];

/// How many mistakes there are.
const NUMBER: usize = 56;

fn report(seen: &Seen) -> Report {
    match seen {
        Pasted(text) => {
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            explain_records(&lines.join("\n"), &Hints::default())
        }
        Zone(zone) => {
            let zone: Vec<&str> = zone.lines().map(str::trim).collect();
            // A comment in front tells the selector that the reader asks for.
            let (comments, lines): (Vec<&str>, Vec<&str>) =
                zone.into_iter().partition(|line| line.starts_with(';'));
            check_zone(&[lines, comments].concat().join("\n")).unwrap_or_else(|line| panic!("{line}")).report
        }
    }
}

fn text(seen: &Seen) -> &'static str {
    match seen {
        Pasted(text) | Zone(text) => text,
    }
}

#[test]
fn each_mistake_is_named_and_has_its_cure() {
    let mut missed = Vec::new();
    for (number, seen, id) in MISTAKES {
        let report = report(seen);
        let in_records = report.records.iter().flat_map(|record| &record.findings);
        let all: Vec<_> = report.findings.iter().chain(in_records).collect();
        let Some(finding) = all.iter().find(|finding| finding.rule.id == *id) else {
            let found: Vec<&str> = all.iter().map(|finding| finding.rule.id).collect();
            missed.push(format!("{number}: {id} is not found, but {found:?}:\n{}", text(seen)));
            continue;
        };
        // `cargo test --test mistakes -- --nocapture` prints what readers are told.
        println!("{number:2} {:<9} {}", format!("{:?}", finding.severity), finding.message);
        if finding.fix.is_none() && finding.severity < Severity::Advice {
            missed.push(format!("{number}: {id} says nothing on what to do:\n{}", text(seen)));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n\n"));
}

#[test]
fn no_mistake_is_left_out() {
    let numbers: BTreeSet<usize> = MISTAKES.iter().map(|(number, ..)| *number).collect();
    let missing: Vec<usize> = (1..=NUMBER).filter(|number| !numbers.contains(number)).collect();
    assert!(missing.is_empty(), "mistakes that no rule names: {missing:?}");
    for (number, _, id) in MISTAKES {
        assert!(rules::rule(id).is_some(), "{number}: there is no rule {id}");
    }
}
