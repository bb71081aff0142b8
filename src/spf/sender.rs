//! Who is checked (RFC 7208, sections 2.4, 4.1 and 4.3).

use std::net::IpAddr;

/// Who sends a message, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The server's address.
    pub ip: IpAddr,
    /// The address that bounces go to; empty for a bounce itself.
    pub mail_from: String,
    /// What the server called itself in HELO.
    pub helo: String,
    /// The domain to check, where it is another than that of `mail_from`, or of `helo` without it.
    pub domain: Option<String>,
}

/// The sender as macros see it.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) ip: IpAddr,
    pub(super) local_part: String,
    pub(super) sender_domain: String,
    pub(super) helo: String,
    pub(super) domain: String,
}

impl Identity {
    pub(super) fn new(sender: &Sender) -> Self {
        let trimmed = sender.mail_from.trim();
        let from = trimmed.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(trimmed);
        let helo = without_dot(sender.helo.trim()).to_owned();
        let (local_part, sender_domain) = match from.rsplit_once('@') {
            Some((local, domain)) => (local, without_dot(domain).to_owned()),
            // RFC 7208 §2.4: a bounce is checked as postmaster at the name given in HELO.
            None if from.is_empty() => ("", helo.clone()),
            None => ("", without_dot(from).to_owned()),
        };
        // RFC 7208 §4.3: a sender without a local part is postmaster.
        let local_part = if local_part.is_empty() { "postmaster" } else { local_part }.to_owned();
        let domain = match sender.domain.as_deref().map(str::trim) {
            None | Some("") => sender_domain.clone(),
            Some(domain) => without_dot(domain).to_owned(),
        };
        // RFC 7208 §5: an IPv4 address in an IPv6 one is an IPv4 address, and only `ip4` lists it.
        Self { ip: sender.ip.to_canonical(), local_part, sender_domain, helo, domain }
    }
}

fn without_dot(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}
