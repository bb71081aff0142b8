//! What the page itself says, in one place so that it is easy to reword.

pub mod build;
pub mod domain;
pub mod learn;
pub mod setup;
pub mod spf;

use super::route::{DomainLink, Route, SpfLink};
use crate::dns::typed::{ToAscii, Typed};
use crate::paste::Hints;
use crate::record::header::Lead;
use crate::record::{Kind, Reading};
use crate::report::{RecordReport, Verdict};
use crate::rules::{self, Finding, Severity};

/// The heading of the front page; `index.html` has the same.
pub const FRONT_TITLE: &str = "Are your domain's mail records right?";

/// What this is, in one sentence; `index.html` has the same.
pub const FRONT_LEAD: &str = "Paste SPF, DKIM, DMARC or MX records as you have them, or type a domain to look them up. You see \
                              at once whether they are right, what every part does, and what to publish instead.";

/// What happens to the text; `index.html` has the same.
pub const PROMISE: &str = "Nothing that you paste leaves this page: all the work is done in your browser.";

/// What the list of rules is.
pub const RULES_LEAD: &str = "Everything that Waxseal can find in a record. This is a list, not your result: each has a page that \
                              says why it matters, with an example.";

/// Above what the standard has and what other tools say.
pub const DISPUTE_TITLE: &str = "Why another checker may disagree";

/// The title of the window, for a page that is called so.
pub fn window_title(page: &str) -> String {
    [&crate::text::prose::plain(page), " · Waxseal"].concat()
}

/// What a page that asks DNS is called.
pub fn live_title(route: &Route, to_ascii: ToAscii<'_>) -> String {
    match route {
        Route::Domain(link) => domain_title(link, to_ascii),
        Route::Spf(link) => spf_title(link, to_ascii),
        Route::Setup(link) => setup::title(link, to_ascii),
        Route::Link => setup::LINK_TITLE.to_owned(),
        _ => LOST.to_owned(),
    }
}

/// What a page that makes records is called.
pub fn making_title(route: &Route) -> &'static str {
    match route {
        Route::Build(link) => build::title(link.choice),
        _ => LOST,
    }
}

/// What a page to read is called.
pub fn reading_title(route: &Route) -> &'static str {
    match route {
        Route::Rules => "What Waxseal looks for",
        Route::Rule(id) => rules::rule(id).map_or(LOST, |rule| rule.title),
        Route::Learn => "What mail records are for",
        Route::LearnKind(kind) => learn::lesson(kind).map_or(LOST, |lesson| lesson.title),
        _ => LOST,
    }
}

fn domain_title(link: &DomainLink, to_ascii: ToAscii<'_>) -> String {
    match Typed::read(&link.domain, to_ascii) {
        Ok(typed) => domain::heading(&typed.shown),
        Err(_) => domain::ASK_TITLE.to_owned(),
    }
}

fn spf_title(link: &SpfLink, to_ascii: ToAscii<'_>) -> String {
    match Typed::read(&link.domain, to_ascii) {
        Ok(typed) => spf::heading(&typed.shown),
        Err(_) => spf::ASK_TITLE.to_owned(),
    }
}

const LOST: &str = "This page is not here";

/// Said while a part of the page is on its way.
pub const PART_COMES: &str = "Loading …";

/// Said where it did not arrive.
pub const PART_LOST: &str =
    "A part of Waxseal did not arrive. Check that you are online. What you typed is kept.";

/// A weight in words.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Needs fixing",
        Severity::Warning => "Works, with a risk",
        Severity::Advice => "Worth knowing",
        Severity::Good => "Right",
    }
}

/// What a weight means.
pub const fn consequence(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "It needs fixing: mail or protection fails by it today.",
        Severity::Warning => "It works, but it may break, or it protects less than it seems to.",
        Severity::Advice => "Nothing breaks by it, but it is worth knowing.",
        Severity::Good => "This is as it should be.",
    }
}

/// The class of a part that something was found in.
pub const fn mark_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "has-error",
        Severity::Warning => "has-warning",
        Severity::Advice => "has-advice",
        Severity::Good => "",
    }
}

