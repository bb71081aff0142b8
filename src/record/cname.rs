//! CNAME records as written, and what mail has to do with the name that they stand at (RFC 1034, section 3.6.2).

use super::Reading;
use super::mx::{HostProblem, host_problem};
use crate::providers;
use crate::text::Span;

/// What is looked for at a name, by its labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A DKIM key: below `_domainkey`.
    Key,
    /// A DMARC policy: `_dmarc`.
    Policy,
    /// The sign of an MTA-STS policy: `_mta-sts`.
    MtaSts,
    /// Where reports on encryption go: `_smtp._tls`.
    TlsReports,
    /// A logo: below `_bimi`.
    Logo,
    /// A proof of control.
    Proof,
    /// Whatever else: a web site, a return path.
    Host,
}

impl Purpose {
    /// What a name is for; `target` may tell, too, where a proof stands at a name made up for it.
    pub fn of(name: &str, target: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let first = name.split('.').next().unwrap_or("");
        let below = |label: &str| name.split('.').skip(1).any(|part| part == label);
        if below("_domainkey") {
            Self::Key
        } else if first == "_dmarc" {
            Self::Policy
        } else if first == "_mta-sts" {
            Self::MtaSts
        } else if name.starts_with("_smtp._tls") {
            Self::TlsReports
        } else if below("_bimi") {
            Self::Logo
        } else if providers::verifier_by_name(&name)
            .or_else(|| providers::verifier_by_target(target))
            .is_some()
        {
            Self::Proof
        } else {
            Self::Host
        }
    }
}

/// A CNAME record as written: the name that its own stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cname {
    /// The target.
    pub target: Span,
    /// Why the target is no name.
    pub problem: Option<HostProblem>,
}

impl Cname {
    /// Reads any text as the value of a CNAME record.
    pub fn parse(text: &str) -> Self {
        let trimmed = text.trim();
        let target = if trimmed.is_empty() { Span::default() } else { Span::of(text, trimmed) };
        // Names of records have underscores, which names of servers have not.
        let problem = host_problem(trimmed).filter(|problem| *problem != HostProblem::Underscore);
        Self { target, problem }
    }

    /// The target without its last dot, in lower case.
    pub fn name(&self, text: &str) -> String {
        let target = self.target.text(text);
        target.strip_suffix('.').unwrap_or(target).to_ascii_lowercase()
    }

    /// It stands at `name` and leads to the same name again.
    pub fn is_to_itself(&self, text: &str, name: Option<&str>) -> bool {
        self.problem.is_none() && name.is_some_and(|name| name.eq_ignore_ascii_case(&self.name(text)))
    }

    /// Who is probably behind the target of a name that is for this.
    pub fn service(&self, text: &str, purpose: Purpose) -> Option<&'static str> {
        let target = self.name(text);
        let provider = match purpose {
            Purpose::Key => providers::by_dkim_target(&target),
            Purpose::Policy | Purpose::MtaSts | Purpose::TlsReports | Purpose::Logo => {
                providers::by_report_host(&target)
            }
            Purpose::Proof => return providers::verifier_by_target(&target).map(|verifier| verifier.name),
            Purpose::Host => providers::by_spf_domain(&target).or_else(|| providers::by_dkim_target(&target)),
        };
        provider.map(|provider| provider.name)
    }

    /// What resolvers make of it.
    pub fn reading(&self) -> Reading {
        if self.problem.is_none() { Reading::Used } else { Reading::Broken }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_what_is_looked_for() {
        for (name, purpose) in [
            ("s1._domainkey.example.com", Purpose::Key),
            ("s1._domainkey", Purpose::Key),
            ("_domainkey.example.com", Purpose::Host),
            ("_DMARC.example.com", Purpose::Policy),
            ("_mta-sts", Purpose::MtaSts),
            ("_smtp._tls.example.com", Purpose::TlsReports),
            ("default._bimi.example.com", Purpose::Logo),
            ("_acme-challenge.example.com", Purpose::Proof),
            ("bounce.example.com", Purpose::Host),
        ] {
            assert_eq!(Purpose::of(name, "x.example"), purpose, "{name}");
        }
        assert_eq!(Purpose::of("_abc.example.com", "_x.acm-validations.aws."), Purpose::Proof);
    }

    #[test]
    fn targets_are_names() {
        for (text, problem) in [
            ("s1._domainkey.example.net.", None),
            ("192.0.2.1", Some(HostProblem::Address)),
            ("https://example.net/", Some(HostProblem::Url)),
            ("", Some(HostProblem::Missing)),
            ("v=DKIM1; p=abc", Some(HostProblem::Words)),
        ] {
            assert_eq!(Cname::parse(text).problem, problem, "{text}");
        }
        let sendgrid = "s1.domainkey.u1.wl.sendgrid.net";
        assert_eq!(Cname::parse(sendgrid).service(sendgrid, Purpose::Key), Some("SendGrid (Twilio)"));
    }
}
