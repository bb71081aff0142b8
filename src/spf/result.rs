//! What receivers conclude (RFC 7208, sections 2.6 and 8).

use std::fmt;

use crate::record::spf::Qualifier;
use crate::text::prose::code;

/// What `check_host()` returns (RFC 7208, section 2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpfResult {
    /// There is no record to go by.
    None,
    /// The record says nothing of this server.
    Neutral,
    /// The server may send.
    Pass,
    /// It may not.
    Fail,
    /// It probably may not.
    SoftFail,
    /// DNS did not answer; later it may.
    TempError,
    /// The record can't be used.
    PermError,
}

impl SpfResult {
    /// The word that the standard and mail headers use.
    pub const fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Neutral => "neutral",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::SoftFail => "softfail",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
        }
    }
}

impl fmt::Display for SpfResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl From<Qualifier> for SpfResult {
    /// RFC 7208 §4.6.2: what the sign before a mechanism gives.
    fn from(qualifier: Qualifier) -> Self {
        match qualifier {
            Qualifier::Pass => Self::Pass,
            Qualifier::Fail => Self::Fail,
            Qualifier::SoftFail => Self::SoftFail,
            Qualifier::Neutral => Self::Neutral,
        }
    }
}

/// What the record of a domain comes to for this server, on the way.
pub(super) fn decided(domain: &str, result: SpfResult) -> String {
    let domain = code(domain);
    match result {
        SpfResult::Pass => format!("So {domain} says pass: this server may send."),
        SpfResult::Fail => format!("So {domain} says fail: this server may not send."),
        SpfResult::SoftFail => format!("So {domain} says softfail: this server probably may not send."),
        _ => format!("So {domain} says {result}: neither yes nor no."),
    }
}

/// What receivers do with a message whose check ends in this.
pub(super) fn closing(domain: &str, result: SpfResult) -> String {
    let domain = code(domain);
    match result {
        // RFC 7208 §8.3: a pass means that the server may use the name, and is no verdict on the mail.
        SpfResult::Pass => format!("The result is pass: this server may send mail for {domain}."),
        // RFC 7208 §8.4
        SpfResult::Fail => {
            format!("The result is fail: this server may not send mail for {domain}, and receivers may refuse it.")
        }
        // RFC 7208 §8.5: not to be rejected for this alone.
        SpfResult::SoftFail => format!(
            "The result is softfail: this server probably may not send mail for {domain}. Receivers take such mail, \
             and trust it less."
        ),
        // RFC 7208 §8.2: neutral is treated exactly as none is.
        SpfResult::Neutral => format!(
            "The result is neutral: {domain} says neither yes nor no about this server. Receivers go on as if there \
             were no record."
        ),
        // RFC 7208 §8.1
        SpfResult::None => "The result is none: receivers have no SPF record to go by.".to_owned(),
        // RFC 7208 §8.6: accept, or ask to try again later.
        SpfResult::TempError => {
            "The result is temperror: DNS did not answer now. Receivers ask the server to try again later, or take \
             the mail unchecked."
                .to_owned()
        }
        // RFC 7208 §8.7
        SpfResult::PermError => format!(
            "The result is permerror: receivers can't use the record of {domain}. Some refuse such mail, others go \
             on as if there were no record."
        ),
    }
}
