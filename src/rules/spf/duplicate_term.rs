//! A part that stands twice, or lies inside another: it changes nothing, and may cost a lookup.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::net::IpAddr;

use ipnet::IpNet;

use super::with_gap;
use crate::facts::Facts;
use crate::record::spf::{Qualifier, Term, TermKind};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-duplicate-term",
    severity: Severity::Advice,
    title: "A part that adds nothing",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.6.2"),
    why: "A part that stands twice has no effect the second time, and neither has an address inside a network that \
          the record allows already. It makes the record longer, and a repeated `include` costs its lookups again.",
    bad: r#"example.com. IN TXT "v=spf1 include:_spf.google.com ip4:192.0.2.1 include:_spf.google.com ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com ip4:192.0.2.1 ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, spf) in facts.spf().filter(|(_, _, spf)| spf.reading() == Reading::Used) {
        let text = item.value.as_str();
        let mut seen = HashSet::new();
        let mut networks = Networks::default();
        for term in spf.reachable().filter(|term| term.is_mechanism()) {
            let word = term.span.text(text).trim_start_matches('+').to_ascii_lowercase();
            let covered = networks.cover(term);
            let written = || code(term.span.text(text));
            let (severity, message) = if !seen.insert(word) {
                (
                    Severity::Advice,
                    format!(
                        "{} stands in this record before. The second time it changes nothing.",
                        written()
                    ),
                )
            } else {
                match covered {
                    None => continue,
                    Some(effect) if effect == term.effect() => (
                        Severity::Advice,
                        format!(
                            "{} lies inside a network that stands before it. It changes nothing.",
                            written()
                        ),
                    ),
                    // `ip4:192.0.2.0/24 -ip4:192.0.2.9`: meant as an exception, and never reached.
                    Some(_) => (
                        Severity::Warning,
                        format!(
                            "{} lies inside a network that stands before it, and that one decides. This part is \
                             never used.",
                            written()
                        ),
                    ),
                }
            };
            let fix = match severity {
                Severity::Warning => {
                    let title = "Move it before the network, or take it out";
                    Fix::new(title, None, Confidence::Review)
                }
                _ => {
                    Fix::edit("Take it out", vec![Edit::delete(with_gap(text, term.span))], Confidence::Safe)
                }
            };
            out.push(Finding::new(&RULE, record, term.span, message).weighing(severity).fixed_by(fix));
        }
    }
}

/// Networks, as far as a record was read: the first that holds an address decides on it. A network is looked for by each prefix length that another
/// one has, so a long record takes no longer for each part than a short one.
#[derive(Default)]
struct Networks {
    seen: HashMap<IpNet, Qualifier>,
    /// The prefix lengths of those seen.
    lengths: BTreeSet<u8>,
}

impl Networks {
    /// Takes a term in; the effect of an earlier network that holds all of it, and so decides before it.
    fn cover(&mut self, term: &Term) -> Option<Qualifier> {
        let (ip, prefix) = match term.kind {
            TermKind::Ip4(Some(ip)) => (IpAddr::V4(ip), term.prefix4.map_or(32, |prefix| prefix.length)),
            TermKind::Ip6(Some(ip)) => (IpAddr::V6(ip), term.prefix6.map_or(128, |prefix| prefix.length)),
            _ => return None,
        };
        let network = |length| IpNet::new(ip, length).map(|net| net.trunc());
        let wider =
            self.lengths.range(..=prefix).find_map(|length| self.seen.get(&network(*length).ok()?).copied());
        if let Ok(network) = network(prefix) {
            self.seen.entry(network).or_insert(term.effect());
            self.lengths.insert(prefix);
        }
        wider
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    fn found(text: &str) -> Vec<String> {
        let report = explain_records(text, &Hints::default());
        let of = |f: &&Finding| f.rule == &RULE;
        report.records[0]
            .findings
            .iter()
            .filter(of)
            .filter_map(|f| Some(f.span?.text(&report.records[0].value).to_owned()))
            .collect()
    }

    #[test]
    fn only_what_changes_nothing_is_named() {
        assert_eq!(found("v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.9 -all"), ["ip4:192.0.2.9"]);
        assert_eq!(found("v=spf1 ip4:192.0.2.9 ip4:192.0.2.0/24 -all"), [""; 0], "the wider one comes later");
        assert_eq!(found("v=spf1 -ip4:192.0.2.9 ip4:192.0.2.0/24 ip4:192.0.2.9 -all"), ["ip4:192.0.2.9"]);
        assert_eq!(found("v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.9 -all"), ["-ip4:192.0.2.9"]);
        assert_eq!(found("v=spf1 MX +mx -all"), ["+mx"]);
        assert_eq!(found("v=spf1 ip6:2001:db8::/32 ip6:2001:db8::1 -all"), ["ip6:2001:db8::1"]);
    }
}
