//! An `include` or `redirect` that leads to no record that receivers can use: its error becomes the domain's own.

use super::live::{self, Live};
use super::not_a_bare_domain::is_told;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::record::spf::{Qualifier, TermKind};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::spf::limits;
use crate::spf::tree::{Problem, ProblemKind, Twig};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-include-unusable",
    severity: Severity::Error,
    title: "A part leads to a record that receivers can't use",
    kind: Kind::Spf,
    reference: rfc!(7208, "5.2"),
    why: "Both `include:` and `redirect=` bring in the record of another name. Where there is none, or more than one, or one \
          that can't be read, receivers stop there and count an error for your record, too.",
    bad: "example.com. TXT \"v=spf1 ip4:192.0.2.1 include:_spf.gogle.example -all\"",
    good: "example.com. TXT \"v=spf1 ip4:192.0.2.1 include:_spf.google.example -all\"\n\
           _spf.google.example. TXT \"v=spf1 ip4:198.51.100.0/24 ~all\"\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n\
           example.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1",
    check: Check::Dns(check),
};

/// Names that many guides give and that do not exist, with whose they would be and what to do instead.
const NEVER_THERE: &[(&str, &str)] = &[
    ("_spf.mimecast.com", "Copy the name that Mimecast shows in your own account: it differs by region"),
    (
        "_spf.pphosted.com",
        "Copy the name that Proofpoint shows in your own account: each customer has another",
    ),
    ("_spf.marketo.com", "Copy the name that Marketo shows in your own account"),
];

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let Some(live) = Live::of(domain, facts) else { return };
    let mut last: Option<usize> = None;
    for (top, problem) in live.problems() {
        // Receivers come no further than to the first one of a term.
        if last == Some(top.index) || is_told(live.text, live.strings, live.spf, top.span) {
            continue;
        }
        let Some(message) = message(top, &problem) else { continue };
        last = Some(top.index);
        let fix = fix(&live, top, &problem);
        out.push(Finding::new(&RULE, live.record, top.span, message).fixed_by(fix));
    }
}

/// What is wrong; none where another rule tells it.
fn message(top: &Twig, problem: &Problem<'_>) -> Option<String> {
    let (term, name) = (code(&top.text), code(&problem.branch.domain));
    let leads = if problem.depth > 1 { "leads on to" } else { "leads to" };
    let what = match problem.what {
        ProblemKind::Loop => return None,
        ProblemKind::NoSuchName => format!("{term} {leads} {name}, and no such name exists"),
        ProblemKind::NoRecord => format!("{term} {leads} {name}, which has no SPF record"),
        ProblemKind::Several(n) => {
            format!("{term} {leads} {name}, which has {n} SPF records where one may stand")
        }
        ProblemKind::NotAName => format!("{term} {leads} {name}, which can't be a name in DNS"),
        ProblemKind::Unreadable => {
            let says = problem.branch.says()?;
            return Some(format!("{term} {leads} a record with an error. {says}"));
        }
        ProblemKind::ManyMailServers(n) if problem.depth == 0 => {
            format!("{term} stands for {n} mail servers, and receivers accept {}", limits::MX_HOSTS)
        }
        ProblemKind::ManyMailServers(n) => {
            let most = limits::MX_HOSTS;
            format!(
                "{term} leads to the record of {name}, whose `mx` stands for {n} mail servers of {most} at most"
            )
        }
    };
    Some(format!("{what}. Receivers that come to it stop, and count your record as an error."))
}

