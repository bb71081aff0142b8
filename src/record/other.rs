//! What is none of the records that are judged: named, and left alone.

use super::Kind;

/// A text that is named, not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// What it is for, as far as its text or its type says.
    pub kind: Kind,
    /// What it is, for people, as the end of "This is …".
    pub what: String,
}

impl Other {
    /// Names a text by its kind and its record type.
    pub fn new(kind: Kind, _value: &str, rtype: Option<&str>) -> Self {
        let what = match kind {
            Kind::SenderId => "a Sender ID record, which receivers of today ignore".to_owned(),
            Kind::DmarcReportAuthorisation => {
                "a record that lets another domain send its DMARC reports here".to_owned()
            }
            Kind::Bimi => "a BIMI record, which points to a logo".to_owned(),
            Kind::Verification => {
                "a verification record: it proves to a service that you control the domain".to_owned()
            }
            Kind::Cname => "a CNAME record: it makes one name stand for another".to_owned(),
            Kind::Spf
            | Kind::Dkim
            | Kind::Dmarc
            | Kind::Mx
            | Kind::MtaSts
            | Kind::MtaStsPolicy
            | Kind::TlsRpt
            | Kind::Tlsa
            | Kind::Other => type_sentence(rtype),
        };
        Self { kind, what }
    }
}

fn type_sentence(rtype: Option<&str>) -> String {
    match rtype.unwrap_or("") {
        "A" => "an A record: it gives the IPv4 address of a name".to_owned(),
        "AAAA" => "an AAAA record: it gives the IPv6 address of a name".to_owned(),
        "NS" => "an NS record: it names a server that answers for the domain".to_owned(),
        "SOA" => "a SOA record: it holds the settings of the whole zone".to_owned(),
        "PTR" => "a PTR record: it gives the name of an address".to_owned(),
        "SRV" => "an SRV record: it says where a service runs".to_owned(),
        "CAA" => "a CAA record: it says who may issue certificates for the domain".to_owned(),
        "TXT" | "" => "text that is no mail record known here".to_owned(),
        other => format!("a record of type {other}, which has no part in sending or receiving mail"),
    }
}
