//! What records hold: the types that mail needs, and all others as bytes.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::Name;

/// The type of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordType {
    /// An IPv4 address.
    A,
    /// A server that holds the zone.
    Ns,
    /// The name that this one stands for.
    Cname,
    /// The start of a zone.
    Soa,
    /// The name of an address.
    Ptr,
    /// A mail server.
    Mx,
    /// Text.
    Txt,
    /// An IPv6 address.
    Aaaa,
    /// A certificate that a server must show (RFC 6698).
    Tlsa,
    /// SPF's own type, discontinued (RFC 7208, section 3.1).
    Spf,
    /// Any other, by its number.
    Other(u16),
}

/// The types that have a name here.
const NAMED: [(RecordType, u16, &str); 10] = [
    (RecordType::A, 1, "A"),
    (RecordType::Ns, 2, "NS"),
    (RecordType::Cname, 5, "CNAME"),
    (RecordType::Soa, 6, "SOA"),
    (RecordType::Ptr, 12, "PTR"),
    (RecordType::Mx, 15, "MX"),
    (RecordType::Txt, 16, "TXT"),
    (RecordType::Aaaa, 28, "AAAA"),
    (RecordType::Tlsa, 52, "TLSA"),
    (RecordType::Spf, 99, "SPF"),
];

impl RecordType {
    /// Its number.
    pub fn code(self) -> u16 {
        match self {
            Self::Other(code) => code,
            named => NAMED.iter().find(|row| row.0 == named).map_or(0, |row| row.1),
        }
    }

    /// The type that has this number.
    pub fn from_code(code: u16) -> Self {
        NAMED.iter().find(|row| row.1 == code).map_or(Self::Other(code), |row| row.0)
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(code) => write!(f, "TYPE{code}"),
            named => f.write_str(NAMED.iter().find(|row| row.0 == *named).map_or("", |row| row.2)),
        }
    }
}

/// A text that names no type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownType;

impl FromStr for RecordType {
    type Err = UnknownType;

    /// Reads `MX` or, as RFC 3597 has it, `TYPE15`, in any case.
    fn from_str(text: &str) -> Result<Self, UnknownType> {
        let upper = text.to_ascii_uppercase();
        match NAMED.iter().find(|row| row.2 == upper) {
            Some(row) => Ok(row.0),
            None => upper
                .strip_prefix("TYPE")
                .and_then(|code| code.parse().ok())
                .map(Self::from_code)
                .ok_or(UnknownType),
        }
    }
}

/// What a record holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// [`RecordType::A`]
    A(Ipv4Addr),
    /// [`RecordType::Aaaa`]
    Aaaa(Ipv6Addr),
    /// [`RecordType::Cname`]
    Cname(Name),
    /// [`RecordType::Ns`]
    Ns(Name),
    /// [`RecordType::Ptr`]
    Ptr(Name),
    /// [`RecordType::Mx`]
    Mx {
        /// Servers with lower numbers are tried first.
        preference: u16,
        /// The server's name.
        exchange: Name,
    },
    /// [`RecordType::Txt`], as its character-strings; each has 255 bytes or fewer.
    Txt(Vec<Vec<u8>>),
    /// [`RecordType::Soa`]
    Soa {
        /// The server that the zone comes from.
        primary: Name,
        /// The mailbox of whoever answers for the zone, with a dot for the `@`.
        mailbox: Name,
        /// The number of the zone's edition.
        serial: u32,
        /// For how many seconds an absence may be kept at most (RFC 2308, section 4).
        minimum: u32,
    },
    /// [`RecordType::Tlsa`]
    Tlsa {
        /// Certificate usage.
        usage: u8,
        /// Selector.
        selector: u8,
        /// Matching type.
        matching: u8,
        /// What is matched against.
        bytes: Vec<u8>,
    },
    /// Any other, as bytes.
    Other {
        /// The type's number.
        code: u16,
        /// What stands there.
        bytes: Vec<u8>,
    },
}

