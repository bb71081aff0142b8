//! MX records as written (RFC 5321, section 5.1; RFC 7505).

use super::Reading;
use super::domain_spec::looks_like_ipv4;
use crate::text::Span;
use crate::text::prose::code;

/// Why the target of an MX is no host that mail can be sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostProblem {
    /// Nothing is there.
    Missing,
    /// An address where a name belongs.
    Address,
    /// A web address, or a path.
    Url,
    /// A mail address.
    MailAddress,
    /// More than one word.
    Words,
    /// An empty label, a character that no host name has, or a label too long.
    BadName,
    /// An underscore, which DNS allows and host names do not.
    Underscore,
}

/// The domain at which a zone starts, as zone files and forms have it (RFC 1035, section 5.1).
pub const APEX: &str = "@";

/// A host in a sentence: its name without the last dot, or what [`APEX`] stands for.
pub fn host_words(host: &str) -> String {
    match host.strip_suffix('.').unwrap_or(host) {
        APEX => "the domain itself".to_owned(),
        host => code(host),
    }
}

/// A name that is set apart, so that no server on the internet has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// `localhost`, and what stands below it: the machine that asks.
    Localhost,
    /// Below `invalid`: never there.
    Invalid,
    /// Below `local`: for machines beside each other in one network.
    Local,
}

/// An MX record as written: `10 mail.example.com.`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mx {
    /// The number, where there is one.
    pub preference: Option<Span>,
    /// Its value, where it fits (0 to 65535).
    pub preference_value: Option<u16>,
    /// Everything after it.
    pub host: Span,
    /// The host is `.` alone: there is none.
    pub is_root: bool,
    /// Why mail can't be sent to the host.
    pub problem: Option<HostProblem>,
}

impl Mx {
    /// Reads any text as the value of an MX record.
    pub fn parse(text: &str) -> Self {
        let trimmed = text.trim();
        let first = trimmed.split_whitespace().next().unwrap_or("");
        let number = !first.is_empty() && first.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'+');
        let (preference, rest) = if number {
            (Some(Span::of(text, first)), trimmed[first.len()..].trim_start())
        } else {
            (None, trimmed)
        };
        let host = if rest.is_empty() { Span::new(text.len(), text.len()) } else { Span::of(text, rest) };
        let is_root = rest == ".";
        Self {
            preference,
            preference_value: preference.and_then(|span| span.text(text).parse().ok()),
            host,
            is_root,
            problem: if is_root { None } else { host_problem(rest) },
        }
    }

    /// `0 .`: the domain takes no mail (RFC 7505, section 3).
    pub fn is_null(&self) -> bool {
        self.is_root && self.preference_value == Some(0)
    }

    /// The host without its last dot, in lower case.
    pub fn host_name(&self, text: &str) -> String {
        let host = self.host.text(text);
        host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
    }

    /// The host is set apart for another use (RFC 6761, sections 6.3 and 6.4; RFC 6762, section 3).
    pub fn reserved(&self, text: &str) -> Option<Reserved> {
        let host = self.host_name(text);
        match host.rsplit('.').next()? {
            "localhost" => Some(Reserved::Localhost),
            "invalid" => Some(Reserved::Invalid),
            "local" => Some(Reserved::Local),
            _ => None,
        }
    }

    /// What senders make of it.
    pub fn reading(&self) -> Reading {
        let host = match self.problem {
            None => !self.is_root || self.is_null(),
            // Senders do deliver to such names; they are against the rules for host names all the same.
            Some(HostProblem::Underscore) => true,
            Some(_) => false,
        };
        if host && self.preference_value.is_some() { Reading::Used } else { Reading::Broken }
    }
}

/// Why a text is no name of a server.
pub(super) fn host_problem(host: &str) -> Option<HostProblem> {
    let bare = host.strip_suffix('.').unwrap_or(host);
    let address = bare.trim_start_matches('[').trim_end_matches(']');
    if bare == APEX {
        None
    } else if host.is_empty() {
        Some(HostProblem::Missing)
    } else if host.contains(char::is_whitespace) {
        Some(HostProblem::Words)
    } else if looks_like_ipv4(address) || address.parse::<std::net::IpAddr>().is_ok() {
        Some(HostProblem::Address)
    } else if host.contains("://") || host.contains('/') {
        Some(HostProblem::Url)
    } else if host.contains('@') {
        Some(HostProblem::MailAddress)
    } else if bare.len() > 253 || !bare.split('.').all(is_label) {
        Some(HostProblem::BadName)
    } else if bare.contains('_') {
        Some(HostProblem::Underscore)
    } else {
        None
    }
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_senders_make_of_it() {
        for (text, problem, reading) in [
            ("10 mail.example.com.", None, Reading::Used),
            ("0 .", None, Reading::Used),
            ("10 .", None, Reading::Broken),
            ("10 192.0.2.1.", Some(HostProblem::Address), Reading::Broken),
            ("10 [192.0.2.1]", Some(HostProblem::Address), Reading::Broken),
            ("10 https://mail.example.com/", Some(HostProblem::Url), Reading::Broken),
            ("10", Some(HostProblem::Missing), Reading::Broken),
            ("mail.example.com", None, Reading::Broken),
            ("70000 mail.example.com", None, Reading::Broken),
            ("10 me@example.com", Some(HostProblem::MailAddress), Reading::Broken),
            ("10 mail..example.com", Some(HostProblem::BadName), Reading::Broken),
            ("10 a_b.example.com", Some(HostProblem::Underscore), Reading::Used),
        ] {
            let mx = Mx::parse(text);
            assert_eq!((mx.problem, mx.reading()), (problem, reading), "{text}");
        }
        for (text, expected) in [
            ("10 localhost.", Some(Reserved::Localhost)),
            ("10 foo.LOCALHOST", Some(Reserved::Localhost)),
            ("10 mail.invalid.", Some(Reserved::Invalid)),
            ("10 exchange.corp.local", Some(Reserved::Local)),
            ("10 localhost.example.com.", None),
            ("0 .", None),
        ] {
            assert_eq!(Mx::parse(text).reserved(text), expected, "{text}");
        }
        assert!(Mx::parse("0 .").is_null() && !Mx::parse("10 .").is_null());
    }
}
