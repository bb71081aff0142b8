//! The JSON of DNS hosts' interfaces and of commands.

use crate::{DMARC, KEY, SPF, check, notes};

#[test]
fn records_in_json_keep_name_type_and_value() {
    // DigitalOcean, GoDaddy, Cloudflare.
    check(
        r#"{"type":"MX","name":"@","data":"aspmx.l.google.com.","priority":1}"#,
        &[("@", "MX", "1 aspmx.l.google.com.")],
    );
    check(
        r#"[{"data":"smtp.secureserver.net","name":"@","priority":0,"ttl":3600,"type":"MX"},{"data":"v=spf1 -all","name":"@","ttl":3600,"type":"TXT"}]"#,
        &[("@", "MX", "0 smtp.secureserver.net"), ("@", "TXT", "v=spf1 -all")],
    );
    let key = format!("v=DKIM1; k=rsa; p={KEY}");
    check(
        &format!(
            r#"{{"result":[{{"id":"1","zone_name":"example.com","name":"example.com","type":"TXT","content":"v=spf1 mx -all","comment":"v=spf1 old"}},{{"name":"s1._domainkey.example.com","type":"TXT","content":"\"{}\" \"{}\""}},{{"name":"k1._domainkey.example.com","type":"CNAME","content":"dkim.mcsv.net","proxied":false}}],"success":true}}"#,
            &key[..100],
            &key[100..]
        ),
        &[
            ("example.com", "TXT", "v=spf1 mx -all"),
            ("s1._domainkey.example.com", "TXT", &key),
            ("k1._domainkey.example.com", "CNAME", "dkim.mcsv.net"),
        ],
    );
    // A change batch and a list of Route 53.
    check(
        r#"{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"example.com","Type":"MX","TTL":300,"ResourceRecords":[{"Value":"10 a.example.net"},{"Value":"20 b.example.net"}]}}]}"#,
        &[("example.com", "MX", "10 a.example.net"), ("example.com", "MX", "20 b.example.net")],
    );
    // Google Cloud.
    check(
        &format!(
            "[\n  {{\n    \"kind\": \"dns#resourceRecordSet\",\n    \"name\": \"_dmarc.example.com.\",\n    \"rrdatas\": [\n      \"\\\"{DMARC}\\\"\"\n    ],\n    \"ttl\": 300,\n    \"type\": \"TXT\"\n  }}\n]"
        ),
        &[("_dmarc.example.com", "TXT", DMARC)],
    );
    // Azure.
    check(
        &format!(
            r#"[{{"TXTRecords":[{{"value":["{DMARC}"]}}],"etag":"x","fqdn":"_dmarc.example.com.","name":"_dmarc","type":"Microsoft.Network/dnszones/TXT"}},{{"MXRecords":[{{"exchange":"a.example.net","preference":0}}],"name":"@"}},{{"CNAMERecord":{{"cname":"s1.example.net"}},"name":"s1._domainkey"}}]"#
        ),
        &[
            ("_dmarc", "TXT", DMARC),
            ("@", "MX", "0 a.example.net"),
            ("s1._domainkey", "CNAME", "s1.example.net"),
        ],
    );
    // PowerDNS.
    check(
        r#"{"rrsets":[{"name":"example.com.","type":"MX","records":[{"content":"10 a.example.net.","disabled":false}]}]}"#,
        &[("example.com", "MX", "10 a.example.net.")],
    );
    // Gandi, and the type as a key.
    check(
        r#"{"rrset_name":"@","rrset_type":"TXT","rrset_values":["\"v=spf1 mx -all\"","\"MS=ms12345678\""]}"#,
        &[("@", "TXT", "v=spf1 mx -all"), ("@", "TXT", "MS=ms12345678")],
    );
    check(
        r#"{"name":"example.com","records":{"MX":["10 a.example.net","20 b.example.net"],"TXT":["v=spf1 mx -all"]}}"#,
        &[
            ("example.com", "MX", "10 a.example.net"),
            ("example.com", "MX", "20 b.example.net"),
            ("example.com", "TXT", "v=spf1 mx -all"),
        ],
    );
    // Mailgun.
    check(
        r#"{"receiving_dns_records":[{"priority":"10","record_type":"MX","valid":"unknown","value":"mxa.mailgun.org"}],"sending_dns_records":[{"name":"mg.example.com","record_type":"TXT","value":"v=spf1 include:mailgun.org ~all"}]}"#,
        &[("", "MX", "10 mxa.mailgun.org"), ("mg.example.com", "TXT", "v=spf1 include:mailgun.org ~all")],
    );
    check(
        "{\n  \"spf\": \"v=spf1 mx -all\",\n  \"_dmarc.example.com\": \"v=DMARC1; p=none\"\n}",
        &[("_dmarc.example.com", "", "v=DMARC1; p=none"), ("", "", "v=spf1 mx -all")],
    );
    check("  \"spf\": \"v=spf1 mx -all\",", &[("", "", "v=spf1 mx -all")]);
    // A vendor's own.
    check(
        r#"{"mail_cname":{"valid":false,"type":"cname","host":"em1.example.com","data":"u1.wl.sendgrid.net"},"dkim1":{"record_type":"TXT","name":"s1._domainkey.example.com","value":"k=rsa; p="}}"#,
        &[
            ("s1._domainkey.example.com", "TXT", "k=rsa; p="),
            ("em1.example.com", "CNAME", "u1.wl.sendgrid.net"),
        ],
    );
}

#[test]
fn the_strings_of_one_text_are_joined() {
    let (start, end) = ("v=DKIM1; k=rsa; p=", KEY);
    check(
        &format!(r#"{{"name":"s1._domainkey","TXTRecords":[{{"value":["{start}","{end}"]}}]}}"#),
        &[("s1._domainkey", "TXT", &[start, end].concat())],
    );
    check(
        &format!(r#"{{"name":"@","type":"TXT","values":["{SPF}","MS=ms12345678"]}}"#),
        &[("@", "TXT", SPF), ("@", "TXT", "MS=ms12345678")],
    );
}

#[test]
fn what_stands_around_json_is_read_too() {
    let object = r#"{"type":"MX","name":"a.example","data":"mail.example.com.","priority":1}"#;
    let row = ("a.example", "MX", "1 mail.example.com.");
    check(
        &format!("example.com. IN TXT \"{SPF}\"\n{object}\n{object},\n_dmarc.example.com TXT \"{DMARC}\""),
        &[("example.com", "TXT", SPF), row, row, ("_dmarc.example.com", "TXT", DMARC)],
    );
    notes(object, &["Read the record out of JSON, as programs write it."]);
}

#[test]
fn json_without_records_is_text() {
    check(r#"{"name":"waxseal","type":"module","version":"1"}"#, &[]);
    check(r#"{"message":"Add v=spf1 mx -all to your DNS."}"#, &[("", "", "v=spf1 mx -all")]);
    check("[v=spf1 mx -all]", &[("", "", "v=spf1 mx -all")]);
    check(&"[".repeat(100_000), &[]);
    check(&"{\"a\":\n".repeat(20_000), &[]);
}
