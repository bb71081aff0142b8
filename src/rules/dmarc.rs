//! Rules on DMARC records.

mod bad_policy;
mod bad_value;
mod empty_tag;
mod enforces;
mod long_string;
mod no_reports;
mod not_recognised;
mod odd_character;
mod old_receivers;
mod public_suffix;
mod quotes_inside;
mod removed_tag;
mod repeated_tag;
mod report_address;
mod reports;
mod strict_alignment;
mod subdomain_policy_below;
mod subdomains_open;
mod testing;
mod two_records;
mod unknown_tag;
mod watches_only;
mod wrong_name;

use super::Rule;
use crate::record::tag_list::Tag;
use crate::text::{Edit, Span};

/// In the order of the catalogue.
pub static RULES: &[&Rule] = &[
    &not_recognised::RULE,
    &two_records::RULE,
    &wrong_name::RULE,
    &odd_character::RULE,
    &quotes_inside::RULE,
    &bad_policy::RULE,
    &repeated_tag::RULE,
    &report_address::RULE,
    &watches_only::RULE,
    &subdomains_open::RULE,
    &testing::RULE,
    &removed_tag::RULE,
    &bad_value::RULE,
    &public_suffix::RULE,
    &strict_alignment::RULE,
    &no_reports::RULE,
    &subdomain_policy_below::RULE,
    &long_string::RULE,
    &unknown_tag::RULE,
    &old_receivers::RULE,
    &empty_tag::RULE,
    &enforces::RULE,
    &reports::RULE,
];

/// Puts a semicolon before each tag that follows a comma, a colon or a blank in `span`.
fn unglue(text: &str, span: Span) -> Vec<Edit> {
    let names = ["v", "p", "sp", "np", "t", "psd", "adkim", "aspf", "rua", "ruf", "fo", "pct", "rf", "ri"];
    super::written::separators(text, span, &names)
}

/// A tag with the semicolon and the blanks that go when it goes.
fn whole(text: &str, tag: &Tag) -> Span {
    let after = text[tag.span.end..].trim_start_matches([' ', '\t']);
    if let Some(rest) = after.strip_prefix(';') {
        let end = text.len() - rest.trim_start_matches([' ', '\t']).len();
        // The last tag leaves its semicolon to the one before it.
        if end < text.len() {
            return Span::new(tag.span.start, end);
        }
    }
    let before = text[..tag.span.start].trim_end_matches([' ', '\t']);
    let start = before.strip_suffix(';').map_or(before.len(), str::len);
    Span::new(start, tag.span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Dmarc;
    use crate::text::apply_edits;

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
