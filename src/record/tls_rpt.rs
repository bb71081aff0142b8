//! TLS-RPT records as written: where reports on encryption go (RFC 8460, section 3).

use super::Reading;
use super::dmarc::{self, ReportUri, Unreachable, UriProblem, is_inside, report_uris};
use super::fields::{is_tight, starts_with_version, unreadable};
use super::tag_list::{Tag, TagList};
use crate::text::Span;

/// A TLS-RPT record as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsRpt {
    /// Its parts.
    pub list: TagList,
    /// It starts with exactly `v=TLSRPTv1` and a semicolon.
    pub recognised: bool,
    /// What the grammar has no place for.
    pub unreadable: Vec<Span>,
    /// A report can be sent to one of its addresses.
    pub has_address: bool,
}

impl TlsRpt {
    /// Reads any text as a TLS-RPT record.
    pub fn parse(text: &str) -> Self {
        let list = TagList::parse(text);
        let mut record = Self {
            recognised: starts_with_version(text, "TLSRPTv1"),
            unreadable: unreadable(text, &list, &["v", "rua"]),
            has_address: false,
            list,
        };
        let takes = |tag: &Tag| uris(text, tag.value).iter().any(|uri| uri.problem.is_none());
        let has_address = record.lists(text).any(|tag| is_well_named(text, tag) && takes(tag));
        record.has_address = has_address;
        record
    }

    /// The parts that are meant to hold addresses.
    pub fn lists<'s>(&'s self, text: &'s str) -> impl Iterator<Item = &'s Tag> {
        let named = |tag: &&Tag| tag.equals.is_some() && tag.name.text(text).eq_ignore_ascii_case("rua");
        self.list.tags.iter().filter(named)
    }

    /// The addresses, with what is wrong with each.
    pub fn uris<'s>(&'s self, text: &'s str) -> impl Iterator<Item = ReportUri> + 's {
        self.lists(text).flat_map(|tag| uris(text, tag.value))
    }

    /// What senders make of it.
    pub fn reading(&self) -> Reading {
        match (self.recognised, self.has_address) {
            (false, _) => Reading::Ignored,
            (true, true) => Reading::Used,
            (true, false) => Reading::Broken,
        }
    }
}

/// It is written `rua=`, as senders look for it.
pub fn is_well_named(text: &str, tag: &Tag) -> bool {
    tag.name.text(text) == "rua" && (is_tight(tag) || tag.value.is_empty())
}

/// Splits the value at `span` of `text` at its commas. Unlike in DMARC, an address may be one of the web, and has no
/// limit of size: a `!` must be written `%21`.
pub fn uris(text: &str, span: Span) -> Vec<ReportUri> {
    let mut uris = report_uris(text, span);
    for uri in &mut uris {
        let written = uri.span.text(text);
        if let Some(web) = behind_https(written) {
            let plain =
                written.bytes().all(|b| matches!(b, b'#'..=b'~') && !matches!(b, b'<' | b'>' | b'\\'));
            let host = web.split(['/', '?', '#']).next().unwrap_or("");
            uri.address = uri.span;
            uri.problem = if !plain {
                Some(UriProblem::BadCharacter)
            } else if host.is_empty() {
                Some(UriProblem::NoAddress)
            } else {
                None
            };
        } else if uri.problem.is_none() && uri.size_limit.is_some() {
            uri.problem = Some(UriProblem::BadCharacter);
        }
    }
    uris
}

fn behind_https(written: &str) -> Option<&str> {
    written.get(..8).filter(|head| head.eq_ignore_ascii_case("https://")).map(|_| &written[8..])
}

/// Why nobody outside can report to this address, of mail or of the web; none where they can, as far as its letters tell.
pub fn unreachable(address: &str) -> Option<Unreachable<'_>> {
    let Some(web) = behind_https(address) else { return dmarc::unreachable(address) };
    let place = web.split(['/', '?', '#']).next()?;
    let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
    if host.starts_with('[') {
        return None;
    }
    let host = host.split(':').next()?.trim_end_matches('.');
    let top = host.rsplit('.').next()?;
    if is_inside(top) {
        return Some(Unreachable::Inside(top));
    }
    (!host.contains('.')).then_some(Unreachable::NoName)
}

/// Senders can read this address of the record, and may get a report there.
pub fn takes_reports(text: &str, uri: &ReportUri) -> bool {
    uri.problem.is_none() && unreachable(uri.address.text(text)).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_nobody_outside_reaches_are_told() {
        for (address, expected) in [
            ("a@x.example", None),
            ("https://x.example/y@z", None),
            ("https://x.example:8443/y", None),
            ("https://192.0.2.1/y", None),
            ("https://[2001:db8::1]/y", None),
            ("a@localhost", Some(Unreachable::Inside("localhost"))),
            ("a@server.local", Some(Unreachable::Inside("local"))),
            ("a@server", Some(Unreachable::NoName)),
            ("HTTPS://server.local:8443/y", Some(Unreachable::Inside("local"))),
            ("https://me@server.lan", Some(Unreachable::Inside("lan"))),
            ("https://server/y", Some(Unreachable::NoName)),
        ] {
            assert_eq!(unreachable(address), expected, "{address}");
        }
    }

    #[test]
    fn what_senders_make_of_it() {
        for (text, reading) in [
            ("v=TLSRPTv1;rua=mailto:a@x.example,https://r.x.example/p", Reading::Used),
            ("v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt", Reading::Used),
            ("v=TLSRPTv1; rua=mailto:a@x.example; rua=mailto:b@x.example;", Reading::Used),
            ("v=TLSRPTv1; rua=a@x.example", Reading::Broken),
            ("v=TLSRPTv1; rua=http://x.example/", Reading::Broken),
            ("v=TLSRPTv1; rua=https:///path", Reading::Broken),
            ("v=TLSRPTv1; rua=mailto:a@x.example!10m", Reading::Broken),
            ("v=TLSRPTv1; rua = mailto:a@x.example", Reading::Broken),
            ("v=TLSRPTv1; RUA=mailto:a@x.example", Reading::Broken),
            ("v=TLSRPTv1;", Reading::Broken),
            ("v=TLSRPT1; rua=mailto:a@x.example", Reading::Ignored),
            ("v=tlsrptv1; rua=mailto:a@x.example", Reading::Ignored),
            ("v=TLSRPTv1 rua=mailto:a@x.example", Reading::Ignored),
        ] {
            assert_eq!(TlsRpt::parse(text).reading(), reading, "{text}");
        }
    }
}
