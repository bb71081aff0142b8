//! Nine or ten of the ten lookups are used: the next service breaks the record.

use super::cheaper;
use super::live::Live;
use super::too_many_lookups::{dearest, needs};
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::spf::limits::LOOKUPS;
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-near-lookup-limit",
    severity: Severity::Warning,
    title: "No room for another service",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.4"),
    why: "Receivers make 10 lookups for one message and then stop with an error. Services change the records that you include \
          without asking you, so a record that uses all 10 can break overnight.",
    bad: "example.com. TXT \"v=spf1 include:a.example ~all\"\n\
          a.example. TXT \"v=spf1 exists:%{i}.1.a.example exists:%{i}.2.a.example exists:%{i}.3.a.example \
          exists:%{i}.4.a.example exists:%{i}.5.a.example exists:%{i}.6.a.example exists:%{i}.7.a.example \
          exists:%{i}.8.a.example exists:%{i}.9.a.example ~all\"",
    good: "example.com. TXT \"v=spf1 include:a.example ~all\"\na.example. TXT \"v=spf1 ip4:192.0.2.0/24 ~all\"\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n\
           example.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1",
    check: Check::Dns(check),
};

/// From so many on there is hardly room: most services need one or two.
pub const NEAR: u32 = LOOKUPS - 1;

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let Some(live) = Live::of(domain, facts) else { return };
    let lookups = live.tree.lookups();
    if !(NEAR..=LOOKUPS).contains(&lookups) {
        return;
    }
    let room = if lookups == LOOKUPS { "no" } else { "hardly any" };
    let rest = match dearest(live.tree) {
        Some(dearest) => format!("Of these, {dearest}, so there is {room} room for another service"),
        None => format!("There is {room} room for another service"),
    };
    let message = format!(
        "Receiving servers stop after {LOOKUPS} lookups; this record needs {}. {rest}.",
        needs(live.tree)
    );
    let severity = if lookups == LOOKUPS { Severity::Warning } else { Severity::Advice };
    let finding = Finding::new(&RULE, live.record, Span::new(0, live.text.len()), message).weighing(severity);
    out.push(finding.fixed_by(cheaper::fix(&live, NEAR - 1)));
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    fn zone(lookups: usize) -> String {
        let terms: String = (0..lookups).map(|i| format!("exists:%{{i}}.x{i} ")).collect();
        format!("example.com TXT \"v=spf1 {terms}-all\"\n")
    }

    #[test]
    fn only_the_last_two_before_the_limit_are_near() {
        let of = |n| said(&RULE, &zone(n)).first().map(|finding| finding.severity);
        assert_eq!([8, 9, 10, 11].map(of), [None, Some(Severity::Advice), Some(Severity::Warning), None]);
    }

    #[test]
    fn what_nobody_knows_is_no_total() {
        let zone = zone(8).replace("-all", "include:late.example -all") + "late.example TXT !timeout";
        let findings = said(&RULE, &zone);
        assert!(
            findings[0].message.contains("this record needs at least 9. There is hardly any room"),
            "{findings:?}"
        );
        assert_eq!(said(&RULE, "example.com TXT !timeout"), []);
    }
}
