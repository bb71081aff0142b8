//! What `nslookup` and `host` print, and the lines of theirs, and of `dig`'s, that hold no record.

use super::rows::{Row, is_name, is_number, record_type};

/// A line that tools print around the answer.
pub fn is_noise(line: &str) -> bool {
    // Few lines start with one of these letters, and all the others need no further look.
    if !line.starts_with(['s', 'S', 'a', 'A', 'n', 'N', 'd', 'D', 'u', 'U', '*', '>']) {
        return false;
    }
    let lower = line.to_ascii_lowercase();
    let starts = [
        "server:",
        "address:",
        "addresses:",
        "non-authoritative answer",
        "authoritative answers can be found",
        "*** ",
        "** server can't find",
        "default server:",
        "using domain server",
        "aliases:",
        "dig ",
        ">",
    ];
    starts.iter().any(|start| lower.starts_with(start))
}

/// A line of `nslookup` or `host`: `example.com text = "…"`, `example.com mail is handled by 10 mx.`
///
/// The value is empty where it stands on the lines that follow.
pub fn row(line: &str) -> Option<Row> {
    const FORMS: [(&str, &str); 12] = [
        (" text =", "TXT"),
        (" descriptive text ", "TXT"),
        (" mail exchanger = ", "MX"),
        (" mail is handled by ", "MX"),
        (" canonical name = ", "CNAME"),
        (" is an alias for ", "CNAME"),
        (" has address ", "A"),
        (" has ipv6 address ", "AAAA"),
        (" has aaaa address ", "AAAA"),
        (" nameserver = ", "NS"),
        (" name server ", "NS"),
        (" internet address = ", "A"),
    ];
    let line = line.replace('\t', " ");
    // Lower case in ASCII alone keeps every place in the line.
    let lower = line.to_ascii_lowercase();
    if let Some(at) = lower.find("mx preference = ") {
        let rest = &line[at + "mx preference = ".len()..];
        let (number, host) = rest.split_once(',')?;
        let host = host.rsplit('=').next()?.trim();
        return Some(Row {
            name: Some(line[..at].trim().to_owned()),
            rtype: Some("MX".to_owned()),
            value: format!("{} {host}", number.trim()),
            note: None,
        });
    }
    let (at, form, rtype) = FORMS.iter().find_map(|(form, rtype)| Some((lower.find(form)?, form, rtype)))?;
    let name = line[..at].trim();
    if name.is_empty() || name.contains(' ') {
        return None;
    }
    let value = line[at + form.len()..].trim().to_owned();
    // A sentence says who handles the mail; the tool says a number and a host.
    let is_server = || value.split_once(' ').is_some_and(|(number, host)| is_number(number) && is_name(host));
    if *rtype == "MX" && !is_server() {
        return None;
    }
    Some(Row { name: Some(name.to_owned()), rtype: Some((*rtype).to_owned()), value, note: None })
}
/// What dnscontrol writes as a call.
#[derive(Debug, PartialEq, Eq)]
pub enum Call<'l> {
    /// `D("example.com", …`: the names below stand below this one.
    Domain(&'l str),
    /// `TXT("_dmarc", "v=DMARC1; p=none"),`
    Record(Row),
}

/// A line of dnscontrol's file; none where it is any other text.
pub fn call(line: &str) -> Option<Call<'_>> {
    let (function, rest) = line.trim().split_once('(')?;
    if !(1..=5).contains(&function.len()) || !function.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let arguments = arguments(rest);
    let [(name, true), values @ ..] = arguments.as_slice() else { return None };
    if function == "D" {
        return Some(Call::Domain(name));
    }
    let rtype = record_type(function)?;
    let texts: Vec<&str> = values.iter().filter(|(_, is_text)| *is_text).map(|(text, _)| *text).collect();
    let value = match values {
        [(number, false), (host, true), ..] if rtype == "MX" => [number, " ", host].concat(),
        // The strings of a TXT record are one text; the fields of any other stand apart: `CAA("@", "issue", "ca.example")`.
        [(_, true), ..] if rtype != "MX" => texts.join(if rtype == "TXT" { "" } else { " " }),
        [(_, false), (_, false), (_, false), (_, true), ..] if rtype == "TLSA" => {
            values.iter().take(4).map(|(field, _)| *field).collect::<Vec<_>>().join(" ")
        }
        _ => return None,
    };
    Some(Call::Record(Row { name: Some((*name).to_owned()), rtype: Some(rtype), value, note: None }))
}

/// `resource "azurerm_dns_mx_record" "mail" {`: the type that the name of a terraform resource tells.
pub fn resource_type(line: &str) -> Option<String> {
    let (kind, _) = line.strip_prefix("resource \"")?.split_once('"')?;
    let (before, _) = kind.rsplit_once("_record")?;
    record_type(&before.rsplit('_').next()?.to_ascii_uppercase())
}

/// `["10 a.example.", "20 b.example."]`: the texts of a list, as terraform writes it; none where it holds anything else.
pub fn listed(text: &str) -> Option<Vec<&str>> {
    let inside = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    let texts: Option<Vec<&str>> =
        arguments(inside).into_iter().map(|(text, is_text)| is_text.then_some(text)).collect();
    texts.filter(|texts| !texts.is_empty())
}

/// What stands between the brackets of a call, and whether it is a text; several texts may stand in a list.
fn arguments(text: &str) -> Vec<(&str, bool)> {
    let mut all = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', ',', '[', ']']);
        let Some(first) = rest.chars().next().filter(|c| *c != ')') else { return all };
        if matches!(first, '"' | '\'' | '`') {
            let Some((inside, after)) = rest[1..].split_once(first) else { return all };
            all.push((inside, true));
            rest = after;
        } else {
            let end = rest.find([',', ')', ']']).unwrap_or(rest.len());
            all.push((&rest[..end], false));
            rest = &rest[end..];
        }
    }
}
