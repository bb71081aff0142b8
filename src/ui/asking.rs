//! The check of a domain that is open: what the domain's page follows.

use std::rc::Rc;
use std::sync::{Arc, LazyLock, Mutex};

use futures_util::future::{AbortHandle, abortable};

use super::desk::{desk, lock};
use super::inquiry::{Kept, Latest, Ledger, Progress, Stage, Subject, last_words};
use super::network;
use super::route::DomainLink;
use super::rows::{FindingRow, common_rows};
use super::spread::Sheet;
use super::state::verdict_line;
use super::teaching;
use super::watched::Watched;
use crate::browser::doh::Live;
use crate::browser::time::{Now, Wait, ahead};
use crate::browser::{chance, focus, frame, idna};
use crate::dns::{Clock, DnsClient, Lookup, Name, Question, Turn, Zone};
use crate::facts::Domain;
use crate::facts::transport::{LONGEST_POLICY, PolicyFile};
use crate::record::Kind;
use crate::report::domain::rehearsal::rehearsing;
use crate::report::domain::requirements::Requirements;
use crate::report::domain::{Change, DomainReport, Headline, Stop, check_domain, judge_domain};
use crate::report::plain;
use crate::report::sections::{KINDS, sections};
use crate::report::spf::TreeView;
use crate::text::clock::time_of_day;

/// Of these kinds a domain has one record, or a problem; of the others it may have many, which are lines.
const ONE_OF: [Kind; 4] = [Kind::Spf, Kind::Dmarc, Kind::MtaSts, Kind::TlsRpt];

/// The state of the page of a domain.
pub struct Asking {
    /// What is asked about.
    pub subject: Watched<Option<Subject>>,
    /// How far it is.
    pub stage: Watched<Stage>,
    /// How the domain was understood.
    pub notes: Watched<Vec<String>>,
    /// How many questions were asked.
    pub progress: Watched<Progress>,
    /// Where everything was asked again: until when an old answer may still come, on the reader's clock.
    pub repeated: Watched<Option<String>>,
    /// The three answers.
    pub headlines: [Watched<Option<Headline>>; 3],
    /// Whether mail to it is encrypted on its way.
    pub encryption: Watched<Option<Headline>>,
    /// The address of its MTA-STS policy, where a record says that there is one.
    pub policy_url: Watched<Option<String>>,
    /// The journey of a message.
    pub journey: Watched<Vec<Stop>>,
    /// What to change.
    pub changes: Watched<Vec<Change>>,
    /// The records, for each of [`KINDS`].
    pub sections: [Records; KINDS.len()],
    /// All that the SPF record leads to, once everything for it was asked.
    pub tree: Watched<Option<Arc<TreeView>>>,
    /// What mailbox providers ask.
    pub requirements: Watched<Option<Requirements>>,
    /// Findings about no kind of record.
    pub rest: Watched<Vec<Arc<FindingRow>>>,
    /// The ledger has news.
    pub written: Watched<()>,
    ledger: Mutex<Ledger>,
    latest: Mutex<Latest>,
    report: Mutex<Option<DomainReport>>,
    opened_at: Mutex<Option<Kind>>,
    /// What came of fetching the policy file, with the domain that it is of.
    fetched: Mutex<Option<(Name, PolicyFile)>>,
    /// The policy file as the reader pasted it; it goes before what was fetched.
    pasted: Mutex<Option<(Name, String)>>,
    running: Mutex<Option<AbortHandle>>,
    alongside: Mutex<Option<AbortHandle>>,
}

/// The records of one kind.
pub struct Records {
    /// What is to be known beside them.
    pub says: Watched<String>,
    /// The records.
    pub sheet: Sheet,
}

/// The check that is open: a page has one.
pub fn asking() -> &'static Asking {
    static ASKING: LazyLock<Asking> = LazyLock::new(Asking::new);
    &ASKING
}

impl Asking {
    fn new() -> Self {
        Self {
            subject: Watched::default(),
            stage: Watched::default(),
            notes: Watched::default(),
            progress: Watched::default(),
            repeated: Watched::default(),
            headlines: Default::default(),
            encryption: Watched::default(),
            policy_url: Watched::default(),
            journey: Watched::default(),
            changes: Watched::default(),
            sections: KINDS.map(|kind| Records {
                says: Watched::default(),
                sheet: if ONE_OF.contains(&kind) { Sheet::new() } else { Sheet::with_lines_over(1) }
                    .folding_right(),
            }),
            tree: Watched::default(),
            requirements: Watched::default(),
            rest: Watched::default(),
            written: Watched::default(),
            ledger: Mutex::default(),
            latest: Mutex::default(),
            report: Mutex::default(),
            opened_at: Mutex::default(),
            fetched: Mutex::default(),
            pasted: Mutex::default(),
            running: Mutex::default(),
            alongside: Mutex::default(),
        }
    }

