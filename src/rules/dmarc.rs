//! Rules on DMARC records.

mod bad_policy;
mod bad_value;
mod elsewhere;
mod empty_tag;
mod enforces;
mod inherited;
mod long_string;
mod message_failed;
mod message_passed;
mod missing;
mod missing_semicolon;
mod no_reports;
mod not_recognised;
mod np_hidden;
mod odd_character;
mod old_receivers;
mod placeholder;
mod public_suffix;
mod quotes_inside;
mod receivers_disagree;
mod removed_tag;
mod repeated_tag;
mod report_address;
mod report_not_authorised;
mod reports;
mod reports_authorised;
mod strict_alignment;
mod subdomain_policy_below;
mod subdomains_open;
mod testing;
mod two_records;
mod unknown_tag;
mod watches_only;
mod wrong_name;

use super::Rule;
use crate::dns::Name;
use crate::facts::policy::{Applied, Known};
use crate::facts::reports::{Consent, host_of};
use crate::facts::{Domain, Facts};
use crate::record::dmarc::{DmarcTag, report_uris};
use crate::record::tag_list::Tag;
use crate::text::{Edit, Span};

/// A record of this kind stands where nobody looks for it, and none where it belongs, which a rule of its own tells.
pub(super) fn is_elsewhere(domain: &Domain) -> bool {
    elsewhere::stray(domain).is_some()
}

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &missing::RULE,
    &not_recognised::RULE,
    &two_records::RULE,
    &wrong_name::RULE,
    &elsewhere::RULE,
    &odd_character::RULE,
    &quotes_inside::RULE,
    &placeholder::RULE,
    &bad_policy::RULE,
    &missing_semicolon::RULE,
    &repeated_tag::RULE,
    &report_address::RULE,
    &report_not_authorised::RULE,
    &receivers_disagree::RULE,
    &watches_only::RULE,
    &subdomains_open::RULE,
    &testing::RULE,
    &removed_tag::RULE,
    &bad_value::RULE,
    &public_suffix::RULE,
    &strict_alignment::RULE,
    &no_reports::RULE,
    &subdomain_policy_below::RULE,
    &message_failed::RULE,
    &long_string::RULE,
    &unknown_tag::RULE,
    &old_receivers::RULE,
    &inherited::RULE,
    &np_hidden::RULE,
    &empty_tag::RULE,
    &enforces::RULE,
    &reports::RULE,
    &reports_authorised::RULE,
    &message_passed::RULE,
];

/// Puts a semicolon before each tag that follows a comma, a colon or a blank in `span`.
fn unglue(text: &str, span: Span) -> Vec<Edit> {
    let names = ["v", "p", "sp", "np", "t", "psd", "adkim", "aspf", "rua", "ruf", "fo", "pct", "rf", "ri"];
    super::written::separators(text, span, &names)
}

/// A tag with the semicolon and the blanks that go when it goes: those before it, so that neighbours may go as well and
/// leave no semicolon too many.
fn whole(text: &str, tag: &Tag) -> Span {
    let before = text[..tag.span.start].trim_end_matches([' ', '\t']);
    let after = text[tag.span.end..].trim_start_matches([' ', '\t']);
    if let Some(kept) = before.strip_suffix(';') {
        return Span::new(kept.len(), text.len() - after.len());
    }
    match after.strip_prefix(';') {
        Some(rest) => Span::new(tag.span.start, text.len() - rest.trim_start_matches([' ', '\t']).len()),
        None => Span::new(before.len(), tag.span.end),
    }
}

/// The record that applies to the domain, with its index; none where none does, or nobody knows.
fn applied_record(domain: &Domain, facts: &Facts) -> Option<(usize, Applied)> {
    let Known::Is(applied) = domain.applied() else { return None };
    let (index, ..) = facts.dmarc().find(|(_, item, _)| {
        let of = item.name.as_deref().and_then(|name| name.strip_prefix("_dmarc."));
        of == Some(applied.record.domain.as_str()) && item.value == applied.record.value
    })?;
    Some((index, applied))
}

/// The record at `index` is the one that applies to the domain; none where nobody asked.
fn is_applied(facts: &Facts, index: usize) -> Option<Option<Applied>> {
    let domain = facts.domain.as_ref()?;
    Some(applied_record(domain, facts).filter(|(i, _)| *i == index).map(|(_, applied)| applied))
}

/// An address that reports can be sent to.
struct Address {
    tag: DmarcTag,
    text: String,
    span: Span,
    host: Option<Name>,
    /// What its host says; none where it is the domain's own.
    consent: Option<Consent>,
}

/// The addresses of the record that applies, with what their hosts say: those in `rua` first.
fn outside_addresses(domain: &Domain, applied: &Applied) -> Vec<Address> {
    let text = applied.record.value.as_str();
    let tags = [DmarcTag::AggregateReports, DmarcTag::FailureReports].into_iter();
    let lists = tags.filter_map(|tag| Some((tag, applied.record.dmarc.tag(tag)?)));
    let uris =
        lists.flat_map(|(tag, list)| report_uris(text, list.value).into_iter().map(move |uri| (tag, uri)));
    uris.filter(|(_, uri)| uri.problem.is_none())
        .map(|(tag, uri)| {
            let address = uri.address.text(text);
            let consent = domain.reports.consent(address);
            Address { tag, text: address.to_owned(), span: uri.span, host: host_of(address), consent }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Dmarc;
    use crate::report::domain::check_zone;
    use crate::rules::Finding;
    use crate::text::apply_edits;

    /// What one rule finds at the first name of a zone.
    pub fn in_zone(rule: &Rule, zone: &str) -> Vec<Finding> {
        let report = check_zone(zone).unwrap().report;
        let in_records = report.records.into_iter().flat_map(|record| record.findings);
        report.findings.into_iter().chain(in_records).filter(|finding| finding.rule == rule).collect()
    }

    /// What the fixes say to publish, as zone lines.
    pub fn values(findings: &[Finding]) -> Vec<String> {
        let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
        let text = |part: Option<&str>| part.unwrap_or("-").to_owned();
        fixes
            .map(|fix| [text(fix.name.as_deref()), text(fix.rtype), text(fix.whole.as_deref())].join(" "))
            .collect()
    }

    #[test]
    fn a_tag_goes_with_its_semicolon() {
        for (text, i, expected) in [
            ("v=DMARC1; p=none; pct=50; rua=mailto:a@x.y", 2, "v=DMARC1; p=none; rua=mailto:a@x.y"),
            ("v=DMARC1; p=none; pct=50", 2, "v=DMARC1; p=none"),
            ("v=DMARC1; p=none; pct=50;", 2, "v=DMARC1; p=none;"),
            ("v=DMARC1;p=none;pct=50;ri=1", 2, "v=DMARC1;p=none;ri=1"),
        ] {
            let dmarc = Dmarc::parse(text);
            let span = whole(text, &dmarc.tags[i].1);
            assert_eq!(apply_edits(text, &[Edit::delete(span)]), expected, "{text}");
        }
    }
}
