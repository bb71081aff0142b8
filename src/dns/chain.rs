//! Asking over the network: a chain of resolvers, each given its time and a second chance.

use std::cell::Cell;
use std::pin::pin;
use std::sync::Arc;

use futures_util::future::{Either, select};

use super::{Answer, Clock, DnsClient, Lookup, Outcome, Question, Trouble, wire};

/// For how many milliseconds an answer is awaited.
pub const PATIENCE: u32 = 4_000;

/// How often a resolver is asked before the next one is.
const ATTEMPTS: u32 = 2;

/// For how many milliseconds a resolver that asks for less haste (HTTP 429) is left alone. It says for how long, but
/// not to a page.
const BACK_OFF: u32 = 1_000;

/// For how many milliseconds a resolver that failed as a whole is passed over.
const PASSED_OVER: u64 = 60_000;

/// For how many milliseconds nobody is asked, once nobody answered [`SILENT`] questions: the rest of a check ends
/// soon where it can't succeed.
const REST: u64 = 5_000;

/// See [`REST`].
const SILENT: u32 = 2;

/// Brings a question to a resolver and its answer back.
pub trait Transport {
    /// Gives the bytes of the answer; `fresh` asks that no cache on the way be used. Dropping the future stops it.
    fn exchange(
        &self,
        url: &str,
        question: &Question,
        fresh: bool,
    ) -> impl Future<Output = Result<Vec<u8>, Trouble>>;
}

/// Waits: the core has no timer of its own, and a test needs not wait.
pub trait Timer {
    /// Ends after so many milliseconds.
    fn sleep(&self, milliseconds: u32) -> impl Future<Output = ()>;
}

/// A client that asks the first resolver of its list that answers.
pub struct Chain<X, W, T> {
    transport: X,
    timer: W,
    clock: T,
    resolvers: Vec<Peer>,
    fresh: Cell<bool>,
    /// How many questions in a row nobody answered, and when the last of them was given up.
    silent: Cell<(u32, u64)>,
    /// What the last question without an answer met: those that are not sent any more would meet the same.
    trouble: Cell<Trouble>,
}

struct Peer {
    url: Arc<str>,
    /// When it failed as a whole.
    failed: Cell<Option<u64>>,
    /// When it answered last, whatever it said.
    answered: Cell<Option<u64>>,
}

impl Peer {
    fn is_down(&self, now: u64) -> bool {
        self.failed.get().is_some_and(|at| now.saturating_sub(at) < PASSED_OVER)
    }

    fn answered_since(&self, then: u64) -> bool {
        self.answered.get().is_some_and(|at| at >= then)
    }
}

impl<X: Transport, W: Timer, T: Clock> Chain<X, W, T> {
    /// A chain of resolvers by their addresses, the first to be asked first.
    pub fn new<S: Into<Arc<str>>>(
        transport: X,
        timer: W,
        clock: T,
        resolvers: impl IntoIterator<Item = S>,
    ) -> Self {
        let peer = |url: S| Peer { url: url.into(), failed: Cell::new(None), answered: Cell::new(None) };
        let resolvers = resolvers.into_iter().map(peer).collect();
        let (fresh, silent) = (Cell::new(false), Cell::default());
        let trouble = Cell::new(Trouble::BlockedOrUnreachable);
        Self { transport, timer, clock, resolvers, fresh, silent, trouble }
    }

    /// From now on caches on the way are gone round, since they hold what was answered before; and every resolver
    /// gets a new chance.
    pub fn again(&self) {
        self.fresh.set(true);
        self.silent.take();
        for peer in &self.resolvers {
            peer.failed.take();
        }
    }

    /// Asks one resolver once.
    async fn attempt(&self, peer: &Peer, question: &Question) -> Answer {
        let exchange = pin!(self.transport.exchange(&peer.url, question, self.fresh.get()));
        let end = pin!(self.timer.sleep(PATIENCE));
        match select(exchange, end).await {
            Either::Left((Ok(bytes), _)) => wire::decode(&bytes, question),
            Either::Left((Err(trouble), _)) => Answer::unknown(trouble),
            Either::Right(_) => Answer::unknown(Trouble::Timeout),
        }
    }

