//! What DNS says, and every way in which it can fail to say it.
//!
//! A [`DnsClient`] is asked a [`Question`] and gives a [`Lookup`]. Three things are never mixed up: records were
//! [found](Outcome::Found), the resolver says that there are [none](Outcome::Absent), or nobody
//! [knows](Outcome::Unknown).

pub mod cache;
pub mod chain;
pub mod dnssec;
pub mod gate;
pub mod log;
pub mod name;
pub mod rdata;
pub mod resolver;
pub mod section;
pub mod typed;
pub mod wire;
pub mod zone;

use std::future::{Future, ready};
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

pub use cache::Cache;
pub use chain::{Chain, Timer, Transport};
pub use dnssec::AsksTwice;
pub use gate::Gate;
pub use log::{Log, Progress};
pub use name::{Name, NameProblem};
pub use rdata::{Data, RecordType};
pub use zone::Zone;

/// Whoever answers questions: a resolver on the network, a zone in memory, a cache before either.
///
/// The futures are not `Send`: they run in a page, on one thread.
pub trait DnsClient {
    /// Asks one question. Trouble is part of the answer, so this can't fail.
    ///
    /// Dropping the future stops what it started.
    fn ask(&self, question: Question) -> impl Future<Output = Lookup>;

    /// Asks one question in its turn; [`ask`](Self::ask) asks in that of [`Turn::Next`].
    fn ask_in(&self, question: Question, _turn: Turn) -> impl Future<Output = Lookup> {
        self.ask(question)
    }

    /// Asks one question that goes before all others.
    fn ask_first(&self, question: Question) -> impl Future<Output = Lookup> {
        self.ask_in(question, Turn::First)
    }

    /// Asks one question that gives way to all others, such as a guess.
    fn ask_later(&self, question: Question) -> impl Future<Output = Lookup> {
        self.ask_in(question, Turn::Last)
    }

    /// A question that was asked, and still gives way to others, gives way no longer than one of this turn.
    fn hurry(&self, _question: &Question, _turn: Turn) {}

    /// Waits until all others were sent, and says whether there is room then for this question, as one of
    /// [`Turn::Spare`]: it takes hardly any time, since others were just sent. There is always room for one whose answer
    /// is kept, and none where nobody counts, or where nothing is on its way.
    ///
    /// It keeps no place, and may wait for as long as anybody's question takes: who has nothing else to wait for drops it.
    fn room(&self, _question: &Question) -> impl Future<Output = bool> {
        ready(false)
    }
}

/// When a question is asked, where not all can be at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Before all others: the reader waits for what it tells.
    First,
    /// As soon as there is room.
    Next,
    /// When nothing else is to be asked.
    Last,
    /// In what is left of the room; see [`DnsClient::room`].
    Spare,
}

impl<C: DnsClient + ?Sized> DnsClient for &C {
    fn ask(&self, question: Question) -> impl Future<Output = Lookup> {
        (**self).ask(question)
    }

    fn ask_in(&self, question: Question, turn: Turn) -> impl Future<Output = Lookup> {
        (**self).ask_in(question, turn)
    }

    fn hurry(&self, question: &Question, turn: Turn) {
        (**self).hurry(question, turn);
    }

    fn room(&self, question: &Question) -> impl Future<Output = bool> {
        (**self).room(question)
    }
}

impl<C: DnsClient> DnsClient for std::rc::Rc<C> {
    fn ask(&self, question: Question) -> impl Future<Output = Lookup> {
        (**self).ask(question)
    }

    fn ask_in(&self, question: Question, turn: Turn) -> impl Future<Output = Lookup> {
        (**self).ask_in(question, turn)
    }

    fn hurry(&self, question: &Question, turn: Turn) {
        (**self).hurry(question, turn);
    }

    fn room(&self, question: &Question) -> impl Future<Output = bool> {
        (**self).room(question)
    }
}

/// A client of any kind, known by its methods alone: what is built on one is compiled once, however many kinds there are.
pub type AnyClient<'a> = &'a dyn Answers;

/// [`DnsClient`] with futures that have one type; every client has it.
pub trait Answers {
    /// [`DnsClient::ask_in`]
    fn answer(&self, question: Question, turn: Turn) -> LocalBoxFuture<'_, Lookup>;

