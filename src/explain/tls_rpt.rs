//! TLS-RPT records in words.

use super::tile::Tiler;
use super::{Part, Role, Segment, domain_words, tag_list};
use crate::record::TlsRpt;
use crate::record::dmarc::UriProblem;
use crate::record::tag_list::Tag;
use crate::record::tls_rpt::{is_well_named, takes_reports, uris};
use crate::text::list;
use crate::text::prose::code;

/// Each part and what it does.
pub fn parts(reports: &TlsRpt, text: &str) -> Vec<Part> {
    let mut tiler = Tiler::new(text, tag_list::gap);
    for (i, tag) in reports.list.tags.iter().enumerate() {
        if tag.equals.is_none() {
            tiler.push(tag.span, Role::Unknown, tag_list::no_equals(tag, text), Vec::new());
            continue;
        }
        let name = tag.name.text(text);
        let is_list = name.eq_ignore_ascii_case("rua");
        let (role, says, name_says) = if i == 0 && name.eq_ignore_ascii_case("v") {
            let says = if reports.recognised {
                "This text is a TLS-RPT record, version 1."
            } else {
                "Senders look for exactly `v=TLSRPTv1` and a semicolon here."
            };
            (Role::Version, says.to_owned(), "`v` names the kind of record.")
        } else if is_list && is_well_named(text, tag) {
            (Role::Uri, list_says(text, tag), "`rua` says where reports go.")
        } else if is_list {
            let says =
                "Senders look for exactly `rua=` and an address here, with no blank between.".to_owned();
            (Role::Unknown, says, "Senders look for exactly `rua=` here.")
        } else {
            let says =
                format!("{} is not known to the standard, and senders skip it.", code(tag.span.text(text)));
            (Role::Unknown, says, "This name is not known to the standard.")
        };
        let value = if is_list { addresses(text, tag) } else { tag_list::whole(tag, role, says.clone()) };
        tiler.push(tag.span, role, says, tag_list::segments(tag, text, name_says.to_owned(), value));
    }
    tiler.finish()
}

fn list_says(text: &str, tag: &Tag) -> String {
    let good: Vec<String> = uris(text, tag.value)
        .iter()
        .filter(|uri| takes_reports(text, uri))
        .map(|uri| code(uri.address.text(text)))
        .collect();
    if good.is_empty() {
        "No report can be sent to what stands here.".to_owned()
    } else {
        format!("Senders report once a day to {} how encryption went.", list(&good))
    }
}

fn addresses(text: &str, tag: &Tag) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    for uri in uris(text, tag.value) {
        if let Some(last) = out.last() {
            let between = last.span.end..uri.span.start;
            out.push(Segment::new(between.into(), Role::Separator, "A comma stands between two addresses."));
        }
        let address = code(uri.address.text(text));
        let says = match uri.problem {
            None if !takes_reports(text, &uri) => format!("No report arrives at {address}."),
            None if uri.address == uri.span => {
                format!("A copy of the report is sent to the web address {address}.")
            }
            None => format!("A copy of the report goes to the mailbox {address}."),
            Some(UriProblem::Empty) => "No address stands here.".to_owned(),
            Some(
                UriProblem::NoScheme
                | UriProblem::Slashes
                | UriProblem::Blank
                | UriProblem::Joined
                | UriProblem::NoAddress
                | UriProblem::OtherScheme
                | UriProblem::BadCharacter,
            ) => format!("No report arrives at {}.", code(uri.span.text(text))),
        };
        out.push(Segment::new(uri.span, Role::Uri, says));
    }
    out
}

/// Where reports go.
pub fn summary(reports: &TlsRpt, text: &str, name: Option<&str>) -> String {
    let name = name
        .map(|name| name.strip_prefix("_smtp._tls.").unwrap_or(name))
        .filter(|name| *name != "_smtp._tls");
    let domain = domain_words(name);
    if !reports.recognised {
        return format!(
            "Senders see no TLS-RPT record for {domain} here, because the text does not start with `v=TLSRPTv1;`."
        );
    }
    let good: Vec<String> = reports
        .uris(text)
        .filter(|uri| takes_reports(text, uri))
        .map(|uri| code(uri.address.text(text)))
        .collect();
    if reports.has_address && good.is_empty() {
        return format!(
            "Nobody gets reports on encryption for {domain}, because no address in this record can be reached from outside."
        );
    }
    if !reports.has_address {
        return format!(
            "Nobody gets reports on encryption for {domain}, because this record holds no address for them."
        );
    }
    format!(
        "Senders are asked to report to {} once a day how encryption of mail to {domain} went.",
        list(&good)
    )
}
