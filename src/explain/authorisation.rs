//! Records by which a host takes another domain's DMARC reports, in words.

use super::tile::Tiler;
use super::{Part, Role, tag_list};
use crate::record::Authorisation;
use crate::record::authorisation::Places;
use crate::record::dmarc::DmarcTag;
use crate::text::prose::code;

/// Each tag and what it does here.
pub fn parts(record: &Authorisation, text: &str) -> Vec<Part> {
    let mut tiler = Tiler::new(text, tag_list::gap);
    for (kind, tag) in &record.dmarc.tags {
        if tag.equals.is_none() {
            tiler.push(tag.span, Role::Unknown, tag_list::no_equals(tag, text), Vec::new());
            continue;
        }
        let (role, says, name) = match kind {
            DmarcTag::Version if record.dmarc.recognised => {
                (Role::Version, "This says yes: the reports may come.", "The version of the record.")
            }
            DmarcTag::Version => (
                Role::Version,
                "Those who send reports read this record only if it starts with exactly `v=DMARC1`.",
                "The version of the record.",
            ),
            DmarcTag::AggregateReports | DmarcTag::FailureReports => (
                Role::Uri,
                "The reports go to this address instead, if it is at the same host.",
                "Another address for the reports.",
            ),
            DmarcTag::Policy
            | DmarcTag::SubdomainPolicy
            | DmarcTag::NonexistentPolicy
            | DmarcTag::Testing
            | DmarcTag::PublicSuffix
            | DmarcTag::DkimAlignment
            | DmarcTag::SpfAlignment
            | DmarcTag::FailureOptions
            | DmarcTag::Percent
            | DmarcTag::ReportFormat
            | DmarcTag::ReportInterval
            | DmarcTag::Unknown => (
                Role::Unknown,
                "This means nothing here: the record says yes or no, and sets no policy.",
                "A tag that means nothing here.",
            ),
        };
        let value = tag_list::whole(tag, role, says);
        tiler.push(tag.span, role, says.to_owned(), tag_list::segments(tag, text, name.to_owned(), value));
    }
    tiler.finish()
}

/// Whose reports may go where.
pub fn summary(record: &Authorisation, name: Option<&str>) -> String {
    let places = name.and_then(Places::of);
    let host = match places.and_then(|places| places.host) {
        Some(host) => code(host),
        None => "This host".to_owned(),
    };
    let about = match places.map(|places| places.about) {
        Some("*") => "every domain".to_owned(),
        Some("") | None => "another domain".to_owned(),
        Some(about) => code(about),
    };
    if record.dmarc.recognised {
        format!(
            "{host} agrees to take the DMARC reports on {about}. Where that is a domain of somebody else, no reports would \
             come without this record."
        )
    } else {
        format!(
            "{host} does not agree to take the DMARC reports on {about}, because this text does not start with `v=DMARC1`."
        )
    }
}
