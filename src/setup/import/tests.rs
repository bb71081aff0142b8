use super::*;

const ZONE: &str = "_amazonses.example.com. 300 IN TXT \"abc=\"\n\
    s1._domainkey.example.com. IN CNAME s1.dkim.vendor.example.\n\
    example.com. IN TXT \"v=spf1 +include:spf.vendor.example ip4:192.0.2.1 ~all\"\n\
    bounce.example.com. IN MX 10 mx.vendor.example.\n\
    _dmarc.example.com. IN TXT \"v=DMARC1; p=Quarantine; rua=mailto:a@example.com,mailto:b@reports.vendor.example!10m\"\n\
    k1._domainkey.example.com. IN TXT \"v=DKIM1; p=MIGf MA0G\"";

fn lines(imported: &Imported) -> Vec<String> {
    imported.needs.iter().map(ToString::to_string).collect()
}

#[test]
fn zone_lines_become_needs() {
    let imported = import(ZONE, "Example.com.");
    assert_eq!(imported.notes, Vec::<String>::new());
    assert_eq!(
        lines(&imported),
        [
            "TXT _amazonses is:abc=",
            "CNAME s1._domainkey s1.dkim.vendor.example",
            "TXT @ spf:include:spf.vendor.example",
            "TXT @ spf:ip4:192.0.2.1",
            "MX bounce 10 mx.vendor.example",
            "TXT _dmarc dmarc:p>=quarantine,rua~b@reports.vendor.example",
            "TXT k1._domainkey dkim:MIGfMA0G",
        ]
    );
}

#[test]
fn the_table_of_an_article_becomes_needs() {
    let table = "Type\tName\tValue\tPriority\n\
        TXT\t_acme\tabc123\t\n\
        CNAME\ts1._domainkey\ts1.dkim.vendor.example\t\n\
        MX\tbounce\tmx.vendor.example\t10\n\
        TXT\t@\tv=spf1 include:spf.vendor.example ~all\t\n\
        A\twww\t192.0.2.1\t";
    let imported = import(table, "");
    assert_eq!(
        lines(&imported),
        [
            "TXT _acme is:abc123",
            "CNAME s1._domainkey s1.dkim.vendor.example",
            "MX bounce 10 mx.vendor.example",
            "TXT @ spf:include:spf.vendor.example",
        ]
    );
    assert_eq!(imported.notes, ["`A www 192.0.2.1` was left out: links ask for TXT, MX and CNAME alone."]);
}

#[test]
fn a_template_of_domain_connect_becomes_needs() {
    let template = r#"{
      "providerId": "mail.example", "providerName": "Acme \u0026 Sons", "serviceId": "mail", "version": 1,
      "records": [
        {"type": "MX", "groupId": "mx", "host": "bounce", "pointsTo": "mx1.%providerHost%", "priority": 20, "ttl": 3600},
        {"type": "MX", "host": "in", "pointsTo": "mx2.mail.example", "priority": "%p%", "ttl": "3600"},
        {"type": "SPFM", "host": "@", "spfRules": "include:spf.mail.example +ip4:192.0.2.1"},
        {"type": "SPFM", "host": "", "spfRules": "include:%{i}._ip.%{d}._spf.mail.example"},
        {"type": "TXT", "host": "%dkimSelector%._domainkey", "data": "v=DKIM1; k=rsa; p=%dkimKey%", "ttl": 3600},
        {"type": "TXT", "host": "_dmarc", "data": "v=DMARC1; p=none; rua=mailto:%dmarcRua%,mailto:d@%domain%",
         "txtConflictMatchingMode": "Prefix", "txtConflictMatchingPrefix": "v=DMARC1"},
        {"type": "TXT", "host": "_acme.%host%", "data": "acme=%acme.token%"},
        {"type": "CNAME", "host": "www", "pointsTo": "@"},
        {"type": "CNAME", "host": "k1._domainkey.%fqdn%.", "pointsTo": "k1.%domain%.mail.example"},
        {"type": "A", "host": "@", "pointsTo": "192.0.2.1"},
        {"type": "SRV", "name": "@", "target": "x"},
        7, null, {}
      ]}"#;
    let imported = import(template, "ignored.example");
    assert_eq!(imported.vendor.as_deref(), Some("Acme & Sons"));
    assert_eq!(
        lines(&imported),
        [
            "MX bounce 20 mx1.{providerHost}",
            "MX in 10 mx2.mail.example",
            "TXT @ spf:include:spf.mail.example",
            "TXT @ spf:ip4:192.0.2.1",
            "TXT @ spf:include:%{i}._ip.%{d}._spf.mail.example",
            "TXT {dkimSelector}._domainkey dkim:{dkimKey}",
            "TXT _dmarc dmarc:p>=none,rua~{dmarcRua}",
            "TXT _acme is:acme={acme-token}",
            "CNAME www {domain}",
            "CNAME k1._domainkey k1.{domain}.mail.example",
        ]
    );
    let notes = imported.notes.join("\n");
    assert!(notes.contains("`A @` was left out") && notes.contains("`SRV ` was left out"), "{notes}");
    assert!(notes.contains("holds `%host%`"), "{notes}");
}

