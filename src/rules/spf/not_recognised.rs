//! `v=spf1;`, `v=spf10`, ` v=spf1`: what does not start exactly as an SPF record is none to receivers.

use super::{meant_version, sender_id_version};
use crate::facts::Facts;
use crate::record::slip::version_slip;
use crate::record::{Kind, Record};
use crate::rules::{
    Check, Confidence, Finding, Findings, Fix, Rule, Severity, is_named, names, rfc, written,
};
use crate::text::odd::Odd;
use crate::text::percent::record_in_address;
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "spf-not-recognised",
    severity: Severity::Error,
    title: "The text does not start as an SPF record must",
    kind: Kind::Spf,
    reference: rfc!(7208, "4.5"),
    why: "Receivers take a text for an SPF record only if it starts with exactly `v=spf1`, with a space or \
          nothing after it. One more sign there, and to them the domain has no SPF record at all.",
    bad: r#"example.com. IN TXT "v=spf1; include:_spf.google.com ~all""#,
    good: r#"example.com. IN TXT "v=spf1 include:_spf.google.com ~all""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    let read = names(facts, |item| matches!(&item.record, Record::Spf(spf) if spf.recognised));
    for (record, item, spf) in facts.spf() {
        let text = item.value.as_str();
        let head = &text[..spf.version.end];
        // An odd character there, or right after it, has its own rule.
        let next = text[head.len()..].chars().next();
        if spf.recognised
            || sender_id_version::start(text).is_some()
            || written::has_odd(head)
            || next.is_some_and(|c| Odd::of(c).is_some())
        {
            continue;
        }
        let start = if head.trim().is_empty() { text } else { head };
        let span = Span::new(0, spf.version.end);
        let is_beside = is_named(&read, item);
        let (severity, then) = if is_beside {
            (Severity::Advice, "They skip it, and use the record beside it.")
        } else {
            (RULE.severity, "They take the domain to have no SPF record.")
        };
        let message = format!(
            "Receivers look for `v=spf1` and a space at the very start and find {}. {then}",
            code(start)
        );
        let mut finding = Finding::new(&RULE, record, span, message).weighing(severity);
        if is_beside {
            finding = finding.fixed_by(Fix::delete_unread());
        } else if let Some(plain) = record_in_address(text) {
            let title = "Write plain signs in place of the codes that addresses have";
            finding = finding.fixed_by(Fix::new(title, Some(plain), Confidence::Review));
        } else if let Some(edit) = repair(text, spf.version) {
            let sure =
                meant_version(text).is_some() || version_slip(text).is_some_and(|slip| slip.is_spelt_right);
            let confidence = if sure { Confidence::Safe } else { Confidence::Review };
            finding = finding.fixed_by(Fix::edit(
                "Start the record with `v=spf1` and a space",
                vec![edit],
                confidence,
            ));
        }
        out.push(finding);
    }
}

/// Puts `v=spf1` and one space in the place of what was meant as that.
fn repair(text: &str, version: Span) -> Option<Edit> {
    let meant = match meant_version(text).or_else(|| version_slip(text).map(|slip| slip.span)) {
        Some(meant) => meant,
        // `v=spf`, `v=spf2`, `v='spf1'`: the whole first word was meant as the version.
        None if version.text(text).replace('\'', "").to_ascii_lowercase().starts_with("v=spf") => version,
        None => return Some(Edit::insert(0, "v=spf1 ")),
    };
    let rest = text[meant.end..].trim_start_matches([';', ',', ' ', '.', ':', '0']);
    let end = text.len() - rest.len();
    Some(Edit::replace(Span::new(0, end), if rest.is_empty() { "v=spf1" } else { "v=spf1 " }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply_edits;

    #[test]
    fn each_slip_is_repaired() {
        for (text, expected) in [
            ("v=spf1; mx -all", "v=spf1 mx -all"),
            ("v=spf1,mx -all", "v=spf1 mx -all"),
            ("v=spf10 mx -all", "v=spf1 mx -all"),
            (" v=spf1 mx", "v=spf1 mx"),
            ("v = spf1 mx", "v=spf1 mx"),
            ("spf1 mx", "v=spf1 mx"),
            ("v=sfp1 mx -all", "v=spf1 mx -all"),
            ("v-spf1 mx -all", "v=spf1 mx -all"),
            ("vspf1; mx -all", "v=spf1 mx -all"),
            ("v spf1 mx -all", "v=spf1 mx -all"),
            ("v=spf1include:a.com ~all", "v=spf1 include:a.com ~all"),
            ("v=spf mx", "v=spf1 mx"),
            ("v='spf1' mx", "v=spf1 mx"),
            ("v=spf1;", "v=spf1"),
            ("include:a.com ~all", "v=spf1 include:a.com ~all"),
        ] {
            let version = crate::record::Spf::parse(text).version;
            let edit = repair(text, version).unwrap();
            assert_eq!(apply_edits(text, &[edit]), expected, "{text}");
        }
    }
}
