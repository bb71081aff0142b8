//! Domain names (RFC 1034, section 3.1; RFC 1035, section 2.3.4).

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;

/// The most bytes that a label may have.
const LABEL: usize = 63;

/// The most bytes that a name may have on the wire: a length before each label, and the root.
const WIRE: usize = 255;

/// A domain name: lower case, with no dot at the end, and within the limits of DNS.
///
/// Bytes that are no printable ASCII, and dots inside of labels, are kept as the escapes of RFC 1035, section 5.1.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Arc<str>);

/// Why a text is no domain name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    /// There is nothing.
    Empty,
    /// Two dots stand side by side, or one stands at the start.
    EmptyLabel,
    /// A label has more than 63 bytes.
    LongLabel,
    /// The name has more than 253 characters.
    LongName,
    /// A letter outside ASCII: DNS holds such names in another form (RFC 5890).
    NotAscii,
    /// A backslash that escapes nothing.
    BadEscape,
}

impl Name {
    /// The root, a lone dot.
    pub fn root() -> Self {
        Self(Arc::from("."))
    }

    /// The name that has these labels, the leftmost first.
    ///
    /// # Errors
    /// A label or the whole is empty or too long.
    pub fn from_labels<L: AsRef<[u8]>>(labels: impl IntoIterator<Item = L>) -> Result<Self, NameProblem> {
        let mut text = String::new();
        let mut wire = 1;
        for label in labels {
            let label = label.as_ref();
            // RFC 1035 §2.3.4: labels have 63 octets or less, names 255 octets or less.
            match label.len() {
                0 => return Err(NameProblem::EmptyLabel),
                1..=LABEL => {}
                _ => return Err(NameProblem::LongLabel),
            }
            wire += label.len() + 1;
            if wire > WIRE {
                return Err(NameProblem::LongName);
            }
            if !text.is_empty() {
                text.push('.');
            }
            for byte in label {
                match byte.to_ascii_lowercase() {
                    b @ (b'.' | b'\\') => text.extend(['\\', char::from(b)]),
                    b @ 0x21..=0x7e => text.push(char::from(b)),
                    b => text.push_str(&format!("\\{b:03}")),
                }
            }
        }
        if text.is_empty() { Ok(Self::root()) } else { Ok(Self(Arc::from(text))) }
    }

    /// Reads a name in which a backslash is a character like any other, as SPF and mail addresses write it.
    ///
    /// # Errors
    /// Why it is none.
    pub fn literal(text: &str) -> Result<Self, NameProblem> {
        if text.is_empty() {
            return Err(NameProblem::Empty);
        }
        if !text.is_ascii() {
            return Err(NameProblem::NotAscii);
        }
        Self::from_labels(text.strip_suffix('.').unwrap_or(text).split('.'))
    }

    /// The name below which DNS says what an address is called (RFC 1035, section 3.5; RFC 3596, section 2.5).
    pub fn reverse(ip: IpAddr) -> Self {
        let text = match ip {
            IpAddr::V4(ip) => {
                let [a, b, c, d] = ip.octets();
                format!("{d}.{c}.{b}.{a}.in-addr.arpa")
            }
            IpAddr::V6(ip) => {
                let nibbles = ip.octets().into_iter().rev().flat_map(|byte| [byte & 15, byte >> 4]);
                nibbles.fold(String::new(), |text, nibble| text + &format!("{nibble:x}.")) + "ip6.arpa"
            }
        };
        Self(Arc::from(text))
    }

    /// As it is shown: without a dot at the end, but for the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// It is the root.
    pub fn is_root(&self) -> bool {
        &*self.0 == "."
    }

    /// The labels, the leftmost first, as bytes.
    pub fn labels(&self) -> Vec<Vec<u8>> {
        if self.is_root() { Vec::new() } else { unescape(&self.0).unwrap_or_default() }
    }

    /// How many labels it has; the root has none.
    pub fn depth(&self) -> usize {
        self.labels().len()
    }

    /// The name without its leftmost label; the root has none above it.
    pub fn parent(&self) -> Option<Self> {
        if self.is_root() {
            return None;
        }
        Some(match first_dot(&self.0) {
            Some(dot) => Self(Arc::from(&self.0[dot + 1..])),
            None => Self::root(),
        })
    }

    /// The name with labels put before it, as in `_dmarc`.
    ///
    /// # Errors
    /// The whole is no name, mostly because it is too long.
    pub fn child(&self, labels: &str) -> Result<Self, NameProblem> {
        let mut all = Self::literal(labels)?.labels();
        all.extend(self.labels());
        Self::from_labels(all)
    }

    /// It is `other` or lies below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self == other
            || other.is_root()
            || std::iter::successors(self.parent(), Self::parent).any(|above| above == *other)
    }
}

impl FromStr for Name {
    type Err = NameProblem;

