//! Sentences on whole records, and the tiling of their parts.

use waxseal::paste::Hints;
use waxseal::report::{RecordReport, explain_records};

fn one(text: &str) -> RecordReport {
    let mut report = explain_records(text, &Hints::default());
    assert_eq!(report.records.len(), 1, "{text}");
    report.records.remove(0)
}

#[test]
fn a_record_is_summed_up_in_the_readers_terms() {
    for (text, expected) in [
        (
            r#"example.com. IN TXT "v=spf1 include:_spf.google.com include:amazonses.com ~all""#,
            "Mail from example.com may come from Google Workspace and Amazon SES; receivers are told to treat anything \
             else with suspicion.",
        ),
        ("v=spf1 -all", "No server may send mail for this domain."),
        ("v=spf1 +all", "Every server in the world may send mail in the name of this domain."),
        (
            "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ip6:2001:db8::/32 -all",
            "Mail from this domain may come from 2 single servers and one network of servers; receivers are told to \
             refuse anything else.",
        ),
        (
            "v=spf1 redirect=_spf.example.net",
            "Who may send mail for this domain is decided by the SPF record of `_spf.example.net`.",
        ),
        (
            "v=spf1 mx ip4:192.0.2 -all",
            "Receivers stop at `ip4:192.0.2` and count the SPF record of this domain as an error, so it allows nobody.",
        ),
        (
            "v=spf1; -all",
            "Receivers see no SPF record for this domain here, because the text does not start with exactly `v=spf1` and a \
             space.",
        ),
        (
            r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:d@example.com""#,
            "Receivers are asked to refuse mail from example.com that fails the checks; daily reports go to \
             `d@example.com`.",
        ),
        (
            "v=DMARC1; p=reject; sp=rejct",
            "Receivers act as if this domain had no DMARC record, because this one holds no policy that they can use.",
        ),
        (
            "v=DMARC1; p=reject; sp=rejct; rua=mailto:d@example.com",
            "Receivers act as if this domain asked for nothing, because they can't use the policy in this record; daily \
             reports go to `d@example.com`.",
        ),
        (
            r#"s1._domainkey.example.com. IN TXT "v=DKIM1; p=""#,
            "This key of example.com (selector `s1`) was withdrawn: receivers trust no signature made with it.",
        ),
        (
            "example.com. IN MX 10 aspmx.l.google.com.",
            "Mail for example.com goes to `aspmx.l.google.com`; this looks like Google Workspace.",
        ),
        (
            "_mta-sts.example.com. IN TXT \"v=STSv1; id=1\"",
            "Senders are told that example.com has rules on encryption; they fetch them from the web server \
             `mta-sts.example.com`.",
        ),
        (
            "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800",
            "Senders that know MTA-STS deliver mail over an encrypted line alone, and to no other server than \
             `mail.example.com` and `*.example.net`.",
        ),
        (
            "_smtp._tls.example.com. IN TXT \"v=TLSRPTv1; rua=mailto:t@example.com\"",
            "Senders are asked to report to `t@example.com` once a day how encryption of mail to example.com went.",
        ),
        (
            "_25._tcp.mail.example.com. IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
            "Senders that use DANE deliver to `mail.example.com` only over an encrypted line, and only if it shows the key \
             named here.",
        ),
        (
            "example.com. IN MX 0 .",
            "Mail to example.com is refused: this record says that the domain takes no mail.",
        ),
    ] {
        assert_eq!(one(text).summary, expected, "{text}");
    }
}

