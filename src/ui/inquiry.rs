//! One check of a domain, from the question to the last answer: plain state, tested without a browser.

use std::sync::{Mutex, PoisonError};

use super::route::DomainLink;
use super::teaching;
use crate::dns::typed::{ToAscii, Typed};
use crate::dns::{DnsClient, Lookup, Name, Outcome, Question, Turn};
use crate::facts::keys::Wanted;
use crate::facts::{Domain, Wish};
use crate::report::domain::DomainReport;
use crate::text::prose::plain;

/// More selectors than this are not asked for: nobody has so many, and a link may bring any number.
const SELECTORS: usize = 10;

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The domain.
    pub name: Name,
    /// The domain as it is shown: with the letters that were typed.
    pub shown: String,
    /// DKIM selectors that the reader gave.
    pub selectors: Vec<String>,
    /// It is answered by the page itself.
    pub is_example: bool,
}

impl Subject {
    /// What a link asks about, with notes on how its domain was understood.
    ///
    /// # Errors
    /// Why it names no domain, in a sentence.
    pub fn of(link: &DomainLink, to_ascii: ToAscii<'_>) -> Result<(Self, Vec<String>), String> {
        let typed = Typed::read(&link.domain, to_ascii)?;
        let is_example = teaching::is_example(&typed.name);
        let mut selectors: Vec<String> = Vec::new();
        for selector in typed.selector.iter().chain(&link.selectors).flat_map(|given| words(given)) {
            if selectors.len() < SELECTORS && !selectors.contains(&selector) {
                selectors.push(selector);
            }
        }
        Ok((Self { name: typed.name, shown: typed.shown, selectors, is_example }, typed.notes))
    }

    /// The same, for those who ask DNS.
    pub fn wish(&self, probe: String) -> Wish {
        let selectors = self.selectors.iter().map(Wanted::given).collect();
        Wish { domain: self.name.clone(), selectors, probe }
    }
}

/// The selectors in a text: between blanks and commas, without what stands around them in a record's name.
pub fn words(text: &str) -> Vec<String> {
    text.split([' ', ',', ';', '\t', '\n', '\r'])
        .map(|word| word.split_once("._domainkey").map_or(word, |(selector, _)| selector))
        .map(|word| word.trim_matches('.').to_ascii_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// How far a check is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Nothing was asked.
    #[default]
    Blank,
    /// What was typed is no domain, and why.
    NoName(String),
    /// Answers are on their way.
    Asking,
    /// Everything was asked.
    Done,
    /// Nothing about the domain was answered.
    Silent,
    /// The reader left before the end.
    Stopped,
}

/// How many questions were asked, and what came of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Questions.
    pub asked: usize,
    /// Those with an answer.
    pub answered: usize,
    /// Those that could not be asked.
    pub failed: usize,
}

impl Progress {
    /// Those that nothing came back for yet.
    pub const fn waiting(self) -> usize {
        self.asked - self.answered - self.failed
    }
}

/// Every question of a check with what came of it, in the order asked, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger(Vec<(Question, Option<Lookup>)>);

impl Ledger {
    /// A question is on its way.
    pub fn ask(&mut self, question: &Question) {
        if !self.0.iter().any(|(asked, _)| asked == question) {
            self.0.push((question.clone(), None));
        }
    }

    /// Something came back.
    pub fn answer(&mut self, lookup: &Lookup) {
        if let Some((_, answer)) = self.0.iter_mut().find(|(asked, _)| *asked == lookup.question) {
            *answer = Some(lookup.clone());
        }
    }

    /// What came back, in the order asked.
    pub fn lookups(&self) -> Vec<Lookup> {
        self.0.iter().filter_map(|(_, lookup)| lookup.clone()).collect()
    }

    /// Until when the answers about a name and those below it may be repeated by whoever gave them, in milliseconds since
    /// the start of 1970: the last of them.
    pub fn repeated_until(&self, name: &Name) -> Option<u64> {
        let of_it = self.0.iter().filter(|(question, _)| question.name.is_within(name));
        of_it.filter_map(|(_, lookup)| lookup.as_ref()?.until()).max()
    }

    /// How many.
    pub fn progress(&self) -> Progress {
        let mut progress = Progress { asked: self.0.len(), ..Progress::default() };
        for (_, lookup) in &self.0 {
            match lookup.as_ref().map(|lookup| &lookup.answer.outcome) {
                Some(Outcome::Unknown(_)) => progress.failed += 1,
                Some(Outcome::Found(_) | Outcome::Absent { .. }) => progress.answered += 1,
                None => {}
            }
        }
        progress
    }

