//! `+all`, `ip4:0.0.0.0/0`: every server in the world may send.

use crate::facts::Facts;
use crate::record::spf::{Qualifier, Term, TermKind};
use crate::record::{Kind, Reading};
use crate::rules::{Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
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
    check,
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf() {
        if spf.reading() != Reading::Used {
            continue;
        }
        let text = item.value.as_str();
        // The first such term settles it.
        let Some(term) = spf.reachable().find(|term| is_everyone(term)) else { continue };
        let message = format!(
            "{} allows every server in the world to send mail in the name of this domain.",
            code(term.span.text(text))
        );
        let (title, edit) = match term.kind {
            TermKind::All => ("Let it doubt all other servers", Edit::replace(term.span, "~all")),
            _ => ("Take it out", Edit::delete(super::with_gap(text, term.span))),
        };
        let fix = Fix::edit(title, text, vec![edit], Confidence::Review);
        out.push(Finding::new(&RULE, record, term.span, message).fixed_by(fix));
    }
}

/// It passes every IPv4 address, or every IPv6 address.
pub fn is_everyone(term: &Term) -> bool {
    let is_zero =
        |prefix: &Option<crate::record::spf::Prefix>| prefix.is_some_and(|prefix| prefix.length == 0);
    term.effect() == Qualifier::Pass
        && term.problem.is_none()
        && match term.kind {
            TermKind::All => true,
            TermKind::Ip4(_) => is_zero(&term.prefix4),
            TermKind::Ip6(_) => is_zero(&term.prefix6),
            TermKind::A(_) | TermKind::Mx(_) => is_zero(&term.prefix4) || is_zero(&term.prefix6),
            TermKind::Include(_)
            | TermKind::Ptr(_)
            | TermKind::Exists(_)
            | TermKind::Redirect(_)
            | TermKind::Exp(_)
            | TermKind::UnknownModifier(_)
            | TermKind::Unrecognised => false,
        }
}
