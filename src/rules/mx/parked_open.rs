//! A domain without mail that does not say so everywhere.

use super::parked::{has_no_dmarc, has_no_spf, is_parked};
use crate::facts::domain::is_absent;
use crate::facts::{Domain, Facts};
use crate::record::Kind;
use crate::rules::dmarc::is_elsewhere as is_dmarc_elsewhere;
use crate::rules::spf::is_elsewhere as is_spf_elsewhere;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mx-parked-open",
    severity: Severity::Warning,
    title: "A domain without mail that does not say so",
    kind: Kind::Mx,
    reference: rfc!(7505, "4.2"),
    why: "Others may send mail in the name of a domain that has none of its own. Three records tell receivers to refuse it: \
          SPF that lets nobody send, DMARC with `p=reject`, and an MX record with a dot alone.",
    bad: "parked.example. TXT \"v=spf1 -all\"",
    good: "parked.example. MX 0 .\nparked.example. TXT \"v=spf1 -all\"\n_dmarc.parked.example. TXT \"v=DMARC1; p=reject\"",
    check: Check::Dns(check),
};

fn check(domain: &Domain, facts: &Facts, out: &mut Findings) {
    if !is_parked(domain, facts) {
        return;
    }
    let name = code(domain.name.as_str());
    let mut add = |severity, message: String, place: String, rtype, value: &str| {
        let title = format!("Enter {}", code(value));
        let mut fix = Fix::new(title, Some(value.to_owned()), Confidence::Review);
        fix.name = Some(place);
        fix.rtype = Some(rtype);
        out.push(Finding::about_domain(&RULE, message).weighing(severity).fixed_by(fix));
    };
    let own = domain.name.to_string();
    // No other record can stand beside an alias, so none can be entered there.
    let is_alias = domain.mail.mx.as_ref().is_some_and(|mx| !mx.answer.aliases.is_empty());
    if !is_alias && has_no_spf(domain, facts) && !is_spf_elsewhere(domain) {
        let message =
            format!("{name} seems to send no mail, and no SPF record says so. Others can send in its name.");
        add(Severity::Warning, message, own.clone(), "TXT", "v=spf1 -all");
    }
    if has_no_dmarc(domain, facts) && !is_dmarc_elsewhere(domain) {
        let message = format!(
            "{name} seems to send no mail, and no DMARC record tells receivers to refuse what others send."
        );
        add(Severity::Warning, message, format!("_dmarc.{own}"), "TXT", "v=DMARC1; p=reject");
    }
    if !is_alias && is_absent(&domain.mail.mx) {
        let message = format!(
            "{name} seems to take no mail, and no MX record says so. Senders may try for days to deliver."
        );
        add(Severity::Advice, message, own, "MX", "0 .");
    }
}
