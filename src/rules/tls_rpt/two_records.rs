//! Two TLS-RPT records at one name: senders act as if there were none.

use crate::facts::{Facts, Item};
use crate::record::{Kind, Record};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::prose::code;
use crate::text::{Span, count};

/// The rule.
pub static RULE: Rule = Rule {
    id: "tls-rpt-two-records",
    severity: Severity::Error,
    title: "More than one TLS-RPT record at one name",
    kind: Kind::TlsRpt,
    reference: rfc!(8460, "3"),
    why: "A domain may have one TLS-RPT record. Where there are two, senders use neither. One record can name several addresses, with commas between them.",
    bad: "_smtp._tls.example.com. IN TXT \"v=TLSRPTv1; rua=mailto:tls@example.com\"\n_smtp._tls.example.com. IN TXT \"v=TLSRPTv1; rua=mailto:reports@example.net\"",
    good: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com,mailto:reports@example.net""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for set in facts.sets(is_found).into_iter().filter(|set| set.len() > 1) {
        let together = set.iter().map(|(i, _)| *i).collect();
        let name = set[0].1.name.as_deref();
        let many = count(set.len(), "TLS-RPT record", "TLS-RPT records");
        let finding = match name {
            Some(name) => {
                let message =
                    format!("{} has {many}, and senders allow one. They send no reports.", code(name));
                Finding::about_many(&RULE, together, message)
            }
            None => {
                let message =
                    format!("This text has {many}. If they stand at one name, senders send no reports.");
                Finding::about_many(&RULE, together, message).weighing(Severity::Warning)
            }
        };
        let mut addresses: Vec<&str> = Vec::new();
        for (_, item) in &set {
            let Record::TlsRpt(reports) = &item.record else { continue };
            for uri in reports.uris(&item.value).filter(|uri| uri.problem.is_none()) {
                let address = Span::text(uri.span, &item.value);
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
        }
        let value = (!addresses.is_empty()).then(|| format!("v=TLSRPTv1; rua={}", addresses.join(",")));
        let mut fix = Fix::new(
            "Publish one record with all addresses, and delete the others",
            value,
            Confidence::Review,
        );
        fix.name = name.map(str::to_owned);
        fix.rtype = Some("TXT");
        out.push(finding.fixed_by(fix));
    }
}

/// Senders take it for a record of this kind.
pub fn is_found(item: &Item) -> bool {
    !item.is_of_old_type() && matches!(&item.record, Record::TlsRpt(reports) if reports.recognised)
}
