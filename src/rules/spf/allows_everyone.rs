//! `+all`, `ip4:0.0.0.0/0`: every server in the world may send.

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
    for (record, item, spf) in facts.spf() {
        if spf.reading() != Reading::Used {
            continue;
        }
        let text = item.value.as_str();
        // The first such term settles it.
        let Some((term, everyone)) = spf.reachable().find_map(|term| Some((term, term.everyone()?))) else {
            continue;
        };
        let who = match everyone {
            Everyone::All => "every server in the world",
            Everyone::Ip4 => "every server that has an IPv4 address",
            Everyone::Ip6 => "every server that has an IPv6 address",
        };
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
