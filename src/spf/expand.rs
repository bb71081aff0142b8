//! What macros stand for (RFC 7208, section 7).

use std::net::IpAddr;

use crate::record::domain_spec::{DomainSpec, MacroExpand, MacroLetter, Piece, macro_string};

/// The longest name that can be asked for, in characters.
const LONGEST: usize = 253;

/// What macros may name.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    /// What stands before the `@` of the sender; never empty.
    pub local_part: &'a str,
    /// What stands after it.
    pub sender_domain: &'a str,
    /// The domain whose record is being read.
    pub domain: &'a str,
    /// The server's address.
    pub ip: IpAddr,
    /// The name that this address claims and that leads back to it.
    pub validated: Option<&'a str>,
    /// What the server called itself.
    pub helo: &'a str,
    /// Who is asking.
    pub receiver: &'a str,
    /// Seconds since the start of 1970.
    pub time: u64,
}

/// What a text is expanded for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be asked for in DNS.
    Name,
    /// To be read.
    Explanation,
}

/// The text with its macros replaced. `text` is what `spec` was read from.
pub fn expand(spec: &DomainSpec, text: &str, values: &Values<'_>, purpose: Purpose) -> String {
    let mut out = String::new();
    for piece in &spec.pieces {
        match piece {
            Piece::Literal(span) => out.push_str(span.text(text)),
            // RFC 7208 §7.1: "%%" is a per cent sign, "%_" a space and "%-" a URL-encoded space.
            Piece::Escape(span) => out.push_str(match span.text(text) {
                "%_" => " ",
                "%-" => "%20",
                _ => "%",
            }),
            Piece::Expand(expand) => out.push_str(&replaced(expand, text, values, purpose)),
        }
    }
    if purpose == Purpose::Name { shortened(out) } else { out }
}

/// An explanation with its macros replaced; none where it can't be read.
pub fn explanation(text: &str, values: &Values<'_>) -> Option<String> {
    // RFC 7208 §6.2: the string is limited to US-ASCII.
    if !text.is_ascii() {
        return None;
    }
    // explain-string = *( macro-string / SP )
    let words: Result<Vec<String>, _> = text
        .split(' ')
        .map(|word| macro_string(word, 0).map(|spec| expand(&spec, word, values, Purpose::Explanation)))
        .collect();
    Some(words.ok()?.join(" "))
}

/// Whether the text can't be a name because of letters that DNS does not have there.
pub(super) fn holds_odd_local_part(spec: &DomainSpec, values: &Values<'_>) -> bool {
    // RFC 8616 §4: a non-ASCII local part never matches in %{s} and %{l}.
    !values.local_part.is_ascii()
        && spec.macros().any(|m| matches!(m.letter, MacroLetter::Sender | MacroLetter::LocalPart))
}

/// What one macro stands for.
fn replaced(expand: &MacroExpand, text: &str, values: &Values<'_>, purpose: Purpose) -> String {
    let value = value(expand.letter, values, purpose);
    let delimiters = match expand.delimiters.text(text) {
        "" => ".",
        some => some,
    };
    // RFC 7208 §7.3: split at the delimiters, reverse, keep the right-hand parts, and join with dots.
    let mut parts: Vec<&str> = value.split(|c| delimiters.contains(c)).collect();
    if expand.reversed {
        parts.reverse();
    }
    let keep = expand.keep.map_or(parts.len(), |keep| parts.len().min(keep as usize));
    let value = parts[parts.len() - keep..].join(".");
    // RFC 7208 §7.3: the value of an upper-case letter is URL-escaped.
    if expand.escaped { escaped(&value) } else { value }
}

fn value(letter: MacroLetter, values: &Values<'_>, purpose: Purpose) -> String {
    match letter {
        MacroLetter::Sender => format!("{}@{}", values.local_part, values.sender_domain),
        MacroLetter::LocalPart => values.local_part.to_owned(),
        MacroLetter::SenderDomain => values.sender_domain.to_owned(),
        MacroLetter::Domain => values.domain.to_owned(),
        MacroLetter::Ip => match values.ip {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => nibbles(ip.octets(), purpose),
        },
        MacroLetter::ValidatedName => values.validated.unwrap_or("unknown").to_owned(),
        MacroLetter::AddressFamily => match values.ip {
            IpAddr::V4(_) => "in-addr".to_owned(),
            IpAddr::V6(_) => "ip6".to_owned(),
        },
        MacroLetter::Helo => values.helo.to_owned(),
        MacroLetter::ReadableIp => values.ip.to_string(),
        MacroLetter::Receiver => match values.receiver {
            // RFC 7208 §7.3: the receiver may give "unknown".
            "" => "unknown".to_owned(),
            receiver => receiver.to_owned(),
        },
        MacroLetter::Time => values.time.to_string(),
    }
}

