//! What every front end shows: plain data in the reader's terms.

pub mod compare;
pub mod domain;
mod misplaced;
pub mod plain;
pub mod published;
pub mod sections;
pub mod spf;

use crate::explain::Part;
use crate::facts::{Facts, Item};
use crate::paste::{self, Hints};
use crate::record::header::Lead;
use crate::record::{Kind, Reading, Record};
use crate::rules::{Check, Confidence, Finding, Fix, Severity};

/// The word for how a record or a whole report stands: the first of these that any part has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Receivers ignore it, reject mail or fail to protect, today.
    Error,
    /// It works, but it is fragile or weaker than it looks.
    Warning,
    /// Could not be asked, or holds no record.
    Unknown,
    /// Worth knowing.
    Advice,
    /// Right.
    Good,
}

impl From<Severity> for Verdict {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Verdict::Error,
            Severity::Warning => Verdict::Warning,
            Severity::Advice => Verdict::Advice,
            Severity::Good => Verdict::Good,
        }
    }
}

impl Verdict {
    /// Its name in the JS API.
    pub const fn id(self) -> &'static str {
        match self {
            Verdict::Error => "error",
            Verdict::Warning => "warning",
            Verdict::Unknown => "unknown",
            Verdict::Advice => "advice",
            Verdict::Good => "good",
        }
    }

    /// In words, for people.
    pub const fn words(self) -> &'static str {
        match self {
            Verdict::Error => "Needs fixing",
            Verdict::Warning => "Works, with a risk",
            Verdict::Unknown => "Not judged",
            Verdict::Advice => "Fine, with a note",
            Verdict::Good => "Right",
        }
    }
}

/// One record, judged. Its parts are explained when they are asked for ([`RecordReport::parts`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordReport {
    /// What it is for.
    pub kind: Kind,
    /// Its name, where the paste held one.
    pub name: Option<String>,
    /// The text that DNS would hold.
    pub value: String,
    /// `value` with odd characters repaired, where that differs.
    pub tidied: Option<String>,
    /// `value` with every safe fix made, where there is any.
    pub corrected: Option<String>,
    /// How it stands.
    pub verdict: Verdict,
    /// What receivers do with it.
    pub reading: Reading,
    /// Beside another record at its name, receivers can't use it; a finding on both says so.
    pub in_conflict: bool,
    /// One sentence for someone who is no mail engineer.
    pub summary: String,
    /// What is right and wrong with it, worst first; offsets are bytes of `value`.
    pub findings: Vec<Finding>,
    /// What was unpacked or tidied from the paste, in words.
    pub cleaned: Vec<String>,
    /// The tree that parts are explained from.
    pub record: Record,
}

impl RecordReport {
    /// What it is called: `SPF`, or the name of a header field.
    pub fn title(&self) -> &'static str {
        match &self.record {
            Record::Header(header) => header.field.name(),
            _ => self.kind.title(),
        }
    }

    /// The keys and domains that a header field names, for those who look them up.
    pub fn leads(&self) -> Vec<Lead> {
        match &self.record {
            Record::Header(header) => header.leads(&self.value),
            _ => Vec::new(),
        }
    }

    /// With every safe fix made, no error is left in it; false where there is no safe fix.
    pub fn is_mended(&self) -> bool {
        let Some(corrected) = &self.corrected else { return false };
        // What DNS says of a record is not judged anew: there, a fix of its own has to be among those.
        let stays = |finding: &Finding| {
            finding.severity == Severity::Error
                && matches!(finding.rule.check, Check::Dns(_))
                && !finding.fix.as_ref().is_some_and(is_safe)
        };
        let item = Item {
            name: self.name.clone(),
            rtype: None,
            value: corrected.clone(),
            tidied: None,
            strings: Vec::new(),
            record: Record::parse(self.kind, corrected, None),
        };
        !self.findings.iter().any(stays) && explain_items(vec![item]).verdict != Verdict::Error
    }

    /// The parts of the record, each with its sentence; they tile `value`.
    pub fn parts(&self) -> Vec<Part> {
        crate::explain::parts(&self.record, &self.value, self.name.as_deref())
    }
}

/// Everything that was pasted, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How the whole stands.
    pub verdict: Verdict,
    /// One or two sentences on the whole.
    pub summary: String,
    /// The records, in the order pasted.
    pub records: Vec<RecordReport>,
    /// Findings about no single record.
    pub findings: Vec<Finding>,
}

