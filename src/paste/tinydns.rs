//! Lines of the data file of tinydns (its page `tinydns-data`): a sign for the type, then fields with colons between them.

use super::origin::normal_name;
use super::rdata::{Unquoted, from_wire, text_of};
use super::rows::is_name;
use super::{Pasted, mx};
use crate::text::prose::code;

/// The record of a line that can be nothing else; none for all others. `C` is also a letter: a line that starts with it is
/// one only where others of such a file stand before it, as `among_others` says.
pub fn read(line: &str, among_others: bool) -> Option<Pasted> {
    let sign = line.chars().next().filter(|sign| matches!(sign, '\'' | '@' | ':' | 'C'))?;
    let fields: Vec<&str> = line[1..].trim_end().split(':').collect();
    let (name, fields) = fields.split_first()?;
    if !is_name(name) || !name.trim_end_matches('.').contains('.') || fields.is_empty() {
        return None;
    }
    let mut cleaned = vec!["Read the line as one of a data file of tinydns.".to_owned()];
    let (rtype, value, strings) = match sign {
        // A text in quotes has a second one.
        '\'' if !line[1..].contains('\'') => {
            let text = text_of(&unescape(fields[0]));
            if !are_lifetimes(&fields[1..]) {
                cleaned.push(format!(
                    "Left out {}: in such a file a colon ends the text, and one that belongs to it is written as {}.",
                    code(&[":", &fields[1..].join(":")].concat()),
                    code("\\072")
                ));
            }
            ("TXT", text, Vec::new())
        }
        '@' if are_lifetimes(fields.get(3..).unwrap_or(&[])) => ("MX", mx(name, fields)?, Vec::new()),
        ':' => {
            let Unquoted { text, strings, .. } = from_wire(&unescape(fields.get(1)?))?;
            let rtype = match fields[0] {
                "16" => "TXT",
                "99" => "SPF",
                _ => return None,
            };
            (rtype, text, strings)
        }
        'C' if among_others && is_name(fields[0]) && are_lifetimes(&fields[1..]) => {
            ("CNAME", fields[0].to_owned(), Vec::new())
        }
        _ => return None,
    };
    if matches!(sign, '\'' | ':') && fields.iter().any(|field| field.contains('\\')) {
        cleaned.push(format!("Undid its escapes, such as {} for a colon.", code("\\072")));
    }
    Some(Pasted {
        name: Some(normal_name(name)),
        rtype: Some(rtype.to_owned()),
        value,
        strings,
        cleaned,
        ..Pasted::default()
    })
}

/// `ip:x:distance`: a host without a dot in it stands below `mx` and the domain.
fn mx(name: &str, fields: &[&str]) -> Option<String> {
    let (ip, host) = (fields[0], *fields.get(1)?);
    let distance = fields.get(2).copied().filter(|distance| !distance.is_empty()).unwrap_or("0");
    let is_mx = (ip.is_empty() || ip.parse::<std::net::Ipv4Addr>().is_ok())
        && is_name(host)
        && mx::is_small_number(distance);
    let host = if host.contains('.') { host.to_owned() } else { [host, ".mx.", name].concat() };
    is_mx.then(|| format!("{distance} {host}"))
}

/// What may stand behind the value: a lifetime, a time stamp and a place.
fn are_lifetimes(fields: &[&str]) -> bool {
    let is_made_of = |at: usize, longest: usize, of: fn(&u8) -> bool| {
        fields.get(at).is_none_or(|field| field.len() <= longest && field.bytes().all(|b| of(&b)))
    };
    fields.len() <= 3
        && is_made_of(0, 10, u8::is_ascii_digit)
        && is_made_of(1, 16, u8::is_ascii_hexdigit)
        && is_made_of(2, 2, u8::is_ascii_alphabetic)
}

/// Undoes `\072`, in octal digits; any other character stands for itself behind a backslash.
fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let mut code = 0_u8;
        let mut digits = 0;
        while digits < 3
            && let Some(digit) = bytes.next_if(|b| matches!(b, b'0'..=b'7'))
        {
            code = (code << 3) | (digit - b'0');
            digits += 1;
        }
        if digits > 0 {
            out.push(code);
        } else {
            out.extend(bytes.next());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_where_they_are_sure() {
        let seen = |line| {
            read(line, true)
                .map(|read| format!("{} {} {}", read.name.unwrap(), read.rtype.unwrap(), read.value))
        };
        for (line, expected) in [
            ("'example.com:v=spf1 mx -all:3600", "example.com TXT v=spf1 mx -all"),
            ("'Example.com:v=spf1 ip4\\072192.0.2.1 -all", "example.com TXT v=spf1 ip4:192.0.2.1 -all"),
            ("'example.com:a\\\\b\\7:300:4000000038af1379:ab", "example.com TXT a\\b\u{7}"),
            ("'example.com:v=spf1 include:a.example -all:300", "example.com TXT v=spf1 include"),
            ("@example.com::mail.example.com:10:3600", "example.com MX 10 mail.example.com"),
            ("@example.com:192.0.2.1:a::3600", "example.com MX 0 a.mx.example.com"),
            (":example.com:16:\\013v=spf1\\040-all:3600", "example.com TXT v=spf1 -all"),
            (":example.com:16:\\006v=spf1\\005\\040-all", "example.com TXT v=spf1 -all"),
            ("Cwww.example.com:example.net:300", "www.example.com CNAME example.net"),
        ] {
            assert_eq!(seen(line).as_deref(), Some(expected), "{line}");
        }
        for other in [
            "'v=spf1 mx -all'",
            "'_dmarc.example.com: v=DMARC1; p=none'",
            "'example.com': 'v=spf1 mx -all'",
            "@ v=spf1 a:b.example",
            "@example.com: see below",
            "@example.com:192.0.2.1:a:ten",
            ":example.com:16:\\014v=spf1\\040-all",
            ":example.com:33:abc",
            "Contact: a.example:80",
            "'é:a",
            "'",
            "",
        ] {
            assert_eq!(seen(other), None, "{other}");
        }
        assert_eq!(read("Cwww.example.com:example.net:300", false), None);
    }
}