impl Data {
    /// The type of a record that holds this.
    pub fn rtype(&self) -> RecordType {
        match self {
            Self::A(_) => RecordType::A,
            Self::Aaaa(_) => RecordType::Aaaa,
            Self::Cname(_) => RecordType::Cname,
            Self::Ns(_) => RecordType::Ns,
            Self::Ptr(_) => RecordType::Ptr,
            Self::Mx { .. } => RecordType::Mx,
            Self::Txt(_) => RecordType::Txt,
            Self::Soa { .. } => RecordType::Soa,
            Self::Tlsa { .. } => RecordType::Tlsa,
            Self::Other { code, .. } => RecordType::from_code(*code),
        }
    }

    /// A TXT record that holds one text, cut into strings of 255 bytes.
    pub fn txt(text: &str) -> Self {
        Self::Txt(text.as_bytes().chunks(255).map(<[u8]>::to_vec).collect())
    }

    /// The strings of a TXT record, joined with nothing between them, as every mail standard joins them.
    ///
    /// Bytes that are no UTF-8 become one character each, so that nothing that stands there is lost.
    pub fn text(&self) -> Option<String> {
        let Self::Txt(strings) = self else { return None };
        Some(
            String::from_utf8(strings.concat())
                .unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect()),
        )
    }

    /// Reads data as zone files write them, as in `10 mail.example.`.
    pub fn parse(rtype: RecordType, text: &str) -> Option<Self> {
        if rtype == RecordType::Txt {
            return character_strings(text).map(Self::Txt);
        }
        let fields: Vec<&str> = text.split_ascii_whitespace().collect();
        Some(match (rtype, fields.as_slice()) {
            (RecordType::A, [ip]) => Self::A(ip.parse().ok()?),
            (RecordType::Aaaa, [ip]) => Self::Aaaa(ip.parse().ok()?),
            (RecordType::Cname, [name]) => Self::Cname(name.parse().ok()?),
            (RecordType::Ns, [name]) => Self::Ns(name.parse().ok()?),
            (RecordType::Ptr, [name]) => Self::Ptr(name.parse().ok()?),
            (RecordType::Mx, [preference, exchange]) => {
                Self::Mx { preference: preference.parse().ok()?, exchange: exchange.parse().ok()? }
            }
            (RecordType::Soa, [primary, mailbox, serial, _, _, _, minimum]) => Self::Soa {
                primary: primary.parse().ok()?,
                mailbox: mailbox.parse().ok()?,
                serial: serial.parse().ok()?,
                minimum: minimum.parse().ok()?,
            },
            (RecordType::Tlsa, [usage, selector, matching, rest @ ..]) => Self::Tlsa {
                usage: usage.parse().ok()?,
                selector: selector.parse().ok()?,
                matching: matching.parse().ok()?,
                bytes: hex(&rest.concat())?,
            },
            // RFC 3597 §5: data of a type without a form of its own.
            (rtype, ["\\#", length, rest @ ..]) => {
                let bytes = hex(&rest.concat()).filter(|bytes| length.parse() == Ok(bytes.len()))?;
                Self::Other { code: rtype.code(), bytes }
            }
            _ => return None,
        })
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

/// The strings of a TXT record in a zone file: quoted, or words (RFC 1035, section 5.1).
fn character_strings(text: &str) -> Option<Vec<Vec<u8>>> {
    let mut out = Vec::new();
    let mut bytes = text.bytes().peekable();
    loop {
        while bytes.next_if(u8::is_ascii_whitespace).is_some() {}
        let Some(&first) = bytes.peek() else { break };
        let quoted = first == b'"';
        if quoted {
            bytes.next();
        }
        let mut string = Vec::new();
        loop {
            match bytes.peek() {
                None if quoted => return None,
                None => break,
                Some(b'"') if quoted => {
                    bytes.next();
                    break;
                }
                Some(b) if !quoted && b.is_ascii_whitespace() => break,
                Some(b'\\') => {
                    bytes.next();
                    string.push(escaped(&mut bytes)?);
                }
                Some(&b) => {
                    bytes.next();
                    string.push(b);
                }
            }
        }
        // RFC 1035 §3.3: a character-string has 255 bytes at most.
        if string.len() > 255 {
            return None;
        }
        out.push(string);
    }
    (!out.is_empty()).then_some(out)
}

/// What stands after a backslash: three digits, or a character that is meant as it is.
fn escaped(bytes: &mut impl Iterator<Item = u8>) -> Option<u8> {
    let first = bytes.next()?;
    if !first.is_ascii_digit() {
        return Some(first);
    }
    let mut digit = || bytes.next().filter(u8::is_ascii_digit).map(|b| u32::from(b - b'0'));
    let (second, third) = (digit()?, digit()?);
    u8::try_from(u32::from(first - b'0') * 100 + second * 10 + third).ok()
}

impl fmt::Display for Data {
    /// As zone files write it, names without the dot at their end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = |bytes: &[u8]| bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        match self {
            Self::A(ip) => ip.fmt(f),
            Self::Aaaa(ip) => ip.fmt(f),
            Self::Cname(name) | Self::Ns(name) | Self::Ptr(name) => name.fmt(f),
            Self::Mx { preference, exchange } => write!(f, "{preference} {exchange}"),
            Self::Txt(strings) => {
                for (i, string) in strings.iter().enumerate() {
                    f.write_str(if i == 0 { "\"" } else { " \"" })?;
                    for byte in string {
                        match byte {
                            b'"' | b'\\' => write!(f, "\\{}", char::from(*byte))?,
                            0x20..=0x7e => write!(f, "{}", char::from(*byte))?,
                            _ => write!(f, "\\{byte:03}")?,
                        }
                    }
                    f.write_str("\"")?;
                }
                Ok(())
            }
            Self::Soa { primary, mailbox, serial, minimum } => {
                write!(f, "{primary} {mailbox} {serial} … {minimum}")
            }
            Self::Tlsa { usage, selector, matching, bytes } => {
                write!(f, "{usage} {selector} {matching} {}", hex(bytes))
            }
            Self::Other { bytes, .. } => write!(f, "\\# {} {}", bytes.len(), hex(bytes)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_are_read_as_zone_files_write_them() {
        for (rtype, text) in [
            ("A", "192.0.2.1"),
            ("AAAA", "2001:db8::1"),
            ("MX", "10 mail.example"),
            ("mx", "0 ."),
            ("CNAME", "a.example"),
            ("TXT", "\"v=spf1 -all\""),
            ("TXT", "\"a \\\" b\" \"\\255\" \"\""),
            ("TLSA", "3 1 1 00ff"),
            ("TYPE65280", "\\# 2 abcd"),
        ] {
            let data = Data::parse(rtype.parse().unwrap(), text).unwrap_or_else(|| panic!("{rtype} {text}"));
            assert_eq!(data.to_string(), text);
            assert_eq!(data.rtype(), rtype.parse().unwrap());
        }
        for (rtype, text) in [
            ("A", "192.0.2"),
            ("MX", "mail.example"),
            ("TXT", "\"open"),
            ("TXT", ""),
            ("TXT", "\"\\25\""),
            ("TLSA", "3 1 1 0"),
            ("TYPE9", "\\# 3 abcd"),
        ] {
            assert_eq!(Data::parse(rtype.parse().unwrap(), text), None, "{rtype} {text}");
        }
    }

    #[test]
    fn strings_are_joined_with_nothing_between_them() {
        let data = Data::parse(RecordType::Txt, "\"v=spf1 \" -all").unwrap();
        assert_eq!(data.text().as_deref(), Some("v=spf1 -all"));
        let odd = Data::Txt(vec![vec![b'a', 0x96]]);
        assert_eq!(odd.text().as_deref(), Some("a\u{96}"));
        assert_eq!(Data::txt(&"x".repeat(256)), Data::Txt(vec![vec![b'x'; 255], vec![b'x'; 1]]));
    }
}
