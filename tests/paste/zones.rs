//! Zone files, and the data files of other servers.

use waxseal::paste::{Hints, unpack};
use waxseal::record::Kind;
use waxseal::report::explain_records;

use crate::{DMARC, SPF, all, check, notes, seen};

#[test]
fn zone_lines() {
    check(&format!("example.com. 3600 IN TXT \"{SPF}\""), &[("example.com", "TXT", SPF)]);
    check(&format!("example.com. IN 1h TXT \"{SPF}\" ; ours"), &[("example.com", "TXT", SPF)]);
    check(&format!("Example.COM. TXT \"{SPF}\""), &[("example.com", "TXT", SPF)]);
    check(&format!("_dmarc IN TXT(\"{DMARC}\")"), &[("_dmarc", "TXT", DMARC)]);
    check("_dmarc IN TXT( \"v=DMARC1;\"\n \" p=none\" )", &[("_dmarc", "TXT", "v=DMARC1; p=none")]);
    check("@ IN MX 10 mail.example.com.", &[("@", "MX", "10 mail.example.com.")]);
    check("@\t3600\tIN\tMX\t10\tmail.example.com.", &[("@", "MX", "10 mail.example.com.")]);
    check(&format!("_dmarc IN TXT {DMARC}"), &[("_dmarc", "TXT", DMARC)]);
    check(
        "$ORIGIN example.com.\n$TTL 1h\n@ IN SOA ns. host. ( 1 2 3\n 4 5 )\n@ IN TXT \"v=spf1 -all\"\n  IN MX 0 .\n_dmarc TXT ( \"v=DMARC1; \" ; first\n \"p=none\" )\nwww A 192.0.2.1",
        &[
            ("example.com", "SOA", "ns. host. ( 1 2 3  4 5 )"),
            ("example.com", "TXT", "v=spf1 -all"),
            ("example.com", "MX", "0 ."),
            ("_dmarc.example.com", "TXT", "v=DMARC1; p=none"),
            ("www.example.com", "A", "192.0.2.1"),
        ],
    );
    check(
        "s1._domainkey IN TXT ( \"v=DKIM1; k=rsa; \"\n\t\"p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ\"\n\t\"DwIRP\" )",
        &[("s1._domainkey", "TXT", "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP")],
    );
    check(
        "example.com. IN TXT \"v=spf1 -all\"\nexample.com. IN TXT \"MS=ms1234\"",
        &[("example.com", "TXT", "v=spf1 -all"), ("example.com", "TXT", "MS=ms1234")],
    );
    check(
        "s1._domainkey.example.com. IN CNAME s1.dkim.example.net.",
        &[("s1._domainkey.example.com", "CNAME", "s1.dkim.example.net.")],
    );
}

#[test]
fn a_star_of_a_zone_is_a_name_and_one_of_a_list_is_none() {
    for line in [
        "* TXT \"v=spf1 -all\"",
        "*  IN  TXT \"v=spf1 -all\"",
        "* IN TXT v=spf1 -all",
        "* 3600 IN TXT \"v=spf1 -all\"",
        "* 3600 TXT v=spf1 -all",
        "*\tTXT\t\"v=spf1 -all\"",
        "*     TXT     v=spf1 -all",
        "  * TXT \"v=spf1 -all\"",
    ] {
        check(line, &[("*", "TXT", "v=spf1 -all")]);
        check(
            &format!("$ORIGIN example.com.\n{line}\n@ TXT \"v=spf1 mx -all\""),
            &[("*.example.com", "TXT", "v=spf1 -all"), ("example.com", "TXT", "v=spf1 mx -all")],
        );
    }
    check("* MX 10 mail.example.com.", &[("*", "MX", "10 mail.example.com.")]);
    check("* CNAME example.net.", &[("*", "CNAME", "example.net.")]);
    check("* A 192.0.2.1", &[("*", "A", "192.0.2.1")]);
    for line in ["* v=spf1 -all", "* \"v=spf1 -all\"", "* TXT record: v=spf1 -all"] {
        assert_eq!(seen(line)[0].0, "", "{line}");
    }
    check("* example.com TXT \"v=spf1 -all\"", &[("example.com", "TXT", "v=spf1 -all")]);
    check(
        "* MX 10 a.example.com\n* MX 20 b.example.com",
        &[("", "MX", "10 a.example.com"), ("", "MX", "20 b.example.com")],
    );
}

