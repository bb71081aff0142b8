//! `rua=a@x.y`, `mailto://…`: reports never arrive there.

use super::missing_semicolon::{self, parted};
use crate::facts::Facts;
use crate::record::dmarc::{Dmarc, DmarcTag, ReportUri, Unreachable, UriProblem, report_uris, unreachable};
use crate::record::tag_list::{Tag, is_blank};
use crate::record::{Kind, Reading};
use crate::rules::{Check, Confidence, Finding, Findings, Fix, Rule, Severity, rfc, written};
use crate::text::prose::code;
use crate::text::{Edit, Span, apply_edits};

/// The rule.
pub static RULE: Rule = Rule {
    id: "dmarc-report-address",
    severity: Severity::Error,
    title: "An address that reports can't be sent to",
    kind: Kind::Dmarc,
    reference: rfc!(9989, "4.8"),
    why: "Receivers send reports to the addresses in `rua` and `ruf`, each written as `mailto:` and a mail address, with \
          commas between them. They skip an address in any other form, so no report arrives there.",
    bad: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=none; rua=dmarc@example.com""#,
    good: r#"_dmarc.example.com. IN TXT "v=DMARC1; p=none; rua=mailto:dmarc@example.com""#,
    check: Check::Records(check),
};

fn check(facts: &Facts, out: &mut Findings) {
    for (record, item, dmarc) in facts.dmarc() {
        let text = item.value.as_str();
        for (kind, tag) in &dmarc.tags {
            if !matches!(kind, DmarcTag::AggregateReports | DmarcTag::FailureReports) {
                continue;
            }
            // `rua=; mailto:…`: the address is there, behind a semicolon that is told below.
            if tag.value.is_empty()
                && text[tag.span.end..].trim_start_matches([' ', ';']).starts_with("mailto:")
            {
                continue;
            }
            let uris = report_uris(text, tag.value);
            let edits = parted(text, &item.strings, *kind, tag);
            if dmarc.recognised
                && uris.iter().any(|uri| uri.problem.is_some())
                && !written::has_odd_in_tags(tag.value.text(text))
                && let Some(message) = missing_semicolon::message(text, tag, &edits)
            {
                let after = apply_edits(text, &edits);
                let fixed = Dmarc::parse(&after);
                let mut fix = missing_semicolon::fix(dmarc, &fixed, edits);
                // What is parted is read anew, and may still be no address.
                if !lists_read_well(&fixed, &after) {
                    fix.confidence = Confidence::Review;
                }
                out.push(Finding::new(&RULE, record, tag.span, message).fixed_by(fix));
                continue;
            }
            // One address among several that do work is a smaller loss.
            let some_work = uris.iter().any(|uri| uri.problem.is_none());
            for uri in uris {
                let Some(problem) = uri.problem else {
                    let Some(message) = no_way_to(text, &uri) else { continue };
                    let fix =
                        Fix::new("Write an address that takes mail from outside", None, Confidence::Review);
                    out.push(Finding::new(&RULE, record, uri.span, message).fixed_by(fix));
                    continue;
                };
                if written::has_odd_in_tags(uri.span.text(text)) {
                    continue;
                }
                let (span, message) = say(text, tag.name.text(text), tag.span, &uri, problem);
                let mut finding = Finding::new(&RULE, record, span, message);
                if some_work && dmarc.reading() == Reading::Used {
                    finding = finding.weighing(Severity::Warning);
                }
                let fix = match repair(text, &uri, problem) {
                    Some((title, new, confidence)) => {
                        let confidence = if arrives(&new) { confidence } else { Confidence::Review };
                        Fix::edit(title, vec![Edit::replace(uri.span, new)], confidence)
                    }
                    None => {
                        let title = "Write `mailto:` and a whole mail address there";
                        Fix::new(title, None, Confidence::Review)
                    }
                };
                out.push(finding.fixed_by(fix));
            }
        }
        // `rua=mailto:a@x.y; mailto:b@x.y`: a semicolon where a comma belongs ends the list.
        for pair in dmarc.tags.windows(2) {
            let [(before, list), (kind, tag)] = pair else { continue };
            let written = tag.span.text(text);
            let is_address = is_address(text, *before, tag);
            if *kind != DmarcTag::Unknown || !is_address {
                continue;
            }
            let message = format!(
                "A semicolon stands before {}, so receivers don't read it as one of the addresses.",
                code(written)
            );
            let finding = Finding::new(&RULE, record, tag.span, message).weighing(Severity::Warning);
            let after_list = matches!(before, DmarcTag::AggregateReports | DmarcTag::FailureReports);
            out.push(finding.fixed_by(if !after_list {
                let lacks = if reads_well(written) { "rua=" } else { "rua=mailto:" };
                let title = format!("Write {} before it", code(lacks));
                Fix::edit(title, vec![Edit::insert(tag.span.start, lacks)], Confidence::Review)
            } else if list.value.is_empty() {
                let edit = Edit::delete(Span::new(list.span.end, tag.span.start));
                let confidence = if arrives(written) { Confidence::Safe } else { Confidence::Review };
                Fix::edit("Take the semicolon away", vec![edit], confidence)
            } else {
                let scheme =
                    if written.to_ascii_lowercase().starts_with("mailto:") { "," } else { ",mailto:" };
                let edit = Edit::replace(Span::new(list.span.end, tag.span.start), scheme);
                let is_clear = arrives(&[list.value.text(text), scheme, written].concat());
                let confidence = if is_clear { Confidence::Safe } else { Confidence::Review };
                Fix::edit("Put a comma there", vec![edit], confidence)
            }));
        }
    }
}

