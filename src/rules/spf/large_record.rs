//! More than 450 bytes: an answer that may not fit into one packet.

use crate::facts::Facts;
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-large-record",
    severity: Severity::Advice,
    title: "A record that makes a large answer",
    kind: Kind::Spf,
    reference: rfc!(7208, "3.4"),
    why: "A DNS answer that fits into 512 bytes arrives in one piece. A larger one needs a second try over another \
          connection, which some networks block, so the standard asks to keep the text below 450 bytes.",
    bad: "example.com. IN TXT ( \"v=spf1 ip4:192.0.2.1 ip4:192.0.2.3 ip4:192.0.2.5 ip4:192.0.2.7 ip4:192.0.2.9 ip4:192.0.2.11 ip4:192.0.2.13 ip4:192.0.2.15 ip4:192.0.2.17 ip4:192.0.2.19 ip4:192.0.2.21 ip4:192.0.2.23 ip4:192.0.2.25 \"\n \"ip4:198.51.100.1 ip4:198.51.100.3 ip4:198.51.100.5 ip4:198.51.100.7 ip4:198.51.100.9 ip4:198.51.100.11 ip4:198.51.100.13 ip4:198.51.100.15 ip4:198.51.100.17 ip4:198.51.100.19 ip4:198.51.100.21 ip4:198.51.100.23 ip4:198.51.100.25 ip4:198.51.100.27 ip4:198.51.100.29 ip4:198.51.100.31 ip4:198.51.100.33 ip4:198.51.100.35 ~all\" )",
    good: r#"example.com. IN TXT "v=spf1 ip4:192.0.2.0/27 ip4:198.51.100.0/27 ~all""#,
    check: Check::Records(check),
};

/// So many bytes fit into one packet in any case (RFC 7208, section 3.4).
pub const COMFORTABLE: usize = 450;

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, _) in facts.spf() {
        let length = item.value.len();
        if length > COMFORTABLE {
            let message = format!(
                "This record has {length} bytes. With more than {COMFORTABLE}, the answer may not fit into one packet, and \
                 some receivers then fail to get it."
            );
            let title = "Take out servers that no longer send, or list them by network";
            let fix = Fix::new(title, None, Confidence::Review);
            out.push(Finding::new(&RULE, record, Span::new(0, length), message).fixed_by(fix));
        }
    }
}
