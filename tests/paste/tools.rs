//! What programs print and write.

use waxseal::paste::Hints;
use waxseal::report::explain_records;

use crate::{DMARC, SPF, check};

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
fn what_programs_write_is_read() {
    check(
        &format!(
            "{{\"Name\":\"example.com.\",\"Type\":\"TXT\",\"ResourceRecords\":[{{\"Value\":\"\\\"{SPF}\\\"\"}}]}}"
        ),
        &[("example.com", "TXT", SPF)],
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
        &[("example.com", "TXT", SPF)],
    );
    check(
        &format!("{{\"type\":\"TXT\",\"name\":\"_dmarc.example.com\",\"content\":\"{DMARC}\",\"ttl\":1}}"),
        &[("_dmarc.example.com", "TXT", DMARC)],
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
    // More than one tag with a colon or an equals sign in it, and the label is still no tag.
    for list in ["records = [\"{}\"]", "records = { \"{}\" }", "values = (\"{}\")"] {
        let line = list.replace("{}", "v=DMARC1; p=none; rua=mailto:a@example.com");
        check(
            &format!("  name    = \"_dmarc.example.com\"\n  type    = \"TXT\"\n  {line}\n}}"),
            &[("_dmarc.example.com", "TXT", "v=DMARC1; p=none; rua=mailto:a@example.com")],
        );
    }
    check(
        "  name    = \"example.com\"\n  type    = \"MX\"\n  ttl     = 300\n  records = [\"10 a.example.net.\", \"20 b.example.net.\"]\n}",
        &[("example.com", "MX", "10 a.example.net."), ("example.com", "MX", "20 b.example.net.")],
    );
    check(
        &format!("\"_dmarc.example.com\",\"TXT\",\"3600\",\"{DMARC}\""),
        &[("_dmarc.example.com", "TXT", DMARC)],
    );
}

#[test]
fn objects_and_lists_of_programs_are_read() {
    check(
        &format!(
            "new aws.route53.Record(\"dmarc\", {{\n  name: \"_dmarc.example.com\",\n  type: \"TXT\",\n  records: [\"{DMARC}\"],\n}});"
        ),
        &[("_dmarc.example.com", "TXT", DMARC)],
    );
    check(
        "  name: \"example.com\",\n  type: \"MX\",\n  records: [\"1 a.example.net\", \"5 b.example.net\"],\n});",
        &[("example.com", "MX", "1 a.example.net"), ("example.com", "MX", "5 b.example.net")],
    );
    check(
        "resource \"x\" \"mx\" {\n  name = \"@\"\n  type = \"MX\"\n  ttl = 3600\n  rrdatas = [\"10 mail.example.com.\"]\n}",
        &[("@", "MX", "10 mail.example.com.")],
    );
    check(
        "resource \"azurerm_dns_mx_record\" \"mail\" {\n  name = \"@\"\n  ttl = 300\n\n  record {\n    preference = 10\n    exchange   = \"a.example.net\"\n  }\n\n  record {\n    preference = 20\n    exchange   = \"b.example.net\"\n  }\n}",
        &[("@", "MX", "10 a.example.net"), ("@", "MX", "20 b.example.net")],
    );
    check(
        "resource \"azurerm_dns_cname_record\" \"key\" {\n  name = \"selector1._domainkey\"\n  ttl = 300\n  record = \"s1._domainkey.example.onmicrosoft.com\"\n}",
        &[("selector1._domainkey", "CNAME", "s1._domainkey.example.onmicrosoft.com")],
    );
    let digest = "ab".repeat(32);
    check(
        &format!("TLSA(\"_25._tcp.mail\", 3, 1, 1, \"{digest}\"),"),
        &[("_25._tcp.mail", "TLSA", &format!("3 1 1 {digest}"))],
    );
    check("example.com MX = 10 mail.example.com", &[("example.com", "MX", "10 mail.example.com")]);
}

#[test]
fn names_that_yaml_has_as_keys_are_names() {
    check(
        &format!(
            "---\n'':\n  - ttl: 300\n    type: TXT\n    values:\n      - {SPF}\n  - type: MX\n    values:\n      - exchange: mail.example.com.\n        preference: 10\n      - exchange: b.example.net.\n        preference: 20\n_dmarc:\n  ttl: 300\n  type: TXT\n  value: v=DMARC1\\; p=none\ns1._domainkey:\n  type: TXT\n  value: v=DKIM1\\; p="
        ),
        &[
            ("@", "TXT", SPF),
            ("", "MX", "10 mail.example.com."),
            ("", "MX", "20 b.example.net."),
            ("_dmarc", "TXT", "v=DMARC1; p=none"),
            ("s1._domainkey", "TXT", "v=DKIM1; p="),
        ],
    );
    check(&format!("example.com:\n{SPF}"), &[("example.com", "", SPF)]);
    check(&format!("Hinweis:\n{SPF}"), &[("", "", SPF)]);
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
fn keys_of_a_program_are_no_values() {
    let text = "{\n  \"Status\": 0,\n  \"Question\": [\n    {\n      \"name\": \"example.com.\",\n      \"type\": 15\n    }\n  ],\n  \
         \"Answer\": [\n    {\n      \"name\": \"example.com.\",\n      \"type\": 15,\n      \"data\": \"10 mail.example.com.\"\n    }\n  ]\n}";
    check(text, &[("example.com", "MX", "10 mail.example.com.")]);
    // Of a text that was cut, line by line.
    let end = text.find("com.\"\n    }\n  ]\n}").unwrap() + "com.\"".len();
    check(&text[..end], &[("example.com", "", "10 mail.example.com.")]);
}

#[test]
fn calls_of_dnscontrol_are_rows() {
    check(
        &format!(
            "D(\"example.com\", REG, DnsProvider(DSP),\n  A(\"@\", \"192.0.2.1\"),\n  MX(\"@\", 10, \"mx.example.net.\"),\n  \
             TXT(\"_dmarc\", \"{DMARC}\", TTL(300)),\n  TXT('@', '{SPF}'),\n  TXT(\"long\", [\"v=spf1 a\", \" -all\"]),\n  \
             CNAME(\"s1._domainkey\", \"s1.vendor.example.\"),\nEND);"
        ),
        &[
            ("example.com", "A", "192.0.2.1"),
            ("example.com", "MX", "10 mx.example.net."),
            ("_dmarc.example.com", "TXT", DMARC),
            ("example.com", "TXT", SPF),
            ("long.example.com", "TXT", "v=spf1 a -all"),
            ("s1._domainkey.example.com", "CNAME", "s1.vendor.example."),
        ],
    );
    check("CAA(\"@\", \"issue\", \"ca.example\"),", &[("@", "CAA", "issue ca.example")]);
    // A bracket of a zone file calls nothing.
    check("example.com. IN TXT (\"v=spf1 mx\" \" -all\")", &[("example.com", "TXT", "v=spf1 mx -all")]);
}

#[test]
fn a_sentence_on_who_handles_mail_is_no_record() {
    check("Your mail is handled by our support team.", &[]);
    check("All mail is handled by Google Workspace", &[]);
    check(
        "example.com mail is handled by 10 mail.example.com.",
        &[("example.com", "MX", "10 mail.example.com.")],
    );
}

#[test]
fn each_value_of_a_list_has_the_name_of_the_list() {
    let google = "google-site-verification=abcdEFGH1234567890abcdEFGH1234567890abcdEFG";
    check(
        "resource \"aws_route53_record\" \"mx\" {\n  name    = \"example.com\"\n  type    = \"MX\"\n  records = [\n    \"1 a.example.net\",\n    \"5 b.example.net\",\n  ]\n}\n_dmarc.example.com TXT \"v=DMARC1; p=none\"",
        &[
            ("example.com", "MX", "1 a.example.net"),
            ("example.com", "MX", "5 b.example.net"),
            ("_dmarc.example.com", "TXT", "v=DMARC1; p=none"),
        ],
    );
    check(
        &format!(
            "  name    = \"example.com\"\n  type    = \"TXT\"\n  records = [\"{SPF}\", \"{google}\"]\n}}"
        ),
        &[("example.com", "TXT", SPF), ("example.com", "TXT", google)],
    );
    // Nothing closes the list, and another record starts.
    check(
        &format!(
            "name = \"a.example\"\ntype = \"TXT\"\nrecords = [\n\"{SPF}\",\nname = \"b.example\"\nvalue = \"{google}\""
        ),
        &[("a.example", "TXT", SPF), ("b.example", "", google)],
    );
    check("resource \"cloudflare_record\" \"a\" {\n  zone_id = var.z\n}", &[]);
}
