//! A CNAME at the start of a zone: the records that must stand there have no place.

use std::cell::LazyCell;
use std::cmp::Ordering;

use rustc_hash::FxHashSet;

use super::{cnames, to_itself};
use crate::dns::Name;
use crate::facts::Facts;
use crate::facts::policy::suffix::registrable;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "cname-at-apex",
    severity: Severity::Warning,
    title: "The domain itself is an alias",
    kind: Kind::Cname,
    reference: rfc!(1034, "3.6.2"),
    why: "A name that is an alias can have no other record, and the domain itself always has some: those that name \
          its DNS servers, and those for mail. Some DNS hosts refuse such an alias, and with others the mail \
          records are lost.",
    bad: "example.com. IN CNAME sites.example.net.",
    good: "www.example.com. IN CNAME sites.example.net.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let alone = LazyCell::new(|| {
        let sets = facts.sets(|item| item.name.is_some());
        let alone = sets.iter().filter(|set| set.len() == 1).filter_map(|set| set[0].1.name.as_deref());
        alone.collect::<FxHashSet<&str>>()
    });
    for (record, item, cname) in cnames(facts).filter(|(.., cname)| cname.problem.is_none()) {
        if to_itself::is_own(item, cname) {
            continue;
        }
        let Some(name) = item.name.as_deref().filter(|name| is_apex(name)) else { continue };
        // What stands beside it has a rule of its own.
        if facts.domain.is_none() && !alone.contains(name) {
            continue;
        }
        let domain = if name == "@" { "The domain itself".to_owned() } else { code(name) };
        let message = format!(
            "{domain} stands for {}. Its MX and TXT records are those of that name, and none of its own can stand beside the alias.",
            code(&cname.name(&item.value))
        );
        let title = "Give the domain addresses of its own, or use what your DNS host calls ALIAS, ANAME or flattening";
        let fix = Fix::new(title, None, Confidence::Review);
        out.push(Finding::new(&RULE, record, cname.target, message).fixed_by(fix));
    }
}

/// Top-level labels of more than two letters that domains in use often have.
///
/// Forms take names without the domain, and `a.dkim` in one is no domain: another label than these leaves it open. Of the
/// labels in the root zone, those that people also name hosts and parts of their mail by are left out: `links.marketing`.
/// In order: zones come with aliases by the thousand.
const LONG_TOPS: &str = "abogado academy accountants actor aero agency airforce alsace amsterdam apartments app archi \
                         army art asia associates attorney autos baby bank barcelona bargains bayern beauty beer \
                         berlin bet bike bingo biz blog boats boston boutique broker brussels builders business buzz \
                         bzh cafe camp capetown cars casa casino cat catering center cfd charity cheap christmas \
                         church city cleaning clinic clothing club coffee cologne com company condos construction \
                         consulting contractors cooking cool coop corsica coupons credit creditcard cruises cymru \
                         cyou dance dating deals democrat dental dentist design dev diamonds diet digital discount \
                         doctor dog durban edu energy engineer enterprises equipment esq estate eus example expert \
                         exposed fail fan farm fashion financial fish fishing fit fitness flights florist flowers \
                         football forex forsale foundation frl fun fund furniture futbol fyi gal gallery garden gay \
                         gifts gives giving glass global gmbh gold golf gop gov graphics gratis gripe group guitars \
                         guru hair hamburg haus healthcare helsinki hiv hockey holdings holiday homes horse hospital \
                         hotels icu immo immobilien inc info institute insurance insure int international invalid \
                         investments irish istanbul jetzt jewelry jobs joburg juegos kaufen kim kitchen kiwi koeln \
                         lat lawyer lease lgbt life lighting limo live llc loans lol london lotto ltd luxe makeup mba \
                         media melbourne meme memorial miami mil mobi moda mom monster mortgage moscow motorcycles \
                         museum nagoya name navy net network news ngo ninja nrw nyc observer okinawa one ong online \
                         org organic osaka page paris pet phd photo photography photos pics pictures pizza plumbing \
                         poker press pro quebec quest realty recipes rehab reise reisen rent rentals republican rio \
                         rip rocks rodeo rsvp ruhr ryukyu saarland salon sarl sbs schule scot services sexy shoes \
                         shop shopping singles site ski skin soccer software solar solutions soy space store studio \
                         supplies surf surgery swiss sydney systems tattoo taxi team tech technology tel tennis test \
                         theater theatre tickets tienda tips tires tirol today tokyo top tours toys travel uno \
                         vacations vegas ventures vet viajes villas vin vision vlaanderen vodka voyage wales website \
                         wedding wien wiki wine world wtf xyz yachts yoga yokohama zone";

/// The name is the start of a zone, as far as a name alone can tell.
fn is_apex(name: &str) -> bool {
    if name.split('.').any(|label| label.starts_with('_')) {
        return false;
    }
    let top = name.rsplit('.').next().unwrap_or(name);
    let is_top = top.len() == 2 || top.starts_with("xn--") || is_listed(top, LONG_TOPS);
    let registered = |name: Name| registrable(&name).is_some_and(|main| main == name);
    name == "@" || is_top && Name::literal(name).is_ok_and(registered)
}

/// The word is one of those in `list`, which are in order with a blank between them.
fn is_listed(word: &str, list: &str) -> bool {
    let mut list = list;
    while !list.is_empty() {
        let start = list[..list.len() / 2].rfind(' ').map_or(0, |blank| blank + 1);
        let end = list[start..].find(' ').map_or(list.len(), |length| start + length);
        list = match word.cmp(&list[start..end]) {
            Ordering::Equal => return true,
            Ordering::Less => &list[..start.saturating_sub(1)],
            Ordering::Greater => list.get(end + 1..).unwrap_or(""),
        };
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_of_the_list_is_found_in_it_and_nothing_else() {
        let words: Vec<&str> = LONG_TOPS.split(' ').collect();
        assert!(words.is_sorted());
        assert!(words.iter().all(|word| is_listed(word, LONG_TOPS)));
        for word in ["", " ", "a", "zzz", "aca", "marketing", "academy accountants", "xyz ", "zone yokohama"]
        {
            assert!(!is_listed(word, LONG_TOPS), "{word:?}");
        }
    }

    #[test]
    fn names_below_a_domain_may_be_aliases() {
        for (name, expected) in [
            ("@", true),
            ("example.com", true),
            ("example.co.uk", true),
            ("www.example.com", false),
            ("co.uk", false),
            ("www", false),
            ("s1._domainkey", false),
            ("_dmarc.com", false),
            ("a.dkim", false),
            ("mail.www", false),
            ("example.shop", true),
            ("example.photography", true),
            ("example.restaurant", false),
            ("links.marketing", false),
            ("bounce.delivery", false),
            ("mail.exchange", false),
            ("www.example.photography", false),
        ] {
            assert_eq!(is_apex(name), expected, "{name}");
        }
    }
}
