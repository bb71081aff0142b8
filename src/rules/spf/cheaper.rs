//! What can be changed in a record so that it needs fewer lookups and lets the same servers send.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use super::finds_nothing::finds_nothing;
use super::live::Live;
use crate::dns::{Lookup, Outcome};
use crate::record::spf::{Qualifier, Term, TermKind};
use crate::rules::{Confidence, Fix};
use crate::spf::tree::{Branch, Twig};
use crate::text::prose::code;
use crate::text::{Edit, count, list};

/// So many addresses may stand in the place of one term; more make the record long.
const ADDRESSES: usize = 4;

/// So many terms are named.
const NAMED: usize = 3;

/// The fix, as far as it can be written down from here; its end is left to the reader where that is not enough.
pub fn fix(live: &Live<'_>, enough: u32) -> Fix {
    let dropped = needless(live);
    let replaced: Vec<(&Twig, String)> = (live.tree.root.twigs.iter())
        .filter(|twig| dropped.iter().all(|drop| drop.index != twig.index))
        .filter_map(|twig| Some((twig, addresses(live, twig)?)))
        .collect();
    let saved: u32 =
        dropped.iter().map(|twig| twig.total).chain(replaced.iter().map(|(twig, _)| twig.total)).sum();
    let left = live.tree.lookups().saturating_sub(saved);
    let mut steps = Vec::new();
    if !dropped.is_empty() {
        steps.push(format!("take out {}", named(&dropped)));
    }
    if !replaced.is_empty() {
        let twigs: Vec<&Twig> = replaced.iter().map(|(twig, _)| *twig).collect();
        steps.push(format!("put addresses in place of {}", named(&twigs)));
    }
    let services = "take out services that you no longer use, or let one send from a subdomain of its own";
    if steps.is_empty() {
        return Fix::new(capital(services), None, Confidence::Review);
    }
    let at_least = if live.tree.exact() { "" } else { "at least " };
    let mut title = format!(
        "{}, which leaves {at_least}{}",
        capital(&list(&steps)),
        count(left as usize, "lookup", "lookups")
    );
    if left > enough {
        title = format!("{title}; then {services}");
    }
    let drops = dropped.into_iter().map(|twig| live.without(twig));
    let mut there = HashSet::new();
    let puts = replaced.into_iter().map(|(twig, text)| {
        // `a` and `mx` are often one server.
        if there.insert(text.clone()) { Edit::replace(twig.span, text) } else { live.without(twig) }
    });
    Fix::edit(title, drops.chain(puts).collect(), Confidence::Review)
}

/// The terms that let nobody send whom another term does not.
fn needless<'a>(live: &Live<'a>) -> Vec<&'a Twig> {
    let twigs = &live.tree.root.twigs;
    let passes = |twig: &Twig| {
        let is_include =
            |term: &Term| matches!(term.kind, TermKind::Include(_)) && term.effect() == Qualifier::Pass;
        twig.reached && live.term(twig).is_some_and(is_include)
    };
    let brought: Vec<HashSet<String>> = twigs
        .iter()
        .map(|twig| {
            let mut names = HashSet::new();
            if let Some(child) = twig.child.as_deref().filter(|_| passes(twig)) {
                passed_on(child, &mut names);
            }
            names
        })
        .collect();
    // By how many terms each name is brought in.
    let mut times: HashMap<&str, usize> = HashMap::new();
    for name in brought.iter().flatten() {
        *times.entry(name).or_default() += 1;
    }
    let mut first = HashSet::new();
    let mut needless = Vec::new();
    for (twig, own) in twigs.iter().zip(&brought).filter(|(twig, _)| twig.reached) {
        let comes_again = passes(twig)
            && twig.target.as_deref().map(plain).is_some_and(|name| {
                let by_others =
                    times.get(name.as_str()).copied().unwrap_or(0) - usize::from(own.contains(&name));
                by_others > 0 || !first.insert(name)
            });
        if comes_again || finds_nothing(live.term(twig).map(|term| &term.kind), twig).is_some() {
            needless.push(twig);
        }
    }
    needless
}

/// The domains whose records are passed on by a record: what they pass, it passes.
fn passed_on(branch: &Branch, names: &mut HashSet<String>) {
    let Some((_, spf)) = branch.record() else { return };
    for twig in branch.twigs.iter().filter(|twig| twig.reached) {
        let passes = spf.terms.get(twig.index).is_some_and(|term| match term.kind {
            TermKind::Include(_) => term.effect() == Qualifier::Pass,
            TermKind::Redirect(_) => true,
            _ => false,
        });
        if let (true, Some(target), Some(child)) = (passes, &twig.target, twig.child.as_deref()) {
            if child.record().is_some() {
                names.insert(plain(target));
            }
            passed_on(child, names);
        }
    }
}

/// What can stand in the place of an `a` or `mx`: the addresses of the domain's own hosts, where they are few.
///
/// Those of a service change without a word, so they are left alone.
pub fn addresses(live: &Live<'_>, twig: &Twig) -> Option<String> {
    let term = live.term(twig)?;
    let is_address_term = match term.kind {
        TermKind::A(_) => true,
        TermKind::Mx(_) => matches!(twig.lookup.as_ref()?.answer.outcome, Outcome::Found(_)),
        _ => false,
    };
    if !is_address_term || !twig.reached || twig.hosts.is_empty() || twig.has_too_many_mail_servers() {
        return None;
    }
    let is_known = |lookup: &Option<Lookup>| {
        lookup.as_ref().is_some_and(|lookup| !matches!(lookup.answer.outcome, Outcome::Unknown(_)))
    };
    let is_own = |lookup: &Option<Lookup>| {
        let aliases = lookup.iter().flat_map(|lookup| &lookup.answer.aliases);
        aliases.into_iter().all(|alias| live.is_own(alias.as_str()))
    };
    let mut found: Vec<IpAddr> = Vec::new();
    for host in &twig.hosts {
        let known = is_known(&host.ipv4) && is_known(&host.ipv6);
        if !known || !live.is_own(host.name.as_str()) || !is_own(&host.ipv4) || !is_own(&host.ipv6) {
            return None;
        }
        for address in host.addresses() {
            if !found.contains(&address) {
                found.push(address);
            }
        }
    }
    if found.is_empty() || found.len() > ADDRESSES {
        return None;
    }
    let sign = term.qualifier.map_or("", |(_, span)| span.text(live.text));
    let terms: Vec<String> = found
        .into_iter()
        .map(|address| {
            let (name, prefix) = match address {
                IpAddr::V4(_) => ("ip4", term.prefix4),
                IpAddr::V6(_) => ("ip6", term.prefix6),
            };
            let prefix = prefix.map_or(String::new(), |prefix| format!("/{}", prefix.length));
            format!("{sign}{name}:{address}{prefix}")
        })
        .collect();
    Some(terms.join(" "))
}

/// The terms by their text, as a sentence names them.
fn named(twigs: &[&Twig]) -> String {
    if twigs.len() > NAMED {
        let rest = twigs.len() - NAMED;
        let names: Vec<String> = twigs.iter().take(NAMED).map(|twig| code(&twig.text)).collect();
        return format!("{} and {}", names.join(", "), count(rest, "other", "others"));
    }
    let names: Vec<String> = twigs.iter().map(|twig| code(&twig.text)).collect();
    list(&names)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// A name for comparing.
fn plain(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}
