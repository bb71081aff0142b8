//! A domain's records by kind, in one order for every front end, each kind with a sentence where no record speaks.

use super::domain::policy_says;
use super::{RecordReport, Report, Verdict};
use crate::dns::{Absence, Lookup, Outcome};
use crate::facts::Domain;
use crate::facts::transport::Dane;
use crate::record::Kind;
use crate::rules::Finding;
use crate::text::count;
use crate::text::prose::code;

/// The kinds of records that a domain is looked up for, in the order shown.
pub const KINDS: [Kind; 9] = [
    Kind::Mx,
    Kind::Spf,
    Kind::Dmarc,
    Kind::Dkim,
    Kind::MtaSts,
    Kind::TlsRpt,
    Kind::Tlsa,
    Kind::Bimi,
    Kind::Verification,
];

/// The records of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The kind.
    pub kind: Kind,
    /// What is to be known beside the records: that there are none, or that nobody could ask; empty where they say it
    /// all.
    pub says: String,
    /// The records, with the findings about several of them or about their absence.
    pub report: Report,
}

/// A report cut by kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sections {
    /// One for each of [`KINDS`], in that order.
    pub each: [Section; KINDS.len()],
    /// Findings about no kind of record.
    pub rest: Vec<Finding>,
}

/// Cuts the report on a domain by the kind of its records.
pub fn sections(domain: &Domain, report: Report) -> Sections {
    let mut each = KINDS.map(|kind| Section {
        kind,
        says: String::new(),
        report: Report {
            verdict: Verdict::Unknown,
            summary: String::new(),
            records: Vec::new(),
            findings: Vec::new(),
        },
    });
    let mut rest = Vec::new();
    for record in report.records {
        let kind = home(record.kind, record.name.as_deref());
        if let Some(section) = each.iter_mut().find(|section| section.kind == kind) {
            section.report.records.push(record);
        }
    }
    for finding in report.findings {
        let name = finding.fix.as_ref().and_then(|fix| fix.name.as_deref());
        match each.iter_mut().find(|section| section.kind == home(finding.rule.kind, name)) {
            Some(section) => section.report.findings.push(finding),
            None => rest.push(finding),
        }
    }
    for section in &mut each {
        let (records, findings) = (&section.report.records, &section.report.findings);
        // Records that are not judged say nothing about how the others stand.
        let judged =
            records.iter().map(|record| record.verdict).filter(|verdict| *verdict != Verdict::Unknown);
        let verdicts = judged;
        let verdict = verdicts.chain(findings.iter().map(|finding| finding.severity.into())).min();
        section.report.verdict = verdict.unwrap_or(Verdict::Unknown);
        section.says = match section.kind {
            Kind::Mx => mx(domain),
            Kind::Spf => spf(domain, records),
            Kind::Dmarc => dmarc(domain, records),
            Kind::Bimi => bimi(domain, records),
            Kind::Verification => texts(domain, records),
            Kind::MtaSts => mta_sts(domain, records),
            Kind::TlsRpt => tls_rpt(domain, records),
            Kind::Tlsa => tlsa(domain, records),
            _ => dkim(domain, records),
        };
        // A finding without a record says more about its absence than the sentence does.
        if records.is_empty() && !findings.is_empty() && is_known(domain, section.kind) {
            section.says = String::new();
        }
    }
    Sections { each, rest }
}

/// The section in which a record or a finding of a kind is shown: an alias where the record is looked for that it leads
/// to.
fn home(kind: Kind, name: Option<&str>) -> Kind {
    let is_for = |label: &str| name.is_some_and(|name| name.split('.').any(|part| part == label));
    match kind {
        Kind::Cname if is_for("_domainkey") => Kind::Dkim,
        Kind::Cname if is_for("_dmarc") => Kind::Dmarc,
        Kind::Cname if is_for("_bimi") => Kind::Bimi,
        Kind::Cname if is_for("_mta-sts") || is_for("mta-sts") => Kind::MtaSts,
        Kind::Cname if is_for("_tls") => Kind::TlsRpt,
        Kind::Cname => Kind::Mx,
        // It stands as a text at the domain's own name, beside SPF.
        Kind::SenderId => Kind::Spf,
        Kind::DmarcReportAuthorisation => Kind::Dmarc,
        // The file says what the record announces.
        Kind::MtaStsPolicy => Kind::MtaSts,
        Kind::Other => Kind::Verification,
        kind => kind,
    }
}

