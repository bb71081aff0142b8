//! Reports on who sends in the domain's name are asked for.

use super::wrong_name::places;
use crate::facts::Facts;
use crate::facts::reports::Consent;
use crate::providers;
use crate::record::dmarc::{DmarcTag, report_uris};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Finding, Findings, Rule, Severity, rfc};
use crate::text::list;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-reports",
    severity: Severity::Good,
    title: "Reports show who sends in the domain's name",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "Receivers send a report, mostly each day, to the addresses in `rua`. It lists the servers that sent mail in the \
          domain's name, and whether that mail passed the checks.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let places = places(facts);
    let found = facts.dmarc().filter(|(_, item, _)| places.hold(item));
    for (record, item, dmarc) in found {
        let text = item.value.as_str();
        let Some(tag) = dmarc.tag(DmarcTag::AggregateReports) else { continue };
        if dmarc.reading() != Reading::Used || !dmarc.has_report_address {
            continue;
        }
        let addresses: Vec<String> = report_uris(text, tag.value)
            .iter()
            .filter(|uri| uri.takes_reports(text) && takes_them(facts, uri.address.text(text)))
            .take(3)
            .map(|uri| {
                let address = uri.address.text(text);
                let host = address.rsplit_once('@').map_or("", |(_, host)| host);
                match providers::by_report_host(host) {
                    Some(provider) => format!("{} (which looks like {})", code(address), provider.name),
                    None => code(address),
                }
            })
            .collect();
        if addresses.is_empty() {
            continue;
        }
        let message = format!("Receivers send their daily reports to {}.", list(&addresses));
        out.push(Finding::new(&RULE, record, tag.span, message));
    }
}

/// Nothing that DNS says, or fails to say, stands in the way of reports to this address.
fn takes_them(facts: &Facts, address: &str) -> bool {
    let consent = facts.domain.as_ref().and_then(|domain| domain.reports.consent(address));
    matches!(consent, None | Some(Consent::Given(_)))
}
