//! DMARC records as written (RFC 9989, section 4.8; RFC 7489, section 6.3, where it reads differently).

mod uri;

pub use uri::{ReportUri, Unreachable, UriProblem, is_inside, report_uris, unreachable};

use super::Reading;
use super::tag_list::{Tag, TagList};
use crate::text::Span;

/// The tags of a DMARC record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DmarcTag {
    /// `v`
    Version,
    /// `p`: the policy for the domain.
    Policy,
    /// `sp`: for its subdomains.
    SubdomainPolicy,
    /// `np`: for subdomains that do not exist.
    NonexistentPolicy,
    /// `t`: testing.
    Testing,
    /// `psd`: the domain is a registry's.
    PublicSuffix,
    /// `adkim`: how closely DKIM's domain must match.
    DkimAlignment,
    /// `aspf`: how closely SPF's domain must match.
    SpfAlignment,
    /// `rua`: where daily reports go.
    AggregateReports,
    /// `ruf`: where reports on single messages go.
    FailureReports,
    /// `fo`: when those are wanted.
    FailureOptions,
    /// `pct`, removed in 2026.
    Percent,
    /// `rf`, removed in 2026.
    ReportFormat,
    /// `ri`, removed in 2026.
    ReportInterval,
    /// One that receivers skip.
    Unknown,
}

impl DmarcTag {
    /// By its name, without regard to case, as receivers in practice read it.
    pub fn from_name(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "v" => Self::Version,
            "p" => Self::Policy,
            "sp" => Self::SubdomainPolicy,
            "np" => Self::NonexistentPolicy,
            "t" => Self::Testing,
            "psd" => Self::PublicSuffix,
            "adkim" => Self::DkimAlignment,
            "aspf" => Self::SpfAlignment,
            "rua" => Self::AggregateReports,
            "ruf" => Self::FailureReports,
            "fo" => Self::FailureOptions,
            "pct" => Self::Percent,
            "rf" => Self::ReportFormat,
            "ri" => Self::ReportInterval,
            _ => Self::Unknown,
        }
    }
}

/// What a domain asks receivers to do with mail that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Policy {
    /// Nothing.
    None,
    /// Treat it with suspicion.
    Quarantine,
    /// Refuse it.
    Reject,
}

impl Policy {
    /// Reads the value of `p`, `sp` or `np`, without regard to case.
    pub fn read(value: &str) -> Option<Self> {
        [Self::None, Self::Quarantine, Self::Reject]
            .into_iter()
            .find(|p| value.eq_ignore_ascii_case(p.word()))
    }

    /// As it is written.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Quarantine => "quarantine",
            Self::Reject => "reject",
        }
    }

    /// One level lower, as `t=y` asks (RFC 9989).
    pub const fn softened(self) -> Self {
        match self {
            Self::None | Self::Quarantine => Self::None,
            Self::Reject => Self::Quarantine,
        }
    }
}

/// A DMARC record as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dmarc {
    /// All tags, with what each is, in order.
    pub tags: Vec<(DmarcTag, Tag)>,
    /// The list itself.
    pub list: TagList,
    /// The text starts with `v=DMARC1` and ends or goes on with a semicolon.
    pub recognised: bool,
    /// `p`, where it is one of the three.
    pub policy: Option<Policy>,
    /// `sp`, where it is one of the three.
    pub subdomain_policy: Option<Policy>,
    /// `np`, where it is one of the three.
    pub nonexistent_policy: Option<Policy>,
    /// `sp` or `np` stands there with a value that means nothing.
    pub bad_subpolicy: bool,
    /// `rua` holds an address that reports can go to.
    pub has_report_address: bool,
    /// `t=y`
    pub testing: bool,
    /// A tag stands twice.
    pub repeated: bool,
}

impl Dmarc {
    /// Reads any text as a DMARC record.
    pub fn parse(text: &str) -> Self {
        let list = TagList::parse(text);
        let tags: Vec<(DmarcTag, Tag)> =
            list.tags.iter().map(|tag| (DmarcTag::from_name(tag.name.text(text)), tag.clone())).collect();
        let value = |wanted: DmarcTag| find(&tags, wanted).map(|tag| tag.value.text(text));
        let recognised = list
            .empty
            .first()
            .is_none_or(|span| tags.first().is_some_and(|(_, tag)| tag.span.start < span.start))
            && tags.first().is_some_and(|(tag, first)| {
                *tag == DmarcTag::Version && first.span.start == 0 && first.value.text(text) == "DMARC1"
            });
        let bad = |tag| value(tag).is_some_and(|v| Policy::read(v).is_none());
        let has_report_address = find(&tags, DmarcTag::AggregateReports)
            .is_some_and(|tag| report_uris(text, tag.value).iter().any(|uri| uri.problem.is_none()));
        Self {
            recognised,
            policy: value(DmarcTag::Policy).and_then(Policy::read),
            subdomain_policy: value(DmarcTag::SubdomainPolicy).and_then(Policy::read),
            nonexistent_policy: value(DmarcTag::NonexistentPolicy).and_then(Policy::read),
            bad_subpolicy: bad(DmarcTag::SubdomainPolicy) || bad(DmarcTag::NonexistentPolicy),
            has_report_address,
            testing: value(DmarcTag::Testing).is_some_and(|v| v.eq_ignore_ascii_case("y")),
            repeated: !list.repeated(text).is_empty(),
            tags,
            list,
        }
    }

