//! A record whose lookups receivers make all, with room for more.

use super::live::{self, Live};
use super::near_lookup_limit::NEAR;
use super::too_many_lookups::needs;
use super::void_lookups;
use crate::dns::{Question, RecordType, Trouble};
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::spf::limits::LOOKUPS;
use crate::spf::tree::Tree;
use crate::text::prose::code;
use crate::text::{Span, list};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-lookups",
    severity: Severity::Good,
    title: "Few enough lookups",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.4"),
    why: "Each `include`, `a`, `mx`, `ptr`, `exists` and `redirect` makes receivers ask DNS, and so do those in the \
          records that are included. Receivers make 10 such lookups, and a record that needs fewer is read to its end.",
    bad: "example.com. TXT \"v=spf1 include:_spf.google.com ~all\"",
    good: "example.com. TXT \"v=spf1 include:_spf.google.com ~all\"\n\
           _spf.google.com. TXT \"v=spf1 ip4:192.0.2.0/24 ~all\"\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n\
           example.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let Some(live) = Live::of(domain, facts) else { return };
    let tree = live.tree;
    let is_told = tree.lookups() >= NEAR
        || live.problems().next().is_some()
        || void_lookups::Count::of(&live).is_over()
        || super::sends_no_mail::is_closed(live.spf);
    if is_told {
        return;
    }
    let needs = match tree.lookups() {
        0 if tree.exact() => String::from("none"),
        _ => needs(tree),
    };
    let rest = if tree.exact() { seems_to_let(tree) } else { left_open(tree) };
    let message = format!("Receiving servers make up to {LOOKUPS} lookups; this record needs {needs}.{rest}");
    let severity = if tree.exact() { Severity::Good } else { Severity::Advice };
    out.push(Finding::new(&RULE, live.record, Span::new(0, live.text.len()), message).weighing(severity));
}

/// The services that the record names, as a sentence; nothing where it names none that is known.
fn seems_to_let(tree: &Tree) -> String {
    match live::services(tree).as_slice() {
        [] => String::new(),
        names => format!(" It seems to let {} send.", list(names)),
    }
}

/// Why the count is not the whole, as a sentence.
fn left_open(tree: &Tree) -> String {
    // An address that nobody knows leaves the count as it is.
    let records = |(question, _): &&(Question, Trouble)| question.rtype == RecordType::Txt;
    if let Some((question, trouble)) = tree.unknown.iter().find(records) {
        return format!(" {} could not be asked: {}.", code(question.name.as_str()), trouble.words());
    }
    if tree.cut_off {
        return String::from(" There is more behind it than Waxseal reads.");
    }
    let depends = tree
        .branches()
        .into_iter()
        .flat_map(|branch| &branch.twigs)
        .find(|twig| twig.reached && twig.is_dynamic() && twig.child.is_some());
    match depends {
        Some(twig) => format!(" What stands behind {} depends on the message.", code(&twig.text)),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn services_are_named() {
        let zone = "example.com TXT \"v=spf1 mx include:_spf.google.com include:servers.mcsv.net -all\"\n\
                    example.com MX 10 mx.example.com\nmx.example.com A 192.0.2.1\nmx.example.com AAAA 2001:db8::1\n\
                    _spf.google.com TXT \"v=spf1 include:x.google.com ~all\"\nx.google.com TXT \"v=spf1 ~all\"\n\
                    servers.mcsv.net TXT \"v=spf1 ip4:192.0.2.3 ~all\"";
        let findings = said(&RULE, zone);
        assert_eq!(
            findings[0].message,
            "Receiving servers make up to 10 lookups; this record needs 4. It seems to let Google Workspace and Mailchimp \
             send."
        );
        assert_eq!(findings[0].severity, Severity::Good);
        let none = said(&RULE, "example.com TXT \"v=spf1 ip4:192.0.2.1 -all\"");
        assert!(none[0].message.ends_with("this record needs none."), "{none:?}");
    }

    #[test]
    fn what_nobody_knows_is_no_total() {
        for (zone, rest) in [
            (
                "example.com TXT \"v=spf1 include:x.example -all\"\nx.example TXT !timeout",
                "needs at least 1. `x.example` could not be asked: no answer came in time.",
            ),
            (
                "example.com TXT \"v=spf1 include:%{i}.x.example -all\"",
                "needs at least 1. What stands behind `include:%{i}.x.example` depends on the message.",
            ),
        ] {
            let findings = said(&RULE, zone);
            assert_eq!(findings[0].severity, Severity::Advice);
            assert!(findings[0].message.ends_with(rest), "{findings:?}");
        }
        // The count is the whole even where an address is not known.
        let known = said(
            &RULE,
            "example.com TXT \"v=spf1 a -all\"\nexample.com A !timeout\nexample.com AAAA !timeout",
        );
        assert_eq!(known[0].severity, Severity::Good);
        assert_eq!(said(&RULE, "example.com TXT !timeout"), []);
    }

    #[test]
    fn a_record_that_fails_is_not_praised() {
        for zone in [
            "example.com TXT \"v=spf1 include:x.example -all\"",
            "example.com TXT \"v=spf1 a:x.example a:y.example a:z.example -all\"",
            "example.com TXT \"v=spf1 -all\"",
            "example.com TXT \"v=spf1 nonsense -all\"",
            "example.com TXT \"v=spf1 mx -all\"\nexample.com TXT \"v=spf1 a -all\"",
        ] {
            assert_eq!(said(&RULE, zone), [], "{zone}");
        }
    }
}
