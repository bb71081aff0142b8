//! Asking once: equal questions share an answer while it is awaited and for as long as it may be kept.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};

use super::{Clock, DnsClient, Lookup, Question, Turn};

/// How many answers are kept: far more than one check asks for, and few enough that memory is flat after ten checks.
/// The ones that came first go first, so that a check loses none of its own.
const KEPT: usize = 512;

/// For how many milliseconds even trouble is kept, and what says that it may not be kept: the parts of one check
/// share what is asked, and none of them asks again.
const LEAST: u64 = 5_000;

/// A client that asks another one, and only where it must.
pub struct Cache<C, T> {
    client: Rc<C>,
    clock: T,
    state: Rc<RefCell<State>>,
}

#[derive(Default)]
struct State {
    kept: HashMap<Question, Kept>,
    waiting: HashMap<Question, Shared<LocalBoxFuture<'static, Lookup>>>,
    /// How many were ever kept.
    count: u64,
}

struct Kept {
    lookup: Lookup,
    until: u64,
    /// How many came before it.
    number: u64,
}

impl<C: DnsClient + 'static, T: Clock + Clone + 'static> Cache<C, T> {
    /// A cache before a client.
    pub fn new(client: C, clock: T) -> Self {
        Self { client: Rc::new(client), clock, state: Rc::default() }
    }

    /// Forgets what was answered, so that everything is asked again; what is awaited is still shared.
    pub fn forget(&self) {
        self.state.borrow_mut().kept.clear();
    }

    /// How many answers are kept.
    pub fn len(&self) -> usize {
        self.state.borrow().kept.len()
    }

    /// No answer is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The client behind it.
    pub fn client(&self) -> &C {
        &self.client
    }

    fn kept(&self, question: &Question) -> Option<Lookup> {
        let mut state = self.state.borrow_mut();
        let kept = state.kept.get(question)?;
        if self.clock.now() < kept.until {
            return Some(kept.lookup.clone());
        }
        state.kept.remove(question);
        None
    }

    /// The answer that is on its way, sent for where it is not yet.
    fn awaited(&self, question: Question, turn: Turn) -> Shared<LocalBoxFuture<'static, Lookup>> {
        let mut state = self.state.borrow_mut();
        if let Some(waiting) = state.waiting.get(&question) {
            return waiting.clone();
        }
        let (client, clock, shared) = (self.client.clone(), self.clock.clone(), Rc::downgrade(&self.state));
        let key = question.clone();
        let answer = async move {
            let lookup = client.ask_in(key.clone(), turn).await;
            if let Some(state) = shared.upgrade() {
                let mut state = state.borrow_mut();
                state.waiting.remove(&key);
                state.keep(key, &lookup, clock.now());
            }
            lookup
        };
        let shared = answer.boxed_local().shared();
        state.waiting.insert(question, shared.clone());
        shared
    }

    async fn get(&self, question: Question, turn: Turn) -> Lookup {
        if let Some(lookup) = self.kept(&question) {
            return lookup;
        }
        if turn < Turn::Last {
            // Somebody else may await it as a guess.
            self.client.hurry(&question, turn);
        }
        let answer = self.awaited(question.clone(), turn);
        let mut waiter = Waiter { question, answer: Some(answer.clone()), state: self.state.clone() };
        let lookup = answer.await;
        waiter.answer = None;
        lookup
    }
}

impl State {
    fn keep(&mut self, question: Question, lookup: &Lookup, now: u64) {
        let ttl = u64::from(lookup.answer.ttl().unwrap_or(0)) * 1000;
        if self.kept.len() >= KEPT {
            self.kept.retain(|_, kept| kept.until > now);
        }
        if self.kept.len() >= KEPT {
            let first = self.kept.iter().min_by_key(|(_, kept)| kept.number).map(|(key, _)| key.clone());
            first.and_then(|key| self.kept.remove(&key));
        }
        let number = self.count;
        self.count += 1;
        self.kept.insert(question, Kept { lookup: lookup.clone(), until: now + ttl.max(LEAST), number });
    }
}