#[test]
fn parts_and_their_segments_tile_the_record() {
    for text in [
        "v=spf1 include:_spf.google.com exists:%{ir}.%{v}._spf.%{d2} a/24//64 foo=bar ip4: ;; ~all ",
        "v=spf1\tmx\u{a0}-all",
        "v=DMARC1; p=none;; junk; rua=mailto:a@x.y!10m , b@x.y,; =x; ri = 5 ;",
        "v=DKIM1 ; k = rsa; t=y:s; h=sha1:sha256; g=*; x=1; p= ;",
        "x.example. IN MX 70000 mail.example.com. extra",
        "“v=spf1 –all”",
        "v=STSv1 ; id = 1;; x; y=z ;",
        "v=TLSRPTv1; rua=mailto:a@x.y , https://x.y/z,;; rua=; junk",
        "_25._tcp.a.example. IN TLSA 3 1 1 ( 00ff 11 )",
        "version: STSv1\n mode : on\nmx:\nmx: a, b\nwords\nmax_age: 99999999999",
    ] {
        let record = one(text);
        let mut at = 0;
        for part in record.parts() {
            assert_eq!(part.span.start, at, "{text}: {part:?}");
            for segment in &part.segments {
                assert_eq!(segment.span.start, at, "{text}: {segment:?}");
                assert!(
                    !segment.span.text(&record.value).is_empty() && !segment.says.is_empty(),
                    "{text}: {segment:?}"
                );
                at = segment.span.end;
            }
            assert_eq!(part.span.end, at, "{text}: {part:?}");
        }
        assert_eq!(at, record.value.len(), "{text}");
    }
}

#[test]
fn macros_are_explained_letter_by_letter() {
    let record = one("v=spf1 exists:%{L1r-}.%{ir}.%%x.%{d2}.example.net -all");
    let parts = record.parts();
    let says: Vec<&str> = parts[2].segments.iter().skip(2).map(|segment| &*segment.says).collect();
    assert_eq!(
        says,
        [
            "Receivers put what stands before the `@` of the sender's address here, split at `-`, its parts in reverse \
             order, the last part only, written as in a web address.",
            "This stands in the name as it is: `.`.",
            "Receivers put the sending server's IP address here, its parts in reverse order.",
            "This stands in the name as it is: `.`.",
            "This stands for a per cent sign.",
            "This stands in the name as it is: `x.`.",
            "Receivers put the domain whose record they are reading here, the last 2 parts only.",
            "This stands in the name as it is: `.example.net`.",
        ]
    );
}

/// A message as a mail program shows it, folded, with the lines of its checks among others.
const MESSAGE: &str = "Delivered-To: me@example.net\r\n\
    Received: from mail.example.com (mail.example.com. [192.0.2.1])\r\n        by mx.example.net; Tue, 14 Nov 2023\r\n\
    ARC-Seal: i=1; a=rsa-sha256; t=1700000000; cv=none;\r\n        d=example.net; s=arc-2023;\r\n        b=AAAA\r\n\
    Authentication-Results: mx.example.net;\r\n       dkim=pass header.i=@example.com header.s=s1 header.b=Ab;\r\n\
    \x20      spf=pass (mx.example.net: domain of a@example.com; permits 192.0.2.1) smtp.mailfrom=a@example.com;\r\n\
    \x20      dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=example.com\r\n\
    Received-SPF: pass (mx.example.net: permits) client-ip=192.0.2.1; envelope-from=\"a@example.com\";\r\n\
    DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s1;\r\n        h=from:to:subject; l=12;\r\n\
    \x20       bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n\
    Subject: Hello\r\n\r\nHello!\r\n";

