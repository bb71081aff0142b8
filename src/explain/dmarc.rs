//! DMARC records in words, for receivers of today (RFC 9989) and older ones (RFC 7489) where they differ.

use super::tile::Tiler;
use super::{Part, Role, Segment, domain_words, tag_list};
use crate::providers;
use crate::record::Dmarc;
use crate::record::dmarc::{DmarcTag, Policy, UriProblem, is_failure_options, report_uris};
use crate::record::tag_list::Tag;
use crate::text::list;
use crate::text::prose::code;

/// Each tag and what it does.
pub fn parts(dmarc: &Dmarc, text: &str) -> Vec<Part> {
    let mut tiler = Tiler::new(text, tag_list::gap);
    for (kind, tag) in &dmarc.tags {
        if tag.equals.is_none() {
            tiler.push(tag.span, Role::Unknown, tag_list::no_equals(tag, text), Vec::new());
            continue;
        }
        let (role, says) = sentence(dmarc, *kind, tag, text);
        let value = match kind {
            DmarcTag::AggregateReports | DmarcTag::FailureReports => uris(tag, text),
            DmarcTag::Version
            | DmarcTag::Policy
            | DmarcTag::SubdomainPolicy
            | DmarcTag::NonexistentPolicy
            | DmarcTag::Testing
            | DmarcTag::PublicSuffix
            | DmarcTag::DkimAlignment
            | DmarcTag::SpfAlignment
            | DmarcTag::FailureOptions
            | DmarcTag::Percent
            | DmarcTag::ReportFormat
            | DmarcTag::ReportInterval
            | DmarcTag::Unknown => tag_list::whole(tag, role, says.clone()),
        };
        tiler.push(
            tag.span,
            role,
            says,
            tag_list::segments(tag, text, name_sentence(*kind).to_owned(), value),
        );
    }
    tiler.finish()
}

/// What a tag is for, whatever its value.
fn name_sentence(kind: DmarcTag) -> &'static str {
    match kind {
        DmarcTag::Version => "The version of the record.",
        DmarcTag::Policy => "What receivers should do with mail from the domain that fails the checks.",
        DmarcTag::SubdomainPolicy => "The same for mail from its subdomains.",
        DmarcTag::NonexistentPolicy => "The same for mail from subdomains that do not exist.",
        DmarcTag::Testing => "Whether the domain is only testing.",
        DmarcTag::PublicSuffix => "Whether the domain belongs to a registry, as `co.uk` does.",
        DmarcTag::DkimAlignment => "How closely the domain of the DKIM signature must match the sender's.",
        DmarcTag::SpfAlignment => "How closely the domain that SPF checked must match the sender's.",
        DmarcTag::AggregateReports => "Where receivers send their daily reports.",
        DmarcTag::FailureReports => "Where receivers may report single messages that failed.",
        DmarcTag::FailureOptions => "When reports on single messages are wanted.",
        DmarcTag::Percent => "Once the share of mail that the policy applied to; removed in 2026.",
        DmarcTag::ReportFormat => "Once the format of reports on single messages; removed in 2026.",
        DmarcTag::ReportInterval => "Once the time between two reports; removed in 2026.",
        DmarcTag::Unknown => "A tag that receivers don't know.",
    }
}

