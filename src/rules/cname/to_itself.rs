//! An alias that leads back to its own name: nothing is ever found there.

use super::cnames;
use crate::facts::{Facts, Item};
use crate::record::{Cname, Kind};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::list;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "cname-to-itself",
    severity: Severity::Error,
    title: "An alias that leads back to itself",
    kind: Kind::Cname,
    // The last sentence: loops are to be signalled as an error.
    reference: rfc!(1034, "3.6.2"),
    why: "DNS follows an alias to the name that it leads to. Where that is the same name again, or leads back to it, there \
          is no end. DNS gives up with an error, and whoever asks for the name finds nothing.",
    bad: "s1._domainkey.example.com. IN CNAME s1._domainkey.example.com.",
    good: "s1._domainkey.example.com. IN CNAME s1.dkim.example.net.",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let title = "Let the alias lead to the name that your service gave you";
    let fix = || Fix::new(title, None, Confidence::Review);
    for (record, item, cname) in cnames(facts).filter(|(_, item, cname)| is_own(item, cname)) {
        let name = code(item.name.as_deref().unwrap_or_default());
        let message =
            format!("The alias at {name} leads to the same name again, so DNS finds nothing there.");
        out.push(Finding::new(&RULE, record, cname.target, message).fixed_by(fix()));
    }
    for loop_ in loops(facts) {
        let names: Vec<String> =
            loop_.iter().filter_map(|i| facts.items[*i].name.as_deref().map(code)).collect();
        let message =
            format!("The aliases at {} lead round in a ring, so DNS finds nothing there.", list(&names));
        out.push(Finding::about_many(&RULE, loop_, message).fixed_by(fix()));
    }
}

/// The alias leads to the name that it stands at.
pub fn is_own(item: &Item, cname: &Cname) -> bool {
    cname.is_to_itself(&item.value, item.name.as_deref())
}

/// Rings of two aliases and more, each with its records in the order of the text.
fn loops(facts: &Facts) -> Vec<Vec<usize>> {
    let mut aliases: Vec<(String, usize, String)> = cnames(facts)
        .filter(|(_, item, cname)| cname.problem.is_none() && !is_own(item, cname))
        .filter_map(|(i, item, cname)| {
            Some((item.name.as_ref()?.to_ascii_lowercase(), i, cname.name(&item.value)))
        })
        .collect();
    aliases.sort_unstable();
    // Of several aliases at one name, which is a problem of its own, the first is followed.
    aliases.dedup_by(|next, first| next.0 == first.0);
    let next = |at: usize| aliases.binary_search_by(|(name, ..)| name.as_str().cmp(&aliases[at].2)).ok();
    // The walk that came by an alias first: no alias is followed twice.
    let mut walks = vec![0; aliases.len()];
    let mut found = Vec::new();
    for start in 0..aliases.len() {
        let walk = start + 1;
        let mut at = start;
        while walks[at] == 0 {
            walks[at] = walk;
            let Some(then) = next(at) else { break };
            at = then;
            if walks[at] == walk {
                let ring = std::iter::successors(next(at), |i| next(*i).filter(|_| *i != at));
                let mut records: Vec<usize> = ring.map(|i| aliases[i].1).collect();
                records.sort_unstable();
                found.push(records);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    fn found(text: &str) -> Vec<(Vec<usize>, String)> {
        let report = explain_records(text, &Hints::default());
        let of_records = report.records.iter().flat_map(|record| &record.findings);
        let found = of_records.chain(&report.findings).filter(|finding| finding.rule == &RULE);
        found.map(|finding| (finding.together.clone(), finding.message.clone())).collect()
    }

    #[test]
    fn a_ring_is_one_finding() {
        let a_to_b = "a.example. IN CNAME b.example.\n";
        let ring = [a_to_b, "b.example. IN CNAME A.example."].concat();
        let said =
            "The aliases at `a.example` and `b.example` lead round in a ring, so DNS finds nothing there.";
        assert_eq!(found(&ring), [(vec![0, 1], said.to_owned())]);
        let three =
            "c.example. IN CNAME d.example.\nd.example. IN CNAME e.example.\ne.example. IN CNAME c.example.";
        let way_in = ["x.example. IN CNAME c.example.\n", three].concat();
        assert_eq!(found(&way_in).len(), 1);
        assert_eq!(found(&way_in)[0].0, [1, 2, 3]);
        assert_eq!(found(&[a_to_b, "b.example. IN CNAME c.example."].concat()), []);
    }

    #[test]
    fn the_same_name_is_the_same_in_any_case() {
        for (text, expected) in [
            ("_dmarc.example.com. CNAME _DMARC.example.com.", 1),
            ("www IN CNAME www", 1),
            ("_dmarc.example.com. CNAME _dmarc.example.net.", 0),
        ] {
            assert_eq!(found(text).len(), expected, "{text}");
        }
    }
}
