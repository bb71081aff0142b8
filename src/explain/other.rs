//! What is named, with what it means for mail.

use super::tile::Tiler;
use super::{Part, Role, domain_words};
use crate::record::other::Plain;
use crate::record::{Kind, Other};
use crate::text::Span;
use crate::text::prose::code;

/// One part over the whole text.
pub fn parts(kind: Kind, other: &Other, text: &str, name: Option<&str>) -> Vec<Part> {
    let mut tiler = Tiler::new(text, |_| "Blanks here change nothing.");
    let whole = if other.value.is_empty() { Span::new(0, text.len()) } else { other.value };
    let role = match other.plain {
        Plain::A | Plain::Aaaa => Role::Network,
        Plain::Ns | Plain::Ptr => Role::Host,
        Plain::Soa | Plain::Srv | Plain::Caa | Plain::Text | Plain::Elsewhere => Role::Unknown,
    };
    tiler.push(whole, role, summary(kind, other, text, name), Vec::new());
    tiler.finish()
}

/// What it is, and what it means for mail.
pub fn summary(kind: Kind, other: &Other, text: &str, name: Option<&str>) -> String {
    match kind {
        Kind::MtaSts => "This is an MTA-STS record, which tells senders to insist on encryption.".to_owned(),
        Kind::MtaStsPolicy => "This is an MTA-STS policy, the file that belongs on a web server.".to_owned(),
        Kind::TlsRpt => {
            "This is a TLS-RPT record, which asks senders to report trouble with encryption.".to_owned()
        }
        Kind::Tlsa => "This is a TLSA record, which names a mail server's certificate.".to_owned(),
        Kind::Spf
        | Kind::SenderId
        | Kind::Dkim
        | Kind::Dmarc
        | Kind::DmarcReportAuthorisation
        | Kind::Mx
        | Kind::Bimi
        | Kind::Cname
        | Kind::Verification
        | Kind::Other => plain(other, text, name),
    }
}

fn plain(other: &Other, text: &str, name: Option<&str>) -> String {
    let value = code(other.value.text(text));
    let domain = match name {
        Some(name) if name != "@" => code(name),
        _ => domain_words(name).to_owned(),
    };
    if other.is_no_address(text) {
        let rtype = other.rtype.as_deref().unwrap_or("A");
        return format!("This record of type {} gives no address, because {value} is none.", code(rtype));
    }
    match other.plain {
        Plain::A => format!(
            "This is an A record: {domain} has the IPv4 address {value}. Mail goes there where an MX record names it, or where \
             the domain has no MX record."
        ),
        Plain::Aaaa => format!(
            "This is an AAAA record: {domain} has the IPv6 address {value}. Mail goes there where an MX record names it, or where \
             the domain has no MX record."
        ),
        Plain::Ns => format!(
            "This is an NS record: the server {value} answers for the records of {domain}, those for mail too."
        ),
        Plain::Soa => "This is a SOA record: it holds the settings of the whole zone. Mail does not use it.".to_owned(),
        Plain::Ptr => format!(
            "This is a PTR record: it gives the name {value} of an address. Receivers look at it for each server that brings mail, \
             and trust one without a name less."
        ),
        // A dot for the server (RFC 2782).
        Plain::Srv if other.value.text(text).split_whitespace().nth(3) == Some(".") => format!(
            "This is an SRV record with a dot in the place of a server: {domain} does not offer this service. Mail between \
             servers does not use it."
        ),
        Plain::Srv => {
            "This is an SRV record: it says where a service runs. Mail programs may find their server by it; mail between \
             servers does not use it."
                .to_owned()
        }
        Plain::Caa if has_property(other, text, "issuevmc") => {
            "This is a CAA record: it says who may certify the logo of the domain (BIMI). Receivers do not look at it.".to_owned()
        }
        Plain::Caa if has_property(other, text, "issuemail") => {
            "This is a CAA record: it says who may issue certificates for signed or encrypted mail (S/MIME). Mail servers do not \
             look at it."
                .to_owned()
        }
        Plain::Caa => {
            "This is a CAA record: it says who may issue certificates for the domain. Mail does not use it.".to_owned()
        }
        Plain::Text => "This is text that is no mail record known here. Receivers of mail skip it.".to_owned(),
        Plain::Elsewhere => match &other.rtype {
            Some(rtype) => format!(
                "This is a record of type {}, which has no part in sending or receiving mail.",
                code(rtype)
            ),
            None => "This is a record that has no part in sending or receiving mail.".to_owned(),
        },
    }
}

/// What a CAA record is about: the word after its number (RFC 8659).
fn has_property(other: &Other, text: &str, name: &str) -> bool {
    other
        .value
        .text(text)
        .split_whitespace()
        .nth(1)
        .is_some_and(|property| property.eq_ignore_ascii_case(name))
}
