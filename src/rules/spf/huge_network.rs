//! `ip4:…/8` and wider: a network larger than any one sender has.

use super::private_network::within;
use crate::facts::Facts;
use crate::record::spf::{Qualifier, Term, TermKind};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-huge-network",
    severity: Severity::Warning,
    title: "A very large network may send",
    kind: Kind::Spf,
    reference: rfc!(7208, "5.6"),
    why: "The smaller the number after the slash, the more addresses a network has: `/8` is 16 million of them. So many \
          belong to many owners, and each of them may then send in the domain's name.",
    bad: r#"example.com. IN TXT "v=spf1 ip4:198.0.0.0/8 ~all""#,
    good: r#"example.com. IN TXT "v=spf1 ip4:198.51.100.0/24 ~all""#,
    check: Check::Records(check),
};

/// The widest IPv4 network that passes without a word, as the length of its prefix.
const IP4: u8 = 9;
/// The same for IPv6; the largest blocks that providers hold have 19 or 20 bits.
const IP6: u8 = 19;

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let text = item.value.as_str();
        for term in spf.reachable() {
            let Some(size) = size(term) else { continue };
            let severity = if is_an_eighth(term) { Severity::Error } else { Severity::Warning };
            let message = format!(
                "{} allows {size}. They belong to many owners, and each of them may send in the name of this domain.",
                code(term.span.text(text))
            );
            let title = "Ask whoever runs the server for its own address, and list that alone";
            let fix = Fix::new(title, None, Confidence::Review);
            out.push(Finding::new(&RULE, record, term.span, message).weighing(severity).fixed_by(fix));
        }
    }
}

/// An eighth of all addresses or more: as good as everybody.
pub fn is_an_eighth(term: &Term) -> bool {
    let wide = [term.prefix4, term.prefix6].into_iter().flatten().any(|prefix| prefix.length <= 3);
    wide && term.effect() == Qualifier::Pass && term.problem.is_none() && within(term).is_none()
}

/// It allows more addresses than one sender has.
pub fn is_huge(term: &Term) -> bool {
    size(term).is_some()
}

/// How many addresses a term allows, where they are too many; all of them is another rule.
fn size(term: &Term) -> Option<String> {
    // Nobody on the internet sends from a private network, which has a rule of its own.
    if term.effect() != Qualifier::Pass || within(term).is_some() {
        return None;
    }
    let four = term.prefix4.map(|prefix| prefix.length).filter(|bits| (1..IP4).contains(bits));
    let six = term.prefix6.map(|prefix| prefix.length).filter(|bits| (1..IP6).contains(bits));
    match term.kind {
        TermKind::Ip4(_) => {
            four.map(|bits| format!("{} million addresses", (1_u64 << (32 - bits)) / 1_000_000))
        }
        TermKind::Ip6(_) => six.map(|bits| format!("a network of `/{bits}`, more than any provider holds")),
        TermKind::A(_) | TermKind::Mx(_) => {
            four.or(six).map(|bits| format!("a network of `/{bits}` around each address"))
        }
        TermKind::All
        | TermKind::Include(_)
        | TermKind::Ptr(_)
        | TermKind::Exists(_)
        | TermKind::Redirect(_)
        | TermKind::Exp(_)
        | TermKind::UnknownModifier(_)
        | TermKind::Unrecognised => None,
    }
}