/// Lets go of an answer that nobody awaits any more.
struct Waiter {
    question: Question,
    answer: Option<Shared<LocalBoxFuture<'static, Lookup>>>,
    state: Rc<RefCell<State>>,
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let Some(answer) = self.answer.take() else { return };
        // One is held here and one by the table: nobody else waits.
        let last = answer.strong_count().is_some_and(|count| count <= 2);
        let gone = if last { self.state.borrow_mut().waiting.remove(&self.question) } else { None };
        drop((answer, gone));
    }
}

impl<C: DnsClient + 'static, T: Clock + Clone + 'static> DnsClient for Cache<C, T> {
    fn ask(&self, question: Question) -> impl Future<Output = Lookup> {
        self.get(question, Turn::Next)
    }

    fn ask_in(&self, question: Question, turn: Turn) -> impl Future<Output = Lookup> {
        self.get(question, turn)
    }

    fn hurry(&self, question: &Question, turn: Turn) {
        self.client.hurry(question, turn);
    }

    async fn room(&self, question: &Question) -> bool {
        self.kept(question).is_some() || self.client.room(question).await
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::task::Poll;

    use futures_util::future::{join, join_all, poll_fn};

    use super::*;
    use crate::dns::{Answer, RecordType, Trouble, Zone};

    /// Counts what it is asked, and answers at the tenth poll.
    struct Slow {
        zone: Zone,
        asked: Cell<u32>,
    }

    impl DnsClient for Slow {
        async fn ask(&self, question: Question) -> Lookup {
            self.asked.set(self.asked.get() + 1);
            let mut polls = 0;
            poll_fn(|context| {
                polls += 1;
                if polls == 10 {
                    return Poll::Ready(());
                }
                context.waker().wake_by_ref();
                Poll::Pending
            })
            .await;
            self.zone.ask(question).await
        }
    }

    fn cache() -> (Cache<Slow, Rc<Time>>, Rc<Time>) {
        let zone = Zone::parse("a.example 60 TXT x\nb.example 0 TXT x\nc.example TXT !timeout").unwrap();
        let time = Rc::new(Time(Cell::new(1_000)));
        (Cache::new(Slow { zone, asked: Cell::new(0) }, time.clone()), time)
    }

    struct Time(Cell<u64>);

    impl Clock for Time {
        fn now(&self) -> u64 {
            self.0.get()
        }
    }

    fn question(name: &str) -> Question {
        Question::new(name.parse().unwrap(), RecordType::Txt)
    }

    /// Polls until it is done; what is awaited here always wakes at once.
    fn block<F: Future>(future: F) -> F::Output {
        let mut future = std::pin::pin!(future);
        for _ in 0..10_000 {
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return output;
            }
        }
        panic!("it never ends");
    }

    #[test]
    fn there_is_room_for_what_is_kept() {
        let (cache, time) = cache();
        let [kept, other] =
            ["a.example", "b.example"].map(|name| Question::new(name.parse().unwrap(), RecordType::Txt));
        assert_eq!(cache.room(&kept).now_or_never(), Some(false));
        let mut asked = cache.ask(kept.clone()).boxed_local();
        while (&mut asked).now_or_never().is_none() {}
        assert_eq!(cache.room(&kept).now_or_never(), Some(true));
        assert_eq!(cache.room(&other).now_or_never(), Some(false));
        time.0.set(61_001);
        assert_eq!(cache.room(&kept).now_or_never(), Some(false), "its time is over");
    }

    #[test]
    fn equal_questions_are_asked_once_while_they_are_awaited() {
        let (cache, _) = cache();
        let lookups = block(join_all((0..5).map(|_| cache.ask(question("c.example")))));
        assert!(lookups.iter().all(|lookup| lookup.answer == Answer::unknown(Trouble::Timeout)));
        assert_eq!(cache.client().asked.get(), 1);
    }

