//! Values by themselves: quotes, lines, odd characters, slips.

use waxseal::paste::{Hints, unpack};
use waxseal::record::Kind;
use waxseal::report::explain_records;

use crate::{DMARC, KEY, SPF, all, check, notes};

#[test]
fn bare_values() {
    check(SPF, &[("", "", SPF)]);
    check(&format!("  {SPF}  \r\n"), &[("", "", SPF)]);
    check(DMARC, &[("", "", DMARC)]);
    check("10 mail.example.com.", &[("", "", "10 mail.example.com.")]);
    check("v=DKIM1; p=", &[("", "", "v=DKIM1; p=")]);
    check(
        &format!("{SPF}\n{DMARC}\n10 mail.example.com"),
        &[("", "", SPF), ("", "", DMARC), ("", "", "10 mail.example.com")],
    );
}

#[test]
fn quotes_and_strings() {
    check(&format!("\"{SPF}\""), &[("", "", SPF)]);
    check("\"v=spf1 mx\" \" -all\"", &[("", "", "v=spf1 mx -all")]);
    check(
        "\"v=spf1 include:a.com\"\"include:b.com -all\"",
        &[("", "", "v=spf1 include:a.cominclude:b.com -all")],
    );
    assert_eq!(all("\"v=spf1 mx\" \" -all\"")[0].strings, [9, 5]);
    check("v=DKIM1; p=abcd\"\"efgh", &[("", "", "v=DKIM1; p=abcdefgh")]);
    check("example.com. 300 IN\tTXT\t\"; ls\"", &[("example.com", "TXT", "; ls")]);
    check("“v=spf1 -all”", &[("", "", "v=spf1 -all")]);
    check("( \"v=DKIM1; \"\n  \"p=\" )", &[("", "", "v=DKIM1; p=")]);
    check("\" v=spf1 -all\"", &[("", "", " v=spf1 -all")]);
    check(r#""\"v=spf1 -all\"""#, &[("", "", "\"v=spf1 -all\"")]);
    check(r#""v=DMARC1\; p=none\059""#, &[("", "", "v=DMARC1; p=none;")]);
    check(r"v=DMARC1\; p=none", &[("", "", "v=DMARC1; p=none")]);
}

#[test]
fn wrapped_lines_are_joined_and_said() {
    let wrapped = all("v=spf1 include:a.example\ninclude:b.example\n-all");
    assert_eq!(wrapped[0].value, "v=spf1 include:a.example include:b.example -all");
    assert_eq!(wrapped[0].cleaned, ["Joined 3 lines."]);
    let key = all("v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ\nDwIRPUC3SBsEmGqZ9ZJW3\nabcd==");
    assert_eq!(
        key[0].value,
        "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRPUC3SBsEmGqZ9ZJW3abcd=="
    );
    check(
        "v=DMARC1; p=none;\nrua=mailto:d@example.com",
        &[("", "", "v=DMARC1; p=none; rua=mailto:d@example.com")],
    );
}

#[test]
fn odd_characters_stay_and_a_tidied_text_stands_beside() {
    for (text, tidied, note) in [
        ("v=spf1 include:“a.example” –all", "v=spf1 include:a.example -all", "Removed 2 curly quotes."),
        ("v=spf1\u{a0}mx ~all", "v=spf1 mx ~all", "Replaced 1 odd blank by plain spaces."),
        (
            "v=spf1 include:a.\u{200b}example ~all",
            "v=spf1 include:a.example ~all",
            "Removed 1 invisible character.",
        ),
        ("v=DMARC1； p=none", "v=DMARC1; p=none", "Replaced 1 full-width character by plain ones."),
        ("v=spf1 \"mx\" -all", "v=spf1 mx -all", "Removed 2 quotation marks inside the value."),
    ] {
        let found = all(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].value, text);
        assert_eq!(found[0].tidied.as_deref(), Some(tidied), "{text}");
        assert!(found[0].cleaned.iter().any(|line| line == note), "{text}: {:?}", found[0].cleaned);
    }
    assert_eq!(all(SPF)[0].tidied, None);
}

#[test]
fn codes_of_web_pages_are_decoded() {
    check("&quot;v=spf1 -all&quot;", &[("", "", "v=spf1 -all")]);
    check("v=spf1&nbsp;mx &amp; -all", &[("", "", "v=spf1 mx & -all")]);
    assert!(all("&quot;v=spf1 -all&quot;")[0].cleaned[0].starts_with("Turned codes of web pages"));
}

#[test]
fn what_is_no_record_is_none() {
    for text in [
        "",
        "   \n\n",
        "hello there",
        "This is a sentence about mail, nothing more.",
        "example.com",
        "---",
        ";; comment",
    ] {
        check(text, &[]);
    }
    check("ca3-0123456789abcdef=xyz", &[("", "", "ca3-0123456789abcdef=xyz")]);
}

#[test]
fn hints_fill_in_what_the_text_leaves_out() {
    let hints = Hints { name: Some("Example.com.".into()), rtype: Some("txt".into()), kind: None };
    let found = unpack("anything at all", &hints);
    assert_eq!((found[0].name.as_deref(), found[0].rtype.as_deref()), (Some("example.com"), Some("TXT")));
    assert_eq!(found[0].value, "anything at all");
}

#[test]
fn a_value_comes_out_as_it_went_in() {
    for value in [
        SPF,
        DMARC,
        "v=spf1 -all",
        "10 mail.example.com.",
        "v=DKIM1; k=rsa; p=",
        "v=spf1 a:b mx/24 ip6:2001:db8::/32 ?all",
    ] {
        check(value, &[("", "", value)]);
    }
}

#[test]
fn one_tag_on_each_line_is_one_record() {
    check(
        "v=DMARC1;\np=reject;\nrua=mailto:d@example.com",
        &[("", "", "v=DMARC1; p=reject; rua=mailto:d@example.com")],
    );
    notes("v=DMARC1;\np=reject;\nrua=mailto:d@example.com", &["Joined 3 lines."]);
    let key = format!("v=DKIM1; k=rsa; p={KEY}");
    check(&format!("v=DKIM1; k=rsa;\np={KEY}"), &[("", "", &key)]);
    check(
        &format!("v=DKIM1; h=sha256; k=rsa; \n\tp={KEY}"),
        &[("", "", &format!("v=DKIM1; h=sha256; k=rsa; p={KEY}"))],
    );
    check(&format!("\"v=DKIM1; k=rsa; \"\n\"p={KEY}\""), &[("", "", &key)]);
    check("\"v=DMARC1; \"\n\"p=none\"", &[("", "", "v=DMARC1; p=none")]);
    // Each of these still starts a record of its own.
    check(
        &format!("v=DMARC1; p=none;\nMS=ms12345\n{SPF}\n10 mail.example.com"),
        &[
            ("", "", "v=DMARC1; p=none;"),
            ("", "", "MS=ms12345"),
            ("", "", SPF),
            ("", "", "10 mail.example.com"),
        ],
    );
    check("v=DMARC1; p=none;\nThanks, Bob", &[("", "", "v=DMARC1; p=none;")]);
}

#[test]
fn signs_around_a_value_are_left_out_and_said() {
    let bare = "v=spf1 mx -all";
    for (text, left, right) in [
        ("`v=spf1 mx -all`", "`` ` ``", "`` ` ``"),
        ("'v=spf1 mx -all'", "`'`", "`'`"),
        ("**v=spf1 mx -all**", "`**`", "`**`"),
        ("[v=spf1 mx -all]", "`[`", "`]`"),
        ("(v=spf1 mx -all)", "`(`", "`)`"),
        ("{v=spf1 mx -all}", "`{`", "`}`"),
    ] {
        check(text, &[("", "", bare)]);
        notes(text, &[&format!("Left out the signs around the value: {left} and {right}.")]);
    }
    for text in ["{MS=ms12345678}", "`MS=ms12345678`", "<MS=ms12345678>"] {
        check(text, &[("", "", "MS=ms12345678")]);
    }
    check("@ TXT {MS=ms12345678}", &[("@", "TXT", "MS=ms12345678")]);
    check("```v=spf1 mx -all```", &[("", "", bare)]);
    check("**`v=spf1 mx -all`**", &[("", "", bare)]);
    check("['v=spf1 mx -all']", &[("", "", bare)]);
    check("example.com  TXT  300  Answer  {v=spf1 mx -all}", &[("example.com", "TXT", bare)]);
    // A bracket that nothing closes stays, as does one of the record's own.
    check("[v=spf1 mx -all", &[("", "", "[v=spf1 mx -all")]);
    check("v=spf1 exists:%{i}.x.example -all", &[("", "", "v=spf1 exists:%{i}.x.example -all")]);
}

#[test]
fn a_version_in_quotation_marks_starts_a_record() {
    for text in ["v='DMARC1'; p='none'", "v='spf1' mx -all", "v=\"spf1\" mx -all"] {
        check(text, &[("", "", text)]);
    }
}

#[test]
fn a_line_that_does_not_go_on_is_said() {
    let text = "v=spf1 include:spf.example.n\net.invalid -all";
    check(text, &[("", "", "v=spf1 include:spf.example.n")]);
    notes(text, &["Left out a line that does not go on with the record: `et.invalid -all`."]);
    notes(&format!("{SPF}\n1 Hour"), &[]);
}

#[test]
fn a_key_over_several_lines_of_pem_is_whole() {
    check(
        &format!(
            "v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----\n{}\n{}\n-----END PUBLIC KEY-----\n\n{SPF}",
            &KEY[..64],
            &KEY[64..]
        ),
        &[
            (
                "",
                "",
                &format!(
                    "v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY----- {} {} -----END PUBLIC KEY-----",
                    &KEY[..64],
                    &KEY[64..]
                ),
            ),
            ("", "", SPF),
        ],
    );
}

#[test]
fn codes_by_number_are_decoded() {
    check("v=DMARC1&#59; p=none&#x3B;", &[("", "", "v=DMARC1; p=none;")]);
    check("v=spf1&#32;mx &#0; &#xd800; &#; -all", &[("", "", "v=spf1 mx &#0; &#xd800; &#; -all")]);
}

#[test]
fn a_domain_alone_is_named_as_one() {
    for text in ["example.com", "https://example.com", "https://example.com/", " example.com.\n"] {
        assert_eq!(
            explain_records(text, &Hints::default()).summary,
            "This is a domain name. Paste its records here: the value of a TXT or MX record, or the whole table from your \
             vendor's article.",
            "{text}"
        );
    }
    assert_eq!(
        explain_records("include:sendgrid.net", &Hints::default()).summary,
        "This is one part of an SPF record. Paste the whole record here: it starts with `v=spf1`."
    );
    assert!(explain_records("hello there", &Hints::default()).summary.starts_with("There is no record"));
}

#[test]
fn a_note_above_a_policy_file_is_left_out_and_said() {
    let file = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800";
    for (above, is_said) in [("# note\n", true), ("// note\n", true), ("Our policy:\n", false), ("", false)] {
        let found = all(&[above, file].concat());
        assert_eq!(found[0].value, file, "{above}");
        assert_eq!(found[0].cleaned.iter().any(|note| note.contains("note`")), is_said, "{above}");
    }
}

#[test]
fn records_in_the_codes_of_addresses_are_read_and_said() {
    for (text, value) in [
        ("v=DMARC1%3B%20p%3Dnone", "v=DMARC1; p=none"),
        ("_dmarc.example.com. TXT v%3DDMARC1%3B+p%3Dreject", "v=DMARC1; p=reject"),
        ("v=spf1%20include%3Aspf.example.com%20-all", "v=spf1 include:spf.example.com -all"),
    ] {
        let found = all(text);
        assert_eq!(found[0].value, value, "{text}");
        assert!(found[0].cleaned.iter().any(|note| note.contains("`%20`")), "{text}: {:?}", found[0].cleaned);
    }
}

#[test]
fn a_mistyped_version_is_named_as_what_it_was_meant_to_be_and_counts_for_nothing() {
    for (text, kind, rule, fixed) in [
        ("v=sfp1 include:a.example ~all", Kind::Spf, "spf-not-recognised", "v=spf1 include:a.example ~all"),
        ("spf1 include:a.example -all", Kind::Spf, "spf-not-recognised", "v=spf1 include:a.example -all"),
        ("v-spf1 mx -all", Kind::Spf, "spf-not-recognised", "v=spf1 mx -all"),
        ("v-DMARC1; p=none", Kind::Dmarc, "dmarc-not-recognised", "v=DMARC1; p=none"),
        ("v=DMARC; p=none", Kind::Dmarc, "dmarc-not-recognised", "v=DMARC1; p=none"),
        ("v=DMRAC1; p=none", Kind::Dmarc, "dmarc-not-recognised", "v=DMARC1; p=none"),
        ("v=DKIM; k=rsa; p=", Kind::Dkim, "dkim-version", "v=DKIM1; k=rsa; p="),
        ("v=DIKM1; k=rsa; p=", Kind::Dkim, "dkim-version", "v=DKIM1; k=rsa; p="),
        ("v=STS1; id=1", Kind::MtaSts, "mta-sts-not-recognised", "v=STSv1; id=1"),
        (
            "v-TLSRPTv1; rua=mailto:a@b.example",
            Kind::TlsRpt,
            "tls-rpt-not-recognised",
            "v=TLSRPTv1; rua=mailto:a@b.example",
        ),
        (
            "v-BIMI1; l=https://a.example/a.svg",
            Kind::Bimi,
            "bimi-not-recognised",
            "v=BIMI1; l=https://a.example/a.svg",
        ),
    ] {
        for paste in [text.to_owned(), format!("\"{text}\""), format!("x.example.com. IN TXT \"{text}\"")] {
            let report = explain_records(&paste, &Hints::default());
            let [record] = &report.records[..] else { panic!("{paste}: {report:?}") };
            assert_eq!((record.kind, record.value.as_str()), (kind, text), "{paste}");
            assert_eq!(record.reading, waxseal::record::Reading::Ignored, "{paste}");
            let found = record.findings.iter().find(|found| found.rule.id == rule).expect(&paste);
            assert_eq!(found.fix.as_ref().and_then(|fix| fix.value(text)).as_deref(), Some(fixed), "{paste}");
        }
    }
    for text in ["spf1 a good thing", "v=sfp1", "v-DMARC1", "DKIM1 is the version"] {
        check(text, &[]);
    }
}

#[test]
fn a_proof_with_a_colon_in_it_is_one_with_a_slip() {
    let code = "wD8N7i1JTNTkezJ49swvWW48f8_9xveREV4oB-0Hf5o";
    for text in [
        format!("google-site-verification: {code}"),
        format!("google-site-verification:{code}"),
        format!("google-site-verification = {code}"),
        format!("google-site-verification {code}"),
    ] {
        for paste in [text.clone(), format!("@ TXT \"{text}\"")] {
            let report = explain_records(&paste, &Hints::default());
            let [record] = &report.records[..] else { panic!("{paste}: {report:?}") };
            let [finding] = &record.findings[..] else { panic!("{paste}: {record:?}") };
            assert_eq!(
                (record.kind, finding.rule.id),
                (Kind::Verification, "verification-wrong-sign"),
                "{paste}"
            );
            assert_eq!(record.corrected, Some(format!("google-site-verification={code}")), "{paste}");
        }
    }
}

#[test]
fn a_word_that_a_line_break_tore_is_whole_again() {
    for (text, whole) in [
        (
            "v=spf1 include:_spf.google.com include:spf.pro\ntection.outlook.com -all",
            "v=spf1 include:_spf.google.com include:spf.protection.outlook.com -all",
        ),
        (
            "v=spf1 include:spf.protection.outlook\n.com -all",
            "v=spf1 include:spf.protection.outlook.com -all",
        ),
        ("v=spf1 ip4:192.0.2.\n1 include:spf.acme.io ~all", "v=spf1 ip4:192.0.2.1 include:spf.acme.io ~all"),
        ("v=spf1 mx include:\nspf.acme.io -all", "v=spf1 mx include:spf.acme.io -all"),
        (
            "v=DMARC1; p=quaran\ntine; rua=mailto:d@example.com",
            "v=DMARC1; p=quarantine; rua=mailto:d@example.com",
        ),
        (
            "v=DMARC1; p=none; rua=mailto:reports@exam\nple.com; pct=100",
            "v=DMARC1; p=none; rua=mailto:reports@example.com; pct=100",
        ),
    ] {
        check(text, &[("", "", whole)]);
        notes(text, &["Joined 2 lines."]);
    }
    // A term that is whole ends where its line does.
    check(
        "v=spf1 include:a.example\ninclude:b.example -all",
        &[("", "", "v=spf1 include:a.example include:b.example -all")],
    );
    check("v=spf1 mx\n-all", &[("", "", "v=spf1 mx -all")]);
    for next in ["include:b.example -all", "mx -all", "-all", "a/24 -all", "redirect=b.example"] {
        check(
            &format!("v=spf1 include:a.example.\n{next}"),
            &[("", "", &format!("v=spf1 include:a.example. {next}"))],
        );
    }
}

#[test]
fn a_policy_is_no_key_that_goes_on() {
    for below in ["300", "Copy", "Pending", "Note", "Auto\nEdit", "thanks"] {
        check(&format!("v=DMARC1; p=none\n{below}"), &[("", "", "v=DMARC1; p=none")]);
    }
    check(
        "Type: TXT\nName: _dmarc\nValue: v=DMARC1; p=reject\nNote",
        &[("_dmarc", "TXT", "v=DMARC1; p=reject")],
    );
    check(
        "Type\nName\nValue\nTTL\nTXT\n_dmarc\nv=DMARC1; p=none\n3600",
        &[("_dmarc", "TXT", "v=DMARC1; p=none")],
    );
}

#[test]
fn a_name_below_a_padded_key_is_a_name() {
    let key = "v=DKIM1; k=ed25519; p=cyCIFw+lc92tm9I4L6f8eKreRu7e17MzS9JjZ6/G3xk=";
    for name in ["_dmarc", "_dmarc.example.com"] {
        check(
            &format!("ed._domainkey\n{key}\n{name}\n{DMARC}"),
            &[("ed._domainkey", "", key), (name, "", DMARC)],
        );
    }
}