    /// Reads a name as zone files write it, with escapes; a dot at the end changes nothing.
    fn from_str(text: &str) -> Result<Self, NameProblem> {
        match text {
            "" => Err(NameProblem::Empty),
            "." => Ok(Self::root()),
            _ if !text.is_ascii() => Err(NameProblem::NotAscii),
            _ => Self::from_labels(unescape(text)?),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where the first dot stands that is not escaped.
fn first_dot(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let here = byte == b'.' && !escaped;
        escaped = byte == b'\\' && !escaped;
        here
    })
}

/// The labels of a name in presentation form (RFC 1035, section 5.1).
fn unescape(text: &str) -> Result<Vec<Vec<u8>>, NameProblem> {
    let mut labels = Vec::new();
    let mut label = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'.' => labels.push(std::mem::take(&mut label)),
            b'\\' => match bytes.next().ok_or(NameProblem::BadEscape)? {
                first @ b'0'..=b'9' => {
                    let mut value = u32::from(first - b'0');
                    for _ in 0..2 {
                        let digit = bytes.next().filter(u8::is_ascii_digit).ok_or(NameProblem::BadEscape)?;
                        value = value * 10 + u32::from(digit - b'0');
                    }
                    label.push(u8::try_from(value).map_err(|_| NameProblem::BadEscape)?);
                }
                other => label.push(other),
            },
            byte => label.push(byte),
        }
    }
    if !label.is_empty() {
        labels.push(label);
    }
    Ok(labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        text.parse().unwrap()
    }

    #[test]
    fn names_are_one_whatever_their_case_and_last_dot() {
        assert_eq!(name("Example.COM."), name("example.com"));
        assert_eq!(Name::literal("Example.COM.").unwrap(), name("example.com"));
        assert_eq!(name("example.com").to_string(), "example.com");
        assert_eq!(name(".").to_string(), ".");
        assert_eq!(Name::from_labels::<&str>([]).unwrap(), Name::root());
    }

    #[test]
    fn odd_bytes_are_escaped_and_come_back() {
        let odd = Name::from_labels([b"a.b\\".as_slice(), b"\x00 \xff", b"com"]).unwrap();
        assert_eq!(odd.as_str(), r"a\.b\\.\000\032\255.com");
        assert_eq!(odd.labels(), [b"a.b\\".to_vec(), b"\x00 \xff".to_vec(), b"com".to_vec()]);
        assert_eq!(name(odd.as_str()), odd);
        assert_eq!(odd.parent().unwrap().as_str(), r"\000\032\255.com");
        assert_eq!(Name::literal(r"a\b.com").unwrap().as_str(), r"a\\b.com");
    }

    #[test]
    fn limits() {
        let long = "a".repeat(63);
        assert!(Name::literal(&format!("{long}.com")).is_ok());
        assert_eq!(Name::literal(&format!("{long}a.com")), Err(NameProblem::LongLabel));
        let full = format!("{long}.{long}.{long}.{}", "b".repeat(61));
        assert_eq!(full.len(), 253);
        assert!(Name::literal(&full).is_ok());
        assert_eq!(Name::literal(&format!("{full}b")), Err(NameProblem::LongName));
        assert_eq!(Name::literal(&full).unwrap().child("_dmarc"), Err(NameProblem::LongName));
        for (text, problem) in [
            ("", NameProblem::Empty),
            ("a..b", NameProblem::EmptyLabel),
            (".a", NameProblem::EmptyLabel),
            ("a..", NameProblem::EmptyLabel),
            ("bücher.example", NameProblem::NotAscii),
        ] {
            assert_eq!(Name::literal(text), Err(problem), "{text}");
            assert_eq!(text.parse::<Name>(), Err(problem), "{text}");
        }
        for text in [r"a\", r"a\25", r"a\256b"] {
            assert_eq!(text.parse::<Name>(), Err(NameProblem::BadEscape), "{text}");
        }
    }

    #[test]
    fn above_and_below() {
        assert!(name("a.b.example").is_within(&name("b.example")));
        assert!(name("b.example").is_within(&name("b.example")));
        assert!(name("b.example").is_within(&Name::root()));
        assert!(!name("ab.example").is_within(&name("b.example")));
        assert!(!name("example").is_within(&name("b.example")));
        assert_eq!(name("b.example").child("_dmarc").unwrap(), name("_dmarc.b.example"));
        assert_eq!(name("example").parent(), Some(Name::root()));
        assert_eq!(Name::root().parent(), None);
        assert_eq!(name("a.b.c").depth(), 3);
    }

    #[test]
    fn addresses_have_names() {
        assert_eq!(Name::reverse("192.0.2.3".parse().unwrap()).as_str(), "3.2.0.192.in-addr.arpa");
        assert_eq!(
            Name::reverse("2001:db8::cb01".parse().unwrap()).as_str(),
            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
        );
    }
}