#[test]
fn names_below_an_origin_are_completed_and_that_is_said() {
    let text = "$ORIGIN example.com.\n@ IN MX 10 mail\nwww IN CNAME @\ns1._domainkey IN CNAME s1.dkim.example.net.\n\
                @ IN MX 20 mx.example.com";
    check(
        text,
        &[
            ("example.com", "MX", "10 mail.example.com."),
            ("www.example.com", "CNAME", "example.com."),
            ("s1._domainkey.example.com", "CNAME", "s1.dkim.example.net."),
            ("example.com", "MX", "20 mx.example.com.example.com."),
        ],
    );
    let said = &unpack(text, &Hints::default())[0].cleaned;
    assert_eq!(
        said,
        &["Added the domain of `$ORIGIN` to `mail`, as a zone file does where no dot ends a name."]
    );
}

#[test]
fn a_row_whose_tags_come_before_the_version_keeps_its_name() {
    let row = "_dmarc.example.com. IN TXT \"p=none; v=DMARC1\"";
    check(row, &[("_dmarc.example.com", "TXT", "p=none; v=DMARC1")]);
    check(&row.replace('"', ""), &[("_dmarc.example.com", "TXT", "p=none; v=DMARC1")]);
    check(
        "s1._domainkey.example.com. IN TXT \"k=rsa; v=DKIM1; p=MIGf\"",
        &[("s1._domainkey.example.com", "TXT", "k=rsa; v=DKIM1; p=MIGf")],
    );
    check("p=none; v=DMARC1", &[("", "", "p=none; v=DMARC1")]);
}

#[test]
fn a_type_may_be_a_number() {
    check("example.com. IN TYPE99 \"v=spf1 -all\"", &[("example.com", "SPF", "v=spf1 -all")]);
    check("example.com. 300 IN TYPE16 \"v=spf1 -all\"", &[("example.com", "TXT", "v=spf1 -all")]);
}

#[test]
fn a_whole_zone_file_is_read() {
    let mut zone = String::from("$ORIGIN example.com.\n$TTL 3600\n");
    for i in 0..500 {
        zone.push_str(&format!("h{i} IN A 192.0.2.1\nd{i} IN TXT \"v=spf1 -all\"\nd{i} IN MX 10 mail\n_dmarc.d{i} IN TXT \"v=DMARC1; p=none\"\n"));
    }
    let found = all(&zone);
    assert_eq!(found.len(), 2000);
    assert_eq!(found.iter().filter(|p| p.value == "v=spf1 -all").count(), 500);
    assert_eq!(found[1999].name.as_deref(), Some("_dmarc.d499.example.com"));
}

#[test]
fn zone_lines_with_short_names_stay_records() {
    check("www A 192.0.2.1", &[("www", "A", "192.0.2.1")]);
    check("www IN A 192.0.2.1", &[("www", "A", "192.0.2.1")]);
    check("mail 3600 IN MX 10 x", &[("mail", "MX", "10 x")]);
    check("mail MX 10 x", &[("mail", "MX", "10 x")]);
    check("www 3600 CNAME x", &[("www", "CNAME", "x")]);
    check("www TXT \"hello there\"", &[("www", "TXT", "hello there")]);
    check("example.com TXT hello there", &[("example.com", "TXT", "hello there")]);
    check("example.com CAA 0 issue \"ca.example\"", &[("example.com", "CAA", "0 issue \"ca.example\"")]);
    check("@ MX mail", &[("@", "MX", "mail")]);
}

#[test]
fn a_class_is_no_name() {
    check("IN MX 10 mail.example.com.", &[("", "MX", "10 mail.example.com.")]);
    check(&format!("IN TXT \"{SPF}\""), &[("", "TXT", SPF)]);
}

#[test]
fn what_stands_in_the_place_of_a_mail_server_is_judged() {
    for text in [
        "10 http://mail.example.com",
        "10 [192.0.2.1]",
        "10 2001:db8::1",
        "10 user@x",
        "10 mail.example.com,",
    ] {
        check(text, &[("", "", text)]);
        let report = explain_records(text, &Hints::default());
        assert_eq!(report.records[0].kind, Kind::Mx, "{text}");
        assert!(report.records[0].findings.iter().any(|f| f.rule.id == "mx-not-a-host"), "{text}");
    }
    check("mail.example.com 10", &[("", "", "10 mail.example.com")]);
    notes("mail.example.com 10", &["Put the number before the host name, as DNS holds it."]);
    check("example.com 3600", &[]);
}

