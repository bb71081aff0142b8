//! The report on a domain as plain text.

use super::{write_finding, write_record};
use crate::dns::{Lookup, Outcome};
use crate::record::Kind;
use crate::report::domain::requirements::{AS_OF, SENDS_NOTHING};
use crate::report::domain::{Change, DomainReport};
use crate::report::sections::sections;
use crate::text::prose::plain;

/// The whole report; `lookups` are all questions that were asked, of which it names those that nobody answered.
pub fn domain(report: &DomainReport, lookups: &[Lookup]) -> String {
    let mut out = format!("The mail of {}\n", report.domain.name);
    if !report.domain.is_complete {
        out.push_str("Not everything was asked yet.\n");
    }
    for headline in &report.headlines {
        out.push_str(&format!("\n{} {}\n", headline.ask.words(), plain(&headline.answer)));
        if !headline.reason.is_empty() {
            out.push_str(&format!("    {}\n", plain(&headline.reason)));
        }
    }
    if !report.journey.is_empty() {
        out.push_str("\nThe way of a message\n");
    }
    for stop in &report.journey {
        out.push_str(&format!("    {}: {}\n", stop.title, plain(&stop.says)));
    }
    if !report.changes.is_empty() {
        out.push_str("\nWhat to change, most useful first\n");
    }
    for (i, change) in report.changes.iter().enumerate() {
        write_change(&mut out, i + 1, change);
    }
    let sections = sections(&report.domain, report.report.clone());
    for section in &sections.each {
        if section.kind == Kind::MtaSts {
            let encryption = &report.encryption;
            out.push_str(&format!("\n{} {}\n", encryption.ask.words(), plain(&encryption.answer)));
            if !encryption.reason.is_empty() {
                out.push_str(&format!("    {}\n", plain(&encryption.reason)));
            }
        }
        out.push_str(&format!("\n==== {}\n", section.kind.title()));
        if !section.says.is_empty() {
            out.push_str(&format!("{}\n", plain(&section.says)));
        }
        for finding in &section.report.findings {
            out.push('\n');
            write_finding(&mut out, finding, None);
        }
        for record in &section.report.records {
            out.push('\n');
            write_record(&mut out, record);
        }
    }
    for finding in &sections.rest {
        out.push('\n');
        write_finding(&mut out, finding, None);
    }
    write_requirements(&mut out, report);
    write_failures(&mut out, lookups);
    out
}

/// What mailbox providers ask, with the day on which that was looked at.
fn write_requirements(out: &mut String, report: &DomainReport) {
    let asked = report.requirements();
    out.push_str(&format!("\n==== What mailbox providers ask of senders (as of {AS_OF})\n"));
    if asked.sends_nothing {
        out.push_str(SENDS_NOTHING);
        out.push('\n');
        return;
    }
    for row in &asked.rows {
        out.push_str(&format!(
            "    {}: {}. {} {}\n",
            row.met.words(),
            plain(row.asks),
            plain(&row.says),
            row.by
        ));
    }
    for provider in &asked.providers {
        out.push_str(&format!(
            "    {}: {} {} ({})\n",
            provider.name,
            plain(provider.since),
            provider.says,
            provider.source.url
        ));
    }
}

fn write_change(out: &mut String, number: usize, change: &Change) {
    out.push_str(&format!("\n{number}. {} ({})\n", plain(&change.title), change.verdict.words()));
    if let Some(step) = change.step {
        out.push_str(&format!("    {}:\n", step.words()));
    }
    let fields = [
        ("Type", change.rtype),
        ("Host", change.host.as_deref()),
        ("Whole name", change.name.as_deref()),
        ("Value", change.value.as_deref()),
    ];
    for (label, value) in fields {
        if let Some(value) = value {
            out.push_str(&format!("    {label}: {value}\n"));
        }
    }
}

fn write_failures(out: &mut String, lookups: &[Lookup]) {
    let failed = lookups.iter().filter_map(|lookup| match lookup.answer.outcome {
        Outcome::Unknown(trouble) => Some((&lookup.question, trouble)),
        Outcome::Found(_) | Outcome::Absent { .. } => None,
    });
    for (i, (question, trouble)) in failed.enumerate() {
        if i == 0 {
            out.push_str("\n==== Could not be asked, so nothing is known about it\n");
        }
        out.push_str(&format!("    {} {}: {}\n", question.name, question.rtype, trouble.words()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::{Answer, Question, RecordType, Trouble};
    use crate::report::Verdict;
    use crate::report::domain::{Step, Stop, check_zone};

    #[test]
    fn a_domain_is_told_whole() {
        let mut report = check_zone("a.example TXT \"v=spf1 +all\"\na.example MX 10 mx.a.example").unwrap();
        report.journey = vec![Stop {
            title: "SPF",
            asks: "",
            verdict: Verdict::Error,
            says: "It passes `anyone`.".into(),
        }];
        report.changes = vec![Change {
            title: "End it with `-all`".into(),
            rule: "spf-allows-everyone",
            verdict: Verdict::Error,
            name: Some("a.example".into()),
            host: Some("@".into()),
            rtype: Some("TXT"),
            value: Some("v=spf1 -all".into()),
            step: Some(Step::Edit),
        }];
        let question = Question::new("_dmarc.a.example".parse().unwrap(), RecordType::Txt);
        let lookup = Lookup::new(question, Answer::unknown(Trouble::Timeout), "zone");
        let text = domain(&report, &[lookup]);
        for part in [
            "The mail of a.example\n",
            "Can others forge its mail? ",
            "    SPF: It passes anyone.\n",
            "1. End it with -all (Needs fixing)\n    Change the record that is there, at your DNS host:\n    Type: TXT\n    Host: @\n    Whole name: a.example\n    Value: v=spf1 -all\n",
            "==== MX\n",
            "== SPF at a.example",
            "v=spf1 +all",
            "==== DKIM\n",
            "Is mail to it encrypted on the way, and can that be forced off? ",
            "==== MTA-STS\n",
            "nothing is known about it\n    _dmarc.a.example TXT: no answer came in time\n",
        ] {
            assert!(text.contains(part), "{part:?} is not in:\n{text}");
        }
    }
}