/// What receivers do with the record as it stands; nothing for texts that are not judged.
pub fn reading(record: &RecordReport) -> String {
    if record.verdict == Verdict::Unknown {
        return String::new();
    }
    // Some are for those who send to the domain, and the others for those who receive from it.
    let who = match record.kind {
        Kind::Spf | Kind::Dkim | Kind::Dmarc | Kind::Mx | Kind::Bimi | Kind::DmarcReportAuthorisation => {
            "receiving servers"
        }
        Kind::MtaSts | Kind::MtaStsPolicy | Kind::TlsRpt | Kind::Tlsa => "sending servers",
        Kind::SenderId | Kind::Cname | Kind::Verification | Kind::Other => return String::new(),
    };
    if record.in_conflict {
        return "Receivers can't use it, because there is another one at the same name: see above."
            .to_owned();
    }
    match record.reading {
        Reading::Used if record.findings.iter().any(stops_receivers) => {
            ["As it stands, ", who, " start to read this record, and have to give up."].concat()
        }
        Reading::Used if record.verdict == Verdict::Error => {
            ["As it stands, ", who, " read this record, but one part of it does not work."].concat()
        }
        Reading::Used => ["As it stands, ", who, " act on this record."].concat(),
        Reading::Ignored => {
            ["As it stands, ", who, " don't count this text as ", article(record.kind), " record."].concat()
        }
        Reading::Broken => ["As it stands, ", who, " find this record and can't use it."].concat(),
    }
}

/// Its lookups lead receivers to an error, whatever else it says.
fn stops_receivers(finding: &Finding) -> bool {
    finding.severity == Severity::Error && finding.rule.id == "spf-too-many-lookups"
}

/// The way to the records of a domain whose name was pasted.
pub fn look_up(domain: &str) -> String {
    ["Look up the records of ", domain].concat()
}

/// Where a record is edited at the DNS host, in the words of its form.
pub fn where_to_enter(record: &RecordReport) -> String {
    let (kind, rtype) = match record.kind {
        Kind::MtaStsPolicy => {
            return "On the web server, put this in the place of the policy file:".to_owned();
        }
        Kind::Mx => ("MX", "MX"),
        Kind::Cname => ("CNAME", "CNAME"),
        Kind::Tlsa => ("TLSA", "TLSA"),
        // It has no name that an owner would know it by.
        Kind::Verification => ("TXT", "TXT"),
        kind => (kind.title(), "TXT"),
    };
    match &record.name {
        Some(name) => {
            ["At your DNS host, edit the ", rtype, " record at ", name, ". Put this in its place:"].concat()
        }
        None if kind == rtype => {
            ["At your DNS host, edit the ", rtype, " record. Put this in its place:"].concat()
        }
        None => {
            ["At your DNS host, edit your ", kind, " record, a ", rtype, " record. Put this in its place:"]
                .concat()
        }
    }
}

fn article(kind: Kind) -> &'static str {
    match kind {
        Kind::Spf => "an SPF",
        Kind::Dkim => "a DKIM",
        Kind::Dmarc => "a DMARC",
        Kind::Mx => "an MX",
        Kind::Bimi => "a BIMI",
        Kind::MtaSts | Kind::MtaStsPolicy => "an MTA-STS",
        Kind::TlsRpt => "a TLS-RPT",
        Kind::Tlsa => "a TLSA",
        Kind::SenderId | Kind::DmarcReportAuthorisation | Kind::Cname | Kind::Verification | Kind::Other => {
            "a mail"
        }
    }
}

/// A record's kind and place, for one line of many.
pub fn place(record: &RecordReport) -> String {
    match &record.name {
        Some(name) => [record.title(), " at ", name].concat(),
        None => record.title().to_owned(),
    }
}

/// The page of the key or the domain that a header field names.
pub fn lead_to(lead: &Lead) -> Route {
    let kind = lead.selector.as_ref().map(|_| Kind::Dkim);
    let selectors = lead.selector.iter().cloned().collect();
    Route::Domain(DomainLink { domain: lead.domain.clone(), selectors, kind })
}

/// How many of all the records in a text are none of mail's.
pub fn no_mail_records(count: usize, all: usize) -> String {
    let more = if count < all { " more" } else { "" };
    let (lines, are) =
        if count == 1 { (" line is", "no mail record") } else { (" lines are", "no mail records") };
    [&count.to_string(), more, lines, " ", are].concat()
}

