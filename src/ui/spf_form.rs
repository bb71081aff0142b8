//! Who is tried as a sender: what a link or the reader's fields name, as plain state.

use std::net::IpAddr;

use super::route::SpfLink;
use crate::dns::Name;
use crate::dns::typed::{ToAscii, Typed};
use crate::text::prose::code;

/// The longest mail address that is looked at, in characters; SMTP allows for fewer (RFC 5321, section 4.5.3.1).
const ADDRESS: usize = 400;

/// One sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The domain whose record is evaluated.
    pub domain: Name,
    /// The server's address.
    pub ip: IpAddr,
    /// The sender's mail address; empty for any at the domain.
    pub from: String,
    /// The domain of `from`, which is what receivers check.
    pub from_domain: Option<Name>,
}

/// What is wrong with the fields, each in a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// With the server's address.
    pub ip: Option<String>,
    /// With the sender's address.
    pub from: Option<String>,
}

impl Problems {
    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.ip.is_none() && self.from.is_none()
    }
}

impl Trial {
    /// Reads the two fields for a domain.
    ///
    /// # Errors
    /// What is wrong with each.
    pub fn read(domain: &Name, ip: &str, from: &str, to_ascii: ToAscii<'_>) -> Result<Self, Problems> {
        match (address(ip), sender(from, to_ascii)) {
            (Ok(ip), Ok((from, from_domain))) => {
                Ok(Self { domain: domain.clone(), ip: ip.to_canonical(), from, from_domain })
            }
            (ip, from) => Err(Problems { ip: ip.err(), from: from.err() }),
        }
    }

    /// The link to what the reader typed: receivers check the domain of the sender, so the page moves there.
    pub fn link(&self) -> SpfLink {
        let domain = self.from_domain.as_ref().unwrap_or(&self.domain);
        SpfLink { domain: domain.to_string(), ip: self.ip.to_string(), from: self.from.clone() }
    }

    /// A link may name a domain and the address of another one.
    pub fn note(&self) -> Option<String> {
        let other = self.from_domain.as_ref().filter(|from| **from != self.domain)?;
        Some(
            [
                "For this sender, receivers would check ",
                &code(other.as_str()),
                ". The link asks for the record of ",
                &code(self.domain.as_str()),
                ", so that one is shown.",
            ]
            .concat(),
        )
    }
}

fn address(text: &str) -> Result<IpAddr, String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err("Type the address of a server here, such as `192.0.2.1` or `2001:db8::1`.".to_owned());
    }
    // As mail headers write it (RFC 5321, section 4.1.3).
    let bare = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(trimmed);
    let bare = match bare.get(..5) {
        Some(tag) if tag.eq_ignore_ascii_case("ipv6:") => &bare[5..],
        _ => bare,
    };
    if let Ok(ip) = bare.parse() {
        return Ok(ip);
    }
    let quoted = code(&shortened(trimmed));
    let is_network = bare.split_once('/').is_some_and(|(net, _)| net.parse::<IpAddr>().is_ok());
    Err(if is_network {
        [&quoted, " is a whole network. Type one address of it."].concat()
    } else {
        [&quoted, " is no IP address: one looks like `192.0.2.1` or `2001:db8::1`."].concat()
    })
}

fn sender(text: &str, to_ascii: ToAscii<'_>) -> Result<(String, Option<Name>), String> {
    let trimmed = text.trim();
    let bare = trimmed.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(trimmed).trim();
    if bare.is_empty() {
        return Ok((String::new(), None));
    }
    if bare.chars().count() > ADDRESS {
        return Err("This text is too long for a mail address.".to_owned());
    }
    let quoted = code(&shortened(trimmed));
    let none = || [&quoted, " is no mail address: one looks like `name@example.com`."].concat();
    let (local, domain) = bare.rsplit_once('@').ok_or_else(none)?;
    if domain.is_empty() || domain.contains(['/', ':', '[']) {
        return Err(none());
    }
    let name = Typed::read(domain, to_ascii)?.name;
    Ok(([local, "@", domain].concat(), Some(name)))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => [&text[..end], "…"].concat(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(ip: &str, from: &str) -> Result<Trial, Problems> {
        Trial::read(&"a.example".parse().unwrap(), ip, from, &|_| None)
    }

    #[test]
    fn addresses_are_read_as_people_copy_them() {
        for (typed, ip) in [
            (" 192.0.2.1\n", "192.0.2.1"),
            ("[192.0.2.1]", "192.0.2.1"),
            ("[IPv6:2001:db8::1]", "2001:db8::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ] {
            assert_eq!(read(typed, "").unwrap().ip.to_string(), ip, "{typed}");
        }
        let trial = read("192.0.2.1", " <Me+x@B.example.> ").unwrap();
        assert_eq!(trial.from, "Me+x@B.example.");
        assert_eq!(trial.from_domain.unwrap().as_str(), "b.example");
    }

    #[test]
    fn what_is_none_gets_a_sentence_for_its_own_field() {
        for ip in
            ["", "192.0.2", "192.0.2.0/24", "mail.example.com", "<b>", "é", "[IPv6", &"9".repeat(100_000)]
        {
            let problems = read(ip, "me@a.example").unwrap_err();
            let says = problems.ip.unwrap();
            assert!(says.ends_with('.') && says.len() < 400 && problems.from.is_none(), "{says}");
        }
        assert!(read("192.0.2.0/24", "").unwrap_err().ip.unwrap().contains("whole network"));
        for from in ["me", "me@", "me@a b.example", "me@[192.0.2.1]", "@localhost", &"a".repeat(100_000)] {
            let problems = read("192.0.2.1", from).unwrap_err();
            assert!(problems.from.unwrap().len() < 400 && problems.ip.is_none(), "{from}");
        }
        let both = read("x", "y").unwrap_err();
        assert!(both.ip.is_some() && both.from.is_some() && !both.is_empty());
    }

    #[test]
    fn the_page_moves_to_the_domain_that_receivers_check() {
        let own = read("192.0.2.1", "me@A.example").unwrap();
        assert_eq!((own.link().domain.as_str(), own.note()), ("a.example", None));
        let other = read("192.0.2.1", "me@b.example").unwrap();
        assert_eq!(other.link().domain, "b.example");
        assert!(other.note().unwrap().contains("`b.example`"));
        assert_eq!(read("192.0.2.1", "").unwrap().link().domain, "a.example");
    }
}
