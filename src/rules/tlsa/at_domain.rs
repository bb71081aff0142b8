//! TLSA records at the mail domain: senders look at its mail servers.

use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "tlsa-at-domain",
    severity: Severity::Error,
    title: "A TLSA record at the domain, and not at its mail server",
    kind: Kind::Tlsa,
    reference: rfc!(7672, "2.2.3"),
    why: "Senders look for TLSA records at the name of each mail server, as the MX records have it. A record at the domain itself is never looked for.",
    bad: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\n_25._tcp.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    good: "example.com. MX 10 mail.example.com.\nmail.example.com. A 192.0.2.25\nexample.com. TXT \"v=spf1 mx -all\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n_25._tcp.mail.example.com. TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1\nexample.com. * !signed\n_smtp._tls.example.com. TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, _: &Facts, out: &mut Findings) {
    let Some(lookup) =
        domain.transport.tlsa_at_domain.as_ref().filter(|lookup| lookup.answer.aliases.is_empty())
    else {
        return;
    };
    let (Some(data), Some(first)) = (lookup.found().next(), domain.mail.hosts.first()) else { return };
    // A wildcard answers for names that nobody made.
    let is_made = domain.strays.probe.as_ref().is_some_and(|probe| probe.answer.no_such_name());
    let has_none = |lookup: &Option<crate::dns::Lookup>| {
        lookup
            .as_ref()
            .is_some_and(|lookup| matches!(lookup.answer.outcome, crate::dns::Outcome::Absent { .. }))
    };
    if !is_made || !domain.mail.hosts.iter().all(|host| has_none(&host.tlsa)) {
        return;
    }
    let right = ["_25._tcp.", first.name.as_str()].concat();
    let message = format!(
        "A TLSA record stands at {}, where no sender looks. Mail goes to {}, which has none.",
        code(lookup.question.name.as_str()),
        code(first.name.as_str())
    );
    let mut fix = Fix::new(
        format!("Move it to {}, if that server shows this certificate", code(&right)),
        Some(data.to_string()),
        Confidence::Review,
    );
    fix.name = Some(right);
    fix.rtype = Some("TLSA");
    out.push(Finding::about_domain(&RULE, message).fixed_by(fix));
}
