//! Not too much at a time: so many questions in flight, and guesses last.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use super::{DnsClient, Lookup, Question, Turn};

/// How many questions are in flight at a time: enough for speed, and far below what resolvers throttle.
pub const IN_FLIGHT: usize = 8;

/// A client that lets only so many questions through to another one at a time.
#[derive(Debug)]
pub struct Gate<C> {
    client: C,
    queue: RefCell<Queue>,
}

impl<C> Gate<C> {
    /// A gate before a client.
    pub fn new(client: C) -> Self {
        Self { client, queue: RefCell::new(Queue { free: IN_FLIGHT, waiting: Default::default() }) }
    }

    /// The client behind it.
    pub fn client(&self) -> &C {
        &self.client
    }

    fn enter(&self, question: &Question, turn: Turn) -> Place<'_> {
        let mut queue = self.queue.borrow_mut();
        let admitted = queue.free > 0;
        let ticket = Rc::new(Ticket {
            question: question.clone(),
            admitted: Cell::new(admitted),
            waker: Cell::new(None),
        });
        if admitted {
            queue.free -= 1;
        } else {
            queue.of(turn).push_back(ticket.clone());
        }
        Place { queue: &self.queue, ticket }
    }
}

impl<C: DnsClient> DnsClient for Gate<C> {
    fn ask(&self, question: Question) -> impl Future<Output = Lookup> {
        self.ask_in(question, Turn::Next)
    }

    async fn ask_in(&self, question: Question, turn: Turn) -> Lookup {
        let place = self.enter(&question, turn);
        place.admitted().await;
        self.client.ask_in(question, turn).await
    }

    fn hurry(&self, question: &Question, turn: Turn) {
        let mut queue = self.queue.borrow_mut();
        for later in [Turn::Next, Turn::Last].into_iter().filter(|later| *later > turn) {
            if let Some(at) = queue.of(later).iter().position(|ticket| ticket.question == *question) {
                let ticket = queue.of(later).remove(at);
                queue.of(turn).extend(ticket);
                return;
            }
        }
    }
}

/// Whoever waits, and how many may still come in; while any may, nobody waits.
#[derive(Debug)]
struct Queue {
    free: usize,
    /// Those of each turn, in its order.
    waiting: [VecDeque<Rc<Ticket>>; 3],
}

impl Queue {
    /// Those who wait for a turn.
    fn of(&mut self, turn: Turn) -> &mut VecDeque<Rc<Ticket>> {
        &mut self.waiting[turn as usize]
    }
}

struct Ticket {
    question: Question,
    admitted: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.question.fmt(f)
    }
}

/// A place in the queue, then one of those in flight; whoever drops it gives it to the next.
struct Place<'g> {
    queue: &'g RefCell<Queue>,
    ticket: Rc<Ticket>,
}

impl Place<'_> {
    async fn admitted(&self) {
        poll_fn(|context| {
            if self.ticket.admitted.get() {
                return Poll::Ready(());
            }
            self.ticket.waker.set(Some(context.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut queue = self.queue.borrow_mut();
        if !self.ticket.admitted.get() {
            queue.waiting.iter_mut().for_each(|turn| turn.retain(|ticket| !Rc::ptr_eq(ticket, &self.ticket)));
            return;
        }
        let Some(next) = queue.waiting.iter_mut().find_map(VecDeque::pop_front) else {
            queue.free += 1;
            return;
        };
        next.admitted.set(true);
        // Whoever is woken may come here at once.
        drop(queue);
        if let Some(waker) = next.waker.take() {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use futures_util::future::LocalBoxFuture;

    use super::*;
    use crate::dns::{Answer, RecordType, Trouble};

    /// Notes what it is asked, and answers when it is told to.
    #[derive(Default)]
    struct Held {
        asked: RefCell<Vec<String>>,
        open: Cell<bool>,
    }

    impl DnsClient for Held {
        async fn ask(&self, question: Question) -> Lookup {
            self.asked.borrow_mut().push(question.name.to_string());
            poll_fn(|_| if self.open.get() { Poll::Ready(()) } else { Poll::Pending }).await;
            Lookup::new(question, Answer::unknown(Trouble::Timeout), "test")
        }
    }

    fn question(name: &str) -> Question {
        Question::new(name.parse().unwrap(), RecordType::Txt)
    }

    /// Eight questions that are in flight, and do not end.
    fn full(gate: &Gate<Held>) -> Vec<LocalBoxFuture<'_, Lookup>> {
        let mut all: Vec<_> =
            (0..IN_FLIGHT).map(|n| gate.ask(question(&format!("n{n}.example"))).boxed_local()).collect();
        assert!(all.iter_mut().all(|one| one.now_or_never().is_none()));
        assert_eq!(gate.client().asked.borrow().len(), IN_FLIGHT);
        all
    }

    /// What was asked beyond the first eight.
    fn beyond(gate: &Gate<Held>) -> Vec<String> {
        gate.client().asked.borrow()[IN_FLIGHT..].to_vec()
    }

    /// Starts a question, which ends at once or waits.
    fn start<'g>(future: impl Future<Output = Lookup> + 'g) -> LocalBoxFuture<'g, Lookup> {
        let mut future = future.boxed_local();
        assert!((&mut future).now_or_never().is_none());
        future
    }

    #[test]
    fn so_many_are_in_flight_and_no_more() {
        let gate = Gate::new(Held::default());
        let mut flying = full(&gate);
        let mut ninth = start(gate.ask(question("ninth.example")));
        assert!(beyond(&gate).is_empty());
        flying.pop();
        assert!((&mut ninth).now_or_never().is_none());
        assert_eq!(beyond(&gate), ["ninth.example"]);
        gate.client().open.set(true);
        assert!(flying.into_iter().chain([ninth]).all(|one| one.now_or_never().is_some()));
        assert_eq!(gate.queue.borrow().free, IN_FLIGHT, "every place is free again");
    }

    #[test]
    fn each_waits_for_its_turn() {
        let gate = Gate::new(Held::default());
        let mut flying = full(&gate);
        let mut waiting = vec![
            start(gate.ask_later(question("guess.example"))),
            start(gate.ask_later(question("known.example"))),
            start(gate.ask_later(question("wanted.example"))),
            start(gate.ask(question("second.example"))),
            start(gate.ask_first(question("first.example"))),
        ];
        gate.hurry(&question("known.example"), Turn::Next);
        gate.hurry(&question("known.example"), Turn::Last);
        gate.hurry(&question("wanted.example"), Turn::First);
        for expected in ["first", "wanted", "second", "known", "guess"] {
            flying.pop();
            for one in &mut waiting {
                assert!(one.now_or_never().is_none());
            }
            assert_eq!(beyond(&gate).last(), Some(&format!("{expected}.example")));
        }
    }

    #[test]
    fn who_goes_away_leaves_the_place_to_the_next() {
        let gate = Gate::new(Held::default());
        let mut flying = full(&gate);
        let first = start(gate.ask(question("first.example")));
        let second = start(gate.ask(question("second.example")));
        let guess = start(gate.ask_later(question("guess.example")));
        drop((first, guess));
        flying.pop();
        // It is let in, and goes away before it asks.
        drop(second);
        let third = start(gate.ask(question("third.example")));
        assert_eq!(beyond(&gate), ["third.example"]);
        drop((flying, third));
        assert_eq!(gate.queue.borrow().free, IN_FLIGHT);
    }
}