    /// [`DnsClient::hurry`]
    fn answer_sooner(&self, question: &Question, turn: Turn);

    /// [`DnsClient::room`]
    fn has_room<'a>(&'a self, question: &'a Question) -> LocalBoxFuture<'a, bool>;
}

impl<C: DnsClient> Answers for C {
    fn answer(&self, question: Question, turn: Turn) -> LocalBoxFuture<'_, Lookup> {
        self.ask_in(question, turn).boxed_local()
    }

    fn answer_sooner(&self, question: &Question, turn: Turn) {
        self.hurry(question, turn);
    }

    fn has_room<'a>(&'a self, question: &'a Question) -> LocalBoxFuture<'a, bool> {
        self.room(question).boxed_local()
    }
}

impl DnsClient for dyn Answers + '_ {
    fn ask(&self, question: Question) -> impl Future<Output = Lookup> {
        self.answer(question, Turn::Next)
    }

    fn ask_in(&self, question: Question, turn: Turn) -> impl Future<Output = Lookup> {
        self.answer(question, turn)
    }

    fn hurry(&self, question: &Question, turn: Turn) {
        self.answer_sooner(question, turn);
    }

    async fn room(&self, question: &Question) -> bool {
        self.has_room(question).await
    }
}

/// Everything that stands before whoever is asked: equal questions are asked once, a broken signature is told from
/// trouble, and only so much is in flight. The page and the JS API keep one for as long as they live.
pub type Stack<C, T> = Cache<AsksTwice<Gate<C>>, T>;

/// Puts a [`Stack`] before a client.
pub fn stack<C: DnsClient + 'static, T: Clock + Clone + 'static>(client: C, clock: T) -> Stack<C, T> {
    Cache::new(AsksTwice(Gate::new(client)), clock)
}

/// The time: the core has no clock of its own, and a test may set one.
pub trait Clock {
    /// Milliseconds since the start of 1970 in UTC.
    fn now(&self) -> u64;
}

impl Clock for u64 {
    fn now(&self) -> u64 {
        *self
    }
}

impl<C: Clock> Clock for &C {
    fn now(&self) -> u64 {
        (**self).now()
    }
}

impl<C: Clock> Clock for std::rc::Rc<C> {
    fn now(&self) -> u64 {
        (**self).now()
    }
}

/// What is asked: the records of one type at one name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Question {
    /// The name.
    pub name: Name,
    /// The type.
    pub rtype: RecordType,
    /// The resolver shall answer even where DNSSEC fails (the CD bit: RFC 4035, section 3.2.2).
    pub checking_disabled: bool,
}

impl Question {
    /// Asks for the records of a type at a name.
    pub const fn new(name: Name, rtype: RecordType) -> Self {
        Self { name, rtype, checking_disabled: false }
    }
}

/// A question with what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// What was asked.
    pub question: Question,
    /// What came back.
    pub answer: Answer,
    /// Who was asked: a resolver's address, or the name of a zone in memory.
    pub resolver: Arc<str>,
    /// When the answer was there, in milliseconds since the start of 1970; its TTLs count from here.
    pub at: u64,
    /// How long it took, in milliseconds.
    pub took: u32,
}

impl Lookup {
    /// A lookup that took no time.
    pub fn new(question: Question, answer: Answer, resolver: impl Into<Arc<str>>) -> Self {
        Self { question, answer, resolver: resolver.into(), at: 0, took: 0 }
    }

    /// Until when whoever was asked may repeat the answer, in milliseconds since the start of 1970; none where it may not,
    /// or does not say.
    pub fn until(&self) -> Option<u64> {
        self.answer.ttl().map(|ttl| self.at.saturating_add(u64::from(ttl) * 1000))
    }

    /// The data of what was found; nothing in every other case.
    pub fn found(&self) -> impl Iterator<Item = &Data> {
        let records = match &self.answer.outcome {
            Outcome::Found(records) => records.as_slice(),
            Outcome::Absent { .. } | Outcome::Unknown(_) => &[],
        };
        records.iter().map(|record| &record.data)
    }
}

