//! A domain, judged: what DNS holds, in the reader's terms.

mod changes;
mod encryption;
mod headlines;
mod journey;
mod known;
pub mod rehearsal;
pub mod requirements;

pub use encryption::policy_says;

use futures_util::FutureExt;

use super::{Report, Verdict, judge};
use crate::dns::{AnyClient, DnsClient, Name, Zone};
use crate::facts::keys::Wanted;
use crate::facts::{Domain, Facts, Wish, gather};

/// What the page asks of every domain: the first three at the top, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Can others send mail in its name?
    Forge,
    /// Can it receive mail?
    Receive,
    /// Will its mail be trusted?
    Trust,
    /// Is mail to it encrypted? It is answered beside the records of that, and not at the top.
    Encrypt,
}

impl Ask {
    /// The question, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Forge => "Can others forge its mail?",
            Self::Receive => "Can it receive mail?",
            Self::Trust => "Will its mail be trusted?",
            Self::Encrypt => "Is mail to it encrypted on the way, and can that be forced off?",
        }
    }
}

/// One of the three answers at the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The question.
    pub ask: Ask,
    /// How it stands; [`Verdict::Unknown`] where it could not be asked, or not yet.
    pub verdict: Verdict,
    /// The answer in a word or three: `Yes`, `Not easily`, `Could not ask`.
    pub answer: String,
    /// Why, in one or two sentences.
    pub reason: String,
}

/// One stop of a message on its way from the sender to an inbox, with the check that is made there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// What is checked: `SPF`, `DKIM`, `DMARC`.
    pub title: &'static str,
    /// The question that is asked there.
    pub asks: &'static str,
    /// How the domain stands there.
    pub verdict: Verdict,
    /// What happens there to this domain's mail.
    pub says: String,
}

/// Whether a record is edited or added; a second one beside the first may undo both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// None of its kind is there.
    Add,
    /// It is there.
    Edit,
    /// Several are there, and one may be.
    EditOne,
}

impl Step {
    /// The step as an order.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Add => "Add a record at your DNS host",
            Self::Edit => "Change the record that is there, at your DNS host",
            Self::EditOne => "Change one of these records at your DNS host, and delete the others",
        }
    }
}

/// One thing to change at the DNS host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What to do, as an order.
    pub title: String,
    /// The rule that asks for it.
    pub rule: &'static str,
    /// How much hangs on it.
    pub verdict: Verdict,
    /// The whole name of the record.
    pub name: Option<String>,
    /// The name as the DNS host's form wants it, relative to the zone: `@`, `_dmarc`.
    pub host: Option<String>,
    /// The type of the record.
    pub rtype: Option<&'static str>,
    /// What to enter; none where only the reader can know it.
    pub value: Option<String>,
    /// How to enter it; none where the report does not know what is there.
    pub step: Option<Step>,
}

/// A domain, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainReport {
    /// The records with their findings, as of pasted ones.
    pub report: Report,
    /// The three answers, in the order of [`Ask`].
    pub headlines: [Headline; 3],
    /// Whether mail to it is encrypted on the way.
    pub encryption: Headline,
    /// The journey of a message.
    pub journey: Vec<Stop>,
    /// What to change, most useful first.
    pub changes: Vec<Change>,
    /// What DNS said.
    pub domain: Domain,
}

/// Looks a domain up, and judges it; `on_change` sees what is known after each answer.
pub async fn check_domain<C: DnsClient>(
    client: &C,
    wish: &Wish,
    on_change: &dyn Fn(&Domain),
) -> DomainReport {
    let client: AnyClient<'_> = client;
    judge_domain(gather(&client, wish, on_change).await)
}

/// Judges what is known about a domain, whole or not.
pub fn judge_domain(domain: Domain) -> DomainReport {
    let items = domain.items();
    let cleaned = vec![Vec::new(); items.len()];
    let mut report = judge(Facts { items, domain: Some(Box::new(domain.clone())) }, cleaned);
    let headlines = headlines::headlines(&domain, &report);
    let encryption = encryption::encryption(&domain, &report);
    let journey = journey::journey(&domain, &report);
    let changes = changes::changes(&domain, &report);
    report.summary = summary(&headlines);
    report.verdict = verdict(&headlines, &report);
    DomainReport { report, headlines, encryption, journey, changes, domain }
}

/// The three answers as running text.
fn summary(headlines: &[Headline; 3]) -> String {
    let answers = headlines.iter().map(|Headline { ask, answer, .. }| {
        let end = if answer.ends_with('…') { "" } else { "." };
        [ask.words(), " ", answer, end].concat()
    });
    answers.collect::<Vec<_>>().join(" ")
}

/// The first that any part has; an answer that could not be had is one.
fn verdict(headlines: &[Headline; 3], report: &Report) -> Verdict {
    let is_open = headlines.iter().any(|headline| headline.verdict == Verdict::Unknown);
    if is_open { report.verdict.min(Verdict::Unknown) } else { report.verdict }
}

/// Judges the first domain of an example: zone lines ([`Zone::parse`]), answered from memory.
///
/// The comment `; selector: s1` stands for a reader who asks for that selector, too.
///
/// # Errors
/// The first line that can't be read.
pub fn check_zone(text: &str) -> Result<DomainReport, String> {
    let zone = Zone::parse(text)?;
    let first = text.split_whitespace().next().unwrap_or("");
    let mut name: Name = first.parse().map_err(|_| first.to_owned())?;
    let is_below = |name: &Name| ["._domainkey.", "._bimi."].iter().any(|part| name.as_str().contains(part));
    while name.as_str().starts_with(['_', '*']) || is_below(&name) {
        name = name.parent().ok_or(first)?;
    }
    let selectors = text.lines().filter_map(|line| line.trim().strip_prefix("; selector: "));
    let selectors = selectors.map(Wanted::given).collect();
    let wish = Wish { domain: name, selectors, probe: String::from("no-such-name") };
    check_domain(&zone, &wish, &|_| {}).now_or_never().ok_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests;
