//! What to type into the form at the DNS host, field by field, in the words of that form where they are known.

use super::Publish;
use crate::dns::RecordType;
use crate::providers::{ApexEntry, DnsHost};

/// The longest string of a TXT record, in bytes (RFC 1035, section 3.3).
const STRING: usize = 255;

/// One field of the form at the DNS host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What the form calls it.
    pub label: &'static str,
    /// What to enter; empty where the field stays empty.
    pub value: String,
}

/// What to enter at the DNS host, field by field, in the words of its form where they are known.
pub fn fields(publish: &Publish, apex: Option<&str>, host: Option<&DnsHost>) -> Vec<Field> {
    let field = |label: &'static str, value: String| Field { label, value };
    let wants_whole = host.is_some_and(|host| host.appends_domain == Some(false));
    let name = match (publish.host.as_str(), host.and_then(|host| host.apex)) {
        ("@", Some(ApexEntry::Empty)) => String::new(),
        ("@", Some(ApexEntry::Domain)) => apex.unwrap_or(publish.name.as_str()).to_owned(),
        ("@", _) => "@".to_owned(),
        _ if wants_whole => publish.name.to_string(),
        (relative, _) => relative.to_owned(),
    };
    let label = |known: Option<&'static str>, usual: &'static str| known.unwrap_or(usual);
    let (value_label, value) = match publish.rtype {
        RecordType::Txt if host.is_some_and(|host| host.wants_quotes) => {
            (label(host.and_then(|host| host.txt_field), "Value"), quoted(&publish.value))
        }
        RecordType::Mx => (label(host.and_then(|host| host.mx_field), "Mail server"), publish.value.clone()),
        RecordType::Cname => (label(host.and_then(|host| host.cname_field), "Target"), publish.value.clone()),
        _ => (label(host.and_then(|host| host.txt_field), "Value"), publish.value.clone()),
    };
    let in_value = host.is_some_and(|host| host.number_in_value);
    let mut out = vec![
        field("Type", publish.rtype.to_string()),
        field(label(host.and_then(|host| host.name_field), "Name"), name),
    ];
    match publish.priority {
        Some(number) if in_value => out.push(field(value_label, format!("{number} {value}"))),
        Some(number) => {
            out.push(field(value_label, value));
            out.push(field(label(host.and_then(|host| host.number_field), "Priority"), number.to_string()));
        }
        None => out.push(field(value_label, value)),
    }
    out
}

/// What is odd in the form of a DNS host, where it is about records of this type.
pub fn note(host: &DnsHost, rtype: RecordType) -> Option<&'static str> {
    let types = [RecordType::Cname, RecordType::Mx, RecordType::Txt];
    host.note.filter(|note| {
        let named = |rtype: &RecordType| note.contains(&rtype.to_string());
        named(&rtype) || !types.iter().any(named)
    })
}

/// A text as strings in quotation marks, none longer than DNS takes.
fn quoted(text: &str) -> String {
    let mut strings = vec![(0, String::new())];
    for c in text.chars() {
        if strings.last().is_some_and(|(bytes, _)| bytes + c.len_utf8() > STRING) {
            strings.push((0, String::new()));
        }
        if let Some((bytes, string)) = strings.last_mut() {
            *bytes += c.len_utf8();
            if matches!(c, '"' | '\\') {
                string.push('\\');
            }
            string.push(c);
        }
    }
    let strings: Vec<String> =
        strings.into_iter().map(|(_, string)| ["\"", &string, "\""].concat()).collect();
    strings.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers;

    #[test]
    fn a_note_on_one_type_stands_beside_that_type_alone() {
        let host = providers::by_name_server("amy.ns.cloudflare.com", None).unwrap();
        assert!(host.note.unwrap().contains("CNAME"));
        assert_eq!(note(host, RecordType::Cname), host.note);
        assert_eq!(note(host, RecordType::Txt), None);
    }

    #[test]
    fn fields_are_named_as_the_form_names_them() {
        let shown = |host: Option<&str>, rtype, at: &str, value: &str, priority| {
            let publish = Publish {
                name: (if at == "@" { "a.example" } else { "b.a.example" }).parse().unwrap(),
                host: at.to_owned(),
                rtype,
                value: value.to_owned(),
                priority,
                blank: None,
                lookups_before: None,
                lookups_after: None,
            };
            let host = host.and_then(|server| providers::by_name_server(server, None));
            let fields = fields(&publish, Some("a.example"), host);
            fields
                .iter()
                .map(|field| format!("{}: {}", field.label, field.value))
                .collect::<Vec<_>>()
                .join("; ")
        };
        assert_eq!(shown(None, RecordType::Txt, "@", "v=x", None), "Type: TXT; Name: @; Value: v=x");
        assert_eq!(
            shown(Some("amy.ns.cloudflare.com"), RecordType::Mx, "b", "m.example", Some(10)),
            "Type: MX; Name: b; Mail server: m.example; Priority: 10"
        );
        let aws = Some("ns-1.awsdns-01.com");
        assert_eq!(
            shown(aws, RecordType::Txt, "@", "a \"b\"", None),
            "Type: TXT; Record name: ; Value: \"a \\\"b\\\"\""
        );
        let mx = shown(aws, RecordType::Mx, "b", "m.example", Some(10));
        assert!(mx.ends_with(": 10 m.example") && !mx.contains("Priority"), "{mx}");
        let long = shown(aws, RecordType::Txt, "@", &"x".repeat(300), None);
        assert!(long.contains(&format!("\"{}\" \"{}\"", "x".repeat(255), "x".repeat(45))), "{long}");
    }
}
