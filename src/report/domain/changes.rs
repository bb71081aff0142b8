//! What to change at the DNS host: every finding with a fix, most useful first, one entry for each record.

use super::Change;
use crate::dns::RecordType;
use crate::facts::Domain;
use crate::record::Kind;
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
                });
            }
        }
        for finding in wanting() {
            let Some(fix) = &finding.fix else { continue };
            if record.corrected.is_some() && is_safe(finding) {
                continue;
            }
            let name = fix.name.clone().or_else(|| record.name.clone());
            changes.push(Change {
                title: fix.title.clone(),
                rule: finding.rule.id,
                verdict: finding.severity.into(),
                host: name.as_deref().and_then(|name| host(domain, name)),
                name,
                rtype: fix.rtype.or(rtype(record.kind)),
                value: fix.value(&record.value),
            });
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
    Some(Change {
        title: fix.title.clone(),
        rule: finding.rule.id,
        verdict: Verdict::from(finding.severity),
        host: name.as_deref().and_then(|name| host(domain, name)),
        name,
        rtype: fix.rtype.or_else(|| first.and_then(|record| rtype(record.kind))),
        value: fix.value(first.map_or("", |record| record.value.as_str())),
    })
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