fn sentence(dmarc: &Dmarc, kind: DmarcTag, tag: &Tag, text: &str) -> (Role, String) {
    let value = tag.value.text(text);
    let flag = |yes: bool| value.eq_ignore_ascii_case(if yes { "y" } else { "n" });
    match kind {
        DmarcTag::Version => (
            Role::Version,
            if dmarc.recognised {
                "This text is a DMARC record.".to_owned()
            } else {
                "Receivers read a DMARC record only if it starts with exactly `v=DMARC1` and a semicolon."
                    .to_owned()
            },
        ),
        DmarcTag::Policy => (Role::Policy, policy(value, "mail that fails the checks", dmarc.testing)),
        DmarcTag::SubdomainPolicy => {
            (Role::Policy, policy(value, "mail from subdomains that fails the checks", dmarc.testing))
        }
        DmarcTag::NonexistentPolicy => {
            let says = policy(value, "mail from subdomains that don't exist", dmarc.testing);
            (Role::Policy, format!("{says} Older receivers skip this tag."))
        }
        DmarcTag::Testing => (
            Role::Value,
            if flag(true) {
                "The domain is testing: receivers of today act one step more gently than the policy says. Older \
                 receivers skip this tag and act on the policy as it stands."
                    .to_owned()
            } else if flag(false) {
                "The domain is not testing, which is what receivers assume anyway.".to_owned()
            } else {
                skipped(value, "`n`")
            },
        ),
        DmarcTag::PublicSuffix => (
            Role::Value,
            if flag(true) {
                "The domain is a registry's: each name directly below it belongs to someone else.".to_owned()
            } else if flag(false) {
                "This domain is the top of its organisation: receivers look no higher.".to_owned()
            } else if value.eq_ignore_ascii_case("u") {
                "Nothing is said about registries, which is what receivers assume anyway.".to_owned()
            } else {
                skipped(value, "`u`")
            },
        ),
        DmarcTag::DkimAlignment => (Role::Value, alignment(value, "the DKIM signature")),
        DmarcTag::SpfAlignment => (Role::Value, alignment(value, "the bounce address, which SPF checks,")),
        DmarcTag::AggregateReports => {
            (Role::Uri, reports(tag, text, "Daily reports on who sends in this domain's name go to"))
        }
        DmarcTag::FailureReports => {
            let says = reports(tag, text, "Reports on single messages that failed may go to");
            (Role::Uri, format!("{says} Few receivers send any."))
        }
        DmarcTag::FailureOptions => (Role::Value, failure_options(dmarc, value)),
        DmarcTag::Percent => (Role::Value, percent(dmarc, value)),
        DmarcTag::ReportFormat | DmarcTag::ReportInterval => {
            (Role::Value, "Receivers of today skip this tag: it was removed in 2026.".to_owned())
        }
        DmarcTag::Unknown => (
            Role::Unknown,
            format!("Receivers don't know the tag {} and skip it.", code(tag.name.text(text))),
        ),
    }
}

/// What older receivers make of `pct` (RFC 7489): mail that is not in the share falls by one step.
fn percent(dmarc: &Dmarc, value: &str) -> String {
    let Some(share) = value.parse::<u8>().ok().filter(|share| *share <= 100) else {
        return format!(
            "Receivers of today skip this tag, and older ones can't use the value {}.",
            code(value)
        );
    };
    let asks = |wanted: Policy| dmarc.asked_of_older().any(|(_, policy)| policy == wanted);
    let rest = match (asks(Policy::Reject), asks(Policy::Quarantine)) {
        (false, false) => {
            return "Receivers of today skip this tag, and for older ones it changes nothing.".to_owned();
        }
        _ if share == 100 => {
            return "The policy is for all mail that fails, which is what receivers assume anyway."
                .to_owned();
        }
        (true, false) => "they treat the rest with suspicion",
        (false, true) => "they let the rest through",
        (true, true) => "for the rest they take `reject` as `quarantine`, and `quarantine` as `none`",
    };
    format!(
        "Receivers of today skip this and act on all mail that fails. Older ones act on {} per cent of it, and {rest}.",
        code(value)
    )
}

fn skipped(value: &str, default: &str) -> String {
    format!("Receivers don't know the value {} and act as if it were {default}.", code(value))
}

fn policy(value: &str, what: &str, testing: bool) -> String {
    match Policy::read(value) {
        None => format!("Receivers don't know the policy {}.", code(value)),
        Some(policy) => {
            let mut says = format!("Receivers are asked to {} {what}{}.", verb(policy).0, verb(policy).1);
            if testing && policy != Policy::None {
                let soft = verb(policy.softened());
                says.push_str(&format!(" While `t=y` stands, receivers of today {} it{}.", soft.0, soft.1));
            }
            says
        }
    }
}

/// `refuse` …, with what follows its object.
fn verb(policy: Policy) -> (&'static str, &'static str) {
    match policy {
        Policy::None => ("treat", " like any other mail"),
        Policy::Quarantine => ("treat", " with suspicion, for example as spam"),
        Policy::Reject => ("refuse", ""),
    }
}

fn alignment(value: &str, what: &str) -> String {
    if value.eq_ignore_ascii_case("s") {
        format!("The domain of {what} must be exactly the sender's domain.")
    } else if value.eq_ignore_ascii_case("r") {
        format!(
            "The domain of {what} may be any domain of the same organisation, which is what receivers assume anyway."
        )
    } else {
        skipped(value, "`r`")
    }
}

fn failure_options(dmarc: &Dmarc, value: &str) -> String {
    if dmarc.tag(DmarcTag::FailureReports).is_none() {
        return "Receivers skip this, because the record names no address for such reports.".to_owned();
    }
    if !is_failure_options(value) {
        return "Receivers of today don't know these options, and act as if it were `fo=0`: they may report what fails both SPF \
                and DKIM."
            .to_owned();
    }
    let each: Vec<&str> = value
        .split(':')
        .map(|option| match option.trim() {
            "0" => "when SPF and DKIM both fail",
            "1" => "when SPF or DKIM fails",
            "d" | "D" => "when a DKIM signature fails",
            _ => "when SPF fails",
        })
        .collect();
    format!("Reports on single messages are wanted {}.", list(&each))
}

