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
/// ([`DnsClient::ask_later`]), with a few more where there is room ([`DnsClient::room`]). What is asked from the start is
/// in this order, too, since the first few need not wait.
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
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::Ordering;
    use std::task::Context;

    use super::*;
    use crate::facts::together::tests::Woken;

    #[test]
    fn whoever_waits_is_woken_by_what_is_written_down() {
        let board = Board::new(Domain::new("example.com".parse().unwrap()), &|_| {});
        let counter = Arc::new(Woken::default());
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