    /// Asks one resolver as often as it takes.
    async fn ask_peer(&self, peer: &Peer, question: &Question, attempts: u32, started: u64) -> Answer {
        let mut attempt = 1;
        loop {
            let answer = self.attempt(peer, question).await;
            let Outcome::Unknown(trouble) = answer.outcome else { return self.heard(peer, answer) };
            match gravity(trouble) {
                Gravity::Final => return self.heard(peer, answer),
                Gravity::Said => peer.answered.set(Some(self.clock.now())),
                Gravity::Silent => {}
            }
            // Another question may have found out meanwhile that this resolver is down.
            if attempt == attempts || (peer.is_down(self.clock.now()) && !peer.answered_since(started)) {
                // One that answered meanwhile is there, and has trouble with this question alone.
                if !peer.answered_since(started) {
                    peer.failed.set(Some(self.clock.now()));
                }
                return answer;
            }
            attempt += 1;
            if trouble == Trouble::HttpError(429) {
                self.timer.sleep(BACK_OFF).await;
            }
        }
    }

    /// Notes that a resolver answers.
    fn heard(&self, peer: &Peer, answer: Answer) -> Answer {
        peer.answered.set(Some(self.clock.now()));
        peer.failed.take();
        self.silent.take();
        answer
    }

    async fn find(&self, question: &Question, started: u64) -> (Answer, Arc<str>) {
        let first = self.resolvers.first().map_or_else(|| Arc::from(""), |peer| peer.url.clone());
        let mut best = (Answer::unknown(self.trouble.get()), first);
        let (silent, since) = self.silent.get();
        let all_down = self.resolvers.iter().all(|peer| peer.is_down(started));
        if silent >= SILENT && started.saturating_sub(since) < REST && all_down {
            return best;
        }
        // Where all failed, each may have come back: all are asked, once.
        let attempts = if all_down { 1 } else { ATTEMPTS };
        let mut is_first = true;
        for peer in &self.resolvers {
            if !all_down && peer.is_down(self.clock.now()) {
                continue;
            }
            let answer = self.ask_peer(peer, question, attempts, started).await;
            let Outcome::Unknown(trouble) = answer.outcome else { return (answer, peer.url.clone()) };
            self.trouble.set(trouble);
            let gravity = gravity(trouble);
            // What a resolver said tells more than that another one said nothing.
            let said_more = gravity == Gravity::Said
                && !matches!(best.0.outcome, Outcome::Unknown(best) if self::gravity(best) == Gravity::Said);
            if is_first || said_more || gravity == Gravity::Final {
                best = (answer, peer.url.clone());
                is_first = false;
            }
            if gravity == Gravity::Final {
                return best;
            }
        }
        if !self.resolvers.iter().any(|peer| peer.answered_since(started)) {
            self.silent.set((self.silent.get().0 + 1, self.clock.now()));
        }
        best
    }
}

/// How much a trouble says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gravity {
    /// An answer that another resolver would give too.
    Final,
    /// The resolver is there, and does not help.
    Said,
    /// Nothing came from it that is DNS.
    Silent,
}

const fn gravity(trouble: Trouble) -> Gravity {
    match trouble {
        Trouble::ServerFailure | Trouble::DnssecBroken => Gravity::Final,
        Trouble::Refused | Trouble::BadAnswer => Gravity::Said,
        Trouble::Timeout | Trouble::BlockedOrUnreachable | Trouble::HttpError(_) => Gravity::Silent,
    }
}

impl<X: Transport, W: Timer, T: Clock> DnsClient for Chain<X, W, T> {
    async fn ask(&self, question: Question) -> Lookup {
        let started = self.clock.now();
        let (answer, resolver) = self.find(&question, started).await;
        let at = self.clock.now();
        let took = u32::try_from(at.saturating_sub(started)).unwrap_or(u32::MAX);
        Lookup { question, answer, resolver, at, took }
    }
}

#[cfg(test)]
mod tests;
