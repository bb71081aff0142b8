//! What every part of a record does: sentences for stretches of text that tile it.
//!
//! A [`Part`] is what a reader takes in at once (a term, a tag); its [`Segment`]s are the pieces of it, each of
//! which makes sense alone.

mod authorisation;
mod bimi;
mod cname;
mod dkim;
mod dmarc;
mod header;
mod macros;
mod mta_sts;
mod mta_sts_policy;
mod mx;
mod other;
mod sender_id;
mod spf;
mod tag_list;
mod tile;
mod tls_rpt;
mod tlsa;
mod verification;

use std::borrow::Cow;

use crate::record::Record;
use crate::text::Span;

/// What a piece of text is; also the hue that it has on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// `v=spf1`
    Version,
    /// The name of a mechanism or modifier.
    Name,
    /// `+`, `-`, `~` or `?`
    Qualifier,
    /// `:`, `=`, `;`, `,`
    Separator,
    /// A value that has no role of its own.
    Value,
    /// A domain name.
    Domain,
    /// An address or a prefix length.
    Network,
    /// `%{…}`
    Macro,
    /// The name of a tag.
    Tag,
    /// A public key.
    Key,
    /// An address that reports go to.
    Uri,
    /// `none`, `quarantine` or `reject`.
    Policy,
    /// The number of an MX record.
    Priority,
    /// The host of an MX record.
    Host,
    /// Blanks.
    Space,
    /// What receivers don't know.
    Unknown,
}

impl Role {
    /// Its name in the JS API and in style sheets.
    pub const fn id(self) -> &'static str {
        match self {
            Role::Version => "version",
            Role::Name => "name",
            Role::Qualifier => "qualifier",
            Role::Separator => "separator",
            Role::Value => "value",
            Role::Domain => "domain",
            Role::Network => "network",
            Role::Macro => "macro",
            Role::Tag => "tag",
            Role::Key => "key",
            Role::Uri => "uri",
            Role::Policy => "policy",
            Role::Priority => "priority",
            Role::Host => "host",
            Role::Space => "space",
            Role::Unknown => "unknown",
        }
    }
}

/// One piece of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where it stands; bytes of the record's value.
    pub span: Span,
    /// What it is.
    pub role: Role,
    /// What it does.
    pub says: Cow<'static, str>,
}

impl Segment {
    fn new(span: Span, role: Role, says: impl Into<Cow<'static, str>>) -> Self {
        Self { span, role, says: says.into() }
    }
}

/// What a reader takes in at once: a whole term or tag, or the blank between two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it stands; bytes of the record's value.
    pub span: Span,
    /// Its leading role, for its hue; [`Role::Space`] for what stands between parts.
    pub role: Role,
    /// What it does as a whole.
    pub says: Cow<'static, str>,
    /// Its pieces; they tile `span`.
    pub segments: Vec<Segment>,
}

/// The parts of a record, in order; they tile `text`.
///
/// `name` is the record's own name, where it is known.
pub fn parts(record: &Record, text: &str, name: Option<&str>) -> Vec<Part> {
    match record {
        Record::Spf(spf) => spf::parts(spf, text, name),
        Record::Dkim(dkim) => dkim::parts(dkim, text),
        Record::Dmarc(dmarc) => dmarc::parts(dmarc, text),
        Record::Mx(mx) => mx::parts(mx, text),
        Record::SenderId(sender_id) => sender_id::parts(sender_id, text),
        Record::Verification(verification) => verification::parts(verification, text, name),
        Record::Cname(cname) => cname::parts(cname, text, name),
        Record::Authorisation(authorisation) => authorisation::parts(authorisation, text),
        Record::Bimi(bimi) => bimi::parts(bimi, text),
        Record::Other(kind, other) => other::parts(*kind, other, text, name),
        Record::Header(header) => header::parts(header, text),
        Record::MtaSts(sts) => mta_sts::parts(sts, text),
        Record::MtaStsPolicy(policy) => mta_sts_policy::parts(policy, text),
        Record::TlsRpt(reports) => tls_rpt::parts(reports, text),
        Record::Tlsa(tlsa) => tlsa::parts(tlsa, text),
    }
}

/// One sentence, or two, on the whole record.
pub fn summary(record: &Record, text: &str, name: Option<&str>) -> String {
    match record {
        Record::Spf(spf) => spf::summary(spf, text, name),
        Record::Dkim(dkim) => dkim::summary(dkim, text, name),
        Record::Dmarc(dmarc) => dmarc::summary(dmarc, text, name),
        Record::Mx(mx) => mx::summary(mx, text, name),
        Record::SenderId(_) => sender_id::summary(name),
        Record::Verification(verification) => verification::summary(verification, text, name),
        Record::Cname(cname) => cname::summary(cname, text, name),
        Record::Authorisation(authorisation) => authorisation::summary(authorisation, name),
        Record::Bimi(bimi) => bimi::summary(bimi, text, name),
        Record::Other(kind, other) => other::summary(*kind, other, text, name),
        Record::Header(header) => header::summary(header, text),
        Record::MtaSts(sts) => mta_sts::summary(sts, name),
        Record::MtaStsPolicy(policy) => mta_sts_policy::summary(policy, text),
        Record::TlsRpt(reports) => tls_rpt::summary(reports, text, name),
        Record::Tlsa(tlsa) => tlsa::summary(tlsa, name),
    }
}

/// The domain in a sentence: its name, or `this domain` where none is known.
fn domain_words(name: Option<&str>) -> &str {
    match name {
        Some("*") => "the names without a record of their own",
        Some(name) if name != "@" && !name.is_empty() => name,
        _ => "this domain",
    }
}