/// What a link said about the text, where it said something.
pub fn hinted(hints: &Hints) -> Option<String> {
    let says = match (&hints.rtype, &hints.name) {
        (Some(rtype), Some(name)) => ["a ", rtype, " record at ", name].concat(),
        (Some(rtype), None) => ["a ", rtype, " record"].concat(),
        (None, Some(name)) => ["a record at ", name].concat(),
        (None, None) => return None,
    };
    Some(["The link that you opened says that this is ", &says, "."].concat())
}

/// A long text with its middle left out.
pub fn shortened(text: &str, longest: usize) -> String {
    // A character is at most four bytes, so a short text needs no counting.
    if text.len() <= longest || text.chars().nth(longest).is_none() {
        return text.to_owned();
    }
    let head: String = text.chars().take(longest * 2 / 3).collect();
    let mut tail: Vec<char> = text.chars().rev().take(longest / 4).collect();
    tail.reverse();
    [head, "…".to_owned(), tail.into_iter().collect()].concat()
}

/// A text of blanks alone, made visible.
pub fn shown_blanks(text: &str) -> String {
    if text.trim().is_empty() { text.chars().map(|_| '␣').collect() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::explain_records;

    #[test]
    fn too_many_lookups_make_receivers_give_up() {
        let includes: String = (0..11).map(|i| format!(" include:s{i}.example")).collect();
        let report = explain_records(&format!("v=spf1{includes} -all"), &Hints::default());
        assert_eq!(
            reading(&report.records[0]),
            "As it stands, receiving servers start to read this record, and have to give up."
        );
    }

    #[test]
    fn a_record_is_entered_by_the_name_that_its_owner_knows() {
        for (text, expected) in [
            ("v=spf1 include=a.example -all", "At your DNS host, edit your SPF record, a TXT record."),
            ("google-site-verification: wD8N7i1JTNTkezJ49swv", "At your DNS host, edit the TXT record."),
        ] {
            let report = explain_records(text, &Hints::default());
            let place = where_to_enter(&report.records[0]);
            assert_eq!(place.strip_suffix(" Put this in its place:"), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_static_page_says_the_same() {
        let page = include_str!("../../index.html");
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [FRONT_TITLE, FRONT_LEAD, PROMISE] {
            assert!(page.contains(words), "index.html has not: {words}");
        }
    }

    #[test]
    fn every_page_has_a_title() {
        let live = |fragment: &str| {
            live_title(&Route::parse(fragment), &|name| {
                (name == "bücher.example").then(|| "xn--bcher-kva.example".into())
            })
        };
        assert_eq!(window_title(FRONT_TITLE), "Are your domain's mail records right? · Waxseal");
        assert_eq!(reading_title(&Route::Rule("no-such".to_owned())), "This page is not here");
        assert_eq!(reading_title(&Route::LearnKind("spf".to_owned())), "SPF: who may send");
        assert_eq!(live("#/domain/Example.COM./spf"), "The mail of example.com");
        assert_eq!(live("#/domain/b%C3%BCcher.example"), "The mail of bücher.example");
        assert_eq!(live("#/domain/a..b"), "Check a domain");
        assert_eq!(live("#/link"), setup::LINK_TITLE);
    }

    #[test]
    fn what_is_no_mail_record_is_counted() {
        assert_eq!(no_mail_records(12, 20), "12 more lines are no mail records");
        assert_eq!(no_mail_records(1, 2), "1 more line is no mail record");
        assert_eq!(no_mail_records(3, 3), "3 lines are no mail records");
    }

    #[test]
    fn long_texts_lose_their_middle() {
        assert_eq!(shortened("short", 10), "short");
        assert_eq!(shortened(&"é".repeat(10), 10), "é".repeat(10));
        let cut = shortened(&"é".repeat(500), 120);
        assert!(cut.chars().count() <= 120 && cut.contains('…'));
    }

    #[test]
    fn blanks_can_be_seen() {
        assert_eq!(shown_blanks("  "), "␣␣");
        assert_eq!(shown_blanks("a b"), "a b");
    }

    #[test]
    fn what_a_link_says_is_said() {
        let hints =
            Hints { name: Some("a.example".to_owned()), rtype: Some("TXT".to_owned()), ..Hints::default() };
        assert_eq!(
            hinted(&hints).as_deref(),
            Some("The link that you opened says that this is a TXT record at a.example.")
        );
        assert_eq!(hinted(&Hints::default()), None);
    }
}