#[test]
fn a_message_is_explained_by_what_it_says_of_its_checks() {
    let report = explain_records(MESSAGE, &Hints::default());
    let seen: Vec<(&str, String)> =
        report.records.iter().map(|record| (record.title(), record.summary.clone())).collect();
    let expected = [
        (
            "ARC-Seal",
            "Step `1` of an ARC chain: `example.net` sealed the chain with the key `arc-2023`. Receivers look for that \
             key at `arc-2023._domainkey.example.net`.",
        ),
        (
            "Authentication-Results",
            "`mx.example.net` checked this message and says: DKIM passed, SPF passed and DMARC passed.",
        ),
        (
            "Received-SPF",
            "The message came from `192.0.2.1`. The sending server may send mail for `example.com`.",
        ),
        (
            "DKIM-Signature",
            "`example.com` signed this message with the key `s1`. Receivers look for that key at \
             `s1._domainkey.example.com`.",
        ),
    ];
    assert_eq!(seen, expected.map(|(title, summary)| (title, summary.to_owned())));
    let leads: Vec<Vec<String>> = report
        .records
        .iter()
        .map(|record| record.leads().iter().map(|lead| lead.words()).collect())
        .collect();
    let expected = [
        vec!["Look up the key `arc-2023` of `example.net`"],
        vec!["Look up the key `s1` of `example.com`", "Look up the mail records of `example.com`"],
        vec!["Look up the mail records of `example.com`"],
        vec!["Look up the key `s1` of `example.com`"],
    ];
    assert_eq!(leads, expected);
    let rules: Vec<&str> = report.records[3].findings.iter().map(|finding| finding.rule.id).collect();
    assert_eq!(rules, ["dkim-signature-body-length", "dkim-signature-cut"]);
    for record in &report.records {
        assert_eq!(record.kind.id(), "other", "the kinds of the JS API are a contract");
        let mut at = 0;
        for segment in record.parts().iter().flat_map(|part| &part.segments) {
            assert_eq!(segment.span.start, at, "{segment:?}");
            assert!(!segment.says.is_empty(), "{segment:?}");
            at = segment.span.end;
        }
        assert_eq!(at, record.value.len());
    }
}

#[test]
fn what_spf_asked_about_is_the_domain_that_the_line_names() {
    for (line, expected) in [
        (
            "Pass (protection.outlook.com: domain of gmail.com designates 209.85.1.1 as permitted sender) \
             receiver=protection.outlook.com; client-ip=209.85.1.1; helo=mail-wm1.google.com; pr=C",
            "The message came from `209.85.1.1`. The sending server may send mail for `gmail.com`.",
        ),
        (
            "Fail (mx.example.net: domain of example.com does not designate 192.0.2.1 as permitted sender) \
             client-ip=192.0.2.1; helo=x",
            "The message came from `192.0.2.1`. The sending server may not send mail for `example.com`.",
        ),
        (
            "Fail (mx.example.net: no such sender) client-ip=192.0.2.1; helo=mail.example.com",
            "The message came from `192.0.2.1`. The sending server may not send mail for the sender's domain.",
        ),
        (
            "pass client-ip=192.0.2.1; envelope-from=a@example.com; helo=mail.example.net; identity=helo",
            "The message came from `192.0.2.1`. The sending server may send mail for `mail.example.net`.",
        ),
    ] {
        let record = one(&["Received-SPF: ", line].concat());
        assert_eq!(record.summary, expected);
        let says: Vec<String> = record.parts().into_iter().map(|part| part.says.into_owned()).collect();
        let (_, verdict) = expected.split_once("`. ").unwrap();
        assert!(says.iter().any(|says| says == verdict), "{says:?}");
    }
}

#[test]
fn the_headline_on_several_records_weighs_what_is_said_of_them_together() {
    for (text, expected) in [
        (
            "a.example. TXT \"v=spf1 mx -all\"\na.example. TXT \"v=spf1 a -all\"",
            "Each record is right by itself. Together they don't work.",
        ),
        (
            "a.example. MX 10 aspmx.l.google.com.\na.example. MX 20 a-example.mail.protection.outlook.com.",
            "Each record is right by itself. Together they need a look.",
        ),
    ] {
        assert_eq!(explain_records(text, &Hints::default()).summary, expected);
    }
}

#[test]
fn what_microsoft_did_with_a_message_is_no_check() {
    let record = one("Authentication-Results: spf=pass smtp.mailfrom=example.com; dmarc=fail action=oreject");
    let parts = record.parts();
    let says: Vec<&str> =
        parts.iter().flat_map(|part| &part.segments).map(|segment| segment.says.as_ref()).collect();
    assert!(says.contains(&"The receiver notes what it did: `oreject`."), "{says:?}");
}

