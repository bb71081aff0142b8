//! `p=none`: receivers watch, and protect nothing.

use super::missing_semicolon::is_swallowed;
use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dmarc::{DmarcTag, Policy};
use crate::rules::mx::of_silent;
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc};
use crate::text::Edit;
use crate::text::prose::code;

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-watches-only",
    severity: Severity::Advice,
    title: "The policy watches, and protects nothing",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.10.1"),
    why: "With `p=none` receivers deliver forged mail as if there were no DMARC, and send reports if the record asks for \
          them. It is the right first step: the reports show who sends in the domain's name before anything is stopped.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=none""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let silent = of_silent(facts);
    for (record, item, dmarc) in facts.dmarc() {
        // A policy that can't be read is another rule.
        if dmarc.policy != Some(Policy::None) || dmarc.effective_policy().is_none() || dmarc.bad_subpolicy {
            continue;
        }
        let text = item.value.as_str();
        // A stricter policy for subdomains does protect those.
        if dmarc.strictest(text) != Some(Policy::None) {
            continue;
        }
        let Some(tag) = dmarc.tag(DmarcTag::Policy) else { continue };
        let word = code(tag.span.text(text));
        if silent.binary_search(&record).is_ok() {
            let message = format!(
                "With {word} receivers hold nothing back, and the domain seems to have no mail of its own that could be lost. Mail \
                 that others forge in its name still arrives."
            );
            let title = "Ask for `reject`, since no mail comes from this domain";
            let fix = Fix::edit(title, vec![Edit::replace(tag.value, "reject")], Confidence::Review);
            let finding = Finding::new(&RULE, record, tag.span, message).weighing(Severity::Warning);
            out.push(finding.fixed_by(fix));
            continue;
        }
        if dmarc.has_report_address {
            let message = format!(
                "With {word} receivers send reports and hold nothing back. Mail that others forge still arrives."
            );
            let fix = Fix::edit(
                "Ask for `quarantine` once the reports show that your own mail passes",
                vec![Edit::replace(tag.value, "quarantine")],
                Confidence::Review,
            );
            out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
        } else if dmarc.tag(DmarcTag::AggregateReports).is_none()
            && !is_swallowed(item, dmarc, DmarcTag::AggregateReports)
        {
            let message = format!(
                "With {word} and no address for reports, this record changes nothing yet: forged mail still arrives, and nobody \
                 is told. Your own mail is not harmed."
            );
            let fix = Fix::edit(
                "Ask for reports, at an address of yours",
                vec![Edit::insert(
                    tag.span.end,
                    format!("; rua=mailto:{}", report_mailbox(item.name.as_deref())),
                )],
                Confidence::Example,
            );
            let finding = Finding::new(&RULE, record, tag.span, message).weighing(Severity::Warning);
            out.push(finding.fixed_by(fix));
        }
    }
}

/// A mailbox to show the form, at the domain of the record where its name tells that.
pub fn report_mailbox(name: Option<&str>) -> String {
    let domain = name.and_then(|name| name.strip_prefix("_dmarc.")).filter(|domain| domain.contains('.'));
    format!("dmarc@{}", domain.unwrap_or("example.com"))
}