    /// The first tag of that kind.
    pub fn tag(&self, wanted: DmarcTag) -> Option<&Tag> {
        find(&self.tags, wanted)
    }

    /// The value of the first tag of that kind.
    pub fn value<'t>(&self, text: &'t str, wanted: DmarcTag) -> Option<&'t str> {
        self.tag(wanted).map(|tag| tag.value.text(text))
    }

    /// The policy that receivers of today act on (RFC 9989, section 4.10.1): a policy that can't be read, be
    /// it for subdomains only, makes the record count as `none` where it has a report address, and as absent
    /// where it has none.
    pub fn effective_policy(&self) -> Option<Policy> {
        if !self.recognised || self.repeated {
            return None;
        }
        match self.policy {
            Some(policy) if !self.bad_subpolicy => Some(policy),
            _ if self.has_report_address => Some(Policy::None),
            _ => None,
        }
    }

    /// The strictest of the policies that it asks for: its own, for subdomains, for names that do not exist. None
    /// where receivers act on none.
    pub fn strictest(&self, text: &str) -> Option<Policy> {
        let below = [DmarcTag::SubdomainPolicy, DmarcTag::NonexistentPolicy];
        let asked = below.into_iter().filter_map(|tag| Policy::read(self.value(text, tag)?));
        Some(asked.fold(self.effective_policy()?, Policy::max))
    }

    /// The policies that receivers of today act on, each with its tag, in the order `p`, `sp`, `np`; none where they act
    /// on none, or as if `p=none` stood alone.
    pub fn asked(&self) -> impl Iterator<Item = (DmarcTag, Policy)> {
        let usable = self.recognised && !self.repeated && self.policy.is_some() && !self.bad_subpolicy;
        let all = [
            (DmarcTag::Policy, self.policy),
            (DmarcTag::SubdomainPolicy, self.subdomain_policy),
            (DmarcTag::NonexistentPolicy, self.nonexistent_policy),
        ];
        all.into_iter().filter(move |_| usable).filter_map(|(tag, policy)| Some((tag, policy?)))
    }

    /// The policies that receivers of the standard of 2015 act on: they know no `np`.
    pub fn asked_of_older(&self) -> impl Iterator<Item = (DmarcTag, Policy)> {
        self.asked().filter(|(tag, _)| *tag != DmarcTag::NonexistentPolicy)
    }

    /// What receivers make of it.
    pub fn reading(&self) -> Reading {
        if self.effective_policy().is_some() { Reading::Used } else { Reading::Ignored }
    }

    /// Where the policy stands; the whole record where there is none.
    pub fn policy_span(&self, text: &str) -> Span {
        self.tag(DmarcTag::Policy).map_or(Span::new(0, text.len()), |tag| tag.span)
    }
}

/// `dmarc-fo` of RFC 9989, section 4.8: one of `0` and `1` at most, `d` and `s` at most once each.
pub fn is_failure_options(value: &str) -> bool {
    let mut seen = [false; 3];
    value.split(':').all(|option| {
        let slot = match option.trim() {
            "0" | "1" => 0,
            "d" | "D" => 1,
            "s" | "S" => 2,
            _ => return false,
        };
        !std::mem::replace(&mut seen[slot], true)
    })
}

fn find(tags: &[(DmarcTag, Tag)], wanted: DmarcTag) -> Option<&Tag> {
    tags.iter().find(|(tag, _)| *tag == wanted).map(|(_, tag)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_receivers_act_on() {
        for (text, expected) in [
            ("v=DMARC1;p=reject", Some(Policy::Reject)),
            ("v = DMARC1 ; p = Reject ;", Some(Policy::Reject)),
            ("V=DMARC1; P=REJECT", Some(Policy::Reject)),
            ("v=DMARC1; rua=mailto:a@x.y", Some(Policy::None)),
            ("v=DMARC1", None),
            ("v=DMARC1; p=reject; sp=rejct", None),
            ("v=DMARC1; p=reject; sp=rejct; rua=mailto:a@x.y", Some(Policy::None)),
            ("v=DMARC1; p=none; rua=mailto:a@x.y!10m", Some(Policy::None)),
            ("p=reject; v=DMARC1", None),
            ("v=DMARC1 p=reject", None),
            ("v=dmarc1; p=reject", None),
            ("v=DMARC1;p=reject;p=none", None),
            (" v=DMARC1; p=reject", None),
            ("; v=DMARC1; p=reject", None),
            ("v=DMARC1;; p=reject", Some(Policy::Reject)),
            ("v=DMARC1; p=rejected; rua=nobody@example.com", None),
        ] {
            assert_eq!(Dmarc::parse(text).effective_policy(), expected, "{text}");
        }
    }

    #[test]
    fn failure_options_are_read() {
        for (value, expected) in [
            ("0", true),
            ("1:d:s", true),
            ("d:s", true),
            ("s", true),
            ("0:1", false),
            ("d:d", false),
            ("x", false),
            ("", false),
        ] {
            assert_eq!(is_failure_options(value), expected, "{value}");
        }
    }
}
