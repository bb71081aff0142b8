//! Which selectors are worth a guess: those of the services that a domain seems to use, then common ones.

use super::{Tried, Why};
use crate::dns::gate::IN_FLIGHT;
use crate::dns::{Data, Lookup};
use crate::facts::Domain;
use crate::facts::item::items;
use crate::providers::{self, Provider};
use crate::record::Record;

/// So many selectors are guessed in all.
const GUESSES: usize = 24;

/// So many of them are those of services, so that a domain with many services has common ones tried too.
const OF_SERVICES: usize = 16;

/// So many more are tried of services that only show once everything behind the SPF record was read.
const BEHIND: usize = 8;

/// So many more common ones are tried where there is room: less than are in flight at a time.
const MORE: usize = IN_FLIGHT - 1;

/// Selectors that many domains use, the most common ones first: more than are tried, since others may have taken some.
const COMMON: &[&str] = &[
    "default",
    "google",
    "selector1",
    "selector2",
    "s1",
    "s2",
    "k1",
    "k2",
    "dkim",
    "mail",
    "k3",
    "smtp",
    "mandrill",
    "cm",
    "zoho",
    "zmail",
    "fm1",
    "protonmail",
    "sig1",
    "key1",
    "dkim1",
    "email",
    "mx",
    "mg",
    "fm2",
    "m1",
    "key2",
    "mta",
    "pm",
    "dk",
];

/// The guesses that are left after those that were tried already; none until MX and TXT are answered.
pub(super) fn of(domain: &Domain, is_name: impl Fn(&str) -> bool) -> Option<Vec<Tried>> {
    domain.mail.mx.as_ref()?;
    domain.senders.txt.as_ref()?;
    let mut guesses = Guesses { tried: &domain.keys.tried, is_name, guesses: Vec::new() };
    guesses.of_services(domain, OF_SERVICES);
    for selector in COMMON {
        guesses.guess(selector, Why::Common, GUESSES);
    }
    Some(guesses.guesses)
}

/// The guesses for services that nothing spoke for until everything behind the SPF record was read; none until then.
pub(super) fn behind(domain: &Domain, is_name: impl Fn(&str) -> bool) -> Option<Vec<Tried>> {
    domain.senders.tree.as_ref()?;
    let mut guesses = Guesses { tried: &domain.keys.tried, is_name, guesses: Vec::new() };
    let so_far = domain.keys.tried.iter().filter(|tried| matches!(tried.why, Why::Service(_))).count();
    guesses.of_services(domain, OF_SERVICES.saturating_sub(so_far).min(BEHIND));
    Some(guesses.guesses)
}

/// Common ones that are tried where that takes no time.
pub(super) fn more(domain: &Domain, is_name: impl Fn(&str) -> bool) -> Vec<Tried> {
    let mut guesses = Guesses { tried: &domain.keys.tried, is_name, guesses: Vec::new() };
    for selector in COMMON {
        guesses.guess(selector, Why::Common, MORE);
    }
    guesses.guesses
}

struct Guesses<'d, F> {
    tried: &'d [Tried],
    is_name: F,
    guesses: Vec<Tried>,
}

impl<F: Fn(&str) -> bool> Guesses<'_, F> {
    fn guess(&mut self, selector: &str, why: Why, most: usize) {
        let is_new = self.tried.iter().chain(&self.guesses).all(|tried| tried.selector != selector);
        if is_new && self.guesses.len() < most && (self.is_name)(selector) {
            self.guesses.push(Tried { selector: selector.to_owned(), why, lookup: None });
        }
    }

    /// The usual selector of every service comes before the second one of any.
    fn of_services(&mut self, domain: &Domain, most: usize) {
        let services = services(domain);
        let longest = services.iter().map(|provider| provider.selectors.len()).max().unwrap_or(0);
        for i in 0..longest {
            for provider in &services {
                if let Some(selector) = provider.selectors.get(i) {
                    self.guess(selector, Why::Service(provider), most);
                }
            }
        }
    }
}

/// The services that a domain seems to use, each once, by how much the evidence says: SPF, then MX, then texts that
/// prove control, then the records that SPF leads to, as far as they were read.
pub fn services(domain: &Domain) -> Vec<&'static Provider> {
    let by_spf = domain.senders.txt.iter().flat_map(spf_domains);
    let by_spf = by_spf.filter_map(|name| providers::by_spf_domain(&name));
    let by_mx = domain.mail.mx.iter().flat_map(Lookup::found).filter_map(|data| match data {
        Data::Mx { exchange, .. } => providers::by_mx_host(exchange.as_str()),
        _ => None,
    });
    let texts = domain.senders.txt.iter().flat_map(Lookup::found).filter_map(Data::text);
    let by_text = texts.filter_map(|text| providers::by_verification(&text));
    // The root's own terms are those of the text above.
    let branches = domain.senders.tree.iter().flat_map(|tree| tree.branches().into_iter().skip(1));
    let behind = branches.filter_map(|branch| providers::by_spf_domain(&branch.domain));
    let mut services: Vec<&'static Provider> = Vec::new();
    for provider in by_spf.chain(by_mx).chain(by_text).chain(behind) {
        if !services.contains(&provider) {
            services.push(provider);
        }
    }
    services
}

/// The names in the terms of a domain's SPF records; of a name with macros, what follows the last one.
fn spf_domains(txt: &Lookup) -> Vec<String> {
    let mut names = Vec::new();
    for item in items(txt) {
        let Record::Spf(spf) = &item.record else { continue };
        for spec in spf.terms.iter().filter_map(|term| term.domain()) {
            let text = spec.span.text(&item.value);
            let fixed = text.rsplit_once('}').map_or(text, |(_, rest)| rest);
            names.push(fixed.trim_start_matches('.').to_owned());
        }
    }
    names
}
