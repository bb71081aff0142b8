//! What is right and wrong: pure functions over [`Facts`], one rule in one file.
//!
//! A rule's id is its address in links and in the JS API; it is never reused or renamed. Its `bad` and `good`
//! examples are zone lines that the rule's page shows and `tests/rules.rs` runs.

mod authorisation;
mod beside;
mod bimi;
mod cname;
mod disputes;
mod dkim;
mod dmarc;
mod mta_sts;
mod mta_sts_policy;
mod mx;
mod other;
mod placeholder;
mod places;
mod sender_id;
mod spf;
mod tls_rpt;
mod tlsa;
mod verification;
mod versioned;
mod written;

pub use disputes::{DISPUTES, Dispute};

use crate::facts::{Domain, Facts, Item};
use crate::record::Kind;
use crate::text::{Edit, Span, apply_edits};

/// What a finding means for mail, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Receivers ignore it, reject mail or fail to protect, today.
    Error,
    /// It works, but it is fragile or weaker than it looks.
    Warning,
    /// Worth knowing; nothing breaks.
    Advice,
    /// Confirmed right.
    Good,
}

/// Where a standard says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// For people: `RFC 7208, section 4.6.4`.
    pub title: &'static str,
    /// The text itself.
    pub url: &'static str,
}

/// `rfc!(7208, "4.6.4")`: a section of an RFC.
macro_rules! rfc {
    ($number:literal, $section:literal) => {
        $crate::rules::Reference {
            title: concat!("RFC ", $number, ", section ", $section),
            url: concat!("https://www.rfc-editor.org/rfc/rfc", $number, "#section-", $section),
        }
    };
    ($number:literal) => {
        $crate::rules::Reference {
            title: concat!("RFC ", $number),
            url: concat!("https://www.rfc-editor.org/rfc/rfc", $number),
        }
    };
}
pub(crate) use rfc;

/// One thing that can be wrong, or right, with a domain's records.
pub struct Rule {
    /// `family-problem` in kebab-case, for ever.
    pub id: &'static str,
    /// The usual weight; a finding may carry another where the consequence differs.
    pub severity: Severity,
    /// A short statement of the problem.
    pub title: &'static str,
    /// The kind of record that it is about.
    pub kind: Kind,
    /// Where the standard says so.
    pub reference: Reference,
    /// The reason, in two or three sentences for someone who is no mail engineer.
    pub why: &'static str,
    /// Zone lines that the rule finds.
    pub bad: &'static str,
    /// Zone lines that it leaves alone.
    pub good: &'static str,
    /// Looks at the facts and adds what it finds.
    pub check: Check,
}

/// What a rule looks at.
pub enum Check {
    /// The records, wherever they come from: they need not have been looked up, and its examples are pasted.
    Records(fn(&Facts, &mut Findings)),
    /// What DNS says about a domain, too. Its examples are zones, in which the first name is the domain looked up.
    Dns(fn(&Domain, &Facts, &mut Findings)),
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// How far a fix may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Can be copied as it is.
    Safe,
    /// Read it before you publish it.
    Review,
    /// Shows the shape; parts must be filled in.
    Example,
}

/// What to publish instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, as an order: `Put a colon after include`.
    pub title: String,
    /// Changes to the record's value, byte offsets in that value; empty where `whole` says it all.
    pub edits: Vec<Edit>,
    /// The whole new value, where it is not the old one with changes.
    pub whole: Option<String>,
    /// Where it is published, where that is not the record's own place.
    pub name: Option<String>,
    /// Its record type, where that is not the record's own.
    pub rtype: Option<&'static str>,
    /// How far it may be trusted.
    pub confidence: Confidence,
}

impl Fix {
    /// A fix that changes the record by edits.
    pub fn edit(title: impl Into<String>, edits: Vec<Edit>, confidence: Confidence) -> Self {
        Self { title: title.into(), edits, whole: None, name: None, rtype: None, confidence }
    }

    /// A fix that says what to do, with a whole new value where there is one.
    pub fn new(title: impl Into<String>, whole: Option<String>, confidence: Confidence) -> Self {
        Self { title: title.into(), edits: Vec::new(), whole, name: None, rtype: None, confidence }
    }

    /// Deletes a record that nobody reads because another stands beside it: with its text repaired there would be two.
    fn delete_unread() -> Self {
        Self::new("Delete this record", None, Confidence::Review)
    }

    /// What to publish in the place of `old`, in the form that a DNS panel takes; none where only the reader can
    /// know it.
    pub fn value(&self, old: &str) -> Option<String> {
        match &self.whole {
            Some(whole) => Some(whole.clone()),
            None => (!self.edits.is_empty()).then(|| apply_edits(old, &self.edits)),
        }
    }
}