#[test]
fn a_link_is_read_back() {
    let link = "See https://waxseal.example/#/setup?v=1&for=Acme&help=https://a.example/x&set.t=x&need=TXT%20@%20is:{t}";
    let imported = import(link, "");
    assert_eq!(lines(&imported), ["TXT @ is:{t}"]);
    assert_eq!(
        (imported.vendor.as_deref(), imported.help.as_deref()),
        (Some("Acme"), Some("https://a.example/x"))
    );
    assert_eq!(imported.variables, [("t".to_owned(), "x".to_owned())]);
    assert!(
        import("#/setup?need=A%20@%20x", "").notes[0]
            .starts_with("This link can't be read. A need is of type")
    );
}

#[test]
fn what_can_not_be_read_is_said() {
    assert_eq!(
        import("{\"records\": [1,]}", "").notes,
        ["This looks like JSON, and can't be read behind `{\"records\": [1,`."]
    );
    assert_eq!(import("{", "").notes, ["This looks like JSON, and can't be read behind `{`."]);
    assert!(import("{}", "").notes[0].contains("no list `records`"));
    assert!(import(&"x".repeat(LONGEST + 1), "").notes[0].contains("was not read"));
    assert_eq!(import("", ""), Imported::default());
    let all = import("example.com. IN TXT \"v=spf1 -all\"", "example.com");
    assert_eq!(all.notes, ["`v=spf1 -all` was left out: it names no server that may send."]);
    let many: String = (0..60).map(|i| format!("a{i}.example.com. IN TXT \"x{i}\"\n")).collect();
    let many = import(&many, "example.com");
    assert_eq!((many.needs.len(), many.notes.len()), (40, 1));
}

#[test]
fn hostile_templates_do_no_harm() {
    let deep = ["{\"records\":", &"[".repeat(100_000)].concat();
    assert_eq!(import(&deep, "").notes.len(), 1);
    let record = r#"{"type":"TXT","host":"a","data":"%%a%b%{%}%\u0000"},"#;
    let many = ["{\"records\":[", &record.repeat(3_000), "{}]}"].concat();
    let imported = import(&many, "");
    assert!(imported.needs.len() <= 40 && imported.notes.len() <= 210);
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        "\"records\":",
        "\"type\":",
        "\"TXT\"",
        "\"MX\"",
        ",",
        "\"host\":",
        "\"%\"",
        "\"é\"",
        "\\",
        "#/setup?",
        "need=",
        "%",
        "\n",
        " IN TXT ",
    ];
    let mut seed = 5_u64;
    for _ in 0..5_000 {
        let text: String = (0..12)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                pieces[usize::try_from(seed >> 33).unwrap() % pieces.len()]
            })
            .collect();
        let imported = import(&text, "é.example");
        assert!(imported.needs.iter().all(|need| Need::read(&need.to_string()).is_ok()), "{text}");
    }
}