/// Everything that a section's sentence tells of was asked, and answered.
fn is_known(domain: &Domain, kind: Kind) -> bool {
    let is_answered = |lookup: &Lookup| !matches!(lookup.answer.outcome, Outcome::Unknown(_));
    match kind {
        Kind::Mx => domain.mail.mx.as_ref().is_some_and(is_answered),
        Kind::Spf => domain.senders.txt.as_ref().is_some_and(is_answered),
        Kind::Dmarc => domain.policy.is_walked && domain.policy.walk.iter().all(is_answered),
        Kind::Bimi => domain.logo.own.as_ref().is_some_and(is_answered),
        Kind::Verification => domain.senders.txt.as_ref().is_some_and(is_answered),
        Kind::MtaSts => domain.transport.sts.as_ref().is_some_and(is_answered),
        Kind::TlsRpt => domain.transport.tls_rpt.as_ref().is_some_and(is_answered),
        // What is found elsewhere does not say what is missing.
        Kind::Tlsa => false,
        _ => domain.is_complete,
    }
}

const NOT_YET: &str = "Not asked yet.";

fn mx(domain: &Domain) -> String {
    match &domain.mail.mx {
        None => NOT_YET.to_owned(),
        Some(lookup) => match &lookup.answer.outcome {
            Outcome::Found(_) => alias(lookup),
            Outcome::Absent { .. } => absent(lookup, "MX"),
            Outcome::Unknown(_) => unknown(lookup, "an MX record"),
        },
    }
}

fn spf(domain: &Domain, records: &[RecordReport]) -> String {
    let Some(lookup) = &domain.senders.txt else { return NOT_YET.to_owned() };
    match &lookup.answer.outcome {
        Outcome::Found(_) if records.iter().any(|record| record.kind == Kind::Spf) => alias(lookup),
        Outcome::Found(texts) => {
            let none = ["There is no SPF record at ", &code(lookup.question.name.as_str()), ". "].concat();
            let others = match texts.len() {
                1 => "One other text stands there, and it does not say who may send.".to_owned(),
                n => [&count(n, "other text", "other texts"), " stand there, and none says who may send."]
                    .concat(),
            };
            none + &others
        }
        Outcome::Absent { .. } => absent(lookup, "SPF"),
        Outcome::Unknown(_) => unknown(lookup, "an SPF record"),
    }
}

fn dmarc(domain: &Domain, records: &[RecordReport]) -> String {
    let own = domain.policy.walk.first();
    let Some(own) = own else {
        let text = if domain.policy.is_walked { "No name was asked for a DMARC record." } else { NOT_YET };
        return text.to_owned();
    };
    let name = own.question.name.as_str();
    let mut records = records.iter().filter(|record| record.kind == Kind::Dmarc).peekable();
    let is_there = records.peek().is_some();
    let is_own = records.any(|record| record.name.as_deref() == Some(name));
    match &own.answer.outcome {
        Outcome::Unknown(_) => unknown(own, "a DMARC record"),
        _ if is_own => alias(own),
        _ if is_there => {
            ["There is no DMARC record at ", &code(name), ". This one stands above it."].concat()
        }
        _ if !domain.policy.is_walked => {
            ["There is no DMARC record at ", &code(name), ". The names above it are not asked yet."].concat()
        }
        _ => {
            let above = domain.policy.walk.iter().skip(1);
            let failed = above.clone().find(|lookup| matches!(lookup.answer.outcome, Outcome::Unknown(_)));
            match failed {
                Some(failed) => {
                    let here = ["There is no DMARC record at ", &code(name), ". "].concat();
                    here + &unknown(failed, "one")
                }
                None if above.count() > 0 => {
                    ["There is no DMARC record at ", &code(name), " or at a name above it."].concat()
                }
                None => ["There is no DMARC record at ", &code(name), "."].concat(),
            }
        }
    }
}

