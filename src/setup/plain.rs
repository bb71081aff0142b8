//! A check as plain text: for the vendor's support, and for whoever runs the reader's DNS.

use super::{NeedReport, Publish, SetupReport, Status};
use crate::text::prose::plain;

/// The most characters of a value from DNS that a line shows.
const SHOWN: usize = 300;

/// "Copy for support": the statuses, what was seen, when, by whom, and the address that repeats the check.
///
/// `page` is the address of the page without a fragment, and `when` the time in words.
pub fn for_support(report: &SetupReport, page: &str, when: &str) -> String {
    let mut out = format!(
        "DNS records for {}{}: {} of {} done\nAsked {} on {when}\n",
        one_line(report.domain.as_str()),
        by(report),
        report.done(),
        report.total(),
        one_line(&report.resolver)
    );
    for alarm in &report.alarms {
        out.push_str(&format!("\nWARNING: {}\n", one_line(&plain(&alarm.says))));
    }
    for need in &report.needs {
        out.push_str(&format!(
            "\n[{}] {} {} {}\n",
            need.status.words(),
            need.need.rtype(),
            one_line(need.name.as_str()),
            one_line(&need.expects)
        ));
        out.push_str(&format!("  {}\n", one_line(&plain(&need.says))));
        for seen in &need.seen {
            out.push_str(&format!("  Seen: {}\n", one_line(seen)));
        }
        for note in &need.notes {
            out.push_str(&format!("  {}\n", one_line(&plain(note))));
        }
    }
    out.push_str(&format!("\nThe same check again: {page}{}\n", report.link));
    out
}

/// "Tell whoever runs your DNS": what is left to enter, field by field, as a message.
pub fn for_dns_host(report: &SetupReport, page: &str) -> String {
    let mut out =
        format!("Hello,\n\nthese changes are needed in the DNS of {}", one_line(report.domain.as_str()));
    let vendor = report.vendor.as_deref().map(one_line);
    out.push_str(&vendor.map_or(".\n".to_owned(), |vendor| format!(". \"{vendor}\" asks for them.\n")));
    for alarm in &report.alarms {
        out.push_str(&format!("\nFirst of all: {}\n", one_line(&plain(&alarm.says))));
    }
    let mut written: Vec<&Publish> = Vec::new();
    for need in report.needs.iter().filter(|need| !need.status.is_met()) {
        match &need.publish {
            _ if need.status == Status::CouldNotAsk => out.push_str(&format!(
                "\n{} {} could not be asked for, so it may be right already.\n",
                need.need.rtype(),
                one_line(need.name.as_str())
            )),
            // Needs on one record share one value.
            Some(publish) if written.iter().any(|known| same(known, publish)) => {}
            Some(publish) => {
                written.push(publish);
                fields(&mut out, written.len(), need, publish);
            }
            None => out.push_str(&format!(
                "\n{} {}: {}\n",
                need.need.rtype(),
                one_line(need.name.as_str()),
                one_line(&plain(&need.says))
            )),
        }
    }
    if report.done() == report.total() {
        out.push_str("\nNothing is left to enter.\n");
    }
    out.push_str(&format!("\nWhat is there now, and whether it is right: {page}{}\n", report.link));
    out
}

fn fields(out: &mut String, number: usize, need: &NeedReport, publish: &Publish) {
    out.push_str(&format!(
        "\n{number}. {}\n{}   Type: {}\n   Name: {}   (the whole name is {})\n",
        one_line(&plain(&need.says)),
        need.step.as_ref().map_or(String::new(), |step| format!("   {}\n", one_line(&plain(step)))),
        publish.rtype,
        one_line(&publish.host),
        one_line(publish.name.as_str())
    ));
    if let Some(priority) = publish.priority {
        out.push_str(&format!("   Priority: {priority}\n"));
    }
    // A value is copied from here, so it is never cut.
    let value: String = publish.value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    out.push_str(&format!("   Value: {value}\n"));
    if let (Some(before), Some(after)) = (publish.lookups_before, publish.lookups_after) {
        out.push_str(&format!("   SPF lookups: {before} now, {after} with this value\n"));
    }
    for note in &need.notes {
        out.push_str(&format!("   {}\n", one_line(&plain(note))));
    }
}

fn same(one: &Publish, other: &Publish) -> bool {
    (&one.name, one.rtype, &one.value, one.priority)
        == (&other.name, other.rtype, &other.value, other.priority)
}

fn by(report: &SetupReport) -> String {
    let vendor = report.vendor.as_deref().map(one_line);
    vendor.map_or(String::new(), |vendor| format!(", asked for by \"{vendor}\""))
}

/// Text from strangers makes no line of its own.
fn one_line(text: &str) -> String {
    let kept: String = text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() { kept + "…" } else { kept }
}