/// What a resolver says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether records are there.
    pub outcome: Outcome,
    /// The names that the name asked for leads to by CNAME, in order; the records belong to the last of them.
    pub aliases: Vec<Name>,
    /// The resolver has checked the DNSSEC signatures (the AD bit: RFC 4035, section 3.2.3).
    pub authenticated: bool,
    /// The response code (RFC 1035, section 4.1.1), with the upper bits of EDNS; 0 where there is none.
    pub rcode: u16,
    /// Why, where the resolver says so (RFC 8914).
    pub extended_error: Option<ExtendedError>,
    /// The signed denial says that the name does not exist, although the response code does not (RFC 9824).
    pub nxname: bool,
}

impl Answer {
    /// An answer that is its outcome and nothing more.
    pub fn new(outcome: Outcome) -> Self {
        let rcode = match outcome {
            Outcome::Absent { what: Absence::NoSuchName, .. } => 3,
            Outcome::Unknown(Trouble::ServerFailure) => 2,
            Outcome::Unknown(Trouble::Refused) => 5,
            _ => 0,
        };
        Self {
            outcome,
            aliases: Vec::new(),
            authenticated: false,
            rcode,
            extended_error: None,
            nxname: false,
        }
    }

    /// Nobody knows, and why.
    pub fn unknown(trouble: Trouble) -> Self {
        Self::new(Outcome::Unknown(trouble))
    }

    /// For how many seconds the answer may be kept; none where it may not.
    pub fn ttl(&self) -> Option<u32> {
        match &self.outcome {
            Outcome::Found(records) => records.iter().map(|record| record.ttl).min(),
            Outcome::Absent { ttl, .. } => *ttl,
            Outcome::Unknown(_) => None,
        }
    }

    /// The name does not exist, whichever way the DNS host says it.
    pub fn no_such_name(&self) -> bool {
        self.nxname || matches!(self.outcome, Outcome::Absent { what: Absence::NoSuchName, .. })
    }
}

/// What a resolver adds to its response code (RFC 8914).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtendedError {
    /// The code, as 6 for a signature that does not hold.
    pub code: u16,
    /// Its own words; often empty.
    pub text: String,
}

/// Whether records are there. `Unknown` is never `Absent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There are records, at least one.
    Found(Vec<Found>),
    /// There are none, and that is certain.
    Absent {
        /// Which of the two ways.
        what: Absence,
        /// For how many seconds this may be kept, where the answer says (RFC 2308, section 5).
        ttl: Option<u32>,
    },
    /// Could not ask, or could not use the answer.
    Unknown(Trouble),
}

/// One record that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// For how many seconds it may be kept.
    pub ttl: u32,
    /// What it holds.
    pub data: Data,
}

/// How records are absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Nothing at all has this name, or one below it (NXDOMAIN: RFC 8020).
    NoSuchName,
    /// The name is there, and has no record of this type (RFC 2308, section 2.2).
    NoSuchType,
}

/// Why nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No answer in time.
    Timeout,
    /// The browser got no answer that a page may read; it does not say which of the two it is.
    BlockedOrUnreachable,
    /// The resolver's web server answers with this status.
    HttpError(u16),
    /// The resolver could not find out (SERVFAIL, and every response code without a name of its own here).
    ServerFailure,
    /// The resolver does not want to say (REFUSED).
    Refused,
    /// What came back is no answer to the question.
    BadAnswer,
    /// The domain's DNSSEC signatures do not hold: the resolver answers only when told not to check them.
    DnssecBroken,
}

impl Trouble {
    /// As the JS API calls it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::BlockedOrUnreachable => "blocked-or-unreachable",
            Self::HttpError(_) => "http-error",
            Self::ServerFailure => "server-failure",
            Self::Refused => "refused",
            Self::BadAnswer => "bad-answer",
            Self::DnssecBroken => "dnssec-broken",
        }
    }

    /// The reason as the end of a sentence: "… could not be asked: `{}`."
    pub fn words(self) -> String {
        match self {
            Self::Timeout => "no answer came in time".to_owned(),
            Self::BlockedOrUnreachable => "the resolver is blocked or can't be reached".to_owned(),
            Self::HttpError(status) => format!("the resolver's web server answered with status {status}"),
            Self::ServerFailure => "the resolver could not find out".to_owned(),
            Self::Refused => "the resolver refused to answer".to_owned(),
            Self::BadAnswer => "what came back is no answer to the question".to_owned(),
            Self::DnssecBroken => "the domain's DNSSEC signatures do not hold".to_owned(),
        }
    }
}
