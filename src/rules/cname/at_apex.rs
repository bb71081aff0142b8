//! A CNAME at the start of a zone: the records that must stand there have no place.

use std::cell::LazyCell;

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
/// Forms take names without the domain, and `a.dkim` in one is no domain: another label than these leaves it open.
const LONG_TOPS: &str = "academy agency app art biz blog business cat center city club com company consulting design \
                         dev digital edu example expert fun global gmbh gov group hamburg berlin wien koeln info int \
                         invalid jobs life live london lol ltd media mil mobi museum name net network news nyc one \
                         online org page paris press pro services shop site software solutions space store studio \
                         systems team tech tel test today top travel world xyz zone";

/// The name is the start of a zone, as far as a name alone can tell.
fn is_apex(name: &str) -> bool {
    if name.split('.').any(|label| label.starts_with('_')) {
        return false;
    }
    let top = name.rsplit('.').next().unwrap_or(name);
    let is_top = top.len() == 2
        || top.starts_with("xn--")
        || LONG_TOPS.split_whitespace().any(|known| known.eq_ignore_ascii_case(top));
    let registered = |name: Name| registrable(&name).is_some_and(|main| main == name);
    name == "@" || is_top && Name::literal(name).is_ok_and(registered)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert_eq!(is_apex(name), expected, "{name}");
        }
    }
}
