//! Several proofs for one service at one name: some may be left over.

use super::verifications;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity};
use crate::text::count;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "verification-twice",
    severity: Severity::Advice,
    title: "Several proofs for one service",
    kind: Kind::Verification,
    reference: super::DRAFT,
    why: "Each account at a service has a text of its own. Texts of accounts that nobody uses any more make the \
          answer of DNS larger, and still let whoever has that account act for the domain.",
    bad: "example.com. IN TXT \"MS=ms12345678\"\nexample.com. IN TXT \"MS=ms87654321\"",
    good: "example.com. IN TXT \"MS=ms12345678\"",
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let mut known: Vec<(Option<&str>, &str, &str, usize)> = Vec::new();
    for (i, item, verification) in verifications(facts) {
        let name = item.name.as_deref();
        if let Some(verifier) = verification.verifier(name) {
            known.push((name, verifier.name, item.value.as_str(), i));
        }
    }
    known.sort_unstable();
    // DNS holds no text twice: the same one again is a paste that overlaps.
    known.dedup_by(|b, a| (a.0, a.1, a.2) == (b.0, b.1, b.2));
    for same in known.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(|same| same.len() > 1) {
        let (name, service, ..) = same[0];
        let mut records: Vec<usize> = same.iter().map(|one| one.3).collect();
        records.sort_unstable();
        let place = name.map_or(String::new(), |name| format!(" at {}", code(name)));
        let message = format!(
            "{} for {service} stand{place}. Each is for one account, and one that is no longer used may have been left behind.",
            count(records.len(), "text", "texts")
        );
        let title = format!("See at {service} which texts are in use, and delete the others");
        out.push(Finding::about_many(&RULE, records, message).fixed_by(Fix::new(
            title,
            None,
            Confidence::Review,
        )));
    }
}
