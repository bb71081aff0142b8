//! The signatures of the domain do not hold, so that resolvers which check them get nothing.

use crate::dns::{Outcome, Trouble};
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-dnssec-broken",
    severity: Severity::Error,
    title: "The domain's DNSSEC signatures do not hold",
    kind: Kind::Mx,
    reference: rfc!(4035, "5.5"),
    why: "With DNSSEC, a domain signs its records, and resolvers check that. Where a signature does not hold, they give no \
          answer at all, and for whoever asks them the domain has no mail and no website.",
    bad: "example.com. MX !dnssec-broken\nexample.com. TXT !dnssec-broken",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n\
           example.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, _: &Facts, out: &mut Findings) {
    let own = [&domain.mail.mx, &domain.senders.txt, &domain.mail.a, &domain.mail.aaaa];
    let broken = own
        .into_iter()
        .flatten()
        .any(|lookup| lookup.answer.outcome == Outcome::Unknown(Trouble::DnssecBroken));
    if !broken {
        return;
    }
    let message = format!(
        "The DNSSEC signatures of {} do not hold. Resolvers that check them give no answer, so many servers can't find \
         its mail records.",
        code(domain.name.as_str())
    );
    let title = "Sign the zone again at the DNS host, or delete the DS record at the registrar";
    let fix = Fix::new(title, None, Confidence::Review);
    out.push(Finding::about_domain(&RULE, message).fixed_by(fix));
}