/// One rule met in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Its weight here.
    pub severity: Severity,
    /// Index of the record in the facts; none where it is about several.
    pub record: Option<usize>,
    /// Indices of the records that it is about, where it is about several; empty, too, where it is about none.
    pub together: Vec<usize>,
    /// Where in that record's value.
    pub span: Option<Span>,
    /// One or two whole sentences that quote the reader's value; [`crate::text::prose`].
    pub message: String,
    /// What to publish instead.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding about the record at `record`, with the rule's own weight.
    pub fn new(rule: &'static Rule, record: usize, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            record: Some(record),
            together: Vec::new(),
            span: Some(span),
            message: message.into(),
            fix: None,
        }
    }

    /// A finding about several records together.
    pub fn about_many(rule: &'static Rule, records: Vec<usize>, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            record: None,
            together: records,
            span: None,
            message: message.into(),
            fix: None,
        }
    }

    /// A finding about the domain itself, and about no record that it has.
    pub fn about_domain(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self::about_many(rule, Vec::new(), message)
    }

    /// With another weight than the rule's.
    pub fn weighing(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// With a fix.
    pub fn fixed_by(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

/// So many findings of one rule on one record are kept: a text with more has more wrong than anyone will read.
pub(crate) const MOST: usize = 50;

/// What the rules found, in the order found.
#[derive(Debug, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    /// How many of the last one's rule and record came in a row.
    row: usize,
}

impl Findings {
    /// Takes a finding in, or leaves it out where the same rule has said enough on the same record.
    pub fn push(&mut self, finding: Finding) {
        let same =
            self.kept.last().is_some_and(|last| last.rule == finding.rule && last.record == finding.record);
        self.row = if same && finding.record.is_some() { self.row + 1 } else { 0 };
        if self.row < MOST {
            self.kept.push(finding);
        }
    }
}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}

/// The names of the records that are wanted, in order, for a binary search; empty for those without a name. What has a
/// type that nobody asks for is none of them.
fn names(facts: &Facts, wanted: fn(&Item) -> bool) -> Vec<&str> {
    let wanted = facts.items.iter().filter(|item| wanted(item) && !item.is_of_old_type());
    let mut names: Vec<&str> = wanted.map(|item| item.name.as_deref().unwrap_or("")).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// A record's name is among these.
fn is_named(names: &[&str], item: &Item) -> bool {
    names.binary_search(&item.name.as_deref().unwrap_or("")).is_ok()
}

/// Every rule, in the order of the catalogue: by kind, then by weight.
pub static RULES: &[&[&Rule]] = &[
    spf::RULES,
    dkim::RULES,
    dmarc::RULES,
    mx::RULES,
    mta_sts::RULES,
    mta_sts_policy::RULES,
    tls_rpt::RULES,
    tlsa::RULES,
    sender_id::RULES,
    cname::RULES,
    verification::RULES,
    authorisation::RULES,
    bimi::RULES,
    other::RULES,
];

/// Every rule, one after the other.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().flat_map(|family| family.iter().copied())
}

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// Everything that the rules find.
pub fn check(facts: &Facts) -> Vec<Finding> {
    let mut findings = Findings::default();
    for rule in all() {
        match (&rule.check, &facts.domain) {
            (Check::Records(check), _) => check(facts, &mut findings),
            (Check::Dns(check), Some(domain)) => check(domain, facts, &mut findings),
            (Check::Dns(_), None) => {}
        }
    }
    // Some rules on DNS say the same of records that stand beside each other in a paste.
    if facts.domain.is_none() {
        mx::judge_pasted(facts, &mut findings);
        tlsa::judge_pasted(facts, &mut findings);
    }
    placeholder::settle(facts, &mut findings.kept);
    beside::settle(facts, &mut findings.kept);
    findings.kept
}

/// What a rule says about `example.com` with its zone; the comment `; selector: s1` asks for that selector.
#[cfg(test)]
fn said(rule: &'static Rule, zone: &str) -> Vec<Finding> {
    use crate::dns::Zone;
    use crate::facts::{Wish, gather, keys::Wanted};
    use futures_util::FutureExt;

    let selectors = zone.lines().filter_map(|line| line.strip_prefix("; selector: ")).map(Wanted::given);
    let wish = Wish {
        domain: "example.com".parse().expect("a name"),
        selectors: selectors.collect(),
        probe: String::from("no-such-name"),
    };
    let zone = Zone::parse(zone).expect("the zone can be read");
    let domain = gather(&zone, &wish, &|_| {}).now_or_never().expect("a zone in memory answers at once");
    let facts = Facts { items: domain.items(), domain: Some(Box::new(domain.clone())) };
    let mut out = Findings::default();
    match rule.check {
        Check::Dns(check) => check(&domain, &facts, &mut out),
        Check::Records(check) => check(&facts, &mut out),
    }
    out.kept
}
