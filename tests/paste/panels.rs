//! Rows and fields of DNS panels and vendors' tables.

use waxseal::record::Kind;

use crate::{DMARC, KEY, ONE_QUOTED, SPF, check, notes, seen};

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
fn a_name_may_stand_below_its_value() {
    for gap in ["", "\n"] {
        check(
            &format!("Type: TXT\nValue: {SPF}\nHost: @\n{gap}Type: TXT\nValue: {DMARC}\nHost: _dmarc"),
            &[("@", "TXT", SPF), ("_dmarc", "TXT", DMARC)],
        );
        check(
            &format!("Value: {SPF}\nHost: @\nType: TXT\n{gap}Value: {DMARC}\nHost: _dmarc\nType: TXT"),
            &[("@", "TXT", SPF), ("_dmarc", "TXT", DMARC)],
        );
    }
    // The value of an MX comes before its type and its number, too.
    check("Value: mail.example.com\nPriority: 10\nType: MX\nHost: @", &[("@", "MX", "10 mail.example.com")]);
    // A name that says what stands there goes to that; one behind a gap, to what follows.
    check(&format!("Value: {SPF}\nHost: _dmarc\nValue: {DMARC}"), &[("", "", SPF), ("_dmarc", "", DMARC)]);
    check(
        &format!("Value: {SPF}\n\nHost: example.com\nValue: MS=ms12345678"),
        &[("", "", SPF), ("example.com", "", "MS=ms12345678")],
    );
    check(
        &format!("Value\n{SPF}\nName\n@\nValue\n{DMARC}\nName\n_dmarc"),
        &[("@", "", SPF), ("_dmarc", "", DMARC)],
    );
    check(
        "TXT record: abcdefghijklmnopqrstuvwxyz0123456789+/ABCDEF=\nName: _amazonses.example.com",
        &[("_amazonses.example.com", "TXT", "abcdefghijklmnopqrstuvwxyz0123456789+/ABCDEF=")],
    );
    check(
        &format!(
            "[\n{{\n \"data\": \"{SPF}\",\n \"name\": \"@\",\n \"ttl\": 600,\n \"type\": \"TXT\"\n}},\n{{\n \"data\": \"{DMARC}\",\n \"name\": \"_dmarc\",\n \"ttl\": 600,\n \"type\": \"TXT\"\n}}\n]"
        ),
        &[("@", "TXT", SPF), ("_dmarc", "TXT", DMARC)],
    );
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
fn an_mx_that_was_copied_cell_by_cell_is_one() {
    check(
        "MX\nexample.com\nmail.example.com\n10\nAuto\nDNS only",
        &[("example.com", "MX", "10 mail.example.com")],
    );
    check("MX\n@\n10\nmail.example.com\n3600", &[("@", "MX", "10 mail.example.com")]);
    check("example.com MX mail.example.com priority 10", &[("example.com", "MX", "10 mail.example.com")]);
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
    for after in ["1 Hour", "Auto DNS only", "TTL 3600", "TTL=3600", "3600", "Auto"] {
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
fn panels_that_put_words_around_a_value() {
    check(
        "MX\texample.com\tmail handled by aspmx.l.google.com. 1\t14400",
        &[("example.com", "MX", "1 aspmx.l.google.com.")],
    );
    check(
        "MX\texample.com\tmail handled by mail.example.net.\t10\t14400",
        &[("example.com", "MX", "10 mail.example.net.")],
    );
    check(
        &format!("TXT\t_dmarc.example.com\treturns {DMARC}\t3600"),
        &[("_dmarc.example.com", "TXT", DMARC)],
    );
    check(&format!("TXT\texample.com\treturns {SPF}\t3600"), &[("example.com", "TXT", SPF)]);
    check(
        "CNAME\tpm-bounces.example.com\tis an alias of pm.mtasv.net.\t43200",
        &[("pm-bounces.example.com", "CNAME", "pm.mtasv.net.")],
    );
    check("example.com.\tMX (10)\tmail.example.com.", &[("example.com", "MX", "10 mail.example.com.")]);
    check("@  MX  15  0  01:00:00  [10][mail.example.com.]", &[("@", "MX", "10 mail.example.com.")]);
    check("MX,@,\"10 mail.example.com.\",3600", &[("@", "MX", "10 mail.example.com.")]);
    check(
        "example.com.  MX  300  1 aspmx.l.google.com.,5 alt1.aspmx.l.google.com.",
        &[
            ("example.com", "MX", "1 aspmx.l.google.com."),
            ("example.com", "MX", "5 alt1.aspmx.l.google.com."),
        ],
    );
    check(&format!("_dmarc.example.com.\t0\tDMARC\t{DMARC}"), &[("_dmarc.example.com", "", DMARC)]);
}

#[test]
fn tables_of_mail_servers_need_no_type() {
    check("Host\tPriority\tValue\n@\t10\tmail.example.net", &[("@", "MX", "10 mail.example.net")]);
    check("Host\tPriority\tValue\n@\t10\tv=spf1 -all", &[("@", "", "v=spf1 -all")]);
    check(
        "ID    Type  Name  Data  Priority  Port  TTL  Weight\n1001  MX  @  aspmx.l.google.com  1  0  1800  0",
        &[("@", "MX", "1 aspmx.l.google.com")],
    );
}

#[test]
fn a_host_with_a_number_is_a_mail_server() {
    let both = [("@", "MX", "10 a.example.net"), ("@", "MX", "20 b.example.net")];
    check(
        "Host Name\n@\nMail Server\na.example.net\nPriority\n10\nHost Name\n@\nMail Server\nb.example.net\nPriority\n20",
        &both,
    );
    check(
        "Name: @\nPriority: 10\nValue: a.example.net\n\nName: @\nPriority: 20\nValue: b.example.net",
        &both,
    );
    check(
        "Type: CNAME\nName: k1._domainkey\nValue: a.example.net\nPriority: 10",
        &[("k1._domainkey", "CNAME", "a.example.net")],
    );
}

#[test]
fn a_lifetime_below_a_target_makes_no_mail_server() {
    let text = "Host name: k1._domainkey\nPoints to address or value: dkim.mcsv.net\n3600";
    check(text, &[("k1._domainkey", "", "dkim.mcsv.net")]);
}

#[test]
fn labels_that_say_nothing_of_a_number_leave_none() {
    check(
        &format!(
            "Type: TXT\nName: _dmarc\nValue: {DMARC}\nPriority: -\n\nType: MX\nName: @\nValue: mx00.ionos.de\nPriority: 10"
        ),
        &[("_dmarc", "TXT", DMARC), ("@", "MX", "10 mx00.ionos.de")],
    );
}

#[test]
fn labels_of_a_quoted_mail_are_read() {
    check("> example.com. IN MX 10 mail.example.com.", &[("example.com", "MX", "10 mail.example.com.")]);
    check(
        "> Host: k1._domainkey\n> Type: CNAME\n> Value: dkim.mcsv.net",
        &[("k1._domainkey", "CNAME", "dkim.mcsv.net")],
    );
    check(&format!("> Name: _dmarc\n> Type: TXT\n> Value: {DMARC}"), &[("_dmarc", "TXT", DMARC)]);
}

#[test]
fn labels_of_an_alias_in_vendors_words() {
    let one = [("k1._domainkey", "CNAME", "dkim.mcsv.net")];
    check("Type d'enregistrement : CNAME\nHôte : k1._domainkey\nCible : dkim.mcsv.net", &one);
    let found = crate::all("Host name: k1._domainkey\nPoints to address or value: dkim.mcsv.net\nTTL: 3600");
    assert!(
        matches!(found.as_slice(), [one] if one.clone().into_item(None).0.record.kind() == Kind::Cname),
        "{found:?}"
    );
    check("CNAME record 1\nName/Host/Alias\nk1._domainkey\nValue\ndkim.mcsv.net", &one);
    for label in ["Apunta a", "Zeigt auf"] {
        check(&format!("Type: CNAME\nName: k1._domainkey\n{label}: dkim.mcsv.net"), &one);
    }
}

#[test]
fn a_selector_and_a_domain_are_the_name_of_a_key() {
    let key = "v=DKIM1; k=rsa; p=";
    for label in ["Public key", "Value"] {
        check(
            &format!("Selector: s1\nDomain: example.com\n{label}: {key}"),
            &[("s1._domainkey.example.com", "", key)],
        );
    }
    check(&format!("Selector: s1\nHost: @\nValue: {key}"), &[("s1._domainkey", "", key)]);
    check(&format!("Selector: s1\nHost: s1._domainkey\nValue: {key}"), &[("s1._domainkey", "", key)]);
    // It is no part of another record's name.
    check(&format!("Selector: s1\nDomain: example.com\nValue: {SPF}"), &[("example.com", "", SPF)]);
}

#[test]
fn cells_in_quotes_or_between_bars_are_parted() {
    check("\"TXT\";\"_dmarc\";\"v=DMARC1; p=none\"", &[("_dmarc", "TXT", "v=DMARC1; p=none")]);
    check(
        "\"CNAME\";\"s1._domainkey\";\"s1.dkim.acme.io\"",
        &[("s1._domainkey", "CNAME", "s1.dkim.acme.io")],
    );
    check(
        "name|type|value\n_dmarc|TXT|v=DMARC1; p=none\n@|MX|10 mx1.acme.io",
        &[("_dmarc", "TXT", "v=DMARC1; p=none"), ("@", "MX", "10 mx1.acme.io")],
    );
}

#[test]
fn mail_servers_behind_a_title_are_records_of_their_own() {
    let three = [("", "MX", "10 a.acme.io"), ("", "MX", "20 b.acme.io")];
    for text in [
        "MX records: 10 a.acme.io, 20 b.acme.io",
        "MX: 10 a.acme.io; 20 b.acme.io",
        "MX: a.acme.io (10), b.acme.io (20)",
        "MX records:\na.acme.io (priority 10)\nb.acme.io (priority 20)",
    ] {
        check(text, &three);
    }
}

#[test]
fn more_words_of_panels() {
    check("Typ: MX\nNazwa: @\nWartość: mx1.acme.io\nPriorytet: 10", &[("@", "MX", "10 mx1.acme.io")]);
    check("Type: MX\nNaam: @\nDoel: mx1.acme.io\nPrioriteit: 10", &[("@", "MX", "10 mx1.acme.io")]);
    check(&format!("Nome host\nTipo\nValore\n_dmarc\nTXT\n{DMARC}"), &[("_dmarc", "TXT", DMARC)]);
    check(&format!("Host: leave blank\nType: TXT\nValue: {SPF}"), &[("@", "TXT", SPF)]);
    check(&format!("TXT: @ → {SPF}"), &[("@", "TXT", SPF)]);
}
