//! Not too much at a time: so many questions in flight, guesses last, and more guesses where there is room.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::{Rc, Weak};
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
        Self { client, queue: RefCell::default() }
    }

    /// The client behind it.
    pub fn client(&self) -> &C {
        &self.client
    }

    fn enter(&self, question: &Question, turn: Turn) -> Place<'_> {
        let mut queue = self.queue.borrow_mut();
        let ticket = Rc::new(Ticket {
            question: question.clone(),
            turn: Cell::new(turn),
            round: Cell::default(),
            admitted: Door::default(),
        });
        if queue.in_flight < IN_FLIGHT {
            // Nobody waits for it yet.
            let _ = queue.admit(&ticket);
        } else {
            queue.waiting[turn as usize].push_back(ticket.clone());
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
        let _ = place.ticket.admitted.opened().await;
        self.client.ask_in(question, turn).await
    }

    fn hurry(&self, question: &Question, turn: Turn) {
        let mut queue = self.queue.borrow_mut();
        for later in [Turn::Next, Turn::Last, Turn::Spare].into_iter().filter(|later| *later > turn) {
            let those = &mut queue.waiting[later as usize];
            if let Some(at) = those.iter().position(|ticket| ticket.question == *question) {
                let Some(ticket) = those.remove(at) else { return };
                ticket.turn.set(turn);
                queue.waiting[turn as usize].push_back(ticket);
                return;
            }
        }
    }

    async fn room(&self, _: &Question) -> bool {
        let door = Rc::new(Door::default());
        if !self.queue.borrow_mut().tell_of_room(&door) {
            return false;
        }
        door.opened().await
    }
}

/// Who is in flight, and whoever waits; while there is room, nobody waits.
#[derive(Debug, Default)]
struct Queue {
    in_flight: usize,
    /// The rounds of those that somebody needs: the ones that are not of [`Turn::Spare`].
    needed: Vec<usize>,
    /// The round that begins: what is sent as the answers of one round come is of the next.
    round: usize,
    /// Those of each turn, in its order.
    waiting: [VecDeque<Rc<Ticket>>; 4],
    /// Who would ask more if there were room. Who went away stays in it until then.
    want_room: VecDeque<Weak<Door>>,
}

impl Queue {
    /// Lets it in; gives whom to wake.
    fn admit(&mut self, ticket: &Ticket) -> Option<Waker> {
        self.in_flight += 1;
        ticket.round.set(self.round);
        if ticket.turn.get() != Turn::Spare {
            self.needed.push(self.round);
        }
        ticket.admitted.open(true)
    }

    /// Whether it may still be told of room.
    fn tell_of_room(&mut self, door: &Rc<Door>) -> bool {
        let may_be = self.is_anything_on_its_way();
        if may_be {
            self.want_room.push_back(Rc::downgrade(door));
        }
        may_be
    }

    /// One that was in flight is there; gives whom to wake, once this is borrowed no more.
    fn landed(&mut self, ticket: &Ticket) -> Vec<Waker> {
        let round = ticket.round.get();
        self.in_flight -= 1;
        self.round = self.round.max(round + 1);
        let is_spare = ticket.turn.get() == Turn::Spare;
        if !is_spare && let Some(at) = self.needed.iter().position(|other| *other == round) {
            self.needed.swap_remove(at);
        }
        if let Some(next) = self.waiting.iter_mut().find_map(VecDeque::pop_front) {
            return self.admit(&next).into_iter().collect();
        }
        if !self.is_anything_on_its_way() {
            let all = self.want_room.drain(..).filter_map(|door| door.upgrade()?.open(false));
            return all.collect();
        }
        // What is sent now is back with those of a later round; without them it would be the last, and all wait for it.
        if is_spare || self.needed.iter().all(|other| *other <= round) {
            return Vec::new();
        }
        while let Some(door) = self.want_room.pop_front() {
            if let Some(door) = door.upgrade() {
                return door.open(true).into_iter().collect();
            }
        }
        Vec::new()
    }

    /// Somebody needs an answer that is not there yet.
    fn is_anything_on_its_way(&self) -> bool {
        !self.needed.is_empty()
    }
}

#[derive(Debug)]
struct Ticket {
    question: Question,
    turn: Cell<Turn>,
    round: Cell<usize>,
    admitted: Door,
}

