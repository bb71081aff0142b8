//! Rows whose cells stand on a line each, as many panels' tables come out when they are copied.

use crate::{DMARC, KEY, SPF, check};

#[test]
fn what_stands_below_a_whole_key_is_none_of_it() {
    let key = format!("v=DKIM1; k=rsa; p={KEY}");
    for below in ["Edit\nDelete", "DMARC", "Copy", "TXT", "Auto"] {
        check(&format!("google._domainkey\nTXT\n{key}\n{below}"), &[("google._domainkey", "TXT", &key)]);
        check(&format!("{key}\n{below}"), &[("", "", &key)]);
    }
    let (start, end) = key.split_at(100);
    check(&format!("{start}\n{end}"), &[("", "", &key)]);
    check(&format!("{start}\n{}\n{}", &end[..20], &end[20..]), &[("", "", &key)]);
    // A key in padding ends there.
    let short = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    check(&format!("{short}\nDelete"), &[("", "", short)]);
}

#[test]
fn an_alias_and_its_target_are_told_apart() {
    let one = [("k1._domainkey", "CNAME", "dkim.mcsv.net")];
    for text in [
        "CNAME\nk1._domainkey\ndkim.mcsv.net\n3600",
        "CNAME\nk1._domainkey\ndkim.mcsv.net\nDNS only\nAuto\nEdit",
        "k1._domainkey\nCNAME\ndkim.mcsv.net",
        "k1._domainkey\n14400\nCNAME\ndkim.mcsv.net\nEdit",
    ] {
        check(text, &one);
        check(
            &format!("{text}\nTXT\n_dmarc\n\"{DMARC}\"\nDNS only\nAuto\nEdit"),
            &[one[0], ("_dmarc", "TXT", DMARC)],
        );
    }
    check(
        "CNAME\ns1._domainkey.example.com\ns1.domainkey.u1.wl.sendgrid.net\nCNAME\ns2._domainkey.example.com\ns2.domainkey.u1.wl.sendgrid.net",
        &[
            ("s1._domainkey.example.com", "CNAME", "s1.domainkey.u1.wl.sendgrid.net"),
            ("s2._domainkey.example.com", "CNAME", "s2.domainkey.u1.wl.sendgrid.net"),
        ],
    );
    check(&format!("CNAME\nk1._domainkey\ndkim.mcsv.net\nTXT\n\n{SPF}"), &[one[0], ("", "TXT", SPF)]);
    check("CNAME\npm-bounces\nis an alias of pm.mtasv.net.", &[("pm-bounces", "CNAME", "pm.mtasv.net.")]);
    check(
        "CNAME\npm-bounces.example.com\nis an alias of pm.mtasv.net.",
        &[("pm-bounces.example.com", "CNAME", "pm.mtasv.net.")],
    );
}

#[test]
fn headings_that_are_not_known_shift_no_cell() {
    let host = "example-com.mail.protection.outlook.com.";
    let server = format!("0 {host}");
    check(
        &format!(
            "Type\nName\nData\nTTL\nDelete\nEdit\n\nMX\n@\n{host} (Priority: 0)\n1 Hour\n\nTXT\n@\n{SPF}\n1 Hour"
        ),
        &[("@", "MX", &server), ("@", "TXT", SPF)],
    );
    check(
        "Typ\nHostname\nWert\nDienst\nMX\n@\nmx00.ionos.de\nMail\nCNAME\ns1-ionos._domainkey\ns1.dkim.ionos.com\nMail",
        &[("@", "MX", "mx00.ionos.de"), ("s1-ionos._domainkey", "CNAME", "s1.dkim.ionos.com")],
    );
    check(
        &format!("Type\nHost\nEnter this value\nCurrent value\nTXT\nmg.example.com\n{SPF}\n{SPF}"),
        &[("mg.example.com", "TXT", SPF), ("", "", SPF)],
    );
}

#[test]
fn cells_that_say_nothing_of_the_record_are_passed_over() {
    check(
        "example.com\nMX\nSimple\n-\nNo\n1 aspmx.l.google.com\n5 alt1.aspmx.l.google.com\n300",
        &[("example.com", "MX", "1 aspmx.l.google.com"), ("example.com", "MX", "5 alt1.aspmx.l.google.com")],
    );
    check(
        &format!("_dmarc.example.com\nTXT\nSimple\n-\nNo\n\"{DMARC}\"\n300"),
        &[("_dmarc.example.com", "TXT", DMARC)],
    );
    check(&format!("_dmarc\nTXT\n0\n4 hrs\n{DMARC}"), &[("_dmarc", "TXT", DMARC)]);
    check(
        &format!("_dmarc.example.com.\n14400\nTXT\n{DMARC}\nEdit"),
        &[("_dmarc.example.com", "TXT", DMARC)],
    );
    let key = format!("v=DKIM1; k=rsa; p={KEY}");
    check(
        &format!("ovhmo1._domainkey.example.com.\n0\nDKIM\n{key}"),
        &[("ovhmo1._domainkey.example.com", "", &key)],
    );
}

#[test]
fn a_value_may_stand_below_its_row() {
    check(
        "example.com\tMX\tSimple\t-\tNo\t\n10 inbound-smtp.eu-west-1.amazonaws.com\n20 b.example.net",
        &[
            ("example.com", "MX", "10 inbound-smtp.eu-west-1.amazonaws.com"),
            ("example.com", "MX", "20 b.example.net"),
        ],
    );
    check(
        &format!("_dmarc.example.com\tTXT\tSimple\t-\tNo\t\n\"{DMARC}\""),
        &[("_dmarc.example.com", "TXT", DMARC)],
    );
    check(
        "example.com.\t14400\tMX\tPriority: 0\nDestination: mail.example.com",
        &[("example.com", "MX", "0 mail.example.com")],
    );
    // What cannot be its value is none.
    check(&format!("example.com. IN MX 10\n{SPF}"), &[("example.com", "MX", "10"), ("", "", SPF)]);
}

#[test]
fn a_heading_may_be_the_name_of_a_type() {
    check(
        "Record name\nType\nAlias\nValue\nexample.com\nMX\nNo\n10 mx1.acme.io",
        &[("example.com", "MX", "10 mx1.acme.io")],
    );
}

#[test]
fn steps_of_an_article_are_no_values() {
    check(
        "Type: TXT\nHost: _dmarc\n1. Click Add\nValue: v=DMARC1; p=none;",
        &[("_dmarc", "TXT", "v=DMARC1; p=none;")],
    );
    check(
        "1. CNAME s1._domainkey s1.dkim.acme.io\n2. MX @ 10 mx1.acme.io",
        &[("s1._domainkey", "CNAME", "s1.dkim.acme.io"), ("@", "MX", "10 mx1.acme.io")],
    );
}
