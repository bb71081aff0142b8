//! An `a` or `mx` at whose name there is nothing: it lets no server send.

use super::live::Live;
use super::not_a_bare_domain::is_told;
use super::void_lookups;
use crate::dns::{Lookup, Outcome};
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::record::spf::TermKind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::spf::tree::Twig;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-finds-nothing",
    severity: Severity::Warning,
    title: "A part that finds no server",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.4"),
    why: "Both `a` and `mx` stand for the servers at a name. Where the name has none, the part costs a lookup and lets \
          nobody send, and after 2 such parts receivers may give up. A server that it was meant for is not on the list.",
    bad: "example.com. TXT \"v=spf1 mx a:old.example.com -all\"\nexample.com. MX 10 mx.example.com.\n\
          mx.example.com. A 192.0.2.1\nmx.example.com. AAAA 2001:db8::1",
    good: "example.com. TXT \"v=spf1 mx a:new.example.com -all\"\nexample.com. MX 10 mx.example.com.\n\
           mx.example.com. A 192.0.2.1\nmx.example.com. AAAA 2001:db8::1\nnew.example.com. A 192.0.2.2\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let Some(live) = Live::of(domain, facts) else { return };
    // Where there are too many, one finding names them all.
    if void_lookups::Count::of(&live).is_over() {
        return;
    }
    for twig in live.tree.root.twigs.iter().filter(|twig| twig.reached) {
        let Some(nothing) = finds_nothing(live.term(twig).map(|term| &term.kind), twig) else { continue };
        if is_told(live.text, live.strings, live.spf, twig.span) {
            continue;
        }
        let name = code(twig.target.as_deref().unwrap_or(""));
        let what = match nothing {
            Nothing::NoSuchName => format!("The name {name} does not exist"),
            Nothing::NoAddress => format!("The name {name} has no address"),
            Nothing::NoMailServer => format!("The name {name} has no MX record"),
            Nothing::MailServersWithoutAddress => format!("No mail server of {name} has an address"),
        };
        let message =
            format!("{what}, so {} finds no server. It costs a lookup all the same.", code(&twig.text));
        let fix = Fix::edit(
            "Correct the name, or take this part out",
            vec![live.without(twig)],
            Confidence::Review,
        );
        out.push(Finding::new(&RULE, live.record, twig.span, message).fixed_by(fix));
    }
}

/// What an `a` or `mx` finds instead of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// The name does not exist.
    NoSuchName,
    /// The name has no address.
    NoAddress,
    /// The name has no mail server.
    NoMailServer,
    /// It has, and none of them has an address.
    MailServersWithoutAddress,
}

/// That a term certainly finds no server of any kind; a domain that takes no mail on purpose is another matter.
pub fn finds_nothing(kind: Option<&TermKind>, twig: &Twig) -> Option<Nothing> {
    let none = |lookup: &Option<Lookup>| {
        lookup.as_ref().is_some_and(|lookup| matches!(lookup.answer.outcome, Outcome::Absent { .. }))
    };
    let gone = |lookup: &Option<Lookup>| lookup.as_ref().is_some_and(|lookup| lookup.answer.no_such_name());
    let no_host_has_one =
        !twig.hosts.is_empty() && twig.hosts.iter().all(|host| none(&host.ipv4) && none(&host.ipv6));
    match kind? {
        TermKind::A(_) if no_host_has_one => {
            let is_gone = twig.hosts.iter().all(|host| gone(&host.ipv4) || gone(&host.ipv6));
            Some(if is_gone { Nothing::NoSuchName } else { Nothing::NoAddress })
        }
        TermKind::Mx(_) if none(&twig.lookup) => {
            Some(if gone(&twig.lookup) { Nothing::NoSuchName } else { Nothing::NoMailServer })
        }
        TermKind::Mx(_) if no_host_has_one => Some(Nothing::MailServersWithoutAddress),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn what_is_not_there_is_said() {
        for (zone, what) in [
            (
                "example.com TXT \"v=spf1 a:old.example.com -all\"",
                "The name `old.example.com` does not exist, so `a:",
            ),
            ("example.com TXT \"v=spf1 a -all\"", "The name `example.com` has no address, so `a` finds"),
            ("example.com TXT \"v=spf1 mx -all\"", "The name `example.com` has no MX record, so `mx` finds"),
            ("example.com TXT \"v=spf1 mx:x.example -all\"", "The name `x.example` does not exist, so `mx:x"),
            (
                "example.com TXT \"v=spf1 mx -all\"\nexample.com MX 10 a.example\nexample.com MX 10 b.example",
                "No mail server of `example.com` has an address, so `mx`",
            ),
        ] {
            let findings = said(&RULE, zone);
            assert_eq!(findings.len(), 1, "{zone}");
            assert!(findings[0].message.starts_with(what), "{findings:?}");
        }
    }

    #[test]
    fn a_part_that_is_taken_out_leaves_one_space() {
        let text = "v=spf1 mx:x.example ip4:192.0.2.1 -all";
        let findings = said(&RULE, &format!("example.com TXT \"{text}\""));
        let fixed = findings[0].fix.as_ref().and_then(|fix| fix.value(text));
        assert_eq!(fixed.as_deref(), Some("v=spf1 ip4:192.0.2.1 -all"));
    }

    #[test]
    fn what_nobody_knows_and_what_is_half_there_finds_something() {
        for zone in [
            "example.com TXT !timeout",
            "example.com TXT \"v=spf1 a:x.example -all\"\nx.example A !timeout",
            "example.com TXT \"v=spf1 a:x.example -all\"\nx.example AAAA !server-failure",
            "example.com TXT \"v=spf1 a:x.example -all\"\nx.example A 192.0.2.1",
            "example.com TXT \"v=spf1 mx -all\"\nexample.com MX !refused",
            "example.com TXT \"v=spf1 mx -all\"\nexample.com MX 1 a.example\nexample.com MX 2 b.example\nb.example A !timeout",
            "example.com TXT \"v=spf1 mx -all\"\nexample.com MX 0 .",
            "example.com TXT \"v=spf1 a:%{l}.example -all\"",
            "example.com TXT \"v=spf1 -all a:x.example\"",
            "example.com TXT \"v=spf1 include:x.example -all\"",
            "example.com TXT \"v=spf1 a:a..example a:me@x.example -all\"",
        ] {
            assert_eq!(said(&RULE, zone), [], "{zone}");
        }
    }

    #[test]
    fn too_many_are_one_finding_of_another_rule() {
        let zone = "example.com TXT \"v=spf1 a:x.example a:y.example a:z.example -all\"";
        assert_eq!(said(&RULE, zone), []);
    }
}