/// A part without a name that holds an address: with its scheme, or right behind a list of addresses.
pub fn is_address(text: &str, before: DmarcTag, tag: &Tag) -> bool {
    let written = tag.span.text(text);
    let after_list = matches!(before, DmarcTag::AggregateReports | DmarcTag::FailureReports);
    let with_scheme = ["mailto:", written].concat();
    // By itself it has to look as an address does.
    let is_whole = || after_list || written.rsplit_once('@').is_some_and(|(_, host)| host.contains('.'));
    tag.equals.is_none()
        && (written.to_ascii_lowercase().starts_with("mailto:") || (reads_well(&with_scheme) && is_whole()))
}

fn say(text: &str, tag: &str, whole: Span, uri: &ReportUri, problem: UriProblem) -> (Span, String) {
    let written = code(uri.span.text(text));
    let message = match problem {
        _ if unwrapped(text, uri).is_some() => {
            format!("{written} has signs around the address, so receivers skip it and send no report there.")
        }
        UriProblem::Empty => format!("The list of addresses in {} has an empty place.", code(tag)),
        UriProblem::NoScheme => {
            format!("{written} lacks the `mailto:` in front, so receivers skip it and send no report there.")
        }
        UriProblem::Slashes => {
            format!("{written} has slashes after `mailto:`, so receivers can't read the mail address in it.")
        }
        UriProblem::Blank => {
            format!("{written} has a space in it, so receivers can't read it as an address.")
        }
        UriProblem::Joined => {
            format!("{written} holds two addresses with no comma between them, so receivers can't read it.")
        }
        UriProblem::NoAddress => {
            format!("{written} holds no whole mail address, so no report arrives there.")
        }
        UriProblem::OtherScheme => format!(
            "{written} is no mail address. Receivers must send reports to `mailto:` addresses, and may skip any other."
        ),
        UriProblem::BadCharacter => {
            format!("{written} holds a character that no such address may have, so receivers skip it.")
        }
    };
    (if uri.span.is_empty() { whole } else { uri.span }, message)
}

/// Why mail from outside never gets to an address that reads well: its domain is known in one network alone, or is none.
fn no_way_to(text: &str, uri: &ReportUri) -> Option<String> {
    let address = code(uri.address.text(text));
    Some(match unreachable(uri.address.text(text))? {
        Unreachable::Inside(end) => format!(
            "Receivers find no way to {address}: names that end in {} lead nowhere outside one network.",
            code(end)
        ),
        Unreachable::NoName => {
            format!("Receivers find no way to {address}: what stands behind the `@` is no whole domain name.")
        }
    })
}

/// The address without the quotation marks or brackets around it: `'mailto:a@x.y'`, `mailto:<a@x.y>`.
fn unwrapped(text: &str, uri: &ReportUri) -> Option<String> {
    let inside = written::unwrapped(uri.span.text(text))?;
    let head = inside.get(..7).filter(|head| head.eq_ignore_ascii_case("mailto:"));
    let bare = head.map_or(inside, |_| &inside[7..]);
    let new = ["mailto:", written::unwrapped(bare).unwrap_or(bare)].concat();
    reads_well(&new).then_some(new)
}