    /// Of the domain and the names below it nothing was answered: what is known is about others.
    pub fn is_silent_about(&self, name: &Name) -> bool {
        let of_it = self.0.iter().filter(|(question, _)| question.name.is_within(name));
        let mut answers = of_it.filter_map(|(_, lookup)| lookup.as_ref()).peekable();
        answers.peek().is_some() && answers.all(|lookup| matches!(lookup.answer.outcome, Outcome::Unknown(_)))
    }
}

/// A client that keeps a ledger, and tells of each line in it.
pub struct Kept<'a, C> {
    /// Who answers.
    pub client: C,
    /// Where it is written down.
    pub ledger: &'a Mutex<Ledger>,
    /// Told after each line.
    pub told: &'a dyn Fn(),
}

impl<C: DnsClient> Kept<'_, C> {
    fn write(&self, write: impl FnOnce(&mut Ledger)) {
        write(&mut self.ledger.lock().unwrap_or_else(PoisonError::into_inner));
        (self.told)();
    }
}

impl<C: DnsClient> DnsClient for Kept<'_, C> {
    fn ask(&self, question: Question) -> impl Future<Output = Lookup> {
        self.ask_in(question, Turn::Next)
    }

    async fn ask_in(&self, question: Question, turn: Turn) -> Lookup {
        self.write(|ledger| ledger.ask(&question));
        let lookup = self.client.ask_in(question, turn).await;
        self.write(|ledger| ledger.answer(&lookup));
        lookup
    }

    fn hurry(&self, question: &Question, turn: Turn) {
        self.client.hurry(question, turn);
    }

    fn room(&self, question: &Question) -> impl Future<Output = bool> {
        self.client.room(question)
    }
}

/// What is known, until it is judged: answers come faster than frames, and one judgement for each frame is enough.
#[derive(Debug, Default)]
pub struct Latest {
    domain: Option<Domain>,
    is_due: bool,
}

impl Latest {
    /// Keeps what is known now; true where a frame is to be asked for.
    pub fn put(&mut self, domain: Domain) -> bool {
        self.domain = Some(domain);
        !std::mem::replace(&mut self.is_due, true)
    }

    /// The frame is here: what there is to judge.
    pub fn take(&mut self) -> Option<Domain> {
        self.is_due = false;
        self.domain.take()
    }
}