fn bimi(domain: &Domain, records: &[RecordReport]) -> String {
    if records.iter().any(|record| record.kind == Kind::Bimi) {
        return String::new();
    }
    let Some(own) = &domain.logo.own else {
        let text = if domain.is_complete { "No name was asked for a BIMI record." } else { NOT_YET };
        return text.to_owned();
    };
    let is_unknown = |lookup: &&Lookup| matches!(lookup.answer.outcome, Outcome::Unknown(_));
    if let Some(failed) = [Some(own), domain.logo.above.as_ref()].into_iter().flatten().find(is_unknown) {
        return unknown(failed, "a BIMI record");
    }
    let name = code(own.question.name.as_str());
    ["There is no BIMI record at ", &name, ". One is needed only if you want your logo beside your mail."]
        .concat()
}

/// The texts at the domain's own name, weighed together.
fn texts(domain: &Domain, records: &[RecordReport]) -> String {
    let Some(lookup) = &domain.senders.txt else { return NOT_YET.to_owned() };
    let name = code(lookup.question.name.as_str());
    match &lookup.answer.outcome {
        Outcome::Unknown(_) => unknown(lookup, "texts for other services"),
        Outcome::Absent { .. } => [&name, " has no texts for other services."].concat(),
        Outcome::Found(texts) => {
            let size = crate::facts::senders::size(lookup).to_string();
            let all = match texts.len() {
                1 => "The one TXT record there makes".to_owned(),
                n => ["The ", &n.to_string(), " TXT records there make"].concat(),
            };
            let others = match records.len() {
                0 => "no text that is".to_owned(),
                1 => "one text that is".to_owned(),
                n => [&n.to_string(), " texts that are"].concat(),
            };
            [
                &name,
                " holds ",
                &others,
                " not about mail. ",
                &all,
                " an answer of about ",
                &size,
                " bytes: up to 512 fit every network, and up to 1232 most.",
            ]
            .concat()
        }
    }
}

fn dkim(domain: &Domain, records: &[RecordReport]) -> String {
    if records.iter().any(|record| record.kind == Kind::Dkim) {
        return String::new();
    }
    let tried = &domain.keys.tried;
    if tried.iter().all(|tried| tried.lookup.is_none()) {
        let text = if domain.is_complete { "No name was tried for a DKIM key." } else { NOT_YET };
        return text.to_owned();
    }
    let failed = domain.keys.could_not_ask().count();
    let asked = domain.keys.names_tried();
    let mut out = match asked {
        0 => String::new(),
        1 => "The one name that was tried holds no key. ".to_owned(),
        n => ["None of the ", &n.to_string(), " names that were tried holds a key. "].concat(),
    };
    match (failed, asked) {
        (0, _) => {}
        (_, 0) => out.push_str("Waxseal could not ask for a DKIM key at any name. "),
        (1, _) => out.push_str("One more could not be asked. "),
        (n, _) => out.push_str(&[&n.to_string(), " more could not be asked. "].concat()),
    }
    if !domain.is_complete {
        return out + "Others are still being tried.";
    }
    out + "The names of a domain's keys can't be listed, so there may be keys at others."
}

fn mta_sts(domain: &Domain, records: &[RecordReport]) -> String {
    let Some(lookup) = &domain.transport.sts else { return not_asked(domain) };
    match &lookup.answer.outcome {
        Outcome::Unknown(_) => unknown(lookup, "an MTA-STS record"),
        _ if records.iter().any(|record| record.kind == Kind::MtaSts) => {
            joined(alias(lookup), policy_says(domain))
        }
        Outcome::Found(_) | Outcome::Absent { .. } => {
            nothing(lookup, "MTA-STS") + " It would tell senders to insist on encryption."
        }
    }
}

fn tls_rpt(domain: &Domain, records: &[RecordReport]) -> String {
    let Some(lookup) = &domain.transport.tls_rpt else { return not_asked(domain) };
    match &lookup.answer.outcome {
        Outcome::Unknown(_) => unknown(lookup, "a TLS-RPT record"),
        _ if !records.is_empty() => alias(lookup),
        Outcome::Found(_) | Outcome::Absent { .. } => {
            nothing(lookup, "TLS-RPT") + " It would ask senders to report where encryption fails."
        }
    }
}