    /// A link is opened: asks, unless it has the answer.
    pub fn open(&'static self, link: &DomainLink) {
        *lock(&self.opened_at) = link.kind;
        if link.domain.is_empty() {
            return self.forget(Stage::Blank);
        }
        match Subject::of(link, &idna::to_ascii) {
            Err(why) => self.forget(Stage::NoName(why)),
            Ok((subject, notes)) => {
                let before =
                    lock(&desk().understood).take().filter(|(name, _)| *name == subject.name.as_str());
                self.notes.set(before.map_or(notes, |(_, notes)| notes));
                let is_known = self.subject.peek(|known| known.as_ref() == Some(&subject))
                    && self.stage.peek(|stage| matches!(stage, Stage::Done | Stage::Asking));
                if !is_known {
                    self.subject.put(Some(subject));
                    self.ask(false);
                }
                frame::next(|| self.show_kind());
            }
        }
    }

    /// Asks everything again, round the answers that are kept.
    pub fn again(&'static self) {
        self.ask(true);
    }

    /// The reader leaves the page: nothing more is asked.
    pub fn stop(&self) {
        if let Some(alongside) = lock(&self.alongside).take() {
            alongside.abort();
        }
        if let Some(running) = lock(&self.running).take() {
            running.abort();
            self.stage.set(Stage::Stopped);
        }
    }

    /// Does something beside the check, until the reader leaves the page or wants the like again.
    pub fn alongside(&self, task: impl Future<Output = ()> + 'static) {
        let (task, handle) = abortable(task);
        if let Some(before) = lock(&self.alongside).replace(handle) {
            before.abort();
        }
        leptos::task::spawn_local(async move {
            // It is stopped, or done.
            let _ = task.await;
        });
    }

    /// What was asked, with what came back.
    pub fn lookups(&self) -> Vec<Lookup> {
        lock(&self.ledger).lookups()
    }

    /// The report as plain text.
    pub fn plain(&self) -> String {
        lock(&self.report).as_ref().map(|report| plain::domain(report, &self.lookups())).unwrap_or_default()
    }

    fn forget(&self, stage: Stage) {
        self.stop();
        self.subject.set(None);
        self.notes.set(Vec::new());
        self.stage.set(stage);
    }

    fn ask(&'static self, afresh: bool) {
        self.stop();
        let Some(subject) = self.subject.peek(Clone::clone) else { return };
        *lock(&self.ledger) = Ledger::default();
        *lock(&self.latest) = Latest::default();
        *lock(&self.fetched) = None;
        self.progress.set(Progress::default());
        self.repeated.set(None);
        self.stage.set(Stage::Asking);
        // The old answers stand until there are new ones, where they are about the same domain.
        if lock(&self.report).as_ref().is_none_or(|report| report.domain.name != subject.name) {
            self.show(judge_domain(Domain::new(subject.name.clone())));
        }
        let wish = subject.wish(chance::label());
        let task = async move {
            let told = || self.progress.set(lock(&self.ledger).progress());
            let client =
                Kept { client: client_for(&subject.name, afresh), ledger: &self.ledger, told: &told };
            let learn = |domain: &Domain| self.learn(domain);
            rehearsing(check_domain(&client, &wish, &learn), &Wait, |_| ()).await
        };
        let (task, handle) = abortable(task);
        *lock(&self.running) = Some(handle);
        leptos::task::spawn_local(async move {
            if let Ok(report) = task.await {
                self.finish(report);
                self.repeated.set(self.repeated_until().filter(|_| afresh));
            }
        });
    }

    /// Until when those who were asked may repeat what they answered, on the reader's clock; the page itself never does.
    fn repeated_until(&self) -> Option<String> {
        let subject = self.subject.peek(Clone::clone).filter(|subject| !subject.is_example)?;
        let until = lock(&self.ledger).repeated_until(&subject.name)?;
        Some(time_of_day(until, Now.now(), ahead(until)))
    }

    /// Something is known that was not known before.
    fn learn(&'static self, domain: &Domain) {
        if lock(&self.latest).put(domain.clone()) {
            frame::next(|| {
                let latest = lock(&self.latest).take();
                if let Some(domain) = latest {
                    self.show(self.judge(domain));
                }
            });
        }
    }

    fn finish(&'static self, report: DomainReport) {
        lock(&self.running).take();
        lock(&self.latest).take();
        let is_silent = lock(&self.ledger).is_silent_about(&report.domain.name);
        let report = self.judge(report.domain);
        let last = last_words(&report, is_silent);
        let url = report.domain.transport.policy_url(&report.domain.name);
        let name = report.domain.name.clone();
        let is_known = teaching::is_example(&name);
        self.show(report);
        self.stage.set(if is_silent { Stage::Silent } else { Stage::Done });
        desk().aloud.put(last);
        frame::next(|| self.show_kind());
        if let Some(url) = url.filter(|_| !is_known) {
            let (task, handle) = abortable(async move {
                let file = network::policy_file(&url).await;
                *lock(&self.fetched) = Some((name, file));
                self.judge_again();
            });
            *lock(&self.running) = Some(handle);
            leptos::task::spawn_local(async move {
                // It is stopped, or done.
                let _ = task.await;
            });
        }
    }

