//! What is no record that mail is judged by: named, with what it means for mail.

use crate::text::Span;

/// What a record of another kind is, by its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// The IPv4 address of a name.
    A,
    /// The IPv6 address of a name.
    Aaaa,
    /// A server that answers for the zone.
    Ns,
    /// The start of a zone.
    Soa,
    /// The name of an address.
    Ptr,
    /// Where a service runs.
    Srv,
    /// Who may issue certificates.
    Caa,
    /// Text.
    Text,
    /// A type that has no part in mail.
    Elsewhere,
}

impl Plain {
    /// By a record type in upper case.
    pub fn of(rtype: Option<&str>) -> Self {
        match rtype.unwrap_or("TXT") {
            "A" => Self::A,
            "AAAA" => Self::Aaaa,
            "NS" => Self::Ns,
            "SOA" => Self::Soa,
            "PTR" => Self::Ptr,
            "SRV" => Self::Srv,
            "CAA" => Self::Caa,
            "TXT" | "SPF" => Self::Text,
            _ => Self::Elsewhere,
        }
    }
}

/// A text that is named, and judged only where its form is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// What it is, by its type.
    pub plain: Plain,
    /// Its type in upper case, where it is known.
    pub rtype: Option<String>,
    /// The value without blanks at its ends.
    pub value: Span,
}

impl Other {
    /// Names a text by its record type.
    pub fn new(value: &str, rtype: Option<&str>) -> Self {
        let trimmed = value.trim();
        let span = if trimmed.is_empty() { Span::default() } else { Span::of(value, trimmed) };
        Self { plain: Plain::of(rtype), rtype: rtype.map(str::to_owned), value: span }
    }

    /// An A or AAAA record whose value is no address of its type.
    pub fn is_no_address(&self, text: &str) -> bool {
        let value = self.value.text(text);
        match self.plain {
            Plain::A => value.parse::<std::net::Ipv4Addr>().is_err(),
            Plain::Aaaa => value.parse::<std::net::Ipv6Addr>().is_err(),
            Plain::Ns
            | Plain::Soa
            | Plain::Ptr
            | Plain::Srv
            | Plain::Caa
            | Plain::Text
            | Plain::Elsewhere => false,
        }
    }
}