fn reports(tag: &Tag, text: &str, lead: &str) -> String {
    let uris = report_uris(text, tag.value);
    let good: Vec<String> =
        uris.iter().filter(|uri| uri.takes_reports(text)).map(|uri| code(uri.address.text(text))).collect();
    if good.is_empty() {
        "Receivers find no address here that a report can go to.".to_owned()
    } else if good.len() == uris.len() {
        format!("{lead} {}.{}", list(&good), looks(tag, text))
    } else {
        format!("{lead} {}. The rest of this list gets none.", list(&good))
    }
}

/// The service behind the addresses, where it is one that is known.
fn looks(tag: &Tag, text: &str) -> String {
    let mut names: Vec<&str> = report_uris(text, tag.value)
        .iter()
        .filter_map(|uri| uri.address.text(text).rsplit_once('@'))
        .filter_map(|(_, host)| providers::by_report_host(host))
        .map(|provider| provider.name)
        .collect();
    names.dedup();
    if names.is_empty() { String::new() } else { format!(" This looks like {}.", list(&names)) }
}

fn uris(tag: &Tag, text: &str) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    for uri in report_uris(text, tag.value) {
        if let Some(comma) = text[..uri.span.start].rfind(',').filter(|_| !out.is_empty()) {
            let comma = (comma..comma + 1).into();
            out.push(Segment::new(comma, Role::Separator, "A comma parts two addresses."));
        }
        let says = match uri.problem {
            None if !uri.takes_reports(text) => {
                "Nobody outside can send mail to this address, so no report arrives there.".to_owned()
            }
            None => format!("Reports go to {}.", code(uri.address.text(text))),
            Some(UriProblem::NoScheme) => {
                "Receivers skip this address, because `mailto:` does not stand before it.".to_owned()
            }
            Some(UriProblem::OtherScheme) => {
                "Receivers need not send reports to an address of this kind.".to_owned()
            }
            Some(
                UriProblem::Empty
                | UriProblem::Slashes
                | UriProblem::Blank
                | UriProblem::Joined
                | UriProblem::NoAddress
                | UriProblem::BadCharacter,
            ) => "Receivers can't send reports to this address as it is written.".to_owned(),
        };
        match uri.size_limit {
            Some(limit) => {
                out.push(Segment::new((uri.span.start..limit.start).into(), Role::Uri, says));
                let says =
                    "A limit on the size of a report. Receivers of today skip it; older ones keep to it.";
                out.push(Segment::new(limit, Role::Value, says));
            }
            None => out.push(Segment::new(uri.span, Role::Uri, says)),
        }
    }
    out
}

/// The policy, and where reports go.
pub fn summary(dmarc: &Dmarc, text: &str, name: Option<&str>) -> String {
    let domain = domain_words(
        // `_dmarc_.example.com` is no domain that mail comes from.
        name.map(|name| name.strip_prefix("_dmarc.").unwrap_or(name)).filter(|name| !name.starts_with('_')),
    );
    let Some(policy) = dmarc.effective_policy() else {
        return if !dmarc.recognised {
            format!(
                "Receivers see no DMARC record for {domain} here, because the text does not start with `v=DMARC1;`."
            )
        } else if dmarc.repeated {
            format!(
                "Receivers can't rely on this DMARC record for {domain}, because a tag stands there twice."
            )
        } else {
            format!(
                "Receivers act as if {domain} had no DMARC record, because this one holds no policy that they can use."
            )
        };
    };
    let mut says = match (policy, dmarc.policy) {
        (Policy::None, Some(Policy::None)) => {
            format!("Receivers are asked to accept mail from {domain} even where it fails the checks")
        }
        (Policy::None, _) => format!(
            "Receivers act as if {domain} asked for nothing, because they can't use the policy in this record"
        ),
        (policy, _) => {
            let (verb, rest) = verb(policy);
            format!("Receivers are asked to {verb} mail from {domain} that fails the checks{rest}")
        }
    };
    let addresses = dmarc.tag(DmarcTag::AggregateReports).map(|tag| {
        let uris = report_uris(text, tag.value);
        let good = uris.iter().filter(|uri| uri.takes_reports(text));
        good.map(|uri| code(uri.address.text(text))).collect::<Vec<_>>()
    });
    match addresses.filter(|list| !list.is_empty()) {
        Some(addresses) => says.push_str(&format!("; daily reports go to {}.", list(&addresses))),
        None => says.push_str("; nobody gets reports."),
    }
    if dmarc.testing && policy != Policy::None {
        says.push_str(
            " It is marked as a test, so receivers of today act one step more gently; older ones do not.",
        );
    }
    says
}
