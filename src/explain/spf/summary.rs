//! One sentence on a whole SPF record.

use rustc_hash::FxHashSet;

use crate::explain::domain_words;
use crate::providers;
use crate::record::Reading;
use crate::record::domain_spec::holds_no_name;
use crate::record::spf::{Everyone, Qualifier, Spf, Term, TermKind};
use crate::text::list;
use crate::text::prose::code;

/// Sources named one by one in a summary; more are counted.
const NAMED: usize = 5;

/// Who may send, and what happens to the rest.
pub fn summary(spf: &Spf, text: &str, name: Option<&str>) -> String {
    let domain = domain_words(name);
    match spf.reading() {
        Reading::Ignored => {
            return format!(
                "Receivers see no SPF record for {domain} here, because the text does not start with exactly `v=spf1` and a space."
            );
        }
        Reading::Broken => {
            let bad = spf.terms.iter().find(|term| term.problem.is_some());
            let what = bad.map_or_else(|| "a blank in it".to_owned(), |term| code(term.span.text(text)));
            return format!(
                "Receivers stop at {what} and count the SPF record of {domain} as an error, so it allows nobody."
            );
        }
        Reading::Used => {}
    }
    // What an earlier part decides on lets nobody in, whatever it says.
    let dead = |term: &&Term| term.domain().is_some_and(|domain| holds_no_name(domain.span.text(text)));
    // A name without a dot stands for a place in a zone that is not known here.
    let own = name.filter(|name| name.contains('.')).unwrap_or("");
    let is_ring = |term: &&Term| term.names_itself(text, own);
    // At an `include` that leads to no record, or to this one, receivers stop: what stands behind it lets nobody in.
    let is_stop = |term: &&Term| (dead(term) || is_ring(term)) && matches!(term.kind, TermKind::Include(_));
    let stop = spf.deciding().find(is_stop);
    let allowed: Vec<&Term> = spf
        .deciding()
        .take_while(|term| stop.is_none_or(|stop| term.span.start < stop.span.start))
        .filter(|term| term.effect() == Qualifier::Pass && !dead(term))
        .collect();
    match allowed.iter().find_map(|term| term.everyone()) {
        Some(Everyone::All) => {
            return format!("Every server in the world may send mail in the name of {domain}.");
        }
        Some(Everyone::Ip4) => {
            return format!("Every server with an IPv4 address may send mail in the name of {domain}.");
        }
        Some(Everyone::Ip6) => {
            return format!("Every server with an IPv6 address may send mail in the name of {domain}.");
        }
        None => {}
    }
    let sources = sources(&allowed, text);
    let is_end = |term: &&Term| (dead(term) || is_ring(term)) && is_redirect(term);
    let leads_nowhere = stop.or_else(|| spf.reachable().find(is_end));
    if let Some(term) = leads_nowhere.filter(is_ring) {
        let name = code(term.span.text(text));
        return if sources.is_empty() {
            format!(
                "At {name} receivers go round in a ring. They count the SPF record of {domain} as an error."
            )
        } else {
            format!(
                "Mail from {domain} may come from {}; for anything else, receivers go round in a ring at {name} and count this \
                 record as an error.",
                list(&sources)
            )
        };
    }
    if let Some(term) = leads_nowhere {
        let name = code(term.domain().map_or("", |domain| domain.span.text(text)));
        return if sources.is_empty() {
            format!(
                "Receivers find no SPF record by {name} and count the one of {domain} as an error, so it allows nobody."
            )
        } else {
            format!(
                "Mail from {domain} may come from {}; for anything else, receivers find no SPF record by {name} and count this \
                 one as an error.",
                list(&sources)
            )
        };
    }
    let redirect = spf.reachable().find_map(|term| match &term.kind {
        TermKind::Redirect(target) => target.as_ref().map(|t| t.span.text(text)),
        _ => None,
    });
    let effects = spf.rest().effects();
    if let (true, Some(target), [None, None]) = (sources.is_empty(), redirect, effects) {
        return format!("Who may send mail for {domain} is decided by the SPF record of {}.", code(target));
    }
    let ending = ending(effects, redirect);
    if sources.is_empty() {
        return match effects {
            [Some(Qualifier::Fail), Some(Qualifier::Fail)] => {
                format!("No server may send mail for {domain}.")
            }
            [None | Some(Qualifier::Neutral), None | Some(Qualifier::Neutral)] if redirect.is_none() => {
                format!("This SPF record allows nobody to send mail for {domain}, and forbids nobody.")
            }
            _ if redirect.is_some() => format!("This SPF record names no server of {domain}; {ending}."),
            _ => format!("No server is allowed to send mail for {domain}; {ending}."),
        };
    }
    format!("Mail from {domain} may come from {}; {ending}.", list(&sources))
}