/// Reads whatever a person pasted: one record or many. Makes no request.
pub fn explain_records(text: &str, hints: &Hints) -> Report {
    let pasted = paste::unpack(text, hints);
    let mut cleaned: Vec<Vec<String>> = Vec::with_capacity(pasted.len());
    let mut facts = Facts::default();
    for entry in pasted {
        let (item, notes) = entry.into_item(hints.kind);
        facts.items.push(item);
        cleaned.push(notes);
    }
    let mut report = judge(facts, cleaned);
    if report.records.is_empty() {
        report.summary = match paste::comment_sign(text) {
            Some(sign) => commented(&crate::text::prose::code(sign)),
            None => nothing_found(text).to_owned(),
        };
    }
    report
}

/// Judges records that were neither pasted nor looked up: they were made here.
pub fn explain_items(items: Vec<Item>) -> Report {
    let cleaned = vec![Vec::new(); items.len()];
    judge(Facts { items, ..Facts::default() }, cleaned)
}

/// The domain, where a text is nothing but its name, or the address of a page of it.
pub fn lone_domain(text: &str) -> Option<&str> {
    let text = text.trim();
    let bare = match text.split_once("://") {
        Some((scheme, rest)) if matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") => {
            rest.split(['/', '?', '#']).next().unwrap_or("")
        }
        _ => text,
    };
    let is_name = bare.len() <= 255
        && bare.contains('.')
        && bare.chars().any(char::is_alphabetic)
        && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && bare.strip_suffix('.').unwrap_or(bare).split('.').all(|label| !label.is_empty());
    is_name.then_some(bare)
}

/// What is said of a text whose only record is commented out.
fn commented(sign: &str) -> String {
    format!(
        "The record in this text stands in a comment line: the line starts with {sign}. DNS servers skip such lines, so it is \
         not published. Paste it without the {sign} to see what it says."
    )
}

/// What to paste instead of a text without a record.
fn nothing_found(text: &str) -> &'static str {
    if lone_domain(text).is_some() {
        return "This is a domain name. Paste its records here: the value of a TXT or MX record, or the whole table from \
                your vendor's article.";
    }
    let text = text.trim();
    let term = text.trim_start_matches(['+', '-', '~', '?']);
    let end = term.find([':', '=', '/']).unwrap_or(term.len());
    let (name, valued) = (&term[..end], end + 1 < term.len());
    let part = valued
        && (crate::record::spf::is_mechanism_name(name)
            || matches!(name.to_ascii_lowercase().as_str(), "redirect" | "exp"));
    if part && !text.contains(char::is_whitespace) {
        return "This is one part of an SPF record. Paste the whole record here: it starts with `v=spf1`.";
    }
    "There is no record in this text. Paste the value of a TXT or MX record, or whole lines as your DNS host shows \
     them."
}

fn judge(facts: Facts, cleaned: Vec<Vec<String>>) -> Report {
    let mut by_record: Vec<Vec<Finding>> = vec![Vec::new(); facts.items.len()];
    let mut findings = Vec::new();
    for finding in crate::rules::check(&facts) {
        match finding.record.and_then(|i| by_record.get_mut(i)) {
            Some(list) => list.push(finding),
            None => findings.push(finding),
        }
    }
    let by_weight = |a: &Finding, b: &Finding| (a.severity, a.span).cmp(&(b.severity, b.span));
    findings.sort_by(by_weight);
    let in_conflict: std::collections::BTreeSet<usize> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .flat_map(|finding| finding.together.iter().copied())
        .collect();
    let records: Vec<RecordReport> = facts
        .items
        .into_iter()
        .zip(by_record)
        .zip(cleaned)
        .enumerate()
        .map(|(i, ((item, mut findings), cleaned))| {
            findings.sort_by(by_weight);
            let corrected = corrected(&item.value, &findings);
            // Nobody asks for a record of the old type, and nobody who sends mail for one of another service.
            let skipped = item.is_of_old_type() || item.is_of_another_service();
            let reading = if skipped { Reading::Ignored } else { item.record.reading() };
            RecordReport {
                kind: item.record.kind(),
                verdict: verdict_of(&item, &findings),
                reading,
                in_conflict: in_conflict.contains(&i),
                summary: misplaced::summary(&item, &findings).unwrap_or_else(|| {
                    crate::explain::summary(&item.record, &item.value, item.name.as_deref())
                }),
                name: item.name,
                value: item.value,
                tidied: item.tidied,
                corrected,
                findings,
                cleaned,
                record: item.record,
            }
        })
        .collect();
    // In a zone file, records that are not about mail say nothing about how the mail records stand.
    let all_unknown = records.iter().all(|record| record.verdict == Verdict::Unknown);
    let verdict = records
        .iter()
        .filter(|record| record.verdict != Verdict::Unknown || all_unknown)
        .map(|record| record.verdict)
        .chain(findings.iter().map(|finding| finding.severity.into()))
        .min()
        .unwrap_or(Verdict::Unknown);
    let summary = summary(&records, &findings);
    Report { verdict, summary, records, findings }
}

