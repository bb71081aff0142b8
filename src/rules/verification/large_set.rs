//! Pasted texts of one name that are large together, proofs among them.

use super::verifications;
use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::count;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "verification-large-set",
    severity: Severity::Advice,
    title: "Many texts at one name",
    kind: Kind::Verification,
    reference: rfc!(7208, "3.4"),
    why: "DNS gives all TXT records of a name in one answer, the SPF record among them. One that fits into 512 bytes arrives in one \
          piece; a larger one may need a second try over another connection, which some networks block.",
    bad: concat!(
        "example.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n",
        "example.com. TXT \"a-verification=0123456789012345678901234567890123456789012345678901234567890123456789\"\n",
        "example.com. TXT \"b-verification=0123456789012345678901234567890123456789012345678901234567890123456789\"\n",
        "example.com. TXT \"c-verification=0123456789012345678901234567890123456789012345678901234567890123456789\"\n",
        "example.com. TXT \"d-verification=0123456789012345678901234567890123456789012345678901234567890123456789\"\n",
        "example.com. TXT \"e-verification=0123456789012345678901234567890123456789012345678901234567890123456789\"",
    ),
    good: "example.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"\nexample.com. TXT \"a-verification=0123456789\"",
    check: Check::Records(check),
};

/// An answer of that many bytes fits into one packet on every network, with what else it holds (RFC 7208, section 3.4).
const COMFORTABLE: usize = 450;

fn check(facts: &Facts, out: &mut Findings) {
    // Of a domain that was looked up, the rule on the SPF record beside these texts speaks.
    if facts.domain.is_some() || verifications(facts).next().is_none() {
        return;
    }
    for set in facts.sets(|item| matches!(item.rtype.as_deref(), None | Some("TXT")) && item.name.is_some()) {
        let proofs = set.iter().filter(|(_, item)| item.kind() == Kind::Verification).count();
        let name = set[0].1.name.as_deref().unwrap_or("");
        let size = name.len() + set.iter().map(|(_, item)| item.value.len()).sum::<usize>();
        if proofs == 0 || size <= COMFORTABLE {
            continue;
        }
        let message = format!(
            "The {} at {} make an answer of about {size} bytes, and {proofs} of them prove the domain to services. With more than \
             {COMFORTABLE} it may not fit into one packet.",
            count(set.len(), "text", "texts"),
            code(name)
        );
        let title = "Delete texts of services that you no longer use; a service that you use may ask for its text again";
        let records = set.iter().map(|(i, _)| *i).collect();
        out.push(Finding::about_many(&RULE, records, message).fixed_by(Fix::new(
            title,
            None,
            Confidence::Review,
        )));
    }
}
