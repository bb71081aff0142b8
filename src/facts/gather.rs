//! Every question to DNS about one domain: as many as possible at the same time.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Poll, Waker};

use futures_util::FutureExt;

use super::domain::{Domain, Wish};
use super::together::together;
use super::{keys, logo, mail, policy, proxied, reports, senders, strays, transport, zone};
use crate::dns::DnsClient;

/// Where answers are written down as they come, and who is told of it.
pub struct Board<'a> {
    domain: RefCell<Domain>,
    on_change: &'a dyn Fn(&Domain),
    waiting: RefCell<Vec<Waker>>,
}

impl<'a> Board<'a> {
    /// A board on which nothing stands.
    pub fn new(domain: Domain, on_change: &'a dyn Fn(&Domain)) -> Self {
        Self { domain: RefCell::new(domain), on_change, waiting: RefCell::default() }
    }

    /// Writes an answer down.
    pub fn put(&self, write: impl FnOnce(&mut Domain)) {
        write(&mut self.domain.borrow_mut());
        (self.on_change)(&self.domain.borrow());
        for waker in self.waiting.take() {
            waker.wake();
        }
    }

    /// Reads what stands there.
    pub fn read<T>(&self, read: impl FnOnce(&Domain) -> T) -> T {
        read(&self.domain.borrow())
    }

    /// Waits until what stands there tells enough. Whoever waits comes after those who write it, so that a client
    /// that answers at once is waited for at no time.
    pub async fn until<T>(&self, tells: impl Fn(&Domain) -> Option<T>) -> T {
        poll_fn(|context| {
            if let Some(told) = self.read(&tells) {
                return Poll::Ready(told);
            }
            let mut waiting = self.waiting.borrow_mut();
            if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await
    }
}

/// Looks up everything that Waxseal judges about a domain; `on_change` is called after each answer.
///
/// Parts ask the same question where each needs the answer, so the client is one that asks once
/// ([`crate::dns::Cache`]). No part waits for another one to end, and where not all can be asked at the same time, what
/// the three answers at the top hang on goes first ([`DnsClient::ask_first`]), and guesses go last
/// ([`DnsClient::ask_later`]), with a few more where there is room ([`DnsClient::room`]). What is asked from the start is in this order, too, since the first few need not wait.
pub async fn gather<C: DnsClient>(client: &C, wish: &Wish, on_change: &dyn Fn(&Domain)) -> Domain {
    let board = Board::new(Domain::new(wish.domain.clone()), on_change);
    let policy = async {
        policy::gather(client, wish, &board).await;
        reports::gather(client, wish, &board).await;
    };
    together([
        mail::gather(client, wish, &board).boxed_local(),
        senders::gather(client, wish, &board).boxed_local(),
        policy.boxed_local(),
        keys::gather(client, wish, &board).boxed_local(),
        mail::own_addresses(client, wish, &board).boxed_local(),
        senders::old_type(client, wish, &board).boxed_local(),
        zone::gather(client, wish, &board).boxed_local(),
        transport::gather(client, wish, &board).boxed_local(),
        strays::gather(client, wish, &board).boxed_local(),
        logo::gather(client, wish, &board).boxed_local(),
    ])
    .await;
    proxied::gather(client, wish, &board).await;
    board.put(|domain| domain.is_complete = true);
    board.domain.into_inner()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Wake};

    use super::*;
    use crate::dns::gate::IN_FLIGHT;
    use crate::dns::{Cache, Gate, Lookup, Question, Turn, Zone};

    /// All that is asked in a round is answered together, and then the next one begins.
    struct Rounds {
        zone: Zone,
        round: Cell<usize>,
        waiting: RefCell<Vec<Waker>>,
        /// For each round how many were asked, and how many of those only since there was room.
        asked: RefCell<Vec<[usize; 2]>>,
    }

    impl DnsClient for Rounds {
        async fn ask(&self, question: Question) -> Lookup {
            self.ask_in(question, Turn::Next).await
        }

        async fn ask_in(&self, question: Question, turn: Turn) -> Lookup {
            let round = self.round.get();
            self.asked.borrow_mut().resize(round + 1, [0; 2]);
            self.asked.borrow_mut()[round][0] += 1;
            self.asked.borrow_mut()[round][1] += usize::from(turn == Turn::Spare);
            poll_fn(|context| {
                if self.round.get() > round {
                    return Poll::Ready(());
                }
                self.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            })
            .await;
            self.zone.ask(question).await
        }
    }

    #[test]
    fn guesses_fill_the_last_round_and_begin_no_other() {
        let start = "example.com MX 10 mx.example.com\nmx.example.com A 192.0.2.1\n";
        let mut filled = Vec::new();
        for includes in 0..9 {
            let record = (0..includes).map(|i| format!("include:s{i}.example ")).collect::<String>();
            let each = (0..includes).map(|i| format!("s{i}.example TXT \"v=spf1 a:h{i}.example -all\"\n"));
            let text =
                format!("{start}example.com TXT \"v=spf1 {record}-all\"\n{}", each.collect::<String>());
            let rounds = Rounds {
                zone: Zone::parse(&text).unwrap(),
                round: Cell::new(0),
                waiting: RefCell::default(),
                asked: RefCell::default(),
            };
            let client = Cache::new(Gate::new(rounds), 0_u64);
            let wish =
                Wish { domain: "example.com".parse().unwrap(), selectors: Vec::new(), probe: "probe".into() };
            let mut check = pin!(gather(&client, &wish, &|_| {}));
            let rounds = client.client().client();
            while (&mut check).now_or_never().is_none() {
                rounds.round.set(rounds.round.get() + 1);
                rounds.waiting.take().into_iter().for_each(Waker::wake);
            }
            let asked = rounds.asked.take();
            let needed: usize = asked.iter().map(|[all, spare]| all - spare).sum();
            assert_eq!(asked.len(), needed.div_ceil(IN_FLIGHT), "{includes}: {asked:?}");
            let (last, before) = asked.split_last().unwrap();
            assert!(before.iter().all(|round| *round == [IN_FLIGHT, 0]), "{includes}: {asked:?}");
            assert!(last[0] <= IN_FLIGHT);
            filled.push(last[1]);
        }
        // There are six common ones beyond those that are tried anyway, and once these are there, nobody waits for room.
        assert_eq!(filled, [1, 5, 3, 0, 5, 2, 5, 4, 1]);
    }

    #[derive(Default)]
    struct Counter(AtomicUsize);

    impl Wake for Counter {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn whoever_waits_is_woken_by_what_is_written_down() {
        let board = Board::new(Domain::new("example.com".parse().unwrap()), &|_| {});
        let counter = Arc::new(Counter::default());
        let waker = Waker::from(Arc::clone(&counter));
        let mut context = Context::from_waker(&waker);
        let mut waits = pin!(board.until(|domain| domain.is_complete.then_some(7)));
        // However often it is looked at, it waits once.
        assert!(waits.as_mut().poll(&mut context).is_pending());
        assert!(waits.as_mut().poll(&mut context).is_pending());
        board.put(|domain| domain.policy.is_walked = true);
        assert_eq!(counter.0.load(Ordering::Relaxed), 1);
        assert!(waits.as_mut().poll(&mut context).is_pending());
        board.put(|domain| domain.is_complete = true);
        assert_eq!(counter.0.load(Ordering::Relaxed), 2);
        assert_eq!(waits.as_mut().poll(&mut context), Poll::Ready(7));
        board.put(|domain| domain.is_complete = true);
        assert_eq!(counter.0.load(Ordering::Relaxed), 2);
    }
}