fn repair(text: &str, uri: &ReportUri, problem: UriProblem) -> Option<(&'static str, String, Confidence)> {
    let written = uri.span.text(text);
    let address = uri.address.text(text);
    let limit = uri.size_limit.map_or("", |span| span.text(text));
    if let Some(new) = unwrapped(text, uri) {
        return Some(("Take the signs around the address away", new, Confidence::Safe));
    }
    match problem {
        UriProblem::NoScheme if address.contains('@') => {
            // `mailto=a@x.y`, `mailto;a@x.y`: the scheme is there, with another sign after it.
            let scheme = address.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("mailto"));
            let bare = if scheme {
                address[6..].trim_start_matches(['=', ';', ':', '/', ' ', '.'])
            } else {
                address
            };
            let new = format!("mailto:{bare}{limit}");
            reads_well(&new).then_some(("Write `mailto:` before it", new, Confidence::Safe))
        }
        UriProblem::Slashes => {
            let new = format!("mailto:{}{limit}", address.trim_start_matches('/'));
            reads_well(&new).then_some(("Take the slashes away", new, Confidence::Safe))
        }
        UriProblem::Blank => {
            // `mailto a@x.y`
            let apart =
                written.get(..6).filter(|head| head.eq_ignore_ascii_case("mailto")).map(|_| &written[6..]);
            if let Some(rest) = apart.filter(|rest| rest.starts_with(is_blank)) {
                let new = ["mailto:", rest.trim_start_matches(is_blank)].concat();
                return reads_well(&new).then_some(("Write `mailto:` before it", new, Confidence::Safe));
            }
            let new: String = written.chars().filter(|c| !c.is_whitespace()).collect();
            // `john smith@x.y` may be `john.smith@x.y`.
            let mut words = written.split_whitespace().peekable();
            let mut is_sure = true;
            while let (Some(before), Some(after)) = (words.next(), words.peek()) {
                is_sure &= before.ends_with([':', '@', '.']) || after.starts_with(['@', ':', '.']);
            }
            let confidence = if is_sure { Confidence::Safe } else { Confidence::Review };
            reads_well(&new).then_some(("Take the space away", new, confidence))
        }
        UriProblem::Joined => {
            if let Some(rest) =
                written.get(7..).filter(|rest| rest.to_ascii_lowercase().starts_with("mailto:"))
            {
                let title = "Write `mailto:` once";
                return reads_well(rest).then(|| (title, rest.to_owned(), Confidence::Safe));
            }
            let new = separated(written)?;
            Some(("Put a comma between the two", new, Confidence::Safe))
        }
        UriProblem::Empty
        | UriProblem::NoScheme
        | UriProblem::NoAddress
        | UriProblem::OtherScheme
        | UriProblem::BadCharacter => None,
    }
}

/// Addresses that stand next to each other, with a comma before each `mailto:` but the first.
fn separated(written: &str) -> Option<String> {
    let lower = written.to_ascii_lowercase();
    let mut starts: Vec<usize> = lower.match_indices("mailto:").map(|(at, _)| at).collect();
    if starts.first() != Some(&0) || starts.len() < 2 {
        return None;
    }
    starts.push(written.len());
    let parts: Vec<&str> = starts
        .windows(2)
        .map(|pair| written[pair[0]..pair[1]].trim_matches([' ', '\t', '\r', '\n', ';', ',', '|', '/']))
        .collect();
    parts.iter().all(|part| reads_well(part)).then(|| parts.join(","))
}

/// All addresses for reports that a record holds can be read.
fn lists_read_well(dmarc: &Dmarc, text: &str) -> bool {
    let is_list = |kind: DmarcTag| matches!(kind, DmarcTag::AggregateReports | DmarcTag::FailureReports);
    let lists = dmarc.tags.iter().filter(|(kind, _)| is_list(*kind));
    lists.flat_map(|(_, tag)| report_uris(text, tag.value)).all(|uri| uri.takes_reports(text))
}

/// Reports get to each address of this list.
fn arrives(list: &str) -> bool {
    report_uris(list, Span::new(0, list.len())).iter().all(|uri| uri.takes_reports(list))
}

