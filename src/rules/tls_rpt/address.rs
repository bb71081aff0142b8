//! `rua=tls@example.com`: an address that no report can be sent to.

use crate::facts::Facts;
use crate::record::dmarc::{ReportUri, UriProblem};
use crate::record::tls_rpt::uris;
use crate::record::{Kind, Reading};
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
        for tag in reports.lists(text) {
            for uri in uris(text, tag.value) {
                let Some(problem) = uri.problem else { continue };
                if written::has_odd_in_tags(uri.span.text(text)) {
                    continue;
                }
                let span = if uri.span.is_empty() { tag.span } else { uri.span };
                let message = format!("{}, so no report arrives there.", says(text, &uri, problem));
                let mut finding = Finding::new(&RULE, record, span, message);
                if reports.reading() == Reading::Used {
                    finding = finding.weighing(Severity::Warning);
                }
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
    let reads_well = uris(&new, Span::new(0, new.len())).iter().all(|uri| uri.problem.is_none());
    reads_well.then_some(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

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