fn tlsa(domain: &Domain, records: &[RecordReport]) -> String {
    let hosts = &domain.mail.hosts;
    if hosts.is_empty() {
        return match &domain.mail.mx {
            None => NOT_YET.to_owned(),
            Some(lookup) => match lookup.answer.outcome {
                Outcome::Unknown(_) => {
                    "TLSA records stand at the mail servers, and those could not be asked for.".to_owned()
                }
                _ => "TLSA records stand at the servers that MX records name, and there are none.".to_owned(),
            },
        };
    }
    let asked: Vec<&Lookup> = hosts.iter().filter_map(|host| host.tlsa.as_ref()).collect();
    if asked.is_empty() {
        return not_asked(domain);
    }
    if let Some(failed) = asked.iter().find(|lookup| matches!(lookup.answer.outcome, Outcome::Unknown(_))) {
        return unknown(failed, "TLSA records");
    }
    if records.is_empty() {
        return match asked.len() {
            1 => ["The mail server ", &code(hosts[0].name.as_str()), " has no TLSA record."].concat(),
            n => ["None of the ", &n.to_string(), " mail servers has a TLSA record."].concat(),
        };
    }
    let cannot_tell = hosts.iter().any(|host| domain.dane(host) == Dane::Unknown && host.tlsa.is_some());
    match cannot_tell && domain.is_complete {
        true => {
            "They count only where DNSSEC signs them, and the resolver that was asked does not tell that."
                .to_owned()
        }
        false => String::new(),
    }
}

/// Other texts may stand there.
fn nothing(lookup: &Lookup, kind: &str) -> String {
    ["There is no ", kind, " record at ", &code(lookup.question.name.as_str()), "."].concat()
}

fn not_asked(domain: &Domain) -> String {
    if domain.is_complete { "No name was asked for it.".to_owned() } else { NOT_YET.to_owned() }
}

fn joined(first: String, second: String) -> String {
    match (first.is_empty(), second.is_empty()) {
        (false, false) => [first, second].join(" "),
        _ => first + &second,
    }
}

/// That the name is an alias, where it is one.
fn alias(lookup: &Lookup) -> String {
    match lookup.answer.aliases.last() {
        Some(target) => {
            let (name, target) = (code(lookup.question.name.as_str()), code(target.as_str()));
            [&name, " is an alias: what DNS answers stands at ", &target, "."].concat()
        }
        None => String::new(),
    }
}

fn absent(lookup: &Lookup, kind: &str) -> String {
    let name = code(lookup.question.name.as_str());
    match lookup.answer.outcome {
        Outcome::Absent { what: Absence::NoSuchName, .. } => {
            ["DNS says that there is no ", &name, ", so it has no ", kind, " record."].concat()
        }
        _ if lookup.answer.no_such_name() => {
            ["DNS says that there is no ", &name, ", so it has no ", kind, " record."].concat()
        }
        _ => [&name, " has no ", kind, " record."].concat(),
    }
}