    /// What is known, judged together with the policy file.
    fn judge(&self, mut domain: Domain) -> DomainReport {
        let of_it = |of: &Name| *of == domain.name;
        let pasted = lock(&self.pasted).clone().filter(|(of, _)| of_it(of));
        let fetched = || lock(&self.fetched).clone().filter(|(of, _)| of_it(of)).map(|(_, file)| file);
        let example = || teaching::policy(&domain.name).map(|text| PolicyFile::Fetched(text.to_owned()));
        let file = pasted.map(|(_, text)| PolicyFile::Pasted(text)).or_else(fetched).or_else(example);
        // Without the record nobody looks for the file.
        if domain.transport.policy_url(&domain.name).is_some() {
            domain.transport.policy = file.unwrap_or_default();
        }
        judge_domain(domain)
    }

    fn judge_again(&'static self) {
        let domain = lock(&self.report).as_ref().map(|report| report.domain.clone());
        if let Some(domain) = domain {
            self.show(self.judge(domain));
        }
    }

    /// The reader pasted the policy file, or took it away again.
    pub fn paste_policy(&'static self, text: &str) {
        let Some(name) = self.subject.peek(|subject| subject.as_ref().map(|subject| subject.name.clone()))
        else {
            return;
        };
        // A longer one is none to senders either.
        let text = if text.len() > LONGEST_POLICY { "" } else { text };
        let is_empty = text.trim().is_empty();
        *lock(&self.pasted) = (!is_empty).then(|| (name, text.to_owned()));
        self.judge_again();
    }

    /// The policy file as the reader pasted it; empty where none was.
    pub fn pasted_policy(&self) -> String {
        lock(&self.pasted).as_ref().map(|(_, text)| text.clone()).unwrap_or_default()
    }

    /// Brings the record that the link names into view.
    fn show_kind(&self) {
        if let Some(kind) = *lock(&self.opened_at) {
            focus::go_to(&["#", section_id(kind)].concat());
        }
    }

    fn show(&self, report: DomainReport) {
        for (place, headline) in self.headlines.iter().zip(&report.headlines) {
            place.set(Some(headline.clone()));
        }
        self.encryption.set(Some(report.encryption.clone()));
        self.policy_url.set(report.domain.transport.policy_url(&report.domain.name));
        self.journey.set(report.journey.clone());
        self.changes.set(report.changes.clone());
        let tree = report.domain.senders.tree.as_ref().map(|tree| Arc::new(TreeView::new(tree)));
        self.tree.set(tree);
        self.requirements.set(Some(report.requirements()));
        let cut = sections(&report.domain, report.report.clone());
        for (records, section) in self.sections.iter().zip(cut.each) {
            records.says.set(section.says);
            let line = verdict_line(&section.report);
            records.sheet.show(section.report, line);
        }
        self.rest.set(common_rows(&cut.rest).into_iter().map(Arc::new).collect());
        self.written.put(());
        *lock(&self.report) = Some(report);
    }
}

/// The id of the heading of a section.
pub const fn section_id(kind: Kind) -> &'static str {
    match kind {
        Kind::Mx => "records-mx",
        Kind::Spf => "records-spf",
        Kind::Dmarc => "records-dmarc",
        Kind::Bimi => "records-bimi",
        Kind::Verification => "records-verification",
        Kind::MtaSts => "records-mta-sts",
        Kind::TlsRpt => "records-tls-rpt",
        Kind::Tlsa => "records-tlsa",
        _ => "records-dkim",
    }
}

/// Who is asked about a name.
pub enum Client {
    /// The page itself.
    Example(&'static Zone),
    /// Whom the reader chose.
    Network(Rc<Live>),
}

/// Who is asked about a name; `afresh` goes round the answers that are kept.
pub fn client_for(name: &Name, afresh: bool) -> Client {
    if teaching::is_example(name) {
        Client::Example(teaching::zone())
    } else {
        Client::Network(network::client(afresh))
    }
}

impl DnsClient for Client {
    fn ask(&self, question: Question) -> impl Future<Output = Lookup> {
        self.ask_in(question, Turn::Next)
    }

    async fn ask_in(&self, question: Question, turn: Turn) -> Lookup {
        match self {
            Client::Example(zone) => zone.ask_in(question, turn).await,
            Client::Network(live) => live.ask_in(question, turn).await,
        }
    }

    fn hurry(&self, question: &Question, turn: Turn) {
        match self {
            Client::Example(zone) => zone.hurry(question, turn),
            Client::Network(live) => live.hurry(question, turn),
        }
    }

    async fn room(&self, question: &Question) -> bool {
        match self {
            Client::Example(zone) => zone.room(question).await,
            Client::Network(live) => live.room(question).await,
        }
    }
}
