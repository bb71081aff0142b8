//! `mail.example.com.example.com`: the zone was added to a name that held it already.

use super::reach::{self, Reach};
use crate::facts::Facts;
use crate::providers;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-doubled-name",
    severity: Severity::Warning,
    title: "The domain stands twice in the server's name",
    kind: Kind::Mx,
    reference: rfc!(1035, "5.1"),
    why: "In a zone file, a name without a dot at its end gets the domain added to it. A whole name that lacks the dot \
          then has the domain twice, and leads to a server that does not exist.",
    bad: "example.com. IN MX 10 mail.example.com.example.com.",
    good: "example.com. IN MX 10 mail.example.com.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, mx) in facts.mx().filter(|(_, _, mx)| mx.problem.is_none() && !mx.is_root) {
        let text = item.value.as_str();
        let host = mx.host_name(text);
        let Some(single) = doubled(&host, item.name.as_deref()) else { continue };
        let name = code(mx.host.text(text));
        let server = facts.domain.as_deref().and_then(|domain| reach::host(domain, item, mx));
        let (severity, message) = match server.map(reach::of_host) {
            // Somebody has made a server of that name.
            Some(Reach::Addresses(_)) => continue,
            Some(Reach::NoSuchName | Reach::NoAddress) => (
                Severity::Error,
                format!(
                    "{name} has the domain twice in it, and no server has that name. Mail can't get there."
                ),
            ),
            Some(Reach::Unknown) | None => {
                (RULE.severity, format!("{name} has the domain twice in it, and probably leads nowhere."))
            }
        };
        let dot = if mx.host.text(text).ends_with('.') { "." } else { "" };
        let edit = Edit::replace(mx.host, [single, dot].concat());
        let fix = Fix::edit("Keep the domain once", vec![edit], Confidence::Review);
        out.push(Finding::new(&RULE, record, mx.host, message).weighing(severity).fixed_by(fix));
    }
}

/// The host without a domain that was added to it: its own, or that of the record's name behind a provider's host.
pub fn doubled<'h>(host: &'h str, owner: Option<&str>) -> Option<&'h str> {
    let added = || {
        let bare = host.strip_suffix(owner?)?.strip_suffix('.')?;
        providers::by_mx_host(bare).map(|_| bare)
    };
    single(host).or_else(added)
}

/// `mail.example.com` of `mail.example.com.example.com`.
fn single(host: &str) -> Option<&str> {
    // Two labels at least, so that `com.com` in a name is no doubling.
    host.match_indices('.').find_map(|(at, _)| {
        let (left, tail) = (&host[..at], &host[at + 1..]);
        let doubled = tail.contains('.')
            && left.strip_suffix(tail).is_some_and(|before| before.is_empty() || before.ends_with('.'));
        doubled.then_some(left)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_domains_are_doubled() {
        assert_eq!(single("mail.example.com.example.com"), Some("mail.example.com"));
        assert_eq!(single("example.com.example.com"), Some("example.com"));
        assert_eq!(doubled("aspmx.l.google.com.a.example", Some("a.example")), Some("aspmx.l.google.com"));
        assert_eq!(doubled("mail.a.example", Some("a.example")), None);
        assert_eq!(single("mail.com.com"), None);
        assert_eq!(single("mx.notexample.com.example.com"), None);
        assert_eq!(single("example-com.mail.protection.outlook.com"), None);
    }
}
