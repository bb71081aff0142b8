//! Records as written: a tree with the place of every part.
//!
//! Parsing never fails. It gives a tree and, in it, the problems; one bad term never hides the next. What
//! receivers make of the text as it stands is its [`Reading`].

pub mod authorisation;
pub mod bimi;
pub mod cname;
pub mod dkim;
pub mod dmarc;
pub mod domain_spec;
mod fields;
pub mod header;
pub mod mta_sts;
pub mod mta_sts_policy;
pub mod mx;
pub mod other;
pub mod sender_id;
pub mod slip;
pub mod spf;
pub mod tag_list;
pub mod tls_rpt;
pub mod tlsa;
pub mod verification;

mod classify;

pub use authorisation::Authorisation;
pub use bimi::Bimi;
pub use classify::classify;
pub use cname::Cname;
pub use dkim::Dkim;
pub use dmarc::Dmarc;
pub use header::Header;
pub use mta_sts::MtaSts;
pub use mta_sts_policy::MtaStsPolicy;
pub use mx::Mx;
pub use other::Other;
pub use sender_id::SenderId;
pub use spf::Spf;
pub use tls_rpt::TlsRpt;
pub use tlsa::Tlsa;
pub use verification::Verification;

/// What a record is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Who may send mail for a domain (RFC 7208).
    Spf,
    /// Sender ID, retired (RFC 4406).
    SenderId,
    /// A public key that signatures are checked with (RFC 6376).
    Dkim,
    /// What to do with mail that fails, and where to report (RFC 9989).
    Dmarc,
    /// A host that agrees to take another domain's reports (RFC 9990).
    DmarcReportAuthorisation,
    /// Which servers receive mail (RFC 5321).
    Mx,
    /// TLS is required of senders (RFC 8461).
    MtaSts,
    /// The policy file of MTA-STS.
    MtaStsPolicy,
    /// Reports on TLS (RFC 8460).
    TlsRpt,
    /// A logo beside the mail.
    Bimi,
    /// A certificate for DANE (RFC 7672).
    Tlsa,
    /// An alias.
    Cname,
    /// Proof of control for a service.
    Verification,
    /// Anything else.
    Other,
}

impl Kind {
    /// Its name in links and in the JS API.
    pub const fn id(self) -> &'static str {
        match self {
            Kind::Spf => "spf",
            Kind::SenderId => "sender-id",
            Kind::Dkim => "dkim",
            Kind::Dmarc => "dmarc",
            Kind::DmarcReportAuthorisation => "dmarc-report-authorisation",
            Kind::Mx => "mx",
            Kind::MtaSts => "mta-sts",
            Kind::MtaStsPolicy => "mta-sts-policy",
            Kind::TlsRpt => "tls-rpt",
            Kind::Bimi => "bimi",
            Kind::Tlsa => "tlsa",
            Kind::Cname => "cname",
            Kind::Verification => "verification",
            Kind::Other => "other",
        }
    }

    /// Its name for people.
    pub const fn title(self) -> &'static str {
        match self {
            Kind::Spf => "SPF",
            Kind::SenderId => "Sender ID",
            Kind::Dkim => "DKIM",
            Kind::Dmarc => "DMARC",
            Kind::DmarcReportAuthorisation => "DMARC report authorisation",
            Kind::Mx => "MX",
            Kind::MtaSts => "MTA-STS",
            Kind::MtaStsPolicy => "MTA-STS policy",
            Kind::TlsRpt => "TLS-RPT",
            Kind::Bimi => "BIMI",
            Kind::Tlsa => "TLSA",
            Kind::Cname => "CNAME",
            Kind::Verification => "Verification",
            Kind::Other => "Other",
        }
    }

    /// Every kind, in the order of this list.
    pub const ALL: [Kind; 14] = [
        Kind::Spf,
        Kind::SenderId,
        Kind::Dkim,
        Kind::Dmarc,
        Kind::DmarcReportAuthorisation,
        Kind::Mx,
        Kind::MtaSts,
        Kind::MtaStsPolicy,
        Kind::TlsRpt,
        Kind::Bimi,
        Kind::Tlsa,
        Kind::Cname,
        Kind::Verification,
        Kind::Other,
    ];

    /// The kind that has this [`Kind::id`].
    pub fn from_id(id: &str) -> Option<Kind> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// What receivers that follow today's standards do with a text, as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// They act on it.
    Used,
    /// To them it is no record of its kind.
    Ignored,
    /// They find it, and count it as an error or can't use it.
    Broken,
}

