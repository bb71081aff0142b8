//! What to change at the DNS host: every finding with a fix, most useful first, one entry for each record.

use super::{Change, Step};
use crate::dns::RecordType;
use crate::facts::Domain;
use crate::record::{Kind, classify};
use crate::report::published::record_type;
use crate::report::{Report, Verdict};
use crate::rules::{Confidence, Finding, Severity};

/// The changes: what fails today, then what is at risk, then what is worth knowing.
pub fn changes(domain: &Domain, report: &Report) -> Vec<Change> {
    let mut changes = Vec::new();
    for finding in &report.findings {
        changes.extend(alone(domain, report, finding));
    }
    for record in &report.records {
        let wanting = || record.findings.iter().filter(|finding| finding.severity != Severity::Good);
        // Every safe fix of a record is in its corrected text: one entry for all of them.
        let is_safe = |finding: &Finding| {
            finding.fix.as_ref().is_some_and(|fix| fix.confidence == Confidence::Safe && fix.name.is_none())
        };
        if let Some(corrected) = &record.corrected {
            let mut safe = wanting().filter(|finding| is_safe(finding));
            if let Some(first) = safe.next() {
                let title = match (safe.next(), &first.fix) {
                    (None, Some(fix)) => fix.title.clone(),
                    _ => format!("Replace the {} record", record.kind.title()),
                };
                changes.push(Change {
                    title,
                    rule: first.rule.id,
                    verdict: first.severity.into(),
                    host: record.name.as_deref().and_then(|name| host(domain, name)),
                    name: record.name.clone(),
                    rtype: rtype(record.kind),
                    value: Some(corrected.clone()),
                    step: rtype(record.kind).map(|_| Step::Edit),
                });
            }
        }
        for finding in wanting() {
            let Some(fix) = &finding.fix else { continue };
            if record.corrected.is_some() && is_safe(finding) {
                continue;
            }
            let name = fix.name.clone().or_else(|| record.name.clone());
            let mut change = Change {
                title: fix.title.clone(),
                rule: finding.rule.id,
                verdict: finding.severity.into(),
                host: name.as_deref().and_then(|name| host(domain, name)),
                name,
                rtype: fix.rtype.or(rtype(record.kind)),
                value: fix.value(&record.value),
                step: None,
            };
            let is_own = fix.name.is_none() && fix.rtype.is_none();
            change.step = if !is_own {
                step(report, &change)
            } else {
                change.value.as_ref().and(change.rtype).map(|_| Step::Edit)
            };
            changes.push(change);
        }
    }
    // Stable, so that within one weight the order is that of the report.
    changes.sort_by_key(|change| change.verdict);
    changes
}

/// The change for a finding about several records, or about none.
fn alone(domain: &Domain, report: &Report, finding: &Finding) -> Option<Change> {
    if finding.severity == Severity::Good {
        return None;
    }
    let fix = finding.fix.as_ref()?;
    let first = finding.together.first().and_then(|i| report.records.get(*i));
    let name = fix.name.clone().or_else(|| first.and_then(|record| record.name.clone()));
    let mut change = Change {
        title: fix.title.clone(),
        rule: finding.rule.id,
        verdict: Verdict::from(finding.severity),
        host: name.as_deref().and_then(|name| host(domain, name)),
        name,
        rtype: fix.rtype.or_else(|| first.and_then(|record| rtype(record.kind))),
        value: fix.value(first.map_or("", |record| record.value.as_str())),
        step: None,
    };
    change.step = step(report, &change);
    Some(change)
}

/// Whether what is entered stands beside nothing of its kind, as far as the report knows the name.
fn step(report: &Report, change: &Change) -> Option<Step> {
    // A name of another zone has no form here, and what stands there may not have been asked.
    let (Some(name), Some(rtype), Some(value), Some(_)) =
        (&change.name, change.rtype, &change.value, &change.host)
    else {
        return None;
    };
    let kind = classify(Some(name), Some(rtype), value);
    let there = report.records.iter().filter(|record| {
        record.kind == kind && record.name.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name))
    });
    match (there.count(), kind) {
        // An alias that leads nowhere is no record of the report.
        (_, Kind::Cname) => None,
        (0, _) => Some(Step::Add),
        // Of these, a name may hold several.
        (_, Kind::Mx | Kind::Tlsa | Kind::Other | Kind::Verification) => None,
        (1, _) => Some(Step::Edit),
        _ => Some(Step::EditOne),
    }
}

/// The type of record to enter; none for a file, which is changed on a web server.
fn rtype(kind: Kind) -> Option<&'static str> {
    if kind == Kind::MtaStsPolicy {
        return None;
    }
    Some(match record_type(kind) {
        RecordType::Mx => "MX",
        RecordType::Tlsa => "TLSA",
        RecordType::Cname => "CNAME",
        _ => "TXT",
    })
}

/// A name as the form of the DNS host wants it: relative to the start of the zone, which is `@`.
///
/// Where nobody knows where the zone starts, the domain that was looked up stands for it. A name of another zone is
/// not entered there, so it has no such form.
fn host(domain: &Domain, name: &str) -> Option<String> {
    let apex = domain.zone.apex.as_ref().unwrap_or(&domain.name).as_str();
    if name == apex {
        return Some("@".to_owned());
    }
    name.strip_suffix(apex)?.strip_suffix('.').filter(|host| !host.is_empty()).map(str::to_owned)
}
