//! Records that bring each other in, so that receivers go round in a circle.

use super::live::{self, Live};
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::spf::tree::ProblemKind;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-include-loop",
    severity: Severity::Error,
    title: "Records that lead back to each other",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.4"),
    why: "Both `include:` and `redirect=` make receivers read another record. Where that one leads back to one that they \
          have read, they go round until they reach their limit, and then they count your record as an error.",
    bad: "example.com. TXT \"v=spf1 ip4:192.0.2.1 include:_spf.example.com ~all\"\n\
          _spf.example.com. TXT \"v=spf1 ip4:192.0.2.2 include:example.com ~all\"",
    good: "example.com. TXT \"v=spf1 ip4:192.0.2.1 include:_spf.example.com ~all\"\n\
           _spf.example.com. TXT \"v=spf1 ip4:192.0.2.2 ~all\"\n\
           _dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n\
           example.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    let Some(live) = Live::of(domain, facts) else { return };
    let mut last: Option<usize> = None;
    for (top, problem) in live.problems().filter(|(_, problem)| problem.what == ProblemKind::Loop) {
        let is_told = live.term(top).is_some_and(|term| term.names_itself(live.text, domain.name.as_str()));
        if is_told || last == Some(top.index) {
            continue;
        }
        last = Some(top.index);
        let back = &problem.branch.domain;
        let message = format!(
            "Behind {}, receivers are led back to {}, whose record they have read. They go round until they reach their \
             limit, and count an error.",
            code(&top.text),
            code(back)
        );
        let target = code(top.target.as_deref().unwrap_or(&top.text));
        let is_ours = back.eq_ignore_ascii_case(domain.name.as_str());
        let title = if !is_ours {
            match live::service(top) {
                Some(provider) => format!("Tell {}: only they can break the circle", provider.name),
                None => format!("Tell the people behind {target}: only they can break the circle"),
            }
        } else if live.is_own(top.target.as_deref().unwrap_or("")) {
            format!("Take what leads back to {} out of the record of {target}", code(back))
        } else {
            format!("Take this part out, or have {target} no longer lead back to {}", code(back))
        };
        let is_removed = is_ours && !live.is_redirect(top);
        let fix = match is_removed && !live.is_own(top.target.as_deref().unwrap_or("")) {
            true => Fix::edit(title, vec![live.without(top)], Confidence::Review),
            false => Fix::new(title, None, Confidence::Review),
        };
        out.push(Finding::new(&RULE, live.record, top.span, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn circles_of_others_are_theirs_to_break() {
        let zone = "example.com TXT \"v=spf1 include:a.example -all\"\na.example TXT \"v=spf1 include:b.example ~all\"\n\
                    b.example TXT \"v=spf1 redirect=A.example\"";
        let findings = said(&RULE, zone);
        assert_eq!(findings.len(), 1);
        assert!(
            findings[0]
                .message
                .starts_with("Behind `include:a.example`, receivers are led back to `A.example`")
        );
        let fix = findings[0].fix.as_ref().unwrap();
        assert!(fix.title.contains("the people behind `a.example`") && fix.edits.is_empty(), "{fix:?}");
    }

    #[test]
    fn a_circle_through_the_domain_can_be_left() {
        let text = "v=spf1 include:a.example -all";
        let zone = format!("example.com TXT \"{text}\"\na.example TXT \"v=spf1 include:example.com ~all\"");
        let fix = said(&RULE, &zone)[0].fix.clone().unwrap();
        assert_eq!(fix.value(text).as_deref(), Some("v=spf1 -all"));
    }

    #[test]
    fn what_names_itself_has_another_rule_and_what_nobody_knows_is_no_circle() {
        for zone in [
            "example.com TXT \"v=spf1 include:example.com -all\"",
            "example.com TXT \"v=spf1 include:%{d} -all\"",
            "example.com TXT !timeout",
            "example.com TXT \"v=spf1 include:a.example -all\"\na.example TXT !timeout",
            "example.com TXT \"v=spf1 include:a.example include:a.example -all\"\na.example TXT \"v=spf1 ~all\"",
        ] {
            assert_eq!(said(&RULE, zone), [], "{zone}");
        }
        let written_else = said(&RULE, "example.com TXT \"v=spf1 include:%{o} -all\"");
        assert_eq!(written_else.len(), 1);
    }
}