    #[test]
    fn answers_are_kept_for_their_ttl() {
        let (cache, time) = cache();
        let first = block(cache.ask(question("a.example")));
        time.0.set(60_999);
        assert_eq!(block(cache.ask(question("a.example"))), first);
        assert_eq!(cache.client().asked.get(), 1);
        time.0.set(61_000);
        block(cache.ask(question("a.example")));
        assert_eq!(cache.client().asked.get(), 2);
        cache.forget();
        block(cache.ask(question("a.example")));
        assert_eq!(cache.client().asked.get(), 3);
        block(cache.ask(question("none.example")));
        block(cache.ask(question("none.example")));
        assert_eq!(cache.client().asked.get(), 4, "absence is kept too");
    }

    #[test]
    fn trouble_is_kept_for_one_check() {
        let (cache, time) = cache();
        for name in ["b.example", "c.example"] {
            let before = cache.client().asked.get();
            block(cache.ask(question(name)));
            time.0.set(time.0.get() + 4_999);
            block(cache.ask(question(name)));
            assert_eq!(cache.client().asked.get(), before + 1, "{name}");
            time.0.set(time.0.get() + 1);
            block(cache.ask(question(name)));
            assert_eq!(cache.client().asked.get(), before + 2, "{name}");
        }
    }

    #[test]
    fn who_goes_away_leaves_nothing_behind_and_stops_nobody() {
        let (cache, _) = cache();
        let poll_once = |future: &mut LocalBoxFuture<'_, Lookup>| future.now_or_never().is_some();
        let mut first = cache.ask(question("a.example")).boxed_local();
        assert!(!poll_once(&mut first));
        let second = cache.ask(question("a.example"));
        let (_, lookup) = block(join(async { drop(first) }, second));
        assert_eq!(lookup.found().count(), 1);

        let mut alone = cache.ask(question("b.example")).boxed_local();
        assert!(!poll_once(&mut alone));
        drop(alone);
        assert!(cache.state.borrow().waiting.is_empty());
    }

    #[test]
    fn a_guess_that_somebody_needs_now_gives_way_no_longer() {
        /// Notes how it is asked.
        #[derive(Default)]
        struct Noted(RefCell<Vec<&'static str>>);

        impl DnsClient for Noted {
            async fn ask(&self, _: Question) -> Lookup {
                self.0.borrow_mut().push("ask");
                std::future::pending().await
            }

            async fn ask_in(&self, _: Question, turn: Turn) -> Lookup {
                assert_eq!(turn, Turn::Last);
                self.0.borrow_mut().push("later");
                std::future::pending().await
            }

            fn hurry(&self, question: &Question, turn: Turn) {
                assert_eq!(turn, Turn::First);
                assert_eq!(question.name.as_str(), "a.example");
                self.0.borrow_mut().push("hurry");
            }
        }

        let cache = Cache::new(Noted::default(), 0_u64);
        let mut guess = cache.ask_later(question("a.example")).boxed_local();
        assert!((&mut guess).now_or_never().is_none());
        let mut twin = cache.ask_later(question("a.example")).boxed_local();
        assert!((&mut twin).now_or_never().is_none());
        let mut needed = cache.ask_first(question("a.example")).boxed_local();
        assert!((&mut needed).now_or_never().is_none());
        assert_eq!(*cache.client().0.borrow(), ["later", "hurry"]);
    }

    #[test]
    fn only_so_many_are_kept() {
        let (cache, _) = cache();
        for n in 0..KEPT + 10 {
            block(cache.ask(question(&format!("n{n}.example"))));
        }
        assert_eq!(cache.len(), KEPT);
        let first = |n: usize| cache.kept(&question(&format!("n{n}.example"))).is_some();
        assert!(!first(0) && !first(9), "what came first went first");
        assert!(first(10) && first(KEPT + 9));
    }
}
