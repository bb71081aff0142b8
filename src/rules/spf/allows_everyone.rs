//! `+all`, `ip4:0.0.0.0/0`: every server in the world may send.

use super::behind::Behind;
use crate::facts::Facts;
use crate::record::spf::{Everyone, TermKind};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-allows-everyone",
    severity: Severity::Error,
    title: "Every server in the world may send",
    kind: Kind::Spf,
    reference: rfc!(7208, "5.1"),
    why: "The word `all` with nothing or a plus sign before it allows every server there is, and so does a network of size 0. \
          Anyone can then send mail in the domain's name, and receivers take it for genuine.",
    bad: r#"example.com. IN TXT "v=spf1 mx +all""#,
    good: r#"example.com. IN TXT "v=spf1 mx ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let behind = Behind::of(facts);
    for (record, item, spf) in facts.spf() {
        if spf.reading() != Reading::Used {
            continue;
        }
        let text = item.value.as_str();
        let name = item.name.as_deref().unwrap_or("");
        // The first such term settles it.
        let opening = spf.reachable().find_map(|term| match term.everyone() {
            Some(everyone) => Some((term, everyone, None)),
            None => behind.lets_in(text, term, name).map(|(everyone, whose)| (term, everyone, Some(whose))),
        });
        let Some((term, everyone, whose)) = opening else { continue };
        let who = match everyone {
            Everyone::All => "every server in the world",
            Everyone::Ip4 => "every server that has an IPv4 address",
            Everyone::Ip6 => "every server that has an IPv6 address",
        };
        if let Some(whose) = whose {
            let whose = code(&whose);
            let message = format!(
                "{} allows {who} to send mail in the name of this domain, because the record of {whose} does.",
                code(term.span.text(text))
            );
            let title =
                format!("Take what lets everybody in out of the record of {whose}, or take this part out");
            let fix = Fix::new(title, None, Confidence::Review);
            out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
            continue;
        }
        let message =
            format!("{} allows {who} to send mail in the name of this domain.", code(term.span.text(text)));
        let (title, edits) = match term.kind {
            TermKind::All => ("Let it doubt all other servers", vec![Edit::replace(term.span, "~all")]),
            TermKind::A(_) | TermKind::Mx(_) => (
                "Take the size of the network away",
                [term.prefix4, term.prefix6].into_iter().flatten().map(|p| Edit::delete(p.span)).collect(),
            ),
            TermKind::Ip4(_)
            | TermKind::Ip6(_)
            | TermKind::Include(_)
            | TermKind::Ptr(_)
            | TermKind::Exists(_)
            | TermKind::Redirect(_)
            | TermKind::Exp(_)
            | TermKind::UnknownModifier(_)
            | TermKind::Unrecognised => ("Take it out", vec![Edit::delete(super::with_gap(text, term.span))]),
        };
        let fix = Fix::edit(title, edits, Confidence::Review);
        out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    const OPEN: &str = "_spf.example.com. TXT \"v=spf1 mx +all\"\n";

    #[test]
    fn what_another_record_of_the_paste_lets_in_is_let_in() {
        for (lines, expected) in [
            (
                "example.com. TXT \"v=spf1 include:_spf.example.com -all\"",
                Some(
                    "`include:_spf.example.com` allows every server in the world to send mail in the name of this domain, because \
                     the record of `_spf.example.com` does.",
                ),
            ),
            (
                "example.com. TXT \"v=spf1 redirect=A.example.com.\"\na.example.com. TXT \"v=spf1 include:_spf.example.com ~all\"",
                Some(
                    "`redirect=A.example.com.` allows every server in the world to send mail in the name of this domain, because \
                     the record of `_spf.example.com` does.",
                ),
            ),
            ("example.com. TXT \"v=spf1 -include:_spf.example.com mx -all\"", None),
            ("example.com. TXT \"v=spf1 include:other.example.com -all\"", None),
            ("example.com. TXT \"v=spf1 mx -all include:_spf.example.com\"", None),
            // Of two, receivers use neither.
            (
                "example.com. TXT \"v=spf1 include:_spf.example.com -all\"\n_spf.example.com. TXT \"v=spf1 -all\"",
                None,
            ),
        ] {
            let report = explain_records(&format!("{lines}\n{OPEN}"), &Hints::default());
            let findings = &report.records[0].findings;
            let found = findings.iter().find(|found| found.rule == &RULE);
            assert_eq!(found.map(|found| found.message.as_str()), expected, "{lines}");
            if expected.is_some() {
                assert!(!findings.iter().any(|found| found.severity == Severity::Good), "{lines}");
            }
        }
    }

    #[test]
    fn what_a_record_in_dns_lets_in_is_let_in() {
        let found =
            said(&RULE, &format!("example.com. TXT \"v=spf1 include:_spf.example.com -all\"\n{OPEN}"));
        assert_eq!(found.len(), 1);
        assert!(found[0].message.ends_with("because the record of `_spf.example.com` does."));
        let unknown =
            "example.com. TXT \"v=spf1 include:_spf.example.com -all\"\n_spf.example.com. TXT !timeout";
        assert_eq!(said(&RULE, unknown), []);
    }
}
