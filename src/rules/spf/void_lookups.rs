//! More than two parts that ask for what is not there: receivers may give up.

use super::live::{Live, Place};
use super::{cheaper, finds_nothing::finds_nothing};
use crate::dns::Outcome;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::record::spf::{Qualifier, Term, TermKind};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::spf::limits::VOID_LOOKUPS;
use crate::spf::tree::{Branch, Host};
use crate::text::prose::code;
use crate::text::{Edit, Span, list};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-void-lookups",
    severity: Severity::Error,
    title: "Too many lookups that find nothing",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.4"),
    why: "A lookup that finds nothing points to a mistake or to an attack on DNS. The standard lets receivers make 2 of \
          them for one message; at the next one most stop, and count an error.",
    bad: "example.com. TXT \"v=spf1 a:web.example.com a:old.example.com mx:old.example.com ip4:192.0.2.1 -all\"",
    good: "example.com. TXT \"v=spf1 a:web.example.com ip4:192.0.2.1 -all\"\nweb.example.com. A 192.0.2.2\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n\
           example.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1",
    check: Check::Dns(check),
};

/// So many terms are named.
const NAMED: usize = 4;

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let Some(live) = Live::of(domain, facts) else { return };
    let count = Count::of(&live);
    if !count.is_over() {
        return;
    }
    let (over_ipv4, over_ipv6) = (is_many(&count.ipv4), is_many(&count.ipv6));
    let (places, mail) = match (over_ipv4, over_ipv6) {
        (true, true) => (&count.ipv4, "this record"),
        (true, false) => (&count.ipv4, "for mail that comes over IPv4, this record"),
        (false, _) => (&count.ipv6, "for mail that comes over IPv6, this record"),
    };
    let more = if live.tree.void_lookups.exact { "" } else { "at least " };
    let message = format!(
        "Most receiving servers give up after {VOID_LOOKUPS} lookups that find nothing; {mail} makes {more}{}. They are {}.",
        places.len(),
        named(places)
    );
    // What finds nothing at all goes out; what finds servers of the other kind keeps them.
    let (mut drops, mut puts): (Vec<Edit>, Vec<Edit>) = Default::default();
    for place in places.iter().filter(|place| place.is_top()) {
        if finds_nothing(place.kind(), place.twig).is_some() || place.twig.void.is_always() {
            drops.push(live.without(place.twig));
        } else if let Some(addresses) = cheaper::addresses(&live, place.twig) {
            puts.push(Edit::replace(place.twig.span, addresses));
        }
    }
    let theirs = places.iter().find(|place| !place.is_top());
    let title = match (drops.is_empty(), puts.is_empty()) {
        (false, true) => "Correct the names that find nothing, or take these parts out",
        (true, _) => "Put addresses in place of these parts",
        (false, false) => "Take out what finds nothing, and put addresses in place of the rest",
    };
    drops.append(&mut puts);
    let fix = match (drops.is_empty(), theirs) {
        (false, _) => Fix::edit(title, drops, Confidence::Review),
        (true, Some(place)) => {
            let title =
                format!("Ask the people behind {} to take dead names out of it", code(&place.branch.domain));
            Fix::new(title, None, Confidence::Review)
        }
        (true, None) => Fix::new(
            "Put `ip4:` and `ip6:` with the addresses in place of these parts",
            None,
            Confidence::Review,
        ),
    };
    let dead = places.iter().any(|place| finds_nothing(place.kind(), place.twig).is_some());
    let severity = match (over_ipv4, dead || lets_ipv6_send(&live)) {
        (true, _) => Severity::Error,
        (false, true) => Severity::Warning,
        // No mail of the domain's own comes over IPv6, so that only forged mail meets the limit.
        (false, false) => Severity::Advice,
    };
    let span =
        places.iter().find(|place| place.is_top()).map_or(Span::new(0, live.text.len()), |p| p.twig.span);
    out.push(Finding::new(&RULE, live.record, span, message).weighing(severity).fixed_by(fix));
}

/// The terms that ask for what is not there, for each kind of address.
///
/// An `include` or `redirect` whose record is not there makes receivers stop at once, which a rule of its own tells.
pub struct Count<'a> {
    /// For a server that sends over IPv4.
    ipv4: Vec<Place<'a>>,
    /// For a server that sends over IPv6.
    ipv6: Vec<Place<'a>>,
}