/// What becomes of mail from servers that are on no list. The two effects, for IPv4 and IPv6, differ where a network of all
/// addresses of one kind stands before the end.
fn ending(effects: [Option<Qualifier>; 2], redirect: Option<&str>) -> String {
    let [four, six] = effects;
    if four == six {
        return match (four, redirect) {
            (Some(Qualifier::Fail), _) => "receivers are told to refuse anything else".to_owned(),
            (Some(Qualifier::SoftFail), _) => {
                "receivers are told to treat anything else with suspicion".to_owned()
            }
            (None, Some(target)) => format!("the SPF record of {} decides on anything else", code(target)),
            (Some(Qualifier::Neutral | Qualifier::Pass) | None, _) => {
                "it doesn't say what to do with mail from elsewhere".to_owned()
            }
        };
    }
    let each = |effect: Option<Qualifier>| match (effect, redirect) {
        (Some(Qualifier::Fail), _) => "should be refused".to_owned(),
        (Some(Qualifier::SoftFail), _) => "should be treated with suspicion".to_owned(),
        (None, Some(target)) => format!("is for the SPF record of {} to decide", code(target)),
        (Some(Qualifier::Neutral | Qualifier::Pass) | None, _) => "is left open".to_owned(),
    };
    format!("anything else {} over IPv4, and {} over IPv6", each(four), each(six))
}

fn is_redirect(term: &Term) -> bool {
    matches!(term.kind, TermKind::Redirect(_))
}

/// Where mail may come from, in words, services first.
fn sources(allowed: &[&Term], text: &str) -> Vec<String> {
    let mut seen = FxHashSet::default();
    let (mut names, mut servers, mut networks) = (Vec::<String>::new(), Vec::<String>::new(), 0);
    for term in allowed {
        let domain = term.domain().map(|domain| domain.span.text(text));
        let name = match &term.kind {
            TermKind::Include(_) => service(domain.unwrap_or("")),
            TermKind::A(_) => match domain {
                Some(domain) => format!("the server {}", code(domain)),
                None => "the domain's own server".to_owned(),
            },
            TermKind::Mx(_) => match domain {
                Some(domain) => format!("the mail servers of {}", code(domain)),
                None => "the domain's own mail servers".to_owned(),
            },
            TermKind::Ptr(_) => match domain {
                Some(domain) => format!("servers that carry the name of {}", code(domain)),
                None => "servers that carry the domain's name".to_owned(),
            },
            TermKind::Exists(_) => "servers that a list in DNS allows".to_owned(),
            TermKind::Ip4(_) | TermKind::Ip6(_) => {
                let single = match (&term.kind, term.prefix4, term.prefix6) {
                    (TermKind::Ip4(_), prefix, _) => prefix.is_none_or(|p| p.length == 32),
                    (_, _, prefix) => prefix.is_none_or(|p| p.length == 128),
                };
                if single {
                    servers.push(term.value.map_or_else(String::new, |value| code(value.text(text))));
                } else {
                    networks += 1;
                }
                continue;
            }
            TermKind::All
            | TermKind::Redirect(_)
            | TermKind::Exp(_)
            | TermKind::UnknownModifier(_)
            | TermKind::Unrecognised => continue,
        };
        if seen.insert(name.clone()) {
            names.push(name);
        }
    }
    if names.len() > NAMED {
        let rest = names.len() - (NAMED - 1);
        names.truncate(NAMED - 1);
        names.push(format!("{rest} other services or servers"));
    }
    match servers.as_slice() {
        [] => {}
        [one] => names.push(format!("the server at {one}")),
        more => names.push(format!("{} single servers", more.len())),
    }
    match networks {
        0 => {}
        1 => names.push("one network of servers".to_owned()),
        n => names.push(format!("{n} networks of servers")),
    }
    names
}