fn verdict_of(item: &Item, findings: &[Finding]) -> Verdict {
    let worst = findings.iter().map(|finding| Verdict::from(finding.severity)).min();
    match &item.record {
        Record::Tlsa(_) if item.is_of_another_service() => worst.unwrap_or(Verdict::Unknown),
        // Nobody but the service knows whether a proof is right, and nobody but DNS where an alias leads.
        Record::Verification(_) | Record::Cname(_) | Record::Header(_) | Record::Other(..) => {
            worst.unwrap_or(Verdict::Unknown)
        }
        Record::Spf(_)
        | Record::Dkim(_)
        | Record::Dmarc(_)
        | Record::Mx(_)
        | Record::SenderId(_)
        | Record::Authorisation(_)
        | Record::Bimi(_)
        | Record::MtaSts(_)
        | Record::MtaStsPolicy(_)
        | Record::TlsRpt(_)
        | Record::Tlsa(_) => worst.unwrap_or(Verdict::Good),
    }
}

/// It changes the record where it stands, and may be made unread.
fn is_safe(fix: &Fix) -> bool {
    fix.confidence == Confidence::Safe && fix.rtype.is_none() && fix.name.is_none()
}

/// The value with all safe fixes made at once, where that changes it.
fn corrected(value: &str, findings: &[Finding]) -> Option<String> {
    let safe = findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|fix| is_safe(fix));
    let edits: Vec<_> = safe.flat_map(|fix| fix.edits.iter().cloned()).collect();
    let corrected = crate::text::apply_edits(value, &edits);
    // Of odd characters and stray signs alone, nothing would be left.
    (corrected != value && !corrected.trim().is_empty()).then_some(corrected)
}

fn summary(records: &[RecordReport], findings: &[Finding]) -> String {
    use crate::text::count;
    match records {
        [] => String::new(),
        [one] if findings.is_empty() => one.summary.clone(),
        many => {
            let with = |verdict| many.iter().filter(|record| record.verdict == verdict).count();
            let (errors, warnings, unknown) =
                (with(Verdict::Error), with(Verdict::Warning), with(Verdict::Unknown));
            let mut parts = Vec::new();
            if errors > 0 {
                parts.push(format!("{errors} to fix"));
            }
            if warnings > 0 {
                parts.push(format!("{warnings} with a risk"));
            }
            if unknown > 0 {
                parts.push(format!("{unknown} that Waxseal does not judge"));
            }
            let right = many.len() - errors - warnings - unknown;
            let together = findings.iter().filter(|finding| finding.severity != Severity::Good).count();
            // A record that stands well alone may be one too many.
            let alone = if together > 0 { " by itself" } else { "" };
            if right > 0 {
                parts.push(format!("{right} right{alone}"));
            }
            if right == many.len() && together > 0 {
                let worst = findings.iter().map(|finding| finding.severity).min();
                return match worst {
                    Some(Severity::Error) => "Each record is right by itself. Together they don't work.",
                    Some(Severity::Warning) => "Each record is right by itself. Together they need a look.",
                    Some(Severity::Advice | Severity::Good) | None => {
                        "Each record is right by itself. There is a note on several of them together."
                    }
                }
                .to_owned();
            }
            let total = count(many.len(), "record", "records");
            let extra = match together {
                0 => String::new(),
                1 => " One problem is about several of them together.".to_owned(),
                n => format!(" {n} problems are about several of them together."),
            };
            format!("{total}: {}.{extra}", crate::text::list(&parts))
        }
    }
}