/// The hexadecimal digits of an address, with dots between them. Names are compared without case, and are written
/// small as everywhere here; where they are read, the standard's test suite has them large.
fn nibbles(octets: [u8; 16], purpose: Purpose) -> String {
    let digits = octets.into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let text: Vec<String> = digits.map(|digit| format!("{digit:x}")).collect();
    let text = text.join(".");
    if purpose == Purpose::Explanation { text.to_ascii_uppercase() } else { text }
}

/// All but the unreserved characters of RFC 3986, section 2.3, as `%XX`.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// RFC 7208 §7.3: labels are taken from the left until 253 characters or fewer are left.
fn shortened(name: String) -> String {
    let name = name.strip_suffix('.').unwrap_or(&name);
    let mut rest = name;
    while rest.len() > LONGEST {
        match rest.split_once('.') {
            Some((_, shorter)) => rest = shorter,
            None => return name.to_owned(),
        }
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: Values<'static> = Values {
        local_part: "strong-bad",
        sender_domain: "email.example.com",
        domain: "email.example.com",
        ip: IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 3)),
        validated: None,
        helo: "mx.example.org",
        receiver: "",
        time: 1_700_000_000,
    };

    fn name(text: &str, values: &Values<'_>) -> String {
        expand(&macro_string(text, 0).unwrap(), text, values, Purpose::Name)
    }

    /// The examples of RFC 7208, section 7.4.
    #[test]
    fn the_examples_of_the_standard() {
        for (text, expected) in [
            ("%{s}", "strong-bad@email.example.com"),
            ("%{o}", "email.example.com"),
            ("%{d}", "email.example.com"),
            ("%{d4}", "email.example.com"),
            ("%{d3}", "email.example.com"),
            ("%{d2}", "example.com"),
            ("%{d1}", "com"),
            ("%{dr}", "com.example.email"),
            ("%{d2r}", "example.email"),
            ("%{l}", "strong-bad"),
            ("%{l-}", "strong.bad"),
            ("%{lr}", "strong-bad"),
            ("%{lr-}", "bad.strong"),
            ("%{l1r-}", "strong"),
            ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
            ("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"),
            ("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"),
            ("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com"),
            ("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"),
        ] {
            assert_eq!(name(text, &VALUES), expected, "{text}");
        }
        let six = Values { ip: "2001:db8::cb01".parse().unwrap(), ..VALUES };
        assert_eq!(
            name("%{ir}.%{v}._spf.%{d2}", &six),
            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com"
        );
    }

    #[test]
    fn every_letter_in_an_explanation() {
        let values = Values { local_part: "a b&c", validated: Some("mail.example"), ..VALUES };
        for (text, expected) in [
            ("%{c} %{r} %{t} %{h} %{p}", "192.0.2.3 unknown 1700000000 mx.example.org mail.example"),
            ("See http://%{d}/?l=%{L}", "See http://email.example.com/?l=a%20b%26c"),
            ("100%% of%_it%-all", "100% of it%20all"),
            (" two  spaces ", " two  spaces "),
        ] {
            assert_eq!(explanation(text, &values).as_deref(), Some(expected));
        }
        for text in ["%{x}", "50% off", "ümlaut", "a\tb"] {
            assert_eq!(explanation(text, &values), None, "{text}");
        }
    }

    #[test]
    fn long_names_lose_their_left_labels() {
        let long = format!("{}.{}.com", "a".repeat(60), "b.".repeat(120).trim_end_matches('.'));
        let short = name(&long, &VALUES);
        assert!(short.len() <= LONGEST && long.ends_with(&short) && short.starts_with('b'), "{short}");
        assert_eq!(name("example.com.", &VALUES), "example.com");
    }

    #[test]
    fn odd_transformers() {
        let values = Values { local_part: "foo-bar+zip+quux", ..VALUES };
        assert_eq!(name("%{l2r+-}", &values), "bar.foo");
        assert_eq!(name("%{l128}", &values), "foo-bar+zip+quux");
        assert_eq!(name("%{d999999999999}", &values), "email.example.com");
    }
}
