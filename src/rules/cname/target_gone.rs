//! A name where mail looks for a record leads to one where nothing stands.

use crate::dns::{Lookup, Outcome};
use crate::facts::policy::Known;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "cname-target-gone",
    severity: Severity::Error,
    title: "An alias leads to a name without a record",
    kind: Kind::Cname,
    reference: rfc!(1034, "3.6.2"),
    why: "An alias hands the question on to another name. Where nothing stands there, receivers act as if you had \
          no record at all. The service at its end may have ended, or was never set up.",
    bad: "example.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1\n_dmarc.example.com. CNAME example-com.dmarc.example.net.",
    good: "example.com. MX 10 mx.example.com.\nmx.example.com. A 192.0.2.1\n_dmarc.example.com. CNAME example-com.dmarc.example.net.\n\
           example-com.dmarc.example.net. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\"\nexample.com. TXT \"v=spf1 mx -all\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, _: &Facts, out: &mut Findings) {
    // A record above the domain may apply instead, which is less.
    let severity =
        if matches!(domain.policy.found(), Known::Is(_)) { Severity::Warning } else { Severity::Error };
    let looked_for = [
        (domain.policy.walk.first(), "Receivers", "a DMARC record", severity),
        (domain.transport.sts.as_ref(), "Senders", "an MTA-STS record", Severity::Warning),
        (domain.transport.tls_rpt.as_ref(), "Senders", "a TLS-RPT record", Severity::Warning),
        (domain.logo.own.as_ref(), "Receivers", "a BIMI record", Severity::Warning),
    ];
    for (lookup, who, what, severity) in looked_for {
        let Some(lookup) = lookup.filter(|lookup| is_gone(lookup)) else { continue };
        let Some(target) = lookup.answer.aliases.last() else { continue };
        let name = lookup.question.name.as_str();
        let message = format!(
            "{who} that look for {what} at {} are led on to {}, and no record stands there.",
            code(name),
            code(target.as_str())
        );
        let title = "Finish the set-up at the service behind the alias, or put a record of your own in the place of the alias";
        let mut fix = Fix::new(title, None, Confidence::Review);
        fix.name = Some(name.to_owned());
        fix.rtype = Some("CNAME");
        out.push(Finding::about_domain(&RULE, message).weighing(severity).fixed_by(fix));
    }
}

/// The name is an alias, and what it leads to is certain not to be there.
pub fn is_gone(lookup: &Lookup) -> bool {
    matches!(lookup.answer.outcome, Outcome::Absent { .. }) && !lookup.answer.aliases.is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn what_nobody_knows_is_not_gone() {
        let gone = "_dmarc.example.com CNAME d.example.net\n";
        assert_eq!(said(&RULE, gone)[0].severity, Severity::Error);
        assert_eq!(said(&RULE, &format!("{gone}d.example.net TXT !timeout")), []);
        assert_eq!(said(&RULE, "_dmarc.example.com TXT !timeout"), []);
        let logo = "example.com A 192.0.2.1\ndefault._bimi.example.com CNAME b.example.net\n";
        assert_eq!(said(&RULE, logo)[0].severity, Severity::Warning);
        assert_eq!(said(&RULE, &format!("{logo}b.example.net TXT !timeout")), []);
    }
}