#[test]
fn a_lifetime_behind_the_type_is_none_of_the_value() {
    for (text, name, rtype, value) in [
        ("_dmarc TXT 3600 \"v=DMARC1; p=none\"", "_dmarc", "TXT", "v=DMARC1; p=none"),
        ("_dmarc TXT 3600 v=DMARC1; p=none", "_dmarc", "TXT", "v=DMARC1; p=none"),
        (
            "_dmarc.example.com. IN TXT 1h \"v=DMARC1; p=none\"",
            "_dmarc.example.com",
            "TXT",
            "v=DMARC1; p=none",
        ),
        ("TXT default v=DKIM1; p=", "default", "TXT", "v=DKIM1; p="),
        ("s1 TXT default v=DKIM1; p=", "s1", "TXT", "v=DKIM1; p="),
        ("TXT _dmarc 3600 \"v=DMARC1; p=none\"", "_dmarc", "TXT", "v=DMARC1; p=none"),
        ("TXT 3600 \"v=spf1 mx -all\"", "", "TXT", "v=spf1 mx -all"),
        ("@ TXT Auto v=spf1 mx -all", "@", "TXT", "v=spf1 mx -all"),
        ("www CNAME 3600 example.net.", "www", "CNAME", "example.net."),
        ("@ MX 3600 10 mail.example.com", "@", "MX", "10 mail.example.com"),
    ] {
        check(text, &[(name, rtype, value)]);
    }
    assert_eq!(
        all("_dmarc TXT 3600 v=DMARC1; p=none")[0].cleaned,
        ["Took `3600` behind the type for the lifetime (TTL). In a zone file it stands before the type."]
    );
    // A number in front of other words may be one of them.
    check("www.example.com TXT 3600 hello", &[("www.example.com", "TXT", "3600 hello")]);
    check("www TXT \"3600 v=spf1 -all\"", &[("www", "TXT", "3600 v=spf1 -all")]);
}

#[test]
fn a_text_of_mail_in_a_record_of_another_type_keeps_its_type() {
    for class in ["", "IN ", "300 IN "] {
        let line = |rtype: &str, value: &str| format!("_dmarc.example.com. {class}{rtype} {value}");
        for (rtype, value) in
            [("CNAME", "\"v=DMARC1; p=none\""), ("CNAME", "v=spf1 mx -all"), ("A", "\"v=spf1 mx -all\"")]
        {
            check(&line(rtype, value), &[("_dmarc.example.com", rtype, value)]);
        }
        let report = explain_records(&line("CNAME", "\"v=DMARC1; p=none\""), &Hints::default());
        let [finding] = &report.records[0].findings[..] else { panic!("{class}: {report:?}") };
        assert_eq!(finding.rule.id, "cname-not-a-name", "{class}");
    }
}

#[test]
fn a_record_in_a_comment_line_is_published_by_nobody() {
    for (sign, rest) in [
        ("#", " example.com. IN TXT \"v=spf1 mx -all\""),
        (";", " example.com. IN TXT \"v=spf1 mx -all\""),
        (";", "example.com. 300 IN MX 10 mail.example.com."),
        (";", "; v=spf1 mx -all"),
        ("#", "v=spf1 mx -all"),
        ("//", " _dmarc.example.com TXT \"v=DMARC1; p=reject\""),
        ("#", " s1._domainkey CNAME s1.dkim.example.net."),
        ("#", " TXT\t@\tv=spf1 mx -all"),
    ] {
        let line = format!("{sign}{rest}");
        check(&line, &[]);
        let report = explain_records(&line, &Hints::default());
        let said =
            format!("The record in this text stands in a comment line: the line starts with `{sign}`.");
        assert!(report.summary.starts_with(&said), "{line}: {}", report.summary);
        // Beside one that counts it is said there.
        let note =
            format!("Left out a comment line that holds a record. DNS servers skip such lines: `{line}`.");
        for both in [format!("{line}\n{SPF}"), format!("{SPF}\n{line}")] {
            check(&both, &[("", "", SPF)]);
            assert_eq!(all(&both)[0].cleaned, std::slice::from_ref(&note), "{both}");
        }
    }
    // What dig prints of a question is no record, and the heading of an article is no comment.
    for text in
        [";example.com.\t\t\tIN\tTXT", ";; ANSWER SECTION:", "; our zone", "# Mail", "# dig MX example.com"]
    {
        check(text, &[]);
        assert!(explain_records(text, &Hints::default()).summary.starts_with("There is no record"), "{text}");
    }
    check("# SPF record: v=spf1 mx -all", &[("", "", "v=spf1 mx -all")]);
}

