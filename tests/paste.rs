//! Everything that people paste, and what comes out of it.

use waxseal::paste::{Hints, Pasted, unpack};

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