fn fix(live: &Live<'_>, top: &Twig, problem: &Problem<'_>) -> Fix {
    let name = &problem.branch.domain;
    let plain = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let there = |title: String| Fix::new(title, None, Confidence::Review);
    if let (ProblemKind::ManyMailServers(_), 0) = (problem.what, problem.depth) {
        return there(format!(
            "Put `ip4:` and `ip6:` with the addresses of your servers in place of {}",
            code(&top.text)
        ));
    }
    let is_missing =
        matches!(problem.what, ProblemKind::NoSuchName | ProblemKind::NoRecord | ProblemKind::NotAName);
    if problem.depth > 1 || !is_missing {
        // Whoever holds that record repairs it.
        if live.is_own(name) {
            return there(format!("Repair the SPF record of {}", code(name)));
        }
        let who = match live::service(top) {
            Some(provider) => provider.name.to_owned(),
            None => format!("the people behind {}", code(top.target.as_deref().unwrap_or(&top.text))),
        };
        return there(format!("Look again in an hour; if it stays so, tell {who}: only they can repair it"));
    }
    if let Some((_, title)) = NEVER_THERE.iter().find(|(known, _)| *known == plain) {
        return there((*title).to_owned());
    }
    if live.is_redirect(top) {
        return there("Correct the name, or end the record with `~all` or `-all` instead".to_owned());
    }
    let title = match live::service(top) {
        Some(provider) => {
            format!(
                "Copy the name again from {}, or take this part out if you no longer use it",
                provider.name
            )
        }
        None if live.is_own(name) => {
            format!("Publish an SPF record at {}, or take this part out", code(name))
        }
        None => "Correct the name, or take this part out if you no longer use the service".to_owned(),
    };
    let edit = live.without(top);
    // A record that allows nobody any more would stop all mail of the domain.
    let others = live.spf.reachable().filter(|term| term.span != top.span);
    let mut others = others.filter(|term| term.effect() == Qualifier::Pass);
    if others.any(|term| term.is_mechanism() || matches!(term.kind, TermKind::Redirect(_))) {
        Fix::edit(title, vec![edit], Confidence::Review)
    } else {
        Fix::new(title, None, Confidence::Review)
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    fn one(zone: &str) -> (String, Fix) {
        let mut findings = said(&RULE, zone);
        assert_eq!(findings.len(), 1, "{zone}: {findings:?}");
        let finding = findings.remove(0);
        assert_eq!(finding.severity, Severity::Error);
        (finding.message, finding.fix.unwrap())
    }

    #[test]
    fn each_kind_has_its_sentence() {
        let many: String = (0..11).map(|i| format!("x.example MX {i} m{i}.example\n")).collect();
        for (term, lines, says) in [
            (
                "include:in.example",
                "in.example TXT \"v=spf1 include:a..b ~all\"",
                "on to `a..b`, which can't be a name in DNS.",
            ),
            ("include:x.example", "", "`include:x.example` leads to `x.example`, and no such name exists. R"),
            (
                "redirect=x.example",
                "x.example A 192.0.2.1",
                "`redirect=x.example` leads to `x.example`, which has no SPF",
            ),
            (
                "include:x.example",
                "x.example TXT \"v=spf1 -all\"\nx.example TXT \"v=spf1 mx -all\"",
                "which has 2 SPF records where one may stand.",
            ),
            (
                "include:x.example",
                "x.example TXT \"v=spf1 ip4:192.0.2 -all\"",
                "leads to a record with an error. Receivers can't read `ip4:192.0.2` in the record of `x.example`.",
            ),
            ("mx:x.example", &many, "`mx:x.example` stands for 11 mail servers, and receivers accept 10."),
            (
                "include:in.example",
                &format!("in.example TXT \"v=spf1 mx:x.example ~all\"\n{many}"),
                "leads to the record of `in.example`, whose `mx` stands for 11 mail servers of 10 at most.",
            ),
            (
                "include:in.example",
                "in.example TXT \"v=spf1 include:x.example include:y.example ~all\"",
                "`include:in.example` leads on to `x.example`, and no such name exists.",
            ),
        ] {
            let (message, _) = one(&format!("example.com TXT \"v=spf1 {term}\"\n{lines}"));
            assert!(message.contains(says), "{message}");
        }
    }

    #[test]
    fn whoever_can_repair_it_is_named() {
        for (terms, lines, title, edits) in [
            (
                "include:x.example ip4:192.0.2.1 -all",
                "",
                "Correct the name, or take this part out if you no",
                1,
            ),
            // Without this part nobody could send, so no such record is offered.
            ("include:x.example -all", "", "Correct the name, or take this part out if you no longer", 0),
            (
                "include:x.example.com ip4:192.0.2.1 -all",
                "",
                "Publish an SPF record at `x.example.com`, or",
                1,
            ),
            ("include:spf.mtasv.net ip4:192.0.2.1 -all", "", "Copy the name again from Postmark, or", 1),
            ("include:_spf.mimecast.com -all", "", "Copy the name that Mimecast shows", 0),
            ("redirect=x.example", "", "Correct the name, or end the record", 0),
            (
                "include:spf.mtasv.net -all",
                "spf.mtasv.net TXT \"v=spf1 include:x.example -all\"",
                "Look again in an hour; if it stays so, tell Postmark: only they",
                0,
            ),
            (
                "include:x.example.com -all",
                "x.example.com TXT \"v=spf1 nonsense -all\"",
                "Repair the SPF record of `x.example.com`",
                0,
            ),
        ] {
            let (_, fix) = one(&format!("example.com TXT \"v=spf1 {terms}\"\n{lines}"));
            assert!(fix.title.starts_with(title), "{fix:?}");
            assert_eq!(fix.edits.len(), edits, "{fix:?}");
        }
    }

    #[test]
    fn each_term_is_told_once() {
        let zone = "example.com TXT \"v=spf1 include:x.example include:in.example include:y.example -all\"\n\
                    in.example TXT \"v=spf1 include:a.example include:b.example ~all\"";
        assert_eq!(said(&RULE, zone).len(), 3);
    }

    #[test]
    fn what_nobody_knows_and_what_nobody_reads_is_no_error() {
        for zone in [
            "example.com TXT !timeout",
            "example.com TXT \"v=spf1 include:x.example -all\"\nx.example TXT !timeout",
            "example.com TXT \"v=spf1 include:x.example -all\"\nx.example TXT !server-failure",
            "example.com TXT \"v=spf1 include:in.example -all\"\nin.example TXT \"v=spf1 include:x.example ~all\"\n\
             x.example * !refused",
            "example.com TXT \"v=spf1 mx -all\"\nexample.com MX !timeout",
            "example.com TXT \"v=spf1 include:%{l}.example -all\"",
            "example.com TXT \"v=spf1 -all include:x.example\"",
            "example.com TXT \"v=spf1 redirect=x.example -all\"",
            "example.com TXT \"v=spf1 include:example.com -all\"",
            // What is no domain name has a rule of its own.
            "example.com TXT \"v=spf1 include:a..example include:https://x.example include:me@x.example -all\"",
        ] {
            assert_eq!(said(&RULE, zone), [], "{zone}");
        }
    }
}