#[test]
fn a_comment_behind_a_value_is_none_of_it() {
    for (line, value) in [
        ("example.com. 3600 IN MX 10 mail.example.com. ; main server", "10 mail.example.com."),
        ("example.com. 3600 MX 10 mail.example.com. # main server", "10 mail.example.com."),
        ("example.com. CNAME example.net. ; alias", "example.net."),
        ("example.com. 3600 IN TXT v=spf1 mx -all ; ours", "v=spf1 mx -all"),
        ("example.com. 3600 IN TXT \"v=spf1 mx -all\" ; ours", "v=spf1 mx -all"),
    ] {
        let found = seen(line);
        assert!(found.len() == 1 && found[0].0 == "example.com" && found[0].2 == value, "{line}: {found:?}");
    }
    check("10 mail.example.com. ; main server", &[("", "", "10 mail.example.com.")]);
    notes("10 mail.example.com. ; main server", &["Left out what stands after the value: `; main server`."]);
    notes("@ IN TXT v=spf1 mx -all ; ours", &["Left out what stands after the value: `; ours`."]);
    // A semicolon that terms follow, or nothing, stays: receivers read it.
    for value in ["v=spf1 mx ; include:a.example -all", "v=spf1 mx -all ;", "v=spf1 mx; -all"] {
        check(&format!("@ IN TXT {value}"), &[("@", "TXT", value)]);
    }
}

#[test]
fn a_data_file_of_tinydns_is_read() {
    check(
        "# our mail\n'example.com:v=spf1 include\\072_spf.example.net ~all:3600\n@example.com::mail.example.com:10:3600\n\
         +www.example.com:192.0.2.1:300\nCs1._domainkey.example.com:s1.dkim.example.net:300\n\
         '_dmarc.example.com:v=DMARC1; p=none; rua=mailto\\072d@example.com",
        &[
            ("example.com", "TXT", SPF),
            ("example.com", "MX", "10 mail.example.com"),
            ("s1._domainkey.example.com", "CNAME", "s1.dkim.example.net"),
            ("_dmarc.example.com", "TXT", DMARC),
        ],
    );
    notes("'example.com:v=spf1 mx -all", &["Read the line as one of a data file of tinydns."]);
    notes(
        "'example.com:v=spf1 include:_spf.example.net ~all:3600",
        &[
            "Read the line as one of a data file of tinydns.",
            "Left out `:_spf.example.net ~all:3600`: in such a file a colon ends the text, and one that belongs to it is \
             written as `\\072`.",
        ],
    );
    // A sign before the line makes a comment of it.
    check("#'example.com:v=spf1 mx -all:3600", &[]);
}

#[test]
fn a_value_in_bytes_is_read() {
    for rtype in ["TXT", "TYPE16"] {
        for bytes in ["\\# 12 0b763d73706631202d616c6c", "\\# 12 ( 0b763d73\n 706631202d616c6c )"] {
            check(&format!("example.com. IN {rtype} {bytes}"), &[("example.com", "TXT", "v=spf1 -all")]);
        }
    }
    check("example.com. IN TYPE15 \\# 8 000a046d61696c00", &[("example.com", "MX", "10 mail.")]);
    notes(
        "example.com. IN TXT \\# 12 0b763d73706631202d616c6c",
        &["Turned the bytes of the value, in hexadecimal digits, into text."],
    );
    let cut = all("example.com. IN TXT \\# 12 0b763d7370663120");
    assert_eq!(
        cut[0].cleaned[0],
        "`\\#` says that the value follows in bytes, and these are no whole record of this type."
    );
}

#[test]
fn a_host_without_its_last_dot_is_said_where_the_name_before_it_has_one() {
    let said = "Where no dot ends `mail.example.com`, a zone file adds its domain to it. Forms of DNS hosts mostly don't.";
    for text in ["example.com. IN MX 10 mail.example.com", "example.com. 300 IN MX 10 mail.example.com"] {
        notes(text, &[said]);
    }
    notes("autodiscover.example.com. IN CNAME mail.example.com", &[said]);
    for text in [
        "example.com. IN MX 10 mail.example.com.",
        "example.com IN MX 10 mail.example.com",
        "@ IN MX 10 mail.example.com",
        "example.com.\t14400\tMX\t10\tmail.example.com",
        "example.com. IN MX 0 .",
        "example.com. IN MX 10 192.0.2.1.",
        "example.com. IN A 192.0.2.1",
    ] {
        notes(text, &[]);
    }
    let found = all("$ORIGIN example.com.\nexample.com. IN MX 10 mail.example.com");
    assert!(!found[0].cleaned.iter().any(|note| note == said), "{found:?}");
}