/// What one waits for, and what it says once it is there.
#[derive(Default)]
struct Door {
    says: Cell<Option<bool>>,
    waker: Cell<Option<Waker>>,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.says.fmt(f)
    }
}

impl Door {
    /// Gives whom to wake.
    fn open(&self, says: bool) -> Option<Waker> {
        self.says.set(Some(says));
        self.waker.take()
    }

    async fn opened(&self) -> bool {
        poll_fn(|context| {
            if let Some(says) = self.says.get() {
                return Poll::Ready(says);
            }
            self.waker.set(Some(context.waker().clone()));
            Poll::Pending
        })
        .await
    }
}

/// A place in the queue, then one of those in flight; whoever drops it gives it to the next.
struct Place<'g> {
    queue: &'g RefCell<Queue>,
    ticket: Rc<Ticket>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut queue = self.queue.borrow_mut();
        if self.ticket.admitted.says.get().is_none() {
            queue.waiting.iter_mut().for_each(|turn| turn.retain(|ticket| !Rc::ptr_eq(ticket, &self.ticket)));
            return;
        }
        let told = queue.landed(&self.ticket);
        // Whoever is woken may come here at once.
        drop(queue);
        told.into_iter().for_each(Waker::wake);
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
        assert_eq!(gate.queue.borrow().in_flight, 0, "every place is free again");
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
        assert_eq!(gate.queue.borrow().in_flight, 0);
    }

    fn room(gate: &Gate<Held>) -> LocalBoxFuture<'_, bool> {
        let mut room = async { gate.room(&question("more.example")).await }.boxed_local();
        assert!((&mut room).now_or_never().is_none());
        room
    }

    #[test]
    fn there_is_room_beside_what_was_just_sent() {
        let gate = Gate::new(Held::default());
        assert_eq!(gate.room(&question("more.example")).now_or_never(), Some(false), "nothing is on its way");
        let mut flying = full(&gate);
        let mut last = start(gate.ask_later(question("last.example")));
        let mut rooms: VecDeque<_> = (0..4).map(|_| room(&gate)).collect();
        let mut first = rooms.pop_front().unwrap();
        flying.pop();
        assert!((&mut last).now_or_never().is_none());
        assert_eq!(beyond(&gate), ["last.example"]);
        assert_eq!((&mut first).now_or_never(), None, "the place was wanted");
        // Who went away is told nothing, and keeps nobody from it.
        drop(rooms.pop_front());
        flying.pop();
        assert_eq!((&mut first).now_or_never(), Some(true));
        let spare = start(gate.ask_in(question("spare.example"), Turn::Spare));
        let mut second = rooms.pop_front().unwrap();
        assert_eq!((&mut second).now_or_never(), None, "one place, one question");
        // Nor does one spare question make room for the next, which would outlast all others.
        drop(spare);
        assert_eq!((&mut second).now_or_never(), None);
        flying.pop();
        assert_eq!((&mut second).now_or_never(), Some(true));
        drop(last);
        assert_eq!((rooms.pop_front().unwrap()).now_or_never(), None, "others are on their way");
    }

    #[test]
    fn there_is_no_room_among_the_last() {
        let gate = Gate::new(Held::default());
        let mut flying = full(&gate);
        let mut room = room(&gate);
        for _ in 1..IN_FLIGHT {
            flying.pop();
            // The others were sent with it, and are as good as there.
            assert_eq!((&mut room).now_or_never(), None);
        }
        let _spare = start(gate.ask_in(question("spare.example"), Turn::Spare));
        flying.pop();
        assert_eq!((&mut room).now_or_never(), Some(false));
        assert_eq!(gate.room(&question("more.example")).now_or_never(), Some(false));
    }

    #[test]
    fn a_spare_question_that_somebody_needs_is_on_its_way() {
        let gate = Gate::new(Held::default());
        let mut flying = full(&gate);
        let wanted = start(gate.ask_in(question("wanted.example"), Turn::Spare));
        gate.hurry(&question("wanted.example"), Turn::Next);
        let mut room = room(&gate);
        flying.pop();
        flying.pop();
        assert_eq!((&mut room).now_or_never(), Some(true), "it is on its way");
        drop(wanted);
    }
}