#[test]
fn a_tag_of_a_signature_says_what_it_does() {
    let record =
        one("DKIM-Signature: v=1; a=rsa-sha256; t=1700000000; x=soon; i=@mail.example.com; z=From:x; odd=1");
    let says: Vec<String> = record
        .parts()
        .into_iter()
        .filter(|part| part.role.id() != "space")
        .map(|part| part.says.into_owned())
        .collect();
    assert_eq!(
        says[1..],
        [
            "This is a signature of version `1`, the only one there is.",
            "It was made with an RSA key and the hash SHA-256, which every receiver can check.",
            "It was signed on 14 November 2023, 22:13 UTC.",
            "Receivers expect a time in seconds since 1970 here, and find `soon`.",
            "The message was signed for `@mail.example.com`.",
            "Copies of header lines as they were before signing. They help to find what was changed.",
            "Receivers don't know the tag `odd` and skip it.",
        ]
    );
}

#[test]
fn a_sign_for_the_domain_is_told_in_words() {
    let www = explain_records("www IN CNAME @", &Hints::default()).records.remove(0);
    assert!(www.summary.starts_with("`www` stands for the domain itself."), "{}", www.summary);
    assert!(www.findings.iter().all(|finding| finding.rule.id != "cname-not-a-name"), "{www:?}");
    let mx = explain_records("example.com. IN MX 10 @", &Hints::default()).records.remove(0);
    assert_eq!(mx.summary, "Mail for example.com goes to the domain itself.");
}

#[test]
fn records_beside_mail_are_told_by_what_they_say() {
    for (line, expected) in [
        ("_imaps._tcp.example.com. IN SRV 0 0 0 .", "does not offer this service"),
        ("_imaps._tcp.example.com. IN SRV 0 1 993 imap.example.com.", "says where a service runs"),
        ("example.com. IN CAA 0 issue \"letsencrypt.org\"", "issue certificates for the domain"),
        ("example.com. IN CAA 0 issuevmc \"digicert.com\"", "certify the logo"),
        ("example.com. IN CAA 0 issuemail \"digicert.com\"", "S/MIME"),
        ("mail.example.com._report._dmarc.example.com. IN TXT \"v=DMARC1\"", "a domain of somebody else"),
    ] {
        let record = explain_records(line, &Hints::default()).records.remove(0);
        assert!(record.summary.contains(expected), "{line}: {}", record.summary);
    }
}

/// What the part of a record that starts with `start` does.
fn part(text: &str, start: &str) -> String {
    let record = one(text);
    let parts = record.parts();
    let part = parts.iter().find(|part| record.value[part.span.start..].starts_with(start));
    part.map(|part| part.says.to_string()).unwrap_or_default()
}

#[test]
fn a_share_of_the_mail_is_told_by_what_older_receivers_do_with_the_rest() {
    for (tags, expected) in [
        ("p=reject; pct=10", "act on `10` per cent of it, and they treat the rest with suspicion."),
        ("p=quarantine; pct=10", "act on `10` per cent of it, and they let the rest through."),
        ("p=none; pct=10", "Receivers of today skip this tag, and for older ones it changes nothing."),
        (
            "p=reject; pct=100",
            "The policy is for all mail that fails, which is what receivers assume anyway.",
        ),
        (
            "p=reject; pct=some",
            "Receivers of today skip this tag, and older ones can't use the value `some`.",
        ),
    ] {
        let says = part(&format!("v=DMARC1; {tags}"), "pct");
        assert!(says.ends_with(expected), "{tags}: {says}");
    }
}

#[test]
fn all_with_an_equals_sign_needs_no_colon() {
    let says = part("v=spf1 mx all=-all", "all=");
    assert_eq!(says, "Receivers skip this: `all` takes no value, and no equals sign.");
}

#[test]
fn options_that_receivers_do_not_know_are_told_by_what_they_do() {
    for (value, expected) in [
        (
            "1:d",
            "Reports on single messages are wanted when SPF or DKIM fails and when a DKIM signature fails.",
        ),
        (
            "0:1",
            "Receivers of today don't know these options, and act as if it were `fo=0`: they may report what fails both SPF and \
             DKIM.",
        ),
    ] {
        let says = part(&format!("v=DMARC1; p=reject; ruf=mailto:a@x.y; fo={value}"), "fo");
        assert_eq!(says, expected, "{value}");
    }
}