fn unknown(lookup: &Lookup, what: &str) -> String {
    let why = match lookup.answer.outcome {
        Outcome::Unknown(trouble) => trouble.words(),
        Outcome::Found(_) | Outcome::Absent { .. } => String::new(),
    };
    let name = code(lookup.question.name.as_str());
    ["Waxseal could not ask whether ", &name, " has ", what, ": ", &why, "."].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::keys::{Tried, Why};
    use crate::report::domain::{check_zone, judge_domain};

    fn says(zone: &str) -> [String; KINDS.len()] {
        let checked = check_zone(zone).unwrap();
        sections(&checked.domain, checked.report).each.map(|section| section.says)
    }

    #[test]
    fn records_stand_in_their_sections() {
        let checked = check_zone(
            "a.example TXT \"v=spf1 -all\"\na.example MX 0 .\n_dmarc.a.example TXT \"v=DMARC1; p=reject\"",
        )
        .unwrap();
        let sections = sections(&checked.domain, checked.report);
        assert_eq!(sections.each.each_ref().map(|section| section.kind), KINDS);
        assert_eq!(
            sections.each.each_ref().map(|section| section.report.records.len()),
            [1, 1, 1, 0, 0, 0, 0, 0, 0]
        );
        assert_eq!(sections.each[1].says, "");
    }

    #[test]
    fn what_is_not_there_what_could_not_be_asked_and_what_was_not_asked_are_three_things() {
        let checked = check_zone("a.example A 192.0.2.1").unwrap();
        assert_eq!(mx(&checked.domain), "`a.example` has no MX record.");
        assert_eq!(spf(&checked.domain, &[]), "`a.example` has no SPF record.");
        let none = dmarc(&checked.domain, &[]);
        assert!(none.starts_with("There is no DMARC record at `_dmarc.a.example`"), "{none}");

        let unknown = says("a.example * !timeout\n_dmarc.a.example * !refused\n*.a.example * !timeout");
        for (says, why) in unknown.iter().zip(["in time", "in time", "refused"]) {
            assert!(says.starts_with("Waxseal could not ask") && says.contains(why), "{says}");
        }
        assert!(!unknown.concat().contains(" no MX") && !unknown.concat().contains("There is no"));

        let domain = Domain::new("a.example".parse().unwrap());
        let report = judge_domain(domain.clone()).report;
        assert_eq!(sections(&domain, report).each.map(|section| section.says), [NOT_YET; KINDS.len()]);
    }

    #[test]
    fn nothing_is_said_twice() {
        let checked = check_zone("a.example A 192.0.2.1").unwrap();
        for section in sections(&checked.domain, checked.report).each.into_iter().take(4) {
            assert_eq!(section.says.is_empty(), !section.report.findings.is_empty(), "{section:?}");
        }
        let could_not_ask = "a.example MX 10 mx.a.example\nmx.a.example A 192.0.2.1\na.example TXT !timeout";
        assert!(says(could_not_ask)[1].starts_with("Waxseal could not ask"), "no finding takes its place");
    }

    #[test]
    fn a_name_that_does_not_exist_is_said() {
        let mut domain = Domain::new("b.example".parse().unwrap());
        domain.mail.mx = Some(no_such("b.example"));
        assert_eq!(mx(&domain), "DNS says that there is no `b.example`, so it has no MX record.");
    }

    #[test]
    fn other_texts_are_no_spf_record() {
        let one = says("a.example TXT \"hello\"");
        assert!(
            one[1].ends_with("One other text stands there, and it does not say who may send."),
            "{}",
            one[1]
        );
        let two = says("a.example TXT \"hello\"\na.example TXT \"there\"");
        assert!(two[1].contains("2 other texts stand there"), "{}", two[1]);
    }

    #[test]
    fn an_alias_is_said() {
        let zone = "a.example CNAME b.example\nb.example MX 10 mx.b.example\nb.example TXT \"v=spf1 -all\"";
        assert_eq!(says(zone)[0], "`a.example` is an alias: what DNS answers stands at `b.example`.");
    }

    #[test]
    fn keys_that_were_not_found_may_still_be_there() {
        let mut domain = Domain::new("a.example".parse().unwrap());
        assert_eq!(dkim(&domain, &[]), NOT_YET);
        let lookup = Some(no_such("x._domainkey.a.example"));
        domain.keys.tried = vec![Tried { selector: "x".into(), why: Why::Common, lookup }; 3];
        assert!(dkim(&domain, &[]).ends_with("Others are still being tried."));
        domain.is_complete = true;
        assert_eq!(
            dkim(&domain, &[]),
            "None of the 3 names that were tried holds a key. The names of a domain's keys can't be listed, so there \
             may be keys at others."
        );
        for lookup in domain.keys.tried.iter_mut().filter_map(|tried| tried.lookup.as_mut()) {
            lookup.answer = crate::dns::Answer::unknown(crate::dns::Trouble::Timeout);
        }
        assert!(dkim(&domain, &[]).starts_with("Waxseal could not ask for a DKIM key at any name."));
    }

    fn no_such(name: &str) -> Lookup {
        let question = crate::dns::Question::new(name.parse().unwrap(), crate::dns::RecordType::Mx);
        let outcome = Outcome::Absent { what: Absence::NoSuchName, ttl: None };
        Lookup::new(question, crate::dns::Answer::new(outcome), "zone")
    }
}