fn service(domain: &str) -> String {
    let plain = domain.rsplit_once("}.").map_or(domain, |(_, rest)| rest);
    match providers::by_spf_domain(plain) {
        Some(provider) => provider.name.to_owned(),
        None => format!("the servers that {} allows", code(domain)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> String {
        summary(&Spf::parse(text), text, Some("example.com"))
    }

    #[test]
    fn what_an_earlier_part_refuses_is_no_source() {
        for text in [
            "v=spf1 -ip4:192.0.2.1 ip4:192.0.2.1 -all",
            "v=spf1 -ip4:0.0.0.0/0 ip4:192.0.2.1 -all",
            "v=spf1 -mx +MX -all",
            "v=spf1 -ip6:2001:db8::/32 ip6:2001:db8::1/64 -all",
        ] {
            assert_eq!(says(text), "No server may send mail for example.com.", "{text}");
        }
        assert!(says("v=spf1 -ip4:192.0.2.1 ip4:192.0.2.2 -all").contains("the server at `192.0.2.2`"));
        assert!(says("v=spf1 ip4:192.0.2.1 +ip4:192.0.2.1 -all").contains("the server at `192.0.2.1`"));
    }

    #[test]
    fn a_network_of_all_addresses_is_an_ending() {
        for (text, expected) in [
            (
                "v=spf1 mx -ip4:0.0.0.0/0 -ip6:::/0",
                "Mail from example.com may come from the domain's own mail servers; receivers are told to refuse anything else.",
            ),
            (
                "v=spf1 mx ?ip4:0.0.0.0/0 -all",
                "Mail from example.com may come from the domain's own mail servers; anything else is left open over IPv4, and \
                 should be refused over IPv6.",
            ),
            (
                "v=spf1 ?ip4:0.0.0.0/0 -all",
                "No server is allowed to send mail for example.com; anything else is left open over IPv4, and should be refused \
                 over IPv6.",
            ),
            (
                "v=spf1 ~ip4:0.0.0.0/0 ~ip6:::/0 -all",
                "No server is allowed to send mail for example.com; receivers are told to treat anything else with suspicion.",
            ),
            (
                "v=spf1 ?ip4:0.0.0.0/0 ?ip6:::/0 -all",
                "This SPF record allows nobody to send mail for example.com, and forbids nobody.",
            ),
            (
                "v=spf1 -ip4:0.0.0.0/0 redirect=a.example",
                "This SPF record names no server of example.com; anything else should be refused over IPv4, and is for the SPF \
                 record of `a.example` to decide over IPv6.",
            ),
        ] {
            assert_eq!(says(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_that_nobody_can_have_is_no_source() {
        for (text, expected) in [
            (
                "v=spf1 include:spf:x.example mx -all",
                "Receivers find no SPF record by `spf:x.example` and count the one of example.com as an error, so it allows \
                 nobody.",
            ),
            (
                "v=spf1 mx include:a:b.example a -all",
                "Mail from example.com may come from the domain's own mail servers; for anything else, receivers find no SPF \
                 record by `a:b.example` and count this one as an error.",
            ),
            (
                "v=spf1 redirect=a:b.example",
                "Receivers find no SPF record by `a:b.example` and count the one of example.com as an error, so it allows \
                 nobody.",
            ),
            ("v=spf1 a:https://x.example -all", "No server may send mail for example.com."),
            (
                "v=spf1 a:https://x.example mx -all",
                "Mail from example.com may come from the domain's own mail servers; receivers are told to refuse anything else.",
            ),
        ] {
            assert_eq!(says(text), expected, "{text}");
        }
    }

    #[test]
    fn a_record_that_leads_to_itself_promises_nothing_behind_that() {
        for (text, expected) in [
            (
                "v=spf1 include:Example.com. mx -all",
                "At `include:Example.com.` receivers go round in a ring. They count the SPF record of example.com as an \
                 error.",
            ),
            (
                "v=spf1 redirect=example.com",
                "At `redirect=example.com` receivers go round in a ring. They count the SPF record of example.com as an \
                 error.",
            ),
            (
                "v=spf1 mx ?include:%{d} a -all",
                "Mail from example.com may come from the domain's own mail servers; for anything else, receivers go round \
                 in a ring at `?include:%{d}` and count this record as an error.",
            ),
            ("v=spf1 -all include:example.com", "No server may send mail for example.com."),
        ] {
            assert_eq!(says(text), expected, "{text}");
        }
        let text = "v=spf1 include:mail -all";
        assert!(!summary(&Spf::parse(text), text, Some("mail")).contains("ring"));
    }

    #[test]
    fn ptr_is_about_the_name_that_it_holds() {
        assert!(
            says("v=spf1 ptr:other.example -all").contains("servers that carry the name of `other.example`")
        );
        assert!(says("v=spf1 ptr -all").contains("servers that carry the domain's name"));
    }
}
