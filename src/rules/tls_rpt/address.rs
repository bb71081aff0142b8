//! `rua=tls@example.com`: an address that no report can be sent to.

use crate::facts::Facts;
use crate::record::Kind;
use crate::record::dmarc::{ReportUri, Unreachable, UriProblem};
use crate::record::tls_rpt::{takes_reports, unreachable, uris};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: "tls-rpt-address",
    severity: Severity::Error,
    title: "An address that reports can't be sent to",
    kind: Kind::TlsRpt,
    reference: rfc!(8460, "3"),
    why: "Senders report to the addresses in `rua`: `mailto:` and a mail address, or a web address with `https:`, with commas between them. They skip anything else.",
    bad: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=tls@example.com""#,
    good: r#"_smtp._tls.example.com. IN TXT "v=TLSRPTv1; rua=mailto:tls@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, reports) in facts.tls_rpt().filter(|(.., reports)| reports.recognised) {
        let text = item.value.as_str();
        // One address among several that do work is a smaller loss.
        let some_work = reports.uris(text).any(|uri| takes_reports(text, &uri));
        let severity = if some_work { Severity::Warning } else { RULE.severity };
        for tag in reports.lists(text) {
            for uri in uris(text, tag.value) {
                let Some(problem) = uri.problem else {
                    let Some(message) = no_way_to(text, &uri) else { continue };
                    let title = "Write an address that takes reports from outside";
                    let fix = Fix::new(title, None, Confidence::Review);
                    let finding = Finding::new(&RULE, record, uri.span, message);
                    out.push(finding.weighing(severity).fixed_by(fix));
                    continue;
                };
                if written::has_odd_in_tags(uri.span.text(text)) {
                    continue;
                }
                let span = if uri.span.is_empty() { tag.span } else { uri.span };
                let message = format!("{}, so no report arrives there.", says(text, &uri, problem));
                let finding = Finding::new(&RULE, record, span, message).weighing(severity);
                let fix = match repaired(text, &uri, problem) {
                    Some(new) => {
                        let edit = Edit::replace(uri.span, new);
                        Fix::edit("Write the address as senders read it", vec![edit], Confidence::Safe)
                    }
                    None => {
                        Fix::new("Write `mailto:` and a whole mail address there", None, Confidence::Review)
                    }
                };
                out.push(finding.fixed_by(fix));
            }
        }
    }
}

/// Why no report from outside gets to an address that reads well.
fn no_way_to(text: &str, uri: &ReportUri) -> Option<String> {
    let address = code(uri.address.text(text));
    Some(match unreachable(uri.address.text(text))? {
        Unreachable::Inside(end) => format!(
            "Senders find no way to {address}: names that end in {} lead nowhere outside one network.",
            code(end)
        ),
        Unreachable::NoName => format!("Senders find no way to {address}: it holds no whole domain name."),
    })
}

fn says(text: &str, uri: &ReportUri, problem: UriProblem) -> String {
    let written = code(uri.span.text(text));
    match problem {
        UriProblem::Empty => "The list of addresses has an empty place".to_owned(),
        UriProblem::NoScheme => format!("{written} lacks the `mailto:` in front"),
        UriProblem::Slashes => format!("{written} has slashes after `mailto:`"),
        UriProblem::Blank => format!("{written} has a space in it"),
        UriProblem::Joined => format!("{written} holds two addresses with no comma between them"),
        UriProblem::NoAddress => format!("{written} holds no whole address"),
        UriProblem::OtherScheme => format!("{written} starts with neither `mailto:` nor `https:`"),
        UriProblem::BadCharacter => format!("{written} holds a character that no such address may have"),
    }
}

fn repaired(text: &str, uri: &ReportUri, problem: UriProblem) -> Option<String> {
    let written = uri.span.text(text);
    let address = uri.address.text(text);
    let new = match problem {
        UriProblem::NoScheme if address.contains('@') => ["mailto:", address].concat(),
        UriProblem::Slashes => ["mailto:", address.trim_start_matches('/')].concat(),
        UriProblem::Blank => written.chars().filter(|c| !c.is_whitespace()).collect(),
        // A limit of size, as DMARC had it.
        UriProblem::BadCharacter if uri.size_limit.is_some() => ["mailto:", address].concat(),
        UriProblem::OtherScheme if written.starts_with("http://") => written.replacen("http:", "https:", 1),
        _ => return None,
    };
    // What nobody outside reaches would be told anew.
    let works = uris(&new, Span::new(0, new.len())).iter().all(|uri| takes_reports(&new, uri));
    works.then_some(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn an_address_that_nobody_outside_reaches_is_told_and_not_right_as_well() {
        for (list, expected) in [
            ("mailto:a@localhost", &["error tls-rpt-address"][..]),
            ("mailto:a@server.local", &["error tls-rpt-address"]),
            ("https://server.local/y", &["error tls-rpt-address"]),
            ("mailto:a@server.lan,mailto:a@x.example", &["warning tls-rpt-address", "good tls-rpt-reports"]),
            ("mailto:a@local.example", &["good tls-rpt-reports"]),
            ("https://x.example/y@local", &["good tls-rpt-reports"]),
        ] {
            let text = format!("_smtp._tls.example.com. TXT \"v=TLSRPTv1; rua={list}\"");
            let report = explain_records(&text, &Hints::default());
            let record = &report.records[0];
            let found: Vec<String> = record
                .findings
                .iter()
                .map(|f| format!("{:?} {}", f.severity, f.rule.id).to_lowercase())
                .collect();
            assert_eq!(found, expected, "{text}");
            let is_lost = record.summary.starts_with("Nobody gets reports");
            assert_eq!(is_lost, expected[0].starts_with("error"), "{}", record.summary);
            assert!(!record.summary.contains("server"), "{}", record.summary);
        }
    }

    #[test]
    fn addresses_are_repaired_where_they_can_be() {
        for (list, expected) in [
            ("a@x.example", Some("mailto:a@x.example")),
            ("mailto://a@x.example", Some("mailto:a@x.example")),
            ("mailto: a@x.example", Some("mailto:a@x.example")),
            ("mailto:a@x.example!10m", Some("mailto:a@x.example")),
            ("http://x.example/y", Some("https://x.example/y")),
            ("mailto:a@x.example,b@x.example", Some("mailto:a@x.example,mailto:b@x.example")),
            ("x.example", None),
            ("a@server", None),
            ("http://server.local/y", None),
            ("", None),
        ] {
            let text = format!("v=TLSRPTv1; rua={list}");
            let report = explain_records(&text, &Hints::default());
            let finding = report.records[0].findings.iter().find(|f| f.rule == &RULE).unwrap();
            let expected = expected.map(|list| format!("v=TLSRPTv1; rua={list}"));
            assert_eq!(finding.fix.as_ref().and_then(|fix| fix.value(&text)), expected, "{text}");
        }
    }
}