impl<'a> Count<'a> {
    /// Counts in the order in which receivers come to the terms.
    pub fn of(live: &Live<'a>) -> Self {
        let mut places = live.places();
        places.retain(|place| place.twig.child.is_none());
        let void = |wanted: fn(&Place<'a>) -> Option<bool>| -> Vec<Place<'a>> {
            places.iter().filter(|place| wanted(place) == Some(true)).copied().collect()
        };
        Self { ipv4: void(|place| place.twig.void.ipv4), ipv6: void(|place| place.twig.void.ipv6) }
    }

    /// There are more than receivers put up with, for one kind of address at least.
    pub fn is_over(&self) -> bool {
        is_many(&self.ipv4) || is_many(&self.ipv6)
    }
}

fn is_many(places: &[Place<'_>]) -> bool {
    places.len() > VOID_LOOKUPS as usize
}

/// Some server that sends over IPv6 may pass.
fn lets_ipv6_send(live: &Live<'_>) -> bool {
    let is_listed = |term: &Term| matches!(term.kind, TermKind::Ip6(_)) && term.effect() == Qualifier::Pass;
    let lists = |branch: &Branch| branch.record().is_some_and(|(_, spf)| spf.terms.iter().any(is_listed));
    let has_address = |host: &Host| {
        host.ipv6.as_ref().is_some_and(|lookup| matches!(lookup.answer.outcome, Outcome::Found(_)))
    };
    live.tree.branches().into_iter().any(lists)
        || live.places().iter().any(|place| place.twig.hosts.iter().any(has_address))
}

fn named(places: &[Place<'_>]) -> String {
    // Where all of them stand behind one part, that is named once.
    let behind = places
        .first()
        .map(|first| first.top)
        .filter(|top| places.iter().all(|place| !place.is_top() && std::ptr::eq(place.top, *top)));
    let words = |place: &Place<'_>| match behind {
        Some(_) => code(&place.twig.text),
        None => place.words(),
    };
    let mut names: Vec<String> = places.iter().take(NAMED).map(words).collect();
    if places.len() > NAMED {
        names.push("others".to_owned());
    }
    match behind {
        Some(top) => format!("{}, all behind {}", list(&names), code(&top.text)),
        None => list(&names),
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    const DEAD: &str = "example.com TXT \"v=spf1 a:x.example a:y.example exists:z.example -all\"";

    #[test]
    fn three_for_both_kinds_are_an_error() {
        let findings = said(&RULE, DEAD);
        assert_eq!(findings[0].severity, Severity::Error);
        assert_eq!(
            findings[0].message,
            "Most receiving servers give up after 2 lookups that find nothing; this record makes 3. They are `a:x.example`, \
             `a:y.example` and `exists:z.example`."
        );
        let text = "v=spf1 a:x.example a:y.example exists:z.example -all";
        assert_eq!(findings[0].fix.as_ref().unwrap().value(text).as_deref(), Some("v=spf1 -all"));
    }

    #[test]
    fn the_kind_of_address_counts() {
        let four = "x.example A 192.0.2.1\ny.example A 192.0.2.2\nz.example A 192.0.2.3";
        let zone = format!("example.com TXT \"v=spf1 a:x.example a:y.example a:z.example -all\"\n{four}");
        let findings = said(&RULE, &zone);
        assert_eq!(findings[0].severity, Severity::Advice);
        assert!(
            findings[0].message.contains("for mail that comes over IPv6, this record makes 3"),
            "{findings:?}"
        );
        let six = said(&RULE, &zone.replace(" -all", " ip6:2001:db8::1 -all"));
        assert_eq!(six[0].severity, Severity::Warning);
        let other = zone.replace("A 192.0.2.", "AAAA 2001:db8::");
        assert_eq!(said(&RULE, &other)[0].severity, Severity::Error);
    }

    #[test]
    fn own_hosts_of_one_kind_keep_their_addresses() {
        let zone = "example.com TXT \"v=spf1 a:x.example.com a:y.example.com a:z.example -all\"\n\
                    x.example.com A 192.0.2.1\ny.example.com A 192.0.2.2";
        let text = "v=spf1 a:x.example.com a:y.example.com a:z.example -all";
        let fixed = said(&RULE, zone)[0].fix.as_ref().and_then(|fix| fix.value(text));
        assert_eq!(fixed.as_deref(), Some("v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 -all"));
    }

    #[test]
    fn what_stands_in_several_records_is_told_with_its_way() {
        let zone = "example.com TXT \"v=spf1 include:in.example a:x.example -all\"\n\
                    in.example TXT \"v=spf1 a:y.example a:z.example ~all\"";
        let message = &said(&RULE, zone)[0].message;
        assert!(
            message.contains("`a:z.example` behind `include:in.example` and `a:x.example`."),
            "{message}"
        );
    }

    #[test]
    fn what_others_must_repair_is_said_with_its_way() {
        let zone = "example.com TXT \"v=spf1 include:in.example -all\"\n\
                    in.example TXT \"v=spf1 a:x.example a:y.example a:z.example ~all\"";
        let findings = said(&RULE, zone);
        assert!(
            findings[0].message.contains("and `a:z.example`, all behind `include:in.example`."),
            "{findings:?}"
        );
        let fix = findings[0].fix.as_ref().unwrap();
        assert!(fix.title.contains("`in.example`") && fix.edits.is_empty(), "{fix:?}");
    }

    #[test]
    fn what_nobody_knows_is_not_counted() {
        for zone in [
            format!("{DEAD}\nz.example A !timeout"),
            format!("{DEAD}\nx.example * !server-failure"),
            DEAD.replace("exists:z.example", "exists:%{i}.example"),
            DEAD.replace("exists:z.example", "include:z.example"),
            String::from("example.com TXT !timeout"),
        ] {
            assert_eq!(said(&RULE, &zone), [], "{zone}");
        }
        let more = DEAD.replace("-all", "a:w.example -all");
        let findings = said(&RULE, &format!("{more}\nw.example A !timeout\nw.example AAAA !timeout"));
        assert!(findings[0].message.contains("makes at least 3."), "{findings:?}");
    }
}