/// One record, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// [`Kind::Spf`]
    Spf(Spf),
    /// [`Kind::Dkim`]
    Dkim(Dkim),
    /// [`Kind::Dmarc`]
    Dmarc(Dmarc),
    /// [`Kind::Mx`]
    Mx(Mx),
    /// [`Kind::SenderId`]
    SenderId(SenderId),
    /// [`Kind::Verification`]
    Verification(Verification),
    /// [`Kind::Cname`]
    Cname(Cname),
    /// [`Kind::DmarcReportAuthorisation`]
    Authorisation(Authorisation),
    /// [`Kind::Bimi`]
    Bimi(Bimi),
    /// A header field of a message: no record, and so [`Kind::Other`].
    Header(Header),
    /// [`Kind::MtaSts`]
    MtaSts(MtaSts),
    /// [`Kind::MtaStsPolicy`]
    MtaStsPolicy(MtaStsPolicy),
    /// [`Kind::TlsRpt`]
    TlsRpt(TlsRpt),
    /// [`Kind::Tlsa`]
    Tlsa(Tlsa),
    /// Every other kind: named, with what it means for mail.
    Other(Kind, Other),
}

impl Record {
    /// Reads `value` as a record of `kind`.
    pub fn parse(kind: Kind, value: &str, rtype: Option<&str>) -> Record {
        match kind {
            Kind::Other if rtype.is_none() && Header::is_one(value) => Record::Header(Header::parse(value)),
            Kind::Spf => Record::Spf(Spf::parse(value)),
            Kind::Dkim => Record::Dkim(Dkim::parse(value)),
            Kind::Dmarc => Record::Dmarc(Dmarc::parse(value)),
            Kind::Mx => Record::Mx(Mx::parse(value)),
            Kind::SenderId => Record::SenderId(SenderId::parse(value)),
            Kind::Verification => Record::Verification(Verification::parse(value)),
            Kind::Cname => Record::Cname(Cname::parse(value)),
            Kind::DmarcReportAuthorisation => Record::Authorisation(Authorisation::parse(value)),
            Kind::Bimi => Record::Bimi(Bimi::parse(value)),
            Kind::MtaSts => Record::MtaSts(MtaSts::parse(value)),
            Kind::MtaStsPolicy => Record::MtaStsPolicy(MtaStsPolicy::parse(value)),
            Kind::TlsRpt => Record::TlsRpt(TlsRpt::parse(value)),
            Kind::Tlsa => Record::Tlsa(Tlsa::parse(value)),
            Kind::Other => Record::Other(kind, Other::new(value, rtype)),
        }
    }

    /// What it is for.
    pub fn kind(&self) -> Kind {
        match self {
            Record::Spf(_) => Kind::Spf,
            Record::Dkim(_) => Kind::Dkim,
            Record::Dmarc(_) => Kind::Dmarc,
            Record::Mx(_) => Kind::Mx,
            Record::SenderId(_) => Kind::SenderId,
            Record::Verification(_) => Kind::Verification,
            Record::Cname(_) => Kind::Cname,
            Record::Authorisation(_) => Kind::DmarcReportAuthorisation,
            Record::Bimi(_) => Kind::Bimi,
            Record::Header(_) => Kind::Other,
            Record::MtaSts(_) => Kind::MtaSts,
            Record::MtaStsPolicy(_) => Kind::MtaStsPolicy,
            Record::TlsRpt(_) => Kind::TlsRpt,
            Record::Tlsa(_) => Kind::Tlsa,
            Record::Other(kind, _) => *kind,
        }
    }

    /// What receivers make of it.
    pub fn reading(&self) -> Reading {
        match self {
            Record::Spf(spf) => spf.reading(),
            Record::Dkim(dkim) => dkim.reading(),
            Record::Dmarc(dmarc) => dmarc.reading(),
            Record::Mx(mx) => mx.reading(),
            Record::Cname(cname) => cname.reading(),
            Record::Authorisation(authorisation) => authorisation.reading(),
            Record::Bimi(bimi) => bimi.reading(),
            Record::MtaSts(sts) => sts.reading(),
            Record::MtaStsPolicy(policy) => policy.reading(),
            Record::TlsRpt(reports) => reports.reading(),
            Record::Tlsa(tlsa) => tlsa.reading(),
            // No receiver looks these up: the contract of the JS API counts them as ignored.
            Record::SenderId(_) | Record::Verification(_) | Record::Header(_) | Record::Other(..) => {
                Reading::Ignored
            }
        }
    }
}
