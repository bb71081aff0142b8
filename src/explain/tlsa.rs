//! TLSA records in words.

use super::tile::Tiler;
use super::{Part, Role};
use crate::record::Tlsa;
use crate::record::tlsa::{Place, TlsaProblem};
use crate::text::prose::code;

/// The three numbers and the data.
pub fn parts(tlsa: &Tlsa, text: &str) -> Vec<Part> {
    let mut tiler = Tiler::new(text, |_| "A space parts the fields.");
    for (place, span, value) in &tlsa.numbers {
        let role = match place {
            Place::Usage => Role::Name,
            Place::Selector => Role::Qualifier,
            Place::Matching => Role::Value,
        };
        tiler.push(*span, role, number_says(*place, *value, span.text(text)), Vec::new());
    }
    tiler.push(tlsa.data, Role::Key, data_says(tlsa), Vec::new());
    tiler.finish()
}

fn number_says(place: Place, value: Option<u8>, written: &str) -> String {
    let says = match (place, value) {
        (Place::Usage, Some(0 | 1)) => {
            "Usage: the certificate must also come from a public authority, which senders of mail don't check."
        }
        (Place::Usage, Some(2)) => {
            "Usage: what follows names an authority that signed the server's certificate."
        }
        (Place::Usage, Some(3)) => "Usage: what follows names the server's own certificate or key.",
        (Place::Selector, Some(0)) => {
            "Selector: the whole certificate counts, so a new one needs a new record."
        }
        (Place::Selector, Some(1)) => {
            "Selector: the key in the certificate counts, so it may be renewed with the same key."
        }
        (Place::Matching, Some(0)) => "Matching: what follows is written out in full.",
        (Place::Matching, Some(1)) => "Matching: what follows is a fingerprint made by SHA-256.",
        (Place::Matching, Some(2)) => "Matching: what follows is a fingerprint made by SHA-512.",
        (Place::Usage, _) => {
            return format!("Senders look for a usage from 0 to 3 here, and find {}.", code(written));
        }
        (Place::Selector, _) => return format!("Senders look for 0 or 1 here, and find {}.", code(written)),
        (Place::Matching, _) => {
            return format!("Senders look for 0, 1 or 2 here, and find {}.", code(written));
        }
    };
    says.to_owned()
}

fn data_says(tlsa: &Tlsa) -> String {
    match tlsa.problem {
        Some(
            TlsaProblem::NotHex | TlsaProblem::HalfByte | TlsaProblem::NoData | TlsaProblem::NoNumber(_),
        ) => "Senders can't read this as the digits of a fingerprint.".to_owned(),
        Some(TlsaProblem::Length { wanted, found }) => {
            format!("A fingerprint of this kind has {} digits, and this one has {}.", wanted * 2, found * 2)
        }
        Some(TlsaProblem::NotACertificate) => "No certificate or key starts like this.".to_owned(),
        Some(TlsaProblem::UnknownNumber(_) | TlsaProblem::NotForMail) => {
            "Senders don't get to this, because they can't use the numbers before it.".to_owned()
        }
        None => {
            let what = if tlsa.number(Place::Selector) == Some(1) { "key" } else { "certificate" };
            let whose = if tlsa.number(Place::Usage) == Some(2) { "authority's" } else { "mail server's" };
            format!("The {whose} {what} must fit these digits.")
        }
    }
}

/// What the server must show.
pub fn summary(tlsa: &Tlsa, name: Option<&str>) -> String {
    let server = name.and_then(|name| name.strip_prefix("_25._tcp."));
    if let Some(name) = name.filter(|name| is_of_another(name)) {
        return format!(
            "This TLSA record stands at {}, which is the place of another service than mail between servers. Senders of mail \
             don't look at it.",
            code(name)
        );
    }
    let server = server.map_or_else(|| "the mail server".to_owned(), code);
    if tlsa.problem.is_some() {
        return format!("Senders can't use this record to check who answers as {server}.");
    }
    let what = if tlsa.number(Place::Selector) == Some(1) { "key" } else { "certificate" };
    if tlsa.number(Place::Usage) == Some(2) {
        format!(
            "Senders that use DANE deliver to {server} only over an encrypted line, and only if its certificate was signed \
             with the {what} named here."
        )
    } else {
        format!(
            "Senders that use DANE deliver to {server} only over an encrypted line, and only if it shows the {what} named \
             here."
        )
    }
}

/// The name starts with the port of a service that is not mail between servers: `_443._tcp` (RFC 6698, section 3).
fn is_of_another(name: &str) -> bool {
    let port = name.strip_prefix('_').and_then(|rest| rest.split_once('.')).filter(|(port, rest)| {
        !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with('_')
    });
    port.is_some_and(|(port, _)| port != "25")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_record_of_a_mail_server_is_told_as_one() {
        let digits = "0".repeat(64);
        for (name, usage, is_mail) in [
            ("_25._tcp.mail.example.com", '3', true),
            ("_25._tcp.mail.example.com", '1', true),
            ("mail.example.com", '3', true),
            ("_443._tcp.www.example.com", '1', false),
            ("_443._tcp.www.example.com", '3', false),
            ("_853._udp.dns.example.com", '3', false),
        ] {
            let said = summary(&Tlsa::parse(&format!("{usage} 1 1 {digits}")), Some(name));
            assert_eq!(said.ends_with("don't look at it."), !is_mail, "{name}: {said}");
        }
    }
}
