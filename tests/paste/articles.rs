//! Sentences, articles and mails with records in them.

use crate::{DMARC, KEY, SPF, check, notes};

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
fn the_source_of_a_table_is_its_rows() {
    let page = format!(
        "<p>Add these:</p><table><thead><tr><th>Type</th><th>Host</th><th>Points to</th><th>Priority</th></tr></thead>\n<tbody><tr>\n\
         <td>MX</td>\n<td><code>bounce.example.com</code></td><td>in.vendor.example</td><td>10</td></tr>\
         <tr><td>TXT</td><td>_dmarc.example.com</td><td><code>{DMARC}</code></td><td></td></tr></tbody></table>"
    );
    check(
        &page,
        &[("bounce.example.com", "MX", "10 in.vendor.example"), ("_dmarc.example.com", "TXT", DMARC)],
    );
    let quoted = "<tr><td>TXT</td>\n<td>example.com</td>\n<td>&quot;v=spf1 mx -all&quot;</td></tr>";
    check(quoted, &[("example.com", "TXT", "v=spf1 mx -all")]);
    let row = "<tr><td>CNAME</td><td>www.example.com</td><td>example.net</td></tr>";
    notes(row, &["Read the rows of a web page's table, and left out its tags."]);
}

#[test]
fn several_mx_of_one_line_are_records_of_their_own() {
    let both = [("", "MX", "10 a.example.com"), ("", "MX", "20 b.example.com")];
    check("MX 10 a.example.com, MX 20 b.example.com", &both);
    check("10 a.example.com; 20 b.example.com.", &[both[0], ("", "MX", "20 b.example.com.")]);
    let all = crate::all("10 a.example.com, 20 b.example.com");
    assert_eq!(all.len(), 2);
    assert!(
        all.iter().all(|one| one.cleaned == ["Read a line of 2 MX records as one record each."]),
        "{all:?}"
    );
    check("10 apples, 20 pears", &[]);
    for head in ["example.com MX", "example.com. 3600 IN MX"] {
        for list in ["10 a.example.net, 20 b.example.net", "10 a.example.net; MX 20 b.example.net"] {
            check(
                &format!("{head} {list}"),
                &[("example.com", "MX", "10 a.example.net"), ("example.com", "MX", "20 b.example.net")],
            );
        }
    }
}

#[test]
fn links_that_a_chat_made_of_names_are_names() {
    let link = "[mail.example.com](http://mail.example.com)";
    for (text, name, rtype) in [
        (format!("10 {link}"), "", ""),
        (format!("[example.com](http://example.com) MX 10 {link}"), "example.com", "MX"),
        (format!("MX 10 {link}"), "", "MX"),
    ] {
        check(&text, &[(name, rtype, "10 mail.example.com")]);
    }
    notes(&format!("10 {link}"), &["Replaced 1 link by the text shown."]);
    check(
        &format!("[_dmarc.example.com](http://_dmarc.example.com) TXT {DMARC}"),
        &[("_dmarc.example.com", "TXT", DMARC)],
    );
    // What stands in a value is judged there.
    check(
        "v=spf1 a:[b.example](http://b.example) -all",
        &[("", "", "v=spf1 a:[b.example](http://b.example) -all")],
    );
}