/// What is said aloud at the end of a check.
pub fn last_words(report: &DomainReport, is_silent: bool) -> String {
    let name = report.domain.name.as_str();
    if is_silent {
        return ["Nothing about ", name, " could be asked."].concat();
    }
    [name, " is checked. ", &plain(&report.report.summary)].concat()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use futures_util::FutureExt;

    use super::*;
    use crate::dns::{RecordType, Zone};
    use crate::report::domain::{check_domain, judge_domain};

    fn link(domain: &str, selectors: &[&str]) -> DomainLink {
        let selectors = selectors.iter().map(|&selector| selector.to_owned()).collect();
        DomainLink { domain: domain.to_owned(), selectors, kind: None }
    }

    /// As a browser has it.
    fn subject(link: &DomainLink) -> Result<(Subject, Vec<String>), String> {
        Subject::of(link, &|name| (name == "bücher.example").then(|| "xn--bcher-kva.example".to_owned()))
    }

    fn question(name: &str) -> Question {
        Question::new(name.parse().unwrap(), RecordType::Txt)
    }

    fn lookup(name: &str) -> Lookup {
        let zone = Zone::parse("a.example TXT \"yes\"\nslow.example TXT !timeout").unwrap();
        zone.ask(question(name)).now_or_never().unwrap()
    }

    #[test]
    fn a_link_names_a_subject() {
        let (user, notes) =
            subject(&link("user@Example.COM", &["S1, s2", "s1._domainkey.example.com"])).unwrap();
        assert_eq!(user.name.as_str(), "example.com");
        assert_eq!(user.selectors, ["s1", "s2"]);
        assert!(!user.is_example && notes.len() == 1);
        assert!(subject(&link("right.waxseal.example", &[])).unwrap().0.is_example);
        assert!(subject(&link("no name", &[])).is_err());
        let (key, notes) = subject(&link("S1._domainkey.a.example", &["s2"])).unwrap();
        assert_eq!(
            (key.name.as_str(), key.selectors, notes.len()),
            ("a.example", vec!["s1".into(), "s2".into()], 1)
        );
        let (book, notes) = subject(&link("bücher.example", &[])).unwrap();
        assert_eq!((book.name.as_str(), book.shown.as_str()), ("xn--bcher-kva.example", "bücher.example"));
        assert_eq!(notes, ["DNS has `bücher.example` as `xn--bcher-kva.example`."]);
        let many: Vec<String> = (0..1000).map(|i| format!("s{i}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(subject(&link("a.example", &many)).unwrap().0.selectors.len(), SELECTORS);
    }

    #[test]
    fn each_question_stands_in_the_ledger_once() {
        let mut ledger = Ledger::default();
        for name in ["a.example", "slow.example", "a.example", "b.example"] {
            ledger.ask(&question(name));
        }
        assert_eq!(ledger.progress(), Progress { asked: 3, answered: 0, failed: 0 });
        ledger.answer(&lookup("slow.example"));
        ledger.answer(&lookup("a.example"));
        assert_eq!(ledger.progress(), Progress { asked: 3, answered: 1, failed: 1 });
        assert_eq!(ledger.progress().waiting(), 1);
        let names: Vec<String> = ledger.lookups().iter().map(|l| l.question.name.to_string()).collect();
        assert_eq!(names, ["a.example", "slow.example"], "in the order asked");
    }

    #[test]
    fn answers_are_repeated_until_the_last_of_them_ends() {
        let of = |text: &str, rtype, at| {
            let question = Question::new("a.example".parse().unwrap(), rtype);
            let zone = Zone::parse(text).unwrap();
            Lookup { at, ..zone.ask(question).now_or_never().unwrap() }
        };
        let mut ledger = Ledger::default();
        let name: Name = "a.example".parse().unwrap();
        let mut put = |lookup: Lookup| {
            ledger.ask(&lookup.question);
            ledger.answer(&lookup);
            ledger.repeated_until(&name)
        };
        assert_eq!(put(of("a.example TXT !timeout", RecordType::Txt, 1_000)), None);
        assert_eq!(put(of("a.example 60 MX 0 .", RecordType::Mx, 1_000)), Some(61_000));
        assert_eq!(put(of("a.example 30 A 192.0.2.1", RecordType::A, 2_000)), Some(61_000), "it ends sooner");
        let of_another = of("a.example 900 NS a.example", RecordType::Ns, 1_000);
        let question = Question::new("b.example".parse().unwrap(), RecordType::Ns);
        assert_eq!(put(Lookup { question, ..of_another }), Some(61_000), "it is about another name");
    }

    #[test]
    fn silence_is_about_the_domain_alone() {
        let mut ledger = Ledger::default();
        let name: Name = "slow.example".parse().unwrap();
        assert!(!ledger.is_silent_about(&name), "nothing was asked");
        ledger.ask(&question("slow.example"));
        assert!(!ledger.is_silent_about(&name), "it may still be answered");
        ledger.answer(&lookup("slow.example"));
        ledger.ask(&question("a.example"));
        ledger.answer(&lookup("a.example"));
        assert!(ledger.is_silent_about(&name));
        ledger.ask(&question("x.slow.example"));
        ledger.answer(&lookup("x.slow.example"));
        assert!(!ledger.is_silent_about(&name), "that there is nothing is an answer");
    }

    #[test]
    fn a_check_is_written_down() {
        let zone = Zone::parse("a.example MX 10 mx.a.example\na.example TXT !timeout").unwrap();
        let (ledger, told) = (Mutex::new(Ledger::default()), Cell::new(0));
        let tell = || told.set(told.get() + 1);
        let kept = Kept { client: &zone, ledger: &ledger, told: &tell };
        let (asked, _) = subject(&link("a.example", &[])).unwrap();
        let report = check_domain(&kept, &asked.wish("x".into()), &|_| {}).now_or_never().unwrap();
        let ledger = ledger.into_inner().unwrap();
        let progress = ledger.progress();
        assert!(progress.answered > 2 && progress.failed == 1 && progress.waiting() == 0, "{progress:?}");
        assert!(told.get() >= 2 * progress.asked);
        assert!(last_words(&report, false).starts_with("a.example is checked. Can others forge its mail? "));
        assert_eq!(last_words(&report, true), "Nothing about a.example could be asked.");
    }

    #[test]
    fn answers_between_two_frames_are_judged_once() {
        let domain = |name: &str| Domain::new(name.parse().unwrap());
        let mut latest = Latest::default();
        assert!(latest.put(domain("a.example")));
        assert!(!latest.put(domain("b.example")), "a frame is on its way");
        assert_eq!(
            latest.take().map(|domain| judge_domain(domain).domain.name.to_string()).as_deref(),
            Some("b.example")
        );
        assert_eq!(latest.take(), None);
        assert!(latest.put(domain("c.example")));
    }
}
