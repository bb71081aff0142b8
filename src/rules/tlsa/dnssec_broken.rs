//! The signatures of a TLSA record do not hold: senders that use DANE put mail off.

use crate::dns::{Outcome, Trouble};
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::list;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-dnssec-broken",
    severity: Severity::Error,
    title: "The signatures of a mail server's TLSA records do not hold",
    kind: Kind::Tlsa,
    reference: rfc!(7672, "2.1.2"),
    why: "Senders that use DANE ask for the TLSA records of each mail server. Where the answer is signed and the signature does not hold, they can't tell an attack from a slip, so they put the mail off.",
    bad: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n_25._tcp.mail.example.com. TLSA !dnssec-broken",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\nexample.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n_25._tcp.mail.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1\nexample.com. * !signed\n_smtp._tls.example.com. TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, _: &Facts, out: &mut Findings) {
    let is_broken = |lookup: &Option<crate::dns::Lookup>| {
        lookup.as_ref().is_some_and(|lookup| lookup.answer.outcome == Outcome::Unknown(Trouble::DnssecBroken))
    };
    let broken = domain.mail.hosts.iter().filter(|host| is_broken(&host.tlsa) && !is_broken(&domain.mail.mx));
    let names: Vec<String> = broken.map(|host| code(host.name.as_str())).collect();
    if names.is_empty() {
        return;
    }
    let message = format!(
        "The DNSSEC signatures at {} do not hold for TLSA records. Senders that use DANE don't deliver there until they do.",
        list(&names)
    );
    let title = "Have the zone of the mail server signed again, or its DNS host repaired";
    out.push(Finding::about_domain(&RULE, message).fixed_by(Fix::new(title, None, Confidence::Review)));
}
