//! Everything that people paste, and what comes out of it.

use waxseal::paste::{Hints, Pasted, unpack};
use waxseal::record::Kind;
use waxseal::report::explain_records;

fn all(text: &str) -> Vec<Pasted> {
    unpack(text, &Hints::default())
}

/// Name, type and value of each record.
fn seen(text: &str) -> Vec<(String, String, String)> {
    all(text)
        .into_iter()
        .map(|p| (p.name.unwrap_or_default(), p.rtype.unwrap_or_default(), p.value))
        .collect()
}

#[track_caller]
fn check(text: &str, expected: &[(&str, &str, &str)]) {
    let expected: Vec<(String, String, String)> =
        expected.iter().map(|(n, t, v)| ((*n).to_owned(), (*t).to_owned(), (*v).to_owned())).collect();
    assert_eq!(seen(text), expected, "{text}");
}

const SPF: &str = "v=spf1 include:_spf.example.net ~all";
const DMARC: &str = "v=DMARC1; p=none; rua=mailto:d@example.com";

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
fn zone_lines() {
    check(&format!("example.com. 3600 IN TXT \"{SPF}\""), &[("example.com", "TXT", SPF)]);
    check(&format!("example.com. IN 1h TXT \"{SPF}\" ; ours"), &[("example.com", "TXT", SPF)]);
    check(&format!("Example.COM. TXT \"{SPF}\""), &[("example.com", "TXT", SPF)]);
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
fn dig_prints() {
    check(
        "; <<>> DiG 9.18.24 <<>> TXT example.com\n;; global options: +cmd\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr rd ra; QUERY: 1, ANSWER: 2\n\n;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 512\n;; QUESTION SECTION:\n;example.com.\t\t\tIN\tTXT\n\n;; ANSWER SECTION:\nexample.com.\t\t300\tIN\tTXT\t\"v=spf1 mx\" \" -all\"\nexample.com.\t\t300\tIN\tTXT\t\"google-site-verification=abc\"\n\n;; Query time: 12 msec\n;; SERVER: 192.0.2.53#53(192.0.2.53)\n;; WHEN: Tue Nov 24 02:00:00 UTC 2026\n;; MSG SIZE  rcvd: 120\n",
        &[("example.com", "TXT", "v=spf1 mx -all"), ("example.com", "TXT", "google-site-verification=abc")],
    );
    check(
        "\"v=spf1 -all\"\n\"google-site-verification=abc\"\n\"MS=ms1\"",
        &[("", "", "v=spf1 -all"), ("", "", "google-site-verification=abc"), ("", "", "MS=ms1")],
    );
    check(
        "10 mx1.example.com.\n20 mx2.example.com.",
        &[("", "", "10 mx1.example.com."), ("", "", "20 mx2.example.com.")],
    );
}

#[test]
fn nslookup_and_host_print() {
    check(
        "Server:\t\t192.0.2.53\nAddress:\t192.0.2.53#53\n\nNon-authoritative answer:\nexample.com\ttext = \"v=spf1 -all\"\n\nAuthoritative answers can be found from:\n",
        &[("example.com", "TXT", "v=spf1 -all")],
    );
    check(
        "Server:  dns.example\nAddress:  192.0.2.53\n\nexample.com\ttext =\n\n\t\"v=spf1 include:a.example \"\n\t\"-all\"\nexample.com\ttext =\n\n\t\"MS=ms12345\"\n",
        &[("example.com", "TXT", "v=spf1 include:a.example -all"), ("example.com", "TXT", "MS=ms12345")],
    );
    check(
        "example.com\tmail exchanger = 10 mail.example.com.",
        &[("example.com", "MX", "10 mail.example.com.")],
    );
    check(
        "example.com     MX preference = 10, mail exchanger = mail.example.com",
        &[("example.com", "MX", "10 mail.example.com")],
    );
    check(
        "example.com mail is handled by 10 mail.example.com.\nexample.com descriptive text \"v=spf1 -all\"",
        &[("example.com", "MX", "10 mail.example.com."), ("example.com", "TXT", "v=spf1 -all")],
    );
}

#[test]
fn rows_of_a_panel() {
    check(&format!("TXT\t@\t{SPF}\t3600"), &[("@", "TXT", SPF)]);
    check(&format!("@\tTXT\tAuto\t{SPF}"), &[("@", "TXT", SPF)]);
    check(&format!("_dmarc  TXT  {DMARC}  1 hour"), &[("_dmarc", "TXT", DMARC)]);
    check(&format!("{DMARC}\t_dmarc\tTXT"), &[("_dmarc", "TXT", DMARC)]);
    check("MX\t@\tmail.example.com\t10\t3600", &[("@", "MX", "10 mail.example.com")]);
    check("MX\t@\t3600\t10\tmail.example.com", &[("@", "MX", "10 mail.example.com")]);
    check("@ MX mail.example.com 10", &[("@", "MX", "10 mail.example.com")]);
    check("TXT _dmarc v=DMARC1; p=none", &[("_dmarc", "TXT", "v=DMARC1; p=none")]);
    check(&format!("| TXT | @ | {SPF} |"), &[("@", "TXT", SPF)]);
    check(
        &format!("Type | Name | Value | TTL\n--- | --- | --- | ---\nTXT | @ | {SPF} | 3600"),
        &[("@", "TXT", SPF)],
    );
    check(
        "Type\tName\tContent\tPriority\tTTL\nMX\t@\tmail.example.com\t10\tAuto",
        &[("@", "MX", "10 mail.example.com")],
    );
    check("_dmarc,TXT,\"v=DMARC1; p=none, really\",3600", &[("_dmarc", "TXT", "v=DMARC1; p=none, really")]);
    check("TXT\t@\t\"v=spf1 -all\"\t3600", &[("@", "TXT", "v=spf1 -all")]);
}

#[test]
fn labelled_fields_and_names_on_their_own_line() {
    check(&format!("Name: _dmarc\nType: TXT\nValue: {DMARC}\nTTL: 3600"), &[("_dmarc", "TXT", DMARC)]);
    check(
        "Host: @\nType: MX\nPoints to: mail.example.com\nPriority: 10",
        &[("@", "MX", "10 mail.example.com")],
    );
    check("Type: MX\nHost: @\nPriority: 10\nValue: mail.example.com", &[("@", "MX", "10 mail.example.com")]);
    check(
        &format!("Name\n_dmarc.example.com\nType\nTXT\nValue\n{DMARC}"),
        &[("_dmarc.example.com", "TXT", DMARC)],
    );
    check(&format!("_dmarc.example.com\n{DMARC}"), &[("_dmarc.example.com", "", DMARC)]);
    check(
        &format!("example.com\n{SPF}\n\n_dmarc.example.com\n{DMARC}"),
        &[("example.com", "", SPF), ("_dmarc.example.com", "", DMARC)],
    );
    check("s1._domainkey.example.com\ns1.dkim.example.net", &[]);
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

/// What was cleaned of the only record in a text.
#[track_caller]
fn notes(text: &str, expected: &[&str]) {
    let found = all(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    assert_eq!(found[0].cleaned, expected, "{text}");
}

const KEY: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";
const ONE_QUOTED: &str = "Left out the quotation marks: they are not part of the value.";

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
fn empty_cells_keep_their_columns() {
    check(
        &format!(
            "Type\tName\tPriority\tContent\tTTL\nTXT\t_dmarc\t\t{DMARC}\tAuto\nTXT\t@\t\t{SPF}\tAuto\nMX\t@\t10\tmail.example.com\tAuto"
        ),
        &[("_dmarc", "TXT", DMARC), ("@", "TXT", SPF), ("@", "MX", "10 mail.example.com")],
    );
    check(
        &format!("| Type | Name | Priority | Content |\n|---|---|---|---|\n| TXT | @ | | {SPF} |"),
        &[("@", "TXT", SPF)],
    );
    check(&format!("Host\tValue\n_dmarc\t{DMARC}"), &[("_dmarc", "", DMARC)]);
}

#[test]
fn sentences_about_records_are_no_records() {
    for text in [
        "Regards,\nMX team",
        "Our MX records have changed",
        "A new record is needed",
        "HTTPS is required",
        "e.g. TXT records",
        "Our TXT records have changed",
        "MX records should be changed by Friday",
    ] {
        check(text, &[]);
    }
    check(&format!("_dmarc.example.com TXT \"{DMARC}\"\nMX team"), &[("_dmarc.example.com", "TXT", DMARC)]);
    for text in [
        "Your SPF record should be v=spf1 mx -all",
        "SPF record: v=spf1 mx -all",
        "SPF (TXT): v=spf1 mx -all",
        "SPF: v=spf1 mx -all",
        "SPF\nv=spf1 mx -all",
        "SPF record\nv=spf1 mx -all",
        "SPF\tv=spf1 mx -all",
    ] {
        check(text, &[("", "", "v=spf1 mx -all")]);
    }
    check(
        "SPF (TXT): v=spf1 mx -all\nDMARC (TXT): v=DMARC1; p=none",
        &[("", "", "v=spf1 mx -all"), ("", "", "v=DMARC1; p=none")],
    );
    notes(
        "Your SPF record should be v=spf1 mx -all",
        &["Left out the text before the record: `Your SPF record should be`."],
    );
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
fn labels_of_vendors_are_labels() {
    check(
        "DNS Host name (TXT record name)\ngoogle._domainkey\nTXT record value\nv=DKIM1; k=rsa; p=",
        &[("google._domainkey", "TXT", "v=DKIM1; k=rsa; p=")],
    );
    check(&format!("TXT name\t@\nTXT value\t{SPF}"), &[("@", "TXT", SPF)]);
    check(
        &format!("Name\ts1._domainkey.example.com\nType\tTXT\nValue\tv=DKIM1; k=rsa; p={KEY}"),
        &[("s1._domainkey.example.com", "TXT", &format!("v=DKIM1; k=rsa; p={KEY}"))],
    );
    check(&format!("TXT Record\nName\n@\nValue\n{SPF}"), &[("@", "TXT", SPF)]);
    check(&format!("Host: @ Type: TXT Value: {SPF}"), &[("@", "TXT", SPF)]);
    check("Host: @, Type: MX, Value: mail.example.com, Priority: 10", &[("@", "MX", "10 mail.example.com")]);
    check(&format!("Value = {SPF}"), &[("", "", SPF)]);
    check(&format!("TXT Value: \"{SPF}\""), &[("", "TXT", SPF)]);
    check(&format!("Record: {SPF}"), &[("", "", SPF)]);
    check(
        &format!("Name\nType\nValue\nTTL\n_dmarc\nTXT\n{DMARC}\n3600\n\nSPF\n{SPF}"),
        &[("_dmarc", "TXT", DMARC), ("", "", SPF)],
    );
    check("Name\nType\nMX\nPriority\n10\nValue\nmail.example.com", &[("", "MX", "10 mail.example.com")]);
}

#[test]
fn the_number_of_an_mx_may_stand_in_brackets_or_by_its_name() {
    check("MX\t@\tmail.example.com. (Priority: 0)\t1 Hour", &[("@", "MX", "0 mail.example.com.")]);
    check("MX\t@\tmail.example.com (priority 10)", &[("@", "MX", "10 mail.example.com")]);
    check("| `_dmarc` | TXT | `v=DMARC1; p=none` |", &[("_dmarc", "TXT", "v=DMARC1; p=none")]);
    check("MX\tPriority: 0 Destination: example.com", &[("", "MX", "0 example.com")]);
    check(
        "example.com.\t14400\tMX\tPriority: 0 Destination: mail.example.com",
        &[("example.com", "MX", "0 mail.example.com")],
    );
    check(
        "Type\tName\tData\tTTL\nMX\t@\tmail.example.com. (Priority: 0)\t1 Hour",
        &[("@", "MX", "0 mail.example.com.")],
    );
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
    check("```v=spf1 mx -all```", &[("", "", bare)]);
    check("**`v=spf1 mx -all`**", &[("", "", bare)]);
    check("['v=spf1 mx -all']", &[("", "", bare)]);
    check("example.com  TXT  300  Answer  {v=spf1 mx -all}", &[("example.com", "TXT", bare)]);
    // A bracket that nothing closes stays, as does one of the record's own.
    check("[v=spf1 mx -all", &[("", "", "[v=spf1 mx -all")]);
    check("v=spf1 exists:%{i}.x.example -all", &[("", "", "v=spf1 exists:%{i}.x.example -all")]);
}

#[test]
fn what_panels_show_behind_a_value_is_left_out() {
    let bare = "v=spf1 mx ~all";
    for (text, after) in [
        (format!("example.com TXT \"{bare}\" Auto"), "Auto"),
        (format!("example.com TXT \"{bare}\" 1 Hour"), "1 Hour"),
        (format!("example.com TXT \"{bare}\","), ","),
    ] {
        check(&text, &[("example.com", "TXT", bare)]);
        notes(&text, &[ONE_QUOTED, &format!("Left out what stands after the value: `{after}`.")]);
    }
    for after in ["1 Hour", "Auto DNS only", "TTL 3600", "3600", "Auto"] {
        let said = format!("Left out what stands after the value: `{after}`.");
        for text in [
            format!("TXT @ {bare} {after}"),
            format!("@ TXT {bare} {after}"),
            format!("@ 300 IN TXT {bare} {after}"),
        ] {
            check(&text, &[("@", "TXT", bare)]);
            notes(&text, &[&said]);
        }
        check(&format!("{bare} {after}"), &[("", "", bare)]);
        notes(&format!("{bare} {after}"), &[&said]);
        check(&format!("{DMARC} {after}"), &[("", "", DMARC)]);
    }
    check("v=DMARC1; p=none; pct= 50", &[("", "", "v=DMARC1; p=none; pct= 50")]);
    check("\"v=spf1 mx\" -all", &[("", "", "\"v=spf1 mx\" -all")]);
    check("@ MX 10 mail.example.com Auto DNS only", &[("@", "MX", "10 mail.example.com")]);
}

#[test]
fn a_line_that_does_not_go_on_is_said() {
    let text = "v=spf1 include:spf.protection.out\nlook.com -all";
    check(text, &[("", "", "v=spf1 include:spf.protection.out")]);
    notes(text, &["Left out a line that does not go on with the record: `look.com -all`."]);
    notes(&format!("{SPF}\n1 Hour"), &[]);
}

#[test]
fn a_record_is_found_inside_other_text() {
    check(&format!("> {SPF}"), &[("", "", SPF)]);
    check(&format!("> > {SPF}"), &[("", "", SPF)]);
    check(&format!("1. {SPF}\n2) {DMARC}"), &[("", "", SPF), ("", "", DMARC)]);
    check(&format!("<p>{SPF}</p>"), &[("", "", SPF)]);
    check(&format!("<li><code>{SPF}</code></li>"), &[("", "", SPF)]);
    check(&format!("Please add the following: {SPF}."), &[("", "", SPF)]);
    check(
        "Add TXT record: v=spf1 include:sendgrid.net ~all",
        &[("", "", "v=spf1 include:sendgrid.net ~all")],
    );
    check(&format!("example.com {SPF}"), &[("example.com", "", SPF)]);
    check(&format!("_dmarc.example.com: {DMARC}"), &[("_dmarc.example.com", "", DMARC)]);
    check(&format!("txt={SPF}"), &[("", "", SPF)]);
    check(&format!("txt={DMARC}"), &[("", "", DMARC)]);
    check(&format!("Use `{SPF}` and “{DMARC}” here."), &[("", "", SPF), ("", "", DMARC)]);
    check(&format!("SPF record for example.com: {SPF}"), &[("example.com", "", SPF)]);
    check("DKIM\ts1._domainkey\tv=DKIM1; p=", &[("s1._domainkey", "", "v=DKIM1; p=")]);
    check("Set \"v=DKIM1; \" \"p=\" there", &[("", "", "v=DKIM1; p=")]);
    notes(
        &format!("Please add {SPF} to your DNS."),
        &["Left out the text around the record: `Please add` and `to your DNS.`."],
    );
    notes(&format!("example.com {SPF}"), &[]);
    notes(&format!("<p>{SPF}</p>"), &["Left out the text around the record: `<p>` and `</p>`."]);
}

#[test]
fn what_programs_write_is_read() {
    check(
        &format!(
            "{{\"Name\":\"example.com.\",\"Type\":\"TXT\",\"ResourceRecords\":[{{\"Value\":\"\\\"{SPF}\\\"\"}}]}}"
        ),
        &[("example.com", "", SPF)],
    );
    check(
        &format!(
            "{{\n  \"Name\": \"example.com.\",\n  \"Type\": \"TXT\",\n  \"TTL\": 300,\n  \"ResourceRecords\": [\n    {{\n      \"Value\": \"\\\"{SPF}\\\"\"\n    }}\n  ]\n}}"
        ),
        &[("example.com", "TXT", SPF)],
    );
    check(
        &format!(
            "{{\"Status\":0,\"Question\":[{{\"name\":\"example.com.\",\"type\":16}}],\"Answer\":[{{\"name\":\"example.com.\",\"type\":16,\"TTL\":300,\"data\":\"\\\"{SPF}\\\"\"}}]}}"
        ),
        &[("example.com", "", SPF)],
    );
    check(
        &format!("{{\"type\":\"TXT\",\"name\":\"_dmarc.example.com\",\"content\":\"{DMARC}\",\"ttl\":1}}"),
        &[("_dmarc.example.com", "", DMARC)],
    );
    check(
        "{\n  \"type\": \"MX\",\n  \"name\": \"example.com\",\n  \"content\": \"mail.example.com\",\n  \"priority\": 10\n}",
        &[("example.com", "MX", "10 mail.example.com")],
    );
    check(
        &format!(
            "resource \"cloudflare_record\" \"dmarc\" {{\n  name    = \"_dmarc\"\n  type    = \"TXT\"\n  content = \"{DMARC}\"\n  ttl     = 300\n}}"
        ),
        &[("_dmarc", "TXT", DMARC)],
    );
    check(
        &format!(
            "resource \"aws_route53_record\" \"spf\" {{\n  name    = \"example.com\"\n  type    = \"TXT\"\n  ttl     = 300\n  records = [\"{SPF}\"]\n}}"
        ),
        &[("example.com", "TXT", SPF)],
    );
    check(
        &format!("\"_dmarc.example.com\",\"TXT\",\"3600\",\"{DMARC}\""),
        &[("_dmarc.example.com", "TXT", DMARC)],
    );
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
fn a_class_is_no_name() {
    check("IN MX 10 mail.example.com.", &[("", "MX", "10 mail.example.com.")]);
    check(&format!("IN TXT \"{SPF}\""), &[("", "TXT", SPF)]);
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
fn a_label_with_a_sign_is_none_of_the_record() {
    for (value, kind) in [(SPF, "SPF"), (DMARC, "DMARC"), ("v=DKIM1; k=rsa; p=", "DKIM")] {
        for title in ["TXT", "TXT record", "TXT Record value", "Value", kind, &format!("{kind} record")] {
            for sign in [":", " =", "=", " :"] {
                for value in [value.to_owned(), format!("\"{value}\"")] {
                    let text = format!("{title}{sign} {value}");
                    let found = seen(&text);
                    let bare = value.trim_matches('"');
                    assert!(
                        found.len() == 1 && found[0].2 == bare && found[0].0.is_empty(),
                        "{text}: {found:?}"
                    );
                    let rtype = if title.starts_with("TXT") { "TXT" } else { "" };
                    assert_eq!(found[0].1, rtype, "{text}");
                }
            }
        }
    }
    check("MX record: 10 mail.example.com", &[("", "MX", "10 mail.example.com")]);
    check("TXT record: MS=ms12345678", &[("", "TXT", "MS=ms12345678")]);
    check("TXT record \"v=spf1 mx -all\"", &[("", "", "v=spf1 mx -all")]);
    check("MTA-STS record: v=STSv1; id=1", &[("", "", "v=STSv1; id=1")]);
    check(
        "TLS-RPT = \"v=TLSRPTv1; rua=mailto:a@b.example\"",
        &[("", "", "v=TLSRPTv1; rua=mailto:a@b.example")],
    );
    check("BIMI: v=BIMI1; l=https://b.example/l.svg", &[("", "", "v=BIMI1; l=https://b.example/l.svg")]);
}

#[test]
fn a_name_before_a_value_needs_no_type() {
    for name in ["@", "example.com", "_spf"] {
        for gap in [" ", "\t", ": ", " = ", "   "] {
            for value in [SPF, "MS=ms12345678"] {
                check(&format!("{name}{gap}{value}"), &[(name, "", value)]);
                check(&format!("{name}{gap}\"{value}\""), &[(name, "", value)]);
            }
        }
    }
    check("_dmarc v=DMARC1; p=none", &[("_dmarc", "", "v=DMARC1; p=none")]);
    check("_mta-sts v=STSv1; id=1", &[("_mta-sts", "", "v=STSv1; id=1")]);
    // In quotes it is what DNS holds.
    check("\"@ v=spf1 mx -all\"", &[("", "", "@ v=spf1 mx -all")]);
    check("@ home and away", &[]);
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
fn a_record_that_is_quoted_in_a_mail_goes_on_below() {
    check(
        "> v=DMARC1; p=none;\n> rua=mailto:d@example.com",
        &[("", "", "v=DMARC1; p=none; rua=mailto:d@example.com")],
    );
    check(
        &format!("> > v=DKIM1; k=rsa;\n> > p={}\n> > {}\n>\n> Bob", &KEY[..70], &KEY[70..]),
        &[("", "", &format!("v=DKIM1; k=rsa; p={KEY}"))],
    );
    check(
        "> example.com. 3600 IN TXT \"v=spf1 include:_spf.example.net\n> ~all\"",
        &[("example.com", "TXT", SPF)],
    );
    check("> example.com\n> set type=txt", &[]);
}

#[test]
fn a_string_that_a_mail_wrapped_is_joined() {
    check("\"v=spf1 include:_spf.example.net\n~all\"", &[("", "", SPF)]);
    check(
        &format!("s1._domainkey TXT \"v=DKIM1; k=rsa; p={}\n{}\"\n{SPF}", &KEY[..70], &KEY[70..]),
        &[("s1._domainkey", "TXT", &format!("v=DKIM1; k=rsa; p={KEY}")), ("", "", SPF)],
    );
    // Words that do not go on with it are left where they are.
    check("\"v=spf1 include:_spf.example.net ~all\nThanks, Bob", &[("", "", SPF)]);
}

#[test]
fn the_question_that_dig_prints_is_no_record() {
    for line in [
        "example.com.\t\t\tIN\tMX",
        ";example.com.\t\t\tIN\tMX",
        "example.com. IN MX",
        "example.com.  IN  TXT",
    ] {
        check(line, &[]);
        assert!(explain_records(line, &Hints::default()).summary.starts_with("There is no record"), "{line}");
    }
}

#[test]
fn labels_of_other_languages_are_known() {
    for text in [
        format!("Typ: TXT\nHostname: _dmarc\nWert: {DMARC}\nTTL: 1 Stunde"),
        format!("Sous-domaine : _dmarc\nType : TXT\nValeur : {DMARC}"),
        format!("Nombre: _dmarc\nTipo: TXT\nValor: {DMARC}"),
        format!("Nome: _dmarc\nTipo: TXT\nValore: {DMARC}"),
        format!("Typ\tName\tInhalt\tTTL\nTXT\t_dmarc\t{DMARC}\t3600"),
    ] {
        check(&text, &[("_dmarc", "TXT", DMARC)]);
    }
    for text in [
        "Typ: MX\nHost: @\nZiel: mail.example.com\nPriorität: 10",
        "Nom : @\nType : MX\nPriorité : 10\nCible : mail.example.com",
    ] {
        check(text, &[("@", "MX", "10 mail.example.com")]);
    }
}

#[test]
fn a_label_that_is_not_known_is_no_value() {
    check(
        &format!(
            "Name       : example.com\nType       : TXT\nTTL        : 3600\nSection    : Answer\nStrings    : {{{SPF}}}\nText       : {{{SPF}}}"
        ),
        &[("example.com", "TXT", SPF)],
    );
    check(
        "Name      : s1._domainkey.example.com\nType      : CNAME\nSection   : Answer\nNameHost  : s1.dkim.example.net",
        &[("s1._domainkey.example.com", "CNAME", "s1.dkim.example.net")],
    );
    check(&format!("Type: TXT\nSome label: some words\nName: @\nValue: {SPF}"), &[("@", "TXT", SPF)]);
}

#[test]
fn signs_of_an_article_around_a_field_are_left_out() {
    check(
        &format!("- **Type:** TXT\n- **Name:** _dmarc\n- **Value:** `{DMARC}`"),
        &[("_dmarc", "TXT", DMARC)],
    );
    check(&format!("* **Host**: `_dmarc`\n* **Value**: `{DMARC}`"), &[("_dmarc", "", DMARC)]);
    // What stands behind the label may be set so too.
    check(
        &format!("**Host:** **_dmarc**\n**Type:** **TXT**\n**Value:** **{DMARC}**"),
        &[("_dmarc", "TXT", DMARC)],
    );
    check(&format!("**_dmarc** TXT {DMARC}"), &[("_dmarc", "TXT", DMARC)]);
    check(&format!("| **_dmarc** | **TXT** | {DMARC} |"), &[("_dmarc", "TXT", DMARC)]);
    // A chat has one star for bold, and one underscore for italics.
    check(&format!("*Type:* TXT\n*Name:* _dmarc\n*Value:* {DMARC}"), &[("_dmarc", "TXT", DMARC)]);
    check(&format!("_Type_: TXT\n_Name_: _dmarc\n_Value_: {DMARC}"), &[("_dmarc", "TXT", DMARC)]);
    check(&format!("_host_.example.com TXT {DMARC}"), &[("_host_.example.com", "TXT", DMARC)]);
    check("*\tTXT\tv=spf1 -all", &[("*", "TXT", "v=spf1 -all")]);
    check("Name: *.example.com\nType: TXT\nValue: v=spf1 -all", &[("*.example.com", "TXT", "v=spf1 -all")]);
    check(
        "| CNAME | `s1._domainkey` | `s1.dkim.example.net` |",
        &[("s1._domainkey", "CNAME", "s1.dkim.example.net")],
    );
    check("| MX | `@` | `10` | `mail.example.com` |", &[("@", "MX", "10 mail.example.com")]);
}

#[test]
fn rows_that_say_record_behind_their_type() {
    check(
        &format!(
            "TXT Record\t@\t{SPF}\tAutomatic\nCNAME Record\ts1._domainkey\ts1.dkim.example.net.\tAutomatic\nMX Record\t@\tmail.example.com\t10\tAutomatic"
        ),
        &[
            ("@", "TXT", SPF),
            ("s1._domainkey", "CNAME", "s1.dkim.example.net."),
            ("@", "MX", "10 mail.example.com"),
        ],
    );
}

#[test]
fn an_mx_that_was_copied_cell_by_cell_is_one() {
    check(
        "MX\nexample.com\nmail.example.com\n10\nAuto\nDNS only",
        &[("example.com", "MX", "10 mail.example.com")],
    );
    check("MX\n@\n10\nmail.example.com\n3600", &[("@", "MX", "10 mail.example.com")]);
    check("example.com MX mail.example.com priority 10", &[("example.com", "MX", "10 mail.example.com")]);
}

#[test]
fn a_lifetime_behind_an_alias_is_none_of_it() {
    check(
        "CNAME s1._domainkey s1.dkim.example.net 3600",
        &[("s1._domainkey", "CNAME", "s1.dkim.example.net")],
    );
    check(
        "s1._domainkey CNAME s1.dkim.example.net. 1 hour",
        &[("s1._domainkey", "CNAME", "s1.dkim.example.net.")],
    );
}

#[test]
fn rows_with_semicolons_between_their_cells_are_read() {
    check(
        &format!(
            "Type;Name;Value;TTL\nTXT;@;{SPF};3600\nTXT;_dmarc;{DMARC};3600\nMX;@;10;mail.example.com\nTXT;x;v=DMARC1;3600"
        ),
        &[
            ("@", "TXT", SPF),
            ("_dmarc", "TXT", DMARC),
            ("@", "MX", "10 mail.example.com"),
            ("x", "TXT", "v=DMARC1"),
        ],
    );
    check(&format!("_dmarc;3600;TXT;\"{DMARC}\";"), &[("_dmarc", "TXT", DMARC)]);
    // Tags that stand before the version are of the record.
    check("p=none; TXT; v=DMARC1", &[("", "", "p=none; TXT; v=DMARC1")]);
}

#[test]
fn keys_of_a_program_are_no_values() {
    check(
        "{\n  \"Status\": 0,\n  \"Question\": [\n    {\n      \"name\": \"example.com.\",\n      \"type\": 15\n    }\n  ],\n  \
         \"Answer\": [\n    {\n      \"name\": \"example.com.\",\n      \"type\": 15,\n      \"data\": \"10 mail.example.com.\"\n    }\n  ]\n}",
        &[("example.com", "", "10 mail.example.com.")],
    );
}