fn reads_well(address: &str) -> bool {
    report_uris(address, Span::new(0, address.len())).iter().all(|uri| uri.problem.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn addresses_are_repaired_where_they_can_be() {
        for (text, expected) in [
            ("v=DMARC1; p=none; rua=a@x.y", Some("v=DMARC1; p=none; rua=mailto:a@x.y")),
            ("v=DMARC1; p=none; rua=mailto=a@x.y", Some("v=DMARC1; p=none; rua=mailto:a@x.y")),
            ("v=DMARC1; p=none; rua=mailto://a@x.y", Some("v=DMARC1; p=none; rua=mailto:a@x.y")),
            ("v=DMARC1; p=none; rua=mailto: a@x.y", Some("v=DMARC1; p=none; rua=mailto:a@x.y")),
            (
                "v=DMARC1; p=none; rua=mailto:a@x.y mailto:b@x.y",
                Some("v=DMARC1; p=none; rua=mailto:a@x.y,mailto:b@x.y"),
            ),
            (
                "v=DMARC1; p=none; rua=mailto:a@x.y; mailto:b@x.y",
                Some("v=DMARC1; p=none; rua=mailto:a@x.y,mailto:b@x.y"),
            ),
            (
                "v=DMARC1; p=none; rua=mailto:a@x.y; b@x.y",
                Some("v=DMARC1; p=none; rua=mailto:a@x.y,mailto:b@x.y"),
            ),
            ("v=DMARC1; p=none; mailto:a@x.y", Some("v=DMARC1; p=none; rua=mailto:a@x.y")),
            ("v=DMARC1; p=none; a@x.y", Some("v=DMARC1; p=none; rua=mailto:a@x.y")),
            ("v=DMARC1; p=none; rua=mailto a@x.y", Some("v=DMARC1; p=none; rua=mailto:a@x.y")),
            ("v=DMARC1; p=none; rua=mailto:mailto:a@x.y", Some("v=DMARC1; p=none; rua=mailto:a@x.y")),
            ("v=DMARC1; p=none; rua=mailto:a@x..y", None),
            ("v=DMARC1; p=none; rua=mailto:a@192.0.2.1", None),
            ("v=DMARC1; p=none; rua=mailto:a@x.y:25", None),
            ("v=DMARC1; p=none; rua='mailto:a@x.y'", Some("v=DMARC1; p=none; rua=mailto:a@x.y")),
            ("v=DMARC1; p=none; rua=mailto:<a@x.y>", Some("v=DMARC1; p=none; rua=mailto:a@x.y")),
            ("v=DMARC1; p=none; rua=<a@x.y>", Some("v=DMARC1; p=none; rua=mailto:a@x.y")),
            ("v=DMARC1; p=none; rua=mailto:a@localhost", None),
            ("v=DMARC1; p=none; rua=mailto:a@mail.LOCAL", None),
            ("v=DMARC1; p=none; rua=mailto:a@exchange", None),
            ("v=DMARC1; p=none; rua=https://x.example/", None),
            ("v=DMARC1; p=none; rua=", None),
        ] {
            let report = explain_records(text, &Hints::default());
            let finding = report.records[0].findings.iter().find(|f| f.rule == &RULE).unwrap();
            assert_eq!(finding.fix.as_ref().and_then(|fix| fix.value(text)).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_name_with_a_space_in_it_is_for_the_reader_to_mend() {
        for (address, expected) in [
            ("mailto: a@x.y", Confidence::Safe),
            ("mailto:a @x.y", Confidence::Safe),
            ("mailto:john smith@x.y", Confidence::Review),
        ] {
            let text = format!("v=DMARC1; p=none; rua={address}");
            let report = explain_records(&text, &Hints::default());
            let finding = report.records[0].findings.iter().find(|f| f.rule == &RULE).unwrap();
            assert_eq!(finding.fix.as_ref().unwrap().confidence, expected, "{address}");
        }
    }

    #[test]
    fn an_address_that_nobody_reaches_is_not_right_as_well() {
        for (text, expected) in [
            ("v=DMARC1; p=reject; rua=mailto:a@localhost", &["dmarc-report-address", "dmarc-enforces"][..]),
            ("v=DMARC1; p=reject; rua=mailto:a@[192.0.2.1]", &["dmarc-enforces", "dmarc-reports"]),
            ("v=DMARC1; p=reject; rua=mailto:a@local.example", &["dmarc-enforces", "dmarc-reports"]),
        ] {
            let report = explain_records(text, &Hints::default());
            let ids: Vec<&str> = report.records[0].findings.iter().map(|found| found.rule.id).collect();
            assert_eq!(ids, expected, "{text}");
        }
    }

    #[test]
    fn a_tag_behind_an_address_is_parted_unread_only_where_all_can_be_read_then() {
        for (text, expected) in [
            ("v=DMARC1; p=none; rua=mailto:a@x.y fo=1", Confidence::Safe),
            ("v=DMARC1; p=none; rua=mailto:a@x.y ruf=mailto:b@x.y", Confidence::Safe),
            ("v=DMARC1; p=none; rua=mailto:a@x.y ruf=mailto:b@0 .y", Confidence::Review),
            ("v=DMARC1; rua=mailto: p=none", Confidence::Review),
        ] {
            let report = explain_records(text, &Hints::default());
            let finding = report.records[0].findings.iter().find(|f| f.rule == &RULE).unwrap();
            let fix = finding.fix.as_ref().unwrap();
            assert_eq!(
                (fix.title.as_str(), fix.confidence),
                ("Put a semicolon between the two", expected),
                "{text}"
            );
        }
    }
}
